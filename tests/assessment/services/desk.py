"""An operator and companies whose checks are finished, as they act."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from assessment.services import runs
from assessment.services.checks import results
from assessment.services.offering import feedback
from assessment.services.places import applying, rounds
from assessment.services.places.rounds import Wanted
from assessment.services.policy import Kind, Role, Staff
from assessment.services.runs import Begun
from assessment.store.database import Database
from matching.feedback import Said
from questionnaires.answers import Answer
from questionnaires.library import cases
from reports.report import Operator, Report
from tests.assessment.house import NOW, House

NETWORK = Operator(name="Netzwerk")
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"]
LAB = "lab-technologische-transformation"
OTHER_LAB = "lab-zukunft-der-arbeit"


def an_operator(database: Database) -> Staff:
    house = House.of(database, "Netzwerk", Kind.NETWORK)
    return house.takes_in("op@example.org", "Robin Entwurf", Role.OPERATOR)


@dataclass(frozen=True)
class Guest:
    """A company that has finished its check."""

    database: Database
    begun: Begun
    report: Report

    @classmethod
    def of(cls, database: Database, **answers: str) -> "Guest":
        begun = runs.begin(database, check=MACHINING.check, language="de", now=NOW)
        own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}
        given = {**MACHINING.answers, **{question: Answer(choice) for question, choice in answers.items()}}
        runs.save(database, **own, given=given, seen={}, now=NOW)
        shown = results.finish(database, **own, goal="", operator=NETWORK, now=NOW)
        return cls(database, begun, shown.report)

    @property
    def own(self) -> dict[str, Any]:
        return {"run_id": self.begun.run_id, "key": self.begun.key}

    def says(self, outcome: Said, offer: str = LAB, reason: str | None = None) -> None:
        feedback.say(self.database, **self.own, offer=offer, outcome=outcome, reason=reason, now=NOW)

    def applies(self, offer: str = LAB, name: str = "Musterbetrieb", minutes: int = 0) -> bool:
        return applying.apply(
            self.database,
            **self.own,
            offer=offer,
            name=name,
            contact="post@musterbetrieb.example",
            consent_text="1",
            now=NOW + timedelta(minutes=minutes),
        )

    def stands(self, offer: str = LAB) -> list[str]:
        return [one.stands for one in self.standings(offer)]

    def standings(self, offer: str = LAB) -> tuple[applying.Standing, ...]:
        listed = offer in {one.id for one in self.report.offers.open}
        with self.database.reading() as connection:
            return applying.standings(connection, self.begun.run_id, offer, listed=listed, today=NOW.date())


def a_round(database: Database, operator: Staff, *wanted: Wanted, most: int = 1) -> Any:
    """Its id; open for a month."""
    until = (NOW + timedelta(days=30)).date()
    offers = wanted or (Wanted(LAB, 1, {}),)
    begun = rounds.begin(
        database, actor=operator, title="Werkstatt", apply_until=until, most=most, wanted=offers
    )
    return begun.id
