"""What chambers find in the demo: members who show something, figures, referrals at every stage."""

from datetime import timedelta

import pytest

from assessment.demo import chambers, companies, people
from assessment.services.campaigns import desk, members
from assessment.services.figures import freezing
from assessment.services.referrals.office import UNSIGNED
from assessment.store.database import Database
from reports.report import Operator
from tests.assessment.house import NOW, staff

NETWORK = Operator(name="Beispiel-Netzwerk")


def test_a_chamber_finds_members_campaigns_and_figures_and_a_second_start_adds_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chambers, "MANY", 12)
    monkeypatch.setattr(chambers, "FROZEN", (timedelta(),))
    people.bring_in(database, now=NOW)
    companies.bring_in(database, operator=NETWORK, now=NOW)
    for _ in range(2):
        chambers.bring_in(database, operator=NETWORK, office=UNSIGNED, now=NOW)
    officer = staff(database, chambers.CHAMBERS[0].email)

    campaigns = desk.listed(database, actor=officer)
    assert len(campaigns) == 3
    assert None in {one.started for one in campaigns}, "some have come, too few to say how many"
    assert members.listed(database, actor=officer)
    with database.reading() as connection:
        assert len(freezing.told(connection)) == 1
        count = "SELECT count(*) FROM referral"
        assert connection.exec_driver_sql(count).scalar_one() >= 4
