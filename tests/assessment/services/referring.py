"""A company, a chamber and a provider in a referral, as they act."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from assessment.services.advising import mandates
from assessment.services.policy import Kind, Role, Staff
from assessment.services.referrals import addresses, answering, proposing, releasing, timelines
from assessment.services.referrals.answering import Received
from assessment.services.referrals.handover import ITEMS, Handover
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Limits, Reason, Step
from assessment.services.referrals.timelines import Shown
from assessment.services.runs import Begun
from assessment.store import people
from assessment.store.database import Database
from tests.assessment.house import NOW, House, a_company, mailed, staff, token_in
from tests.assessment.services.desk import LAB, an_operator

LIMITS = Limits(9, 21, 45)
OFFICE = Office("Netzwerk", LIMITS, lambda token: f"https://check.example/de/referral/{token}")
MAILBOX = "lab@provider.example"
HOUSE = "retrason"
TOLD = Handover(
    note="Wir möchten eine Zelle mit Roboter planen.",
    contact_name="Kim Muster",
    contact_mail="kim@musterbetrieb.example",
    contact_phone="05341 12345",
    company_name="Musterbetrieb GmbH",
    items=frozenset(ITEMS),
)
SECRETS = (TOLD.note, TOLD.contact_name, TOLD.contact_mail, TOLD.contact_phone, TOLD.company_name)


@dataclass
class Case:
    """One referral, from all sides. Time passes by `later`."""

    database: Database
    begun: Begun
    id: UUID | None = None
    token: str = ""
    now: datetime = NOW
    office: Office = OFFICE
    told: Handover = field(default=TOLD)

    @classmethod
    def of(cls, database: Database, *, mailbox: str = MAILBOX, **answers: str) -> "Case":
        """A company, and an offer that takes referrals."""
        if mailbox:
            operator = an_operator(database)
            addresses.say(database, actor=operator, of="house", name=HOUSE, mail=mailbox)
        return cls(database, a_company(database, **answers))

    @property
    def own(self) -> dict[str, Any]:
        return {"run_id": self.begun.run_id, "key": self.begun.key}

    @property
    def mine(self) -> dict[str, Any]:
        return {**self.own, "referral_id": self.id, "office": self.office, "now": self.now}

    def later(self, **time: int) -> Self:
        self.now += timedelta(**time)
        return self

    def sent(self, offer: str = LAB) -> Self:
        """The company asks by itself; the link is that of the mail."""
        self.id = releasing.ask(
            self.database,
            **self.own,
            offer=offer,
            told=self.told,
            text_version="1",
            network="192.0.2.1",
            office=self.office,
            now=self.now,
        )
        return self._with_link()

    def proposed_by(self, actor: Staff, offer: str = LAB, note: str = "Entwurf der Kammer") -> Self:
        own: dict[str, Any] = {"run_id": self.begun.run_id, "offer": offer, "note": note}
        self.id = proposing.propose(self.database, actor=actor, **own, office=self.office)
        return self

    def released(self) -> Self:
        assert releasing.release(self.database, **self.mine, told=self.told, text_version="1")
        return self._with_link()

    def _with_link(self) -> Self:
        links = [text for _, text in mailed(self.database) if "/referral/" in text]
        self.token = token_in(links[-1]) if links else ""
        return self

    def provider(self, *steps: Step, reason: Reason | None = None, words: str = "") -> Received:
        """Does these steps by the link, one after the other; without any, only looks."""
        for step in steps:
            answering.act_by_link(
                self.database,
                token=self.token,
                step=step,
                reason=reason,
                words=words,
                office=self.office,
                now=self.now,
            )
        return answering.by_link(self.database, token=self.token, limits=LIMITS, now=self.now)

    def company(self, step: Step) -> bool:
        if step == Step.WITHDRAW:
            return releasing.withdraw(self.database, **self.mine)
        return releasing.say(self.database, **self.mine, step=step)

    @property
    def shown(self) -> Shown:
        """As the company sees it."""
        found = timelines.of_run(self.database, **self.own, limits=LIMITS, now=self.now)
        return next(one for one in found.referrals if one.id == self.id)


def an_advisor(case: Case, email: str = "toni@example.org", name: str = "Beratung") -> Staff:
    """With a mandate of the company."""
    house = House.of(case.database, name, Kind.ADVICE)
    house.takes_in(email, "Toni", Role.ADVISOR)
    given: dict[str, Any] = {"organisation_id": house.id, "company_name": "Musterbetrieb"}
    mandates.give(case.database, **case.own, **given, text_version="1", now=case.now)
    return staff(case.database, email)


def a_provider(case: Case, email: str = "lab@example.org", house: str | None = HOUSE) -> Staff:
    """Somebody with an account at the house of the offer."""
    home = House.of(case.database, "Anbieter", Kind.PROVIDER)
    with case.database.writing() as connection:
        people.be_house(connection, home.id, house)
    return home.takes_in(email, "Alex", Role.PROVIDER_CONTACT)
