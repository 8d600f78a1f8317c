"""A company and its advisor in a session, as far as a test needs it: prepared, agreed, running, opened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from assessment.services.advising import mandates
from assessment.services.policy import Kind, Role, Staff
from assessment.services.runs import Begun
from assessment.services.workshops import meetings, stages
from assessment.services.workshops.meetings import Workshop
from assessment.store import voices
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.assessment.house import DAY, NOW, House, a_company

SECRET = "s" * 32
DAY_OF_MEETING = date(2026, 12, 1)
EXPECTED = {"management": 1, "works_council": 3, "production": 3}


@dataclass(frozen=True)
class Meeting:
    """`advisor` leads it for `house`; `company` holds the key of the run."""

    database: Database
    house: House
    advisor: Staff
    company: Begun
    id: UUID

    @classmethod
    def prepared(
        cls,
        database: Database,
        *,
        house: House | None = None,
        advisor: Staff | None = None,
        company: Begun | None = None,
        expected: Mapping[str, int] = EXPECTED,
        now: datetime = NOW,
        **answers: str,
    ) -> "Meeting":
        house = house or House.of(database, "Beratung Nord", Kind.ADVICE)
        advisor = advisor or house.takes_in("toni@example.org", "Toni Beispiel", Role.ADVISOR, now=now)
        company = company or a_company(database, **answers)
        mandates.give(
            database,
            run_id=company.run_id,
            key=company.key,
            organisation_id=house.id,
            company_name="Musterdreherei",
            text_version="1",
            now=now,
        )
        id_ = stages.prepare(
            database,
            actor=advisor,
            run_id=company.run_id,
            aim="Gemeinsam sehen, wo wir stehen.",
            day=DAY_OF_MEETING,
            expected=expected,
        )
        return cls(database, house, advisor, company, id_)

    @property
    def led(self) -> dict[str, Any]:
        """Whoever leads it, with its address."""
        return {"actor": self.advisor, "run_id": self.company.run_id, "workshop_id": self.id}

    @property
    def owned(self) -> dict[str, Any]:
        """The company, with its address."""
        return {"run_id": self.company.run_id, "key": self.company.key, "workshop_id": self.id}

    def seen(self) -> Workshop:
        return meetings.one(self.database, **self.owned)

    def agreed(self) -> "Meeting":
        revision = self.seen().row.revision
        stages.agree(self.database, **self.owned, seen=revision, text_version="1", now=NOW)
        return self

    def running(self) -> "Meeting":
        self.agreed()
        stages.start(self.database, **self.led, secret=SECRET)
        return self

    def says(self, role: str, *, done: bool = True, **answers: str) -> "Meeting":
        """One more voice of a role."""
        with self.database.writing() as connection:
            key_hash = uuid4().bytes * 2
            voice = voices.join(connection, workshop_id=self.id, role=role, key_hash=key_hash, moment=NOW)
            given = {question: Answer(choice) for question, choice in answers.items()}
            voices.put_answers(connection, voice.id, given, NOW)
            if done:
                voices.mark_done(connection, voice.id, NOW)
        return self

    def opened(self, *, shown_roles: bool = True) -> "Meeting":
        stages.open_board(self.database, **self.led, shown_roles=shown_roles, present_agree=True)
        return self

    def later(self, days: int) -> "Meeting":
        """The same, as the advisor comes back after some days."""
        return replace(self, advisor=replace(self.advisor, now=self.advisor.now + days * DAY))
