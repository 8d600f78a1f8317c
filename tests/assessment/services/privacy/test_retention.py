"""What is older than its limit goes, once, and nothing before; told by a clock that is moved."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from assessment import config
from assessment.errors import NoSuchRun
from assessment.mail.letters import Letter
from assessment.services import mails, runs
from assessment.services.advising import mandates
from assessment.services.checks import follow_ups, plans
from assessment.services.checks.plans import Details
from assessment.services.policy import Kind, Role
from assessment.services.privacy import retention
from assessment.services.privacy.retention import ACCOUNTS, CHECKS, MAIL_FILES, months_before
from assessment.services.runs import Begun
from assessment.store import audit, batches, belongings, outbox, report_files
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, House, a_company, asks, on_sqlite
from tests.assessment.services.firms import Firm

SETTINGS = config.load({})
MONTH = timedelta(days=31)
"""Not shorter than any."""


class Elsewhere:
    def __init__(self) -> None:
        self.runs: list[UUID] = []
        self.addresses: list[str] = []
        self.before: list[datetime] = []

    def forget_run(self, run_id: UUID, mail_ids: Collection[UUID]) -> None:
        self.runs.append(run_id)

    def forget_address(self, email: str) -> None:
        self.addresses.append(email)

    def forget_mails(self, before: datetime, *, only_count: bool = False) -> int:
        self.before.append(before)
        return 0


def run(database: Database, now: datetime, elsewhere: Elsewhere | None = None, **more: Any) -> dict[str, int]:
    """What a run at this moment erases, by kind."""
    outside = elsewhere or Elsewhere()
    found = retention.run(database, settings=SETTINGS, outside=outside, now=now, **more)
    return {kind: number for kind, number in found.items() if number}


def rows_in(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        count = {name: select(func.count()).select_from(t) for name, t in belongings.tables().items()}
        return {name: connection.execute(one).scalar_one() for name, one in count.items()}


def opens(database: Database, begun: Begun) -> bool:
    try:
        runs.with_key(database, typed=begun.key)
    except NoSuchRun:
        return False
    return True


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2026, 11, 22, 9, 30, tzinfo=UTC), 24, datetime(2024, 11, 22, 9, 30, tzinfo=UTC)),
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2028, 3, 31, tzinfo=UTC), 1, datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
        (datetime(2026, 12, 15, tzinfo=UTC), 12, datetime(2025, 12, 15, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(moment: datetime, months: int, before: datetime) -> None:
    assert months_before(moment, months) == before


def test_a_check_that_nobody_touches_goes_after_its_months_with_a_receipt(database: Database) -> None:
    company, elsewhere = a_company(database), Elsewhere()
    almost = NOW + timedelta(days=2 * 365)  # two years with a leap day are longer
    assert run(database, almost, elsewhere) == {}

    later = almost + 2 * DAY
    assert run(database, later, elsewhere, dry=True) == {CHECKS: 1}
    assert opens(database, company)
    assert run(database, later, elsewhere) == {CHECKS: 1}
    assert not opens(database, company)
    assert elsewhere.runs == [company.run_id]
    assert rows_in(database)["erasure_receipt"] == 1
    assert run(database, later, elsewhere) == {}


def test_whatever_happens_to_a_check_keeps_it(database: Database) -> None:
    company = a_company(database)
    own: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    details = Details(title="Messe", owner="", due=None, state="planned", note="")
    plans.add(database, **own, details=details, now=NOW + 300 * DAY)

    assert run(database, NOW + 2 * 365 * DAY + 2 * DAY) == {}
    assert run(database, NOW + 300 * DAY + 2 * 365 * DAY + 2 * DAY) == {CHECKS: 1}


def test_an_earlier_check_stays_as_long_as_one_that_began_with_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    first = a_company(database)
    own: dict[str, Any] = {"run_id": first.run_id, "key": first.key}
    second = follow_ups.begin(database, **own, check="short", language="de", now=NOW + 365 * DAY)

    assert run(database, NOW + 3 * 365 * DAY - DAY) == {}
    assert opens(database, first)
    assert run(database, NOW + 3 * 365 * DAY + 3 * DAY) == {CHECKS: 2}
    assert not opens(database, second)


@on_sqlite
def test_a_check_stays_for_one_in_use_that_began_with_it_over_another(database: Database) -> None:
    begun = a_company(database)
    for years in (1, 2):
        own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}
        begun = follow_ups.begin(database, **own, check="short", language="de", now=NOW + years * 365 * DAY)

    assert run(database, NOW + (3 * 365 + 3) * DAY) == {}
    assert run(database, NOW + (4 * 365 + 3) * DAY) == {CHECKS: 3}


@on_sqlite
def test_many_old_checks_are_found_by_as_many_statements_as_one(database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def statements() -> int:
        asked.clear()
        run(database, NOW + 800 * DAY, dry=True)
        return len(asked)

    a_company(database)
    one = statements()
    for _ in range(3):
        a_company(database)
    assert statements() == one


def test_an_account_that_nobody_uses_goes_but_never_the_last_ones_that_operate_all(
    database: Database,
) -> None:
    elsewhere = Elsewhere()
    House.of(database, "Beratung", Kind.ADVICE).takes_in("toni@example.org", "Toni", Role.ADVISOR)
    House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    later = NOW + 25 * MONTH

    assert run(database, NOW + 700 * DAY) == {}
    assert run(database, later, elsewhere) == {ACCOUNTS: 1}
    assert elsewhere.addresses == ["toni@example.org"]
    assert rows_in(database)["person"] == 1


def test_what_ends_by_itself_goes_at_its_end_and_proofs_of_consents_stay_for_their_months(
    database: Database, alpha: Firm
) -> None:
    home = House.of(database, "Beratung", Kind.ADVICE)
    home.takes_in("toni@example.org", "Toni", Role.ADVISOR)
    given: dict[str, Any] = {"organisation_id": home.id, "company_name": "Muster", "text_version": "1"}
    mandates.give(database, **alpha.own, **given, now=NOW)
    asks(database, "toni@example.org")

    assert run(database, NOW + DAY) == {
        "links, sessions and attempts that are over": 3,
        "mails that came too late": 1,
    }
    assert run(database, NOW + 366 * DAY) == {
        "opt-ins that have ended": 1,
        "names told for consents that have ended": 1,
        "entries of the audit log": 1,
    }
    assert rows_in(database)["consent"] == 2
    retention_of_proofs = SETTINGS.model_copy(update={"keep_checks_months": 120, "keep_accounts_months": 120})
    later = NOW + 365 * DAY + 37 * MONTH
    found = retention.run(database, settings=retention_of_proofs, outside=Elsewhere(), now=later)
    assert found["proofs of consents that ended long ago"] == 2


def test_sent_mails_reports_and_the_log_go_by_their_days_and_months(database: Database) -> None:
    company, elsewhere = a_company(database), Elsewhere()
    with database.writing() as connection:
        outbox.put(
            connection, recipient="x@example.org", letter=Letter("a", "b"), now=NOW, expires_at=NOW + DAY
        )
        file: dict[str, Any] = {"language": "de", "variant": "screen", "content_key": "k", "content": b"%PDF"}
        report_files.keep(connection, run_id=company.run_id, moment=NOW, **file)
        done: dict[str, Any] = {"action": "invited", "object_kind": "link", "object_id": company.run_id}
        audit.note(connection, at=NOW, person_id=None, **done)
    mails.deliver(database, Post(), now=NOW)

    assert run(database, NOW + 30 * DAY) == {}
    assert run(database, NOW + 31 * DAY, elsewhere) == {
        "notes on mails that were sent": 1,
        "rendered reports": 1,
    }
    assert elsewhere.before == [NOW + DAY]
    assert run(database, NOW + 360 * DAY) == {}
    assert run(database, NOW + 367 * DAY) == {"entries of the audit log": 1}
    assert run(database, NOW + 367 * DAY) == {}


class Post:
    def send(self, **_mail: Any) -> None:
        """Delivers at once."""


def test_receipts_go_in_turn(database: Database) -> None:
    company = a_company(database)
    runs.erase(database, run_id=company.run_id, key=company.key, now=NOW)
    assert run(database, NOW + 360 * DAY) == {}
    assert run(database, NOW + 367 * DAY) == {"receipts": 1}


def test_a_dry_run_changes_nothing_and_tells_what_a_real_one_does(database: Database, alpha: Firm) -> None:
    asks(database, "nobody@example.org")
    before, later = rows_in(database), NOW + 900 * DAY

    told = run(database, later, dry=True)

    assert rows_in(database) == before
    assert run(database, later) == told
    assert rows_in(database)["run"] == 0
    assert MAIL_FILES not in told
