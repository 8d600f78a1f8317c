"""A system that got no answer asks again, and nothing happens twice."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from assessment.errors import RepeatedOtherwise, StillAtWork
from assessment.services.interfaces import coming_in, repeats
from assessment.services.interfaces.repeats import Answer, Asked, Within
from assessment.services.policy import Kind
from assessment.store import batches
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW, House, on_sqlite
from tests.assessment.systems import a_token, comes_in


@pytest.fixture
def asked(database: Database) -> Asked:
    token = a_token(database, House.of(database, "Kammer", Kind.CHAMBER))
    return Asked(comes_in(database, token), token, "order-4711", b'{"check": "short"}')


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, _within: Within) -> Answer:
        self.done += 1
        return Answer(201, f'{{"link": "https://check.example/geheim/{self.done}"}}')


def test_the_same_request_with_the_same_key_is_answered_the_same_and_done_once(
    database: Database, asked: Asked
) -> None:
    work = Work()
    first, again = (repeats.once(database, asked=asked, work=work) for _ in range(2))
    assert first == again == Answer(201, '{"link": "https://check.example/geheim/1"}')
    assert work.done == 1
    other = replace(asked, key="order-4712")
    assert repeats.once(database, asked=other, work=work).body.endswith('/2"}')


def test_another_request_with_the_same_key_is_refused(database: Database, asked: Asked) -> None:
    work = Work()
    repeats.once(database, asked=asked, work=work)
    with pytest.raises(RepeatedOtherwise):
        repeats.once(database, asked=replace(asked, what=b'{"check": "full"}'), work=work)
    assert work.done == 1


def test_what_failed_is_not_kept_and_can_be_asked_again(database: Database, asked: Asked) -> None:
    def fails(within: Within) -> Answer:
        within.execute(text("UPDATE api_token SET name = 'halb'"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        repeats.once(database, asked=asked, work=fails)
    with database.reading() as connection:
        assert connection.execute(text("SELECT name FROM api_token")).scalar() == "CRM"
    assert repeats.once(database, asked=asked, work=Work()).status == 201


def test_nobody_reads_the_answer_in_the_database(
    database: Database, asked: Asked, tables: Callable[..., str]
) -> None:
    repeats.once(database, asked=asked, work=Work())
    kept = tables("idempotent_write")
    assert "geheim" not in kept
    assert asked.key not in kept
    assert "short" not in kept


def test_of_two_at_the_same_moment_one_works_and_both_get_its_answer(
    database: Database, asked: Asked
) -> None:
    work, start, got = Work(), threading.Barrier(2), []

    def asks() -> None:
        start.wait()
        got.append(repeats.once(database, asked=asked, work=work))

    threads = [threading.Thread(target=asks) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (work.done, len(set(got))) == (1, 1)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_waits_too_long_for_the_first_is_told_to_come_again(
    database: Database, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "PATIENCE", 0.1)

    def meanwhile(_within: Within) -> Answer:
        with pytest.raises(StillAtWork):
            repeats.once(database, asked=asked, work=Work())
        return Answer(201, "{}")

    assert repeats.once(database, asked=asked, work=meanwhile).status == 201


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_work_waits_for_others_as_long_as_the_server_is_set_to(database: Database, asked: Asked) -> None:
    with database.writing() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f"ALTER DATABASE \"{name}\" SET lock_timeout = '7s'"))
    database.close()  # what is set holds for those who come in anew

    def work(within: Within) -> Answer:
        return Answer(201, str(within.execute(text("SHOW lock_timeout")).scalar()))

    assert repeats.once(database, asked=asked, work=work).body == "7s"


@on_sqlite
@pytest.mark.only_sqlite
def test_who_is_not_let_in_since_somebody_else_writes_is_told_to_come_again(
    database: Database, asked: Asked
) -> None:
    impatient = Database(str(database.engine.url))
    event.listen(impatient.engine, "connect", lambda each, _: each.execute("PRAGMA busy_timeout=1"))
    with database.writing(), pytest.raises(StillAtWork):
        repeats.once(impatient, asked=asked, work=Work())
    assert repeats.once(impatient, asked=asked, work=Work()).status == 201
    impatient.close()


def test_after_a_day_a_key_may_be_used_anew(database: Database, asked: Asked) -> None:
    work = Work()
    repeats.once(database, asked=asked, work=work)
    for later, number in ((NOW + DAY, 0), (NOW + DAY + MINUTE, 1)):
        assert sum(batches.write(database, one) for one in coming_in.forget(later)) == number
    repeats.once(database, asked=asked, work=work)
    assert work.done == 2
