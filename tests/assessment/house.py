"""Organisations and the people in them, as tests find them; and the mails that lie in the outbox."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment.services import people, runs, sign_in
from assessment.services.policy import Kind, Role, Staff
from assessment.store import people as store
from assessment.store.database import Database
from assessment.store.outbox import Mail
from questionnaires.answers import Answer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOKEN = re.compile(r"/([\w-]{43})\s")

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test, or as its file's `pytestmark`, where no statement differs from one database to the other."""


class Elsewhere:
    """What lies outside of the database: remembers what it was told to forget."""

    def __init__(self) -> None:
        self.runs: dict[UUID, list[UUID]] = {}
        self.addresses: list[str] = []

    def forget_run(self, run_id: UUID, mail_ids: Collection[UUID]) -> None:
        self.runs[run_id] = list(mail_ids)

    def forget_address(self, email: str) -> None:
        self.addresses.append(email)


@dataclass(frozen=True)
class House:
    """An organisation with one member: whom it makes, and how they come in."""

    database: Database
    id: UUID
    name: str
    kind: Kind

    @classmethod
    def of(cls, database: Database, name: str, kind: Kind) -> "House":
        with database.writing() as connection:
            made = store.found(connection, name=name, kind=kind, moment=NOW)
        return cls(database, made.id, name, kind)

    def takes_in(self, email: str, name: str, role: Role, *, now: datetime = NOW) -> Staff:
        with self.database.writing() as connection:
            person = store.added(connection, email=email, name=name, language="de", moment=now)
            store.take_in(connection, person_id=person.id, organisation_id=self.id, role=role, moment=now)
        return staff(self.database, email, now=now)

    def invites(self, actor: Staff, email: str, role: Role) -> None:
        people.invite(
            self.database,
            actor=actor,
            organisation_id=self.id,
            role=role,
            email=email,
            role_words="Aufgabe",
            language="de",
            operator="Netzwerk",
            link=lambda token: f"https://check.example/de/invitation/{token}",
        )


def staff(database: Database, email: str, *, now: datetime = NOW) -> Staff:
    """Somebody as the policy sees them at a moment."""
    with database.reading() as connection:
        person = store.by_email(connection, email)
        assert person is not None
        found = sign_in.staff_of(connection, person.id, now)
        assert found is not None
        return found


def asks(database: Database, email: str, *, network: str = "192.0.2.1", now: datetime = NOW) -> None:
    """Asks for a link to sign in."""
    sign_in.request_link(
        database,
        email=email,
        network=network,
        language="de",
        operator="Netzwerk",
        link=lambda token: f"https://check.example/de/sign-in/{token}",
        now=now,
    )


def mailed(database: Database) -> list[tuple[str, str]]:
    """Receiver and text of what waits in the outbox, in order."""
    with database.reading() as connection:
        waiting = select(Mail.recipient, Mail.text).where(Mail.sent_at.is_(None)).order_by(Mail.created_at)
        return [(row[0], row[1]) for row in connection.execute(waiting)]


def token_in(text: str) -> str:
    (token,) = TOKEN.findall(text)
    return str(token)


def signs_in(database: Database, email: str, *, now: datetime = NOW) -> sign_in.SignedIn:
    asks(database, email, now=now)
    token = token_in(mailed(database)[-1][1])
    return sign_in.claim(database, token=token, network="192.0.2.1", now=now)


def told(answers: Mapping[str, str]) -> dict[str, Answer]:
    """Answers that are one option each."""
    return {question: Answer(choice) for question, choice in answers.items()}


def begun(
    database: Database, answers: Mapping[str, Answer], *, check: str = "short", now: datetime = NOW
) -> runs.Begun:
    """A check with these answers."""
    run = runs.begin(database, check=check, language="de", now=now)
    runs.save(database, run_id=run.run_id, key=run.key, given=answers, seen={}, now=now)
    return run


def a_company(database: Database, **answers: str) -> runs.Begun:
    return begun(database, told({"district": "03102", "employees": "50-99", "E02": "3"} | answers))
