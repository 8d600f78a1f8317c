"""What older versions of the code have kept gets its standings afterwards, while others go on."""

import json
from typing import Any

from sqlalchemy import text

from assessment.services.figures import counted, filling
from assessment.store import results
from assessment.store.database import Database
from tests.assessment.house import NOW, a_company, on_sqlite

pytestmark = on_sqlite
AXIS = {"value": 0.5, "published": True}
REPORT = {"exposure": AXIS, "readiness": AXIS | {"published": False}, "areas": [AXIS | {"id": "technology"}]}


def test_results_of_older_code_get_their_standings_once_and_what_is_no_report_none(
    database: Database,
) -> None:
    run = a_company(database).run_id
    same: dict[str, Any] = {
        "run_revision": 1,
        "moment": NOW,
        "engine": "1",
        "catalogue": "c" * 64,
        "standing": "{}",
    }
    with database.writing() as connection:
        for report in [json.dumps(REPORT)] * 2 * filling.AT_ONCE + ["{}"]:
            results.keep(connection, run_id=run, report=report, **same)
        connection.execute(text("UPDATE result SET standing = NULL"))

    assert [filling.fill(database), filling.fill(database)] == [2 * filling.AT_ONCE, 0]
    with database.reading() as connection:
        kept = connection.execute(text("SELECT standing FROM result WHERE standing IS NOT NULL")).scalars()
        assert {counted.read(one, None).exposure for one in kept} == {0.5}
