"""Mails leave the outbox once, come back to it when they fail, and leave no address behind."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import SMTPDataError

import pytest

from assessment.mail.letters import Letter
from assessment.mail.posts import HandingOver, Unconfirmed
from assessment.operating import state
from assessment.services import mails
from assessment.store import outbox
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW

RECEIVER = "toni@example.org"


@dataclass
class Box:
    """A post that remembers; `broken` lets it fail so many times."""

    broken: int = 0
    got: list[str] = field(default_factory=list)

    def send(
        self, *, mail_id: str, recipient: str, subject: str, text: str, handing_over: HandingOver
    ) -> None:
        if self.broken:
            self.broken -= 1
            raise ConnectionRefusedError(f"no line to {recipient}")
        handing_over()
        self.got.append(f"{mail_id} {recipient}: {subject}")


@pytest.fixture
def written(database: Database) -> Database:
    with database.writing() as connection:
        letter = Letter("Ihr Link", "https://check.example/geheim")
        outbox.put(connection, recipient=RECEIVER, letter=letter, now=NOW, expires_at=NOW + DAY)
    return database


def test_a_mail_is_sent_once(written: Database) -> None:
    post = Box()
    assert [mails.deliver(written, post, now=NOW + n * MINUTE) for n in range(3)] == [1, 0, 0]
    assert len(post.got) == 1
    assert RECEIVER in post.got[0]


def test_of_a_sent_mail_neither_address_nor_text_stays(written: Database, tables: Callable[..., str]) -> None:
    mails.deliver(written, Box(), now=NOW)
    kept = tables("mail")
    assert RECEIVER not in kept
    assert "geheim" not in kept


def test_two_who_deliver_at_the_same_moment_send_it_once(written: Database) -> None:
    post, start = Box(), threading.Barrier(2)

    def delivers() -> None:
        start.wait()
        mails.deliver(written, post, now=NOW)

    both = [threading.Thread(target=delivers) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(post.got) == 1


def test_what_fails_is_tried_again_after_longer_and_longer_pauses(written: Database) -> None:
    post, tried = Box(broken=3), []
    for minute in range(10):
        before = post.broken
        mails.deliver(written, post, now=NOW + minute * MINUTE)
        if post.broken < before or post.got:
            tried.append(minute)
        if post.got:
            break
    assert tried == [0, 1, 3, 7]


def test_the_kind_of_a_failure_is_kept_and_not_its_words(
    written: Database, tables: Callable[..., str]
) -> None:
    mails.deliver(written, Box(broken=1), now=NOW)
    assert "ConnectionRefusedError" in tables("mail")
    assert "no line" not in tables("mail")


def test_it_is_given_up_after_some_attempts(written: Database) -> None:
    post, now = Box(broken=99), NOW
    for _ in range(20):
        mails.deliver(written, post, now=now)
        now += timedelta(hours=1)
    assert post.broken == 99 - mails.ATTEMPTS


@dataclass
class Trouble(Box):
    """A post to which something happens with a mail: before it is handed over, or when it has been."""

    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None

    def send(
        self, *, mail_id: str, recipient: str, subject: str, text: str, handing_over: HandingOver
    ) -> None:
        self.before()
        super().send(
            mail_id=mail_id, recipient=recipient, subject=subject, text=text, handing_over=handing_over
        )
        self.after()


def raising(error: BaseException) -> Callable[[], object]:
    def happens() -> None:
        raise error

    return happens


def test_who_dies_before_a_mail_is_whole_leaves_it_to_the_next(written: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        mails.deliver(written, Trouble(before=raising(KeyboardInterrupt())), now=NOW)
    post = Box()
    assert mails.deliver(written, post, now=NOW + MINUTE) == 0
    assert mails.deliver(written, post, now=NOW + mails.LEASE) == 1


def test_who_dies_when_the_server_has_a_mail_leaves_no_second_one_and_the_operator_knows(
    written: Database, tables: Callable[..., str]
) -> None:
    post = Trouble(after=raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        mails.deliver(written, post, now=NOW)
    later = NOW + 2 * mails.LEASE

    assert mails.deliver(written, post, now=later) == 0
    assert len(post.got) == 1
    with written.reading() as connection:
        assert state.outbox(later)(connection).unconfirmed == 1
    mails.tidy(written, now=later)
    assert "geheim" not in tables("mail")


def test_a_mail_of_which_no_word_comes_is_not_sent_again_and_one_that_is_refused_is(
    written: Database,
) -> None:
    refused = Trouble(after=raising(SMTPDataError(451, "later")))
    assert mails.deliver(written, refused, now=NOW) == 0
    silent = Trouble(after=raising(Unconfirmed()))
    assert mails.deliver(written, silent, now=NOW + MINUTE) == 0
    assert len(silent.got) == 1
    assert mails.deliver(written, Box(), now=NOW + DAY / 2) == 0


def test_a_clock_that_leaps_while_a_mail_leaves_lets_nobody_send_it_twice(written: Database) -> None:
    other = Box()
    post = Trouble(before=lambda: mails.deliver(written, other, now=NOW + DAY / 2))

    assert mails.deliver(written, post, now=NOW) == 0
    assert (len(other.got), post.got) == (1, [])


@pytest.mark.parametrize("late", [DAY, 30 * DAY])
def test_a_mail_that_is_of_no_use_any_more_is_never_sent(
    written: Database, tables: Callable[..., str], late: timedelta
) -> None:
    assert mails.deliver(written, Box(), now=NOW + late) == 0
    assert mails.tidy(written, now=NOW + late) == 1
    assert tables("mail") == "[[]]"
