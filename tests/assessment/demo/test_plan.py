"""The plan of a fictional company, as a first look shows it."""

from datetime import UTC, date, datetime

from assessment.demo import companies
from assessment.services import runs
from assessment.services.checks import plans
from assessment.store.database import Database
from reports.report import Operator

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NETWORK = Operator(name="Transformationsnetzwerk")


def test_one_company_has_a_plan_with_owners_and_days_and_one_has_chosen_its_first_steps(
    sqlite_url: str,
) -> None:
    database = Database(sqlite_url)
    for _ in range(2):  # a second start adds nothing
        told = companies.bring_in(database, operator=NETWORK, now=NOW)
    begun = [runs.with_key(database, typed=key) for _, key in told]
    first, _, third, *others = (plans.chosen(database, run_id=one.run_id, key=one.key) for one in begun)
    database.close()

    assert [entry.state for entry in first] == ["running", "running", "planned", "planned"]
    assert all(entry.owner and entry.due and entry.due > date(2026, 11, 22) for entry in first)
    assert all(entry.due and entry.due.weekday() < 5 for entry in first)
    assert first[-1].title == "Messe in Hannover besuchen"
    assert [entry.state for entry in third] == ["planned"] * 3
    assert not any(others)
