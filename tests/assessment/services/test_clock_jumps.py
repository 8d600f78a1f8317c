"""The machine's clock leaps, a year ahead and back again: nothing is erased too early, nobody is shut out,
and nothing gets stuck."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from assessment import clock, config, timekeeping
from assessment.background import postman
from assessment.background.duties import DUTIES, Day
from assessment.background.jobs import ReportQueue
from assessment.config import Settings
from assessment.errors import NoSuchLink, Refused, TooManyAttempts
from assessment.mail.letters import Letter
from assessment.services import mails, policy, sign_in
from assessment.services.checks.report_files import Wanted
from assessment.services.policy import Action, Kind, Reason, Role
from assessment.services.sign_in import second_step
from assessment.store import outbox
from assessment.store.database import Database
from assessment.timekeeping import ClockDoubted
from tests.assessment.house import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    House,
    a_company,
    asks,
    mailed,
    signs_in,
    token_in,
)
from tests.assessment.keyring import HEAD, KEY, NETWORK, comes_in, sets_up_app
from tests.assessment.services.privacy.test_retention import Elsewhere

AHEAD = NOW + 365 * DAY
ADVISOR = "toni@example.org"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """No statement differs from one database to the other."""
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path / "instance")})


@pytest.fixture
def house(database: Database) -> House:
    advice = House.of(database, "Beratung", Kind.ADVICE)
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    return advice


def does_all_duties(database: Database, settings: Settings, now: datetime) -> None:
    for duty in DUTIES.values():
        duty(Day(database, settings, Elsewhere(), now))


def test_a_clock_that_is_years_ahead_erases_nothing_and_all_goes_on_when_it_is_right_again(
    database: Database, settings: Settings, tables: Callable[..., str]
) -> None:
    a_company(database)
    does_all_duties(database, settings, NOW)
    for ahead in (NOW + 15 * DAY, NOW + 10 * (AHEAD - NOW)):
        for duty in DUTIES.values():
            with pytest.raises(ClockDoubted):
                duty(Day(database, settings, Elsewhere(), ahead))

    does_all_duties(database, settings, NOW + DAY)
    assert "03102" in tables("answer")


def test_answers_of_a_visitor_do_not_make_a_wrong_clock_right(database: Database, settings: Settings) -> None:
    timekeeping.require(settings, database, NOW)
    a_company(database)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE run SET changed_at = ?", (str(AHEAD.replace(tzinfo=None)),))

    assert not timekeeping.believed(settings, database, AHEAD + MINUTE)


def test_without_a_note_the_newest_answer_says_what_time_it_was_and_a_person_what_it_is(
    database: Database, settings: Settings
) -> None:
    assert timekeeping.last_seen(settings, database) is None
    a_company(database)
    assert not timekeeping.believed(settings, database, AHEAD)

    timekeeping.trust(settings, AHEAD)

    assert timekeeping.believed(settings, database, AHEAD)


def test_the_note_goes_on_with_the_clock_and_never_back(database: Database, settings: Settings) -> None:
    for now, seen in ((NOW, NOW), (NOW - 30 * DAY, NOW), (NOW + HOUR, NOW + HOUR)):
        timekeeping.require(settings, database, now)
        assert timekeeping.last_seen(settings, database) == seen


def test_mails_and_links_that_seem_too_old_to_a_wrong_clock_are_still_there_afterwards(
    database: Database, house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    timekeeping.require(settings, database, NOW)
    asks(database, ADVISOR)
    token = token_in(mailed(database)[-1][1])

    monkeypatch.setattr(clock, "now", lambda: AHEAD)
    postman.deliver(settings, database)

    assert len(mailed(database)) == 1
    assert sign_in.claim(database, token=token, network=NETWORK, now=NOW).person.email == ADVISOR


def test_who_tried_too_often_by_a_wrong_clock_is_not_shut_out_until_then(
    database: Database, house: House
) -> None:
    for _ in range(5):
        asks(database, ADVISOR, now=AHEAD)
    with pytest.raises(TooManyAttempts):
        asks(database, ADVISOR, now=AHEAD)
    asks(database, ADVISOR, now=NOW)


def test_a_link_from_the_future_opens_nothing(database: Database, house: House) -> None:
    asks(database, ADVISOR, now=AHEAD)
    token = token_in(mailed(database)[-1][1])
    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=token, network=NETWORK, now=NOW)


def test_a_code_that_was_used_by_a_wrong_clock_shuts_nobody_out(database: Database, house: House) -> None:
    app = sets_up_app(database, comes_in(database, ADVISOR, now=AHEAD))
    mails.deliver(database, Post(), now=AHEAD)
    half, code = signs_in(database, ADVISOR), app.at(NOW)

    def gives() -> sign_in.SignedIn:
        return second_step.by_code(
            database, token=half.token, code=code, network=NETWORK, key=KEY, letterhead=HEAD, now=NOW
        )

    assert not gives().half


def test_who_proved_who_they_are_by_a_wrong_clock_proves_it_again(database: Database, house: House) -> None:
    actor = replace(comes_in(database, ADVISOR, now=AHEAD), now=NOW)
    with pytest.raises(Refused) as refused:
        policy.require(actor, Action.CHANGE_SIGN_IN)
    assert refused.value.reason == Reason.CONFIRMATION_NEEDED


def test_a_sign_of_life_from_the_future_is_none(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.instance_folder.mkdir()
    queue = ReportQueue(settings)
    monkeypatch.setattr(clock, "now", lambda: AHEAD)
    queue.beat()
    monkeypatch.setattr(clock, "now", lambda: NOW)

    assert not queue.order(Wanted(uuid4(), "de", "screen", "5e" * 32))
    queue.close()


def test_the_duties_of_a_day_are_done_again_after_the_clock_was_a_year_ahead(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.instance_folder.mkdir()
    done: list[datetime] = []
    queue = ReportQueue(settings, daily={"retention": lambda: done.append(clock.now())})
    for now in (NOW, NOW + HOUR, AHEAD, NOW + 2 * HOUR, NOW + DAY):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        queue._do_duties()

    assert done == [NOW, AHEAD, NOW + 2 * HOUR, NOW + DAY]  # once more today: each may run twice
    queue.close()


def test_a_mail_written_by_a_wrong_clock_leaves_when_it_is_right_again(database: Database) -> None:
    with database.writing() as connection:
        letter = Letter("Ihr Link", "https://check.example/geheim")
        outbox.put(connection, recipient=ADVISOR, letter=letter, now=AHEAD, expires_at=AHEAD + DAY)

    assert mails.deliver(database, Post(), now=NOW) == 1


class Post:
    def send(self, **_mail: object) -> None:
        """Takes everything."""
