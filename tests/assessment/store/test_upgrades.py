"""A database of each released version comes up to today's with all that is in it, on both databases.

The files in `released` are backups of the demo, each named after the last migration of its version.
"""

from pathlib import Path

import pytest

from assessment.backup import restoring, tables
from assessment.services import runs
from assessment.services.checks import results
from assessment.store.database import Database
from reports.report import Operator
from tests.assessment.house import NOW, Elsewhere

RELEASED = sorted((Path(__file__).parent / "released").glob("*.backup"))
KEY = "DEM0-0000-0000-0001"


@pytest.mark.parametrize("release", RELEASED, ids=lambda path: path.stem)
def test_an_upgrade_keeps_every_row_and_old_results_are_still_read(
    release: Path, postgresql_url: str, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/upgraded.sqlite3", postgresql_url):
        before = restoring.restored(release, url, passphrase=None, outside=Elsewhere()).manifest
        database = Database(url)

        with database.reading() as connection:
            after = tables.counted(connection, tables.kept())
        assert before.revision == release.stem
        assert {name: part.rows for name, part in before.tables.items() if name in after} == {
            name: after[name] for name in before.tables if name in after
        }
        run = runs.with_key(database, typed=KEY)
        opened = runs.opened(database, run_id=run.run_id, key=run.key)
        shown = results.of_run(database, opened, operator=Operator(name="ReTraSON"), now=NOW, finished=True)
        assert shown.report.areas
        database.close()
