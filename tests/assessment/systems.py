"""Other systems, as tests meet them: with a token of an organisation, or at an address that is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessment.services.interfaces import coming_in, tokens
from assessment.services.interfaces.calling import Unreached
from assessment.services.policy import SCOPES_IN, Kind, Role, Scope, Staff, System
from assessment.store.database import Database
from tests.assessment.house import NOW, House


def a_keeper(database: Database, house: House) -> Staff:
    """Whoever makes tokens for a house: its chamber officer, or an operator of the network."""
    if house.kind == Kind.CHAMBER:
        return house.takes_in("officer@example.org", "Kim", Role.CHAMBER_OFFICER)
    network = House.of(database, "Netz", Kind.NETWORK)
    return network.takes_in("operator@example.org", "Ola", Role.OPERATOR)


def a_token(
    database: Database,
    house: House,
    *scopes: Scope,
    days: int = 30,
    actor: Staff | None = None,
    now: datetime = NOW,
) -> str:
    """With these scopes, or with all that the house may give."""
    return tokens.make(
        database,
        actor=replace(actor or a_keeper(database, house), now=now),
        organisation_id=house.id,
        name="CRM",
        scopes=scopes or SCOPES_IN[house.kind],
        days=days,
    )


def comes_in(database: Database, token: str, *, now: datetime = NOW, network: str = "192.0.2.1") -> System:
    return coming_in.of_token(database, token=token, network=network, now=now)


class Reply(NamedTuple):
    """What the interface answers; `json` is None where that is no JSON."""

    status_code: int
    json: Any
    headers: Any
    text: str

    @classmethod
    def of(cls, answer: TestResponse) -> "Reply":
        return cls(answer.status_code, answer.get_json(silent=True), answer.headers, answer.text)


@dataclass
class Program:
    """A system at the interface. It never keeps a cookie."""

    client: FlaskClient
    token: str | None
    written: int = 0
    language: str = "de"

    def get(self, path: str) -> Reply:
        return Reply.of(self.client.get(f"/api/v1{path}", headers=self.headers()))

    def post(self, path: str, told: Any, key: str | None = None, **headers: str) -> Reply:
        """With a key of its own for each writing, unless one is given."""
        self.written += 1
        more = {"Idempotency-Key": key or f"writing-{self.written:04}"} | headers
        return Reply.of(self.client.post(f"/api/v1{path}", json=told, headers=self.headers() | more))

    def headers(self) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return known | {"Accept-Language": self.language}


@dataclass
class Receiver:
    """An address that is called; `answers` one after the other, the last one again and again."""

    answers: list[int | str] = field(default_factory=lambda: [204])
    got: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def call(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.got.append((url, body, headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, str):
            raise Unreached(answer)
        return answer
