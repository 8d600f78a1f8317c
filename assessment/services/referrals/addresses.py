"""Where referrals to an offer go: a function mailbox that the operator has told, or people of the provider
who have an account here.

The catalogue itself holds no addresses. An offer without either takes no referrals, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchOffer
from assessment.services import policy
from assessment.services.offering import in_force
from assessment.services.policy import Action, Role, Staff
from assessment.services.referrals import responsible
from assessment.services.referrals.responsible import Responsible
from assessment.store import audit, people
from assessment.store import referrals as store
from assessment.store.database import Database
from matching.eligibility import judge, withheld
from matching.offers import Offer

Of = Literal["offer", "house"]


@dataclass(frozen=True, slots=True)
class Door:
    """Who receives a referral: a mailbox, an organisation here, or both. `mails` is where mails go."""

    mailbox: str
    provider_id: UUID | None
    mails: tuple[str, ...]


@dataclass(frozen=True)
class Doors:
    """Mailboxes by offer and by house, and the providers that have somebody here by house."""

    mailboxes: Mapping[tuple[str, str], str]
    providers: Mapping[str, tuple[UUID, tuple[str, ...]]]

    def of(self, offer: Offer, theirs: Responsible | None = None) -> Door | None:
        """None where nobody would receive anything. What is said of an offer comes before its house, and
        who is responsible for the company (`theirs`) before a central one."""
        steps = _steps(offer, theirs)
        house = next((one.house for one in steps if self._is_open(one)), None)
        if house is None:
            return None
        known = (self.mailboxes.get(one.said_of) for one in steps if one.house == house)
        mailbox = next((mail for mail in known if mail), "")
        provider_id, members = self.providers.get(house, (None, ()))
        return Door(mailbox, provider_id, (mailbox,) if mailbox else members)

    def _is_open(self, step: "_Step") -> bool:
        """By an account only where it is the house itself: one of the whole organisation comes last."""
        return step.said_of in self.mailboxes or (step.itself and step.house in self.providers)


@dataclass(frozen=True, slots=True)
class _Step:
    """Where somebody may receive something: what a mailbox is said of, and whose that mailbox is."""

    said_of: tuple[str, str]
    house: str
    itself: bool


def _steps(offer: Offer, theirs: Responsible | None) -> list[_Step]:
    """The nearest first: the offer, the house that is responsible, the organisation. Mailbox and account are
    always of one house, or another would read what was sent to the first."""
    first, *bodies = responsible.doors_of(offer, theirs)
    own = responsible.house_of(offer)
    return [
        _Step(("offer", first), own, own == first),
        *(_Step(("offer", name), name, True) for name in bodies),
        _Step(("house", offer.organisation), offer.organisation, True),
    ]


def doors(connection: Connection) -> Doors:
    """All there are, of a catalogue that is read beside. Two statements."""
    mailboxes = {(row.kind, row.name): row.mail for row in store.addresses(connection)}
    providers: dict[str, tuple[UUID, tuple[str, ...]]] = {}
    for house, id_, mail in people.acting_for(connection, Role.PROVIDER_CONTACT):
        first, mails = providers.get(house, (id_, ()))
        if first == id_:
            providers[house] = (id_, (*mails, mail))
    return Doors(mailboxes, providers)


def offered(connection: Connection, offer_id: str, today: date) -> Offer:
    """An offer that companies are shown today, as the catalogue in force has it. Raises NoSuchOffer."""
    offer = in_force.offers(connection).offer.get(offer_id)
    if offer is None or not is_shown(offer, today):
        raise NoSuchOffer(offer_id)
    return offer


def is_shown(offer: Offer, today: date) -> bool:
    return withheld(offer) is None and judge(offer, {}, today).value is not False


# --- the operator's side -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HouseAddress:
    """A house of the catalogue with the offers that companies are shown. `mail` is where referrals to these
    go, unless `own` says otherwise for one; `members`: how many of it act here with an account."""

    house: str
    name: str
    offers: tuple[Offer, ...]
    mail: str
    own: Mapping[str, str]
    members: int

    @property
    def reached(self) -> bool:
        return bool(self.mail or self.members or self.own)


def board(database: Database, *, actor: Staff) -> tuple[HouseAddress, ...]:
    """Every house with offers that companies are shown, by name. Raises Refused."""
    policy.require(actor, Action.KEEP_CATALOGUE)
    with database.reading() as connection:
        catalogue, known = in_force.offers(connection), doors(connection)
    houses: dict[str, list[Offer]] = {}
    for offer in catalogue.offers:
        if is_shown(offer, clock.day(actor.now)):
            houses.setdefault(offer.organisation, []).append(offer)
    found = [_house(house, tuple(offers), known) for house, offers in houses.items()]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _house(house: str, offers: tuple[Offer, ...], known: Doors) -> HouseAddress:
    own = {one.id: known.mailboxes["offer", one.id] for one in offers if ("offer", one.id) in known.mailboxes}
    mail = known.mailboxes.get(("house", house), "")
    members = known.providers.get(house, (None, ()))[1]
    return HouseAddress(house, offers[0].operator, offers, mail, own, len(members))


def say(database: Database, *, actor: Staff, of: Of, name: str, mail: str) -> None:
    """Where referrals to an offer, or to all offers of a house, go from now on; an empty `mail`: nowhere.

    Raises Refused, NoSuchOffer.
    """
    policy.require(actor, Action.KEEP_CATALOGUE)
    with database.writing() as connection:
        offers = in_force.offers(connection).offers
        if name not in {one.id if of == "offer" else one.organisation for one in offers}:
            raise NoSuchOffer(name)
        if mail:
            store.put_address(
                connection, kind=of, name=name, mail=mail, person_id=actor.person_id, now=actor.now
            )
        else:
            store.forget_address(connection, of, name)
        action = "referral_address_said" if mail else "referral_address_removed"
        audit.by(connection, actor, action, "person", actor.person_id)
