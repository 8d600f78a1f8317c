"""Three fictional chambers and forty fictional companies over two years: every figure shows something.

All of it follows from SEED and the day: the same again each time. The companies answer around a strength of
their own, some come by a campaign, some come back after a year, let a chamber see things, or are referred.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from assessment import clock
from assessment.background import duties
from assessment.demo import benchmarks, referrals
from assessment.errors import AssessmentError, NoSuchRun
from assessment.services import keys, runs, sign_in
from assessment.services.campaigns import desk, invitations, sharing
from assessment.services.campaigns.items import Item
from assessment.services.checks import follow_ups, plans, results
from assessment.services.policy import Kind, Role, Staff
from assessment.services.referrals import addresses
from assessment.services.referrals.handover import ITEMS, Handover
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.services.runs import Begun
from assessment.store import consents, people
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import DONT_KNOW, Answer
from questionnaires.definition import Questionnaire
from questionnaires.routing import route
from reports.report import Operator

SEED, MANY = 20261122, 40
MONTHS = 24
"""For which companies let their chamber see something."""
DAY, YEAR = timedelta(days=1), timedelta(days=365)
OPERATOR = "netzwerk@example.org"


@dataclass(frozen=True)
class Chamber:
    """A fictional chamber that stands for a house of the districts, with its campaigns: name, and when they
    began, in days before today."""

    email: str
    officer: str
    name: str
    house: str
    campaigns: tuple[tuple[str, int], ...]


CHAMBERS = (
    Chamber(
        "kammer@example.org",
        "Kim Muster",
        "Beispielkammer Harzvorland",
        "ihk-braunschweig",
        (("Herbstbrief an Zulieferer", 700), ("Unternehmertag Salzgitter", 330), ("Werkbank im Wandel", 60)),
    ),
    Chamber(
        "kammer-heide@example.org",
        "Alex Vorlage",
        "Beispielkammer Heideland",
        "ihk-lueneburg-wolfsburg",
        (("Zulieferertreff Wolfsburg", 600), ("Mitgliederbrief Gifhorn", 200)),
    ),
    Chamber(
        "kammer-handwerk@example.org",
        "Mika Versuch",
        "Beispiel-Handwerkskammer Oker",
        "hwk-bls",
        (("Meister im Gespräch", 420),),
    ),
)
PLACES: Mapping[str, tuple[str, str]] = {
    "03101": ("Braunschweig", "kammer@example.org"),
    "03102": ("Salzgitter", "kammer@example.org"),
    "03103": ("Wolfsburg", "kammer-heide@example.org"),
    "03151": ("Gifhorn", "kammer-heide@example.org"),
    "03153": ("Goslar", "kammer@example.org"),
    "03154": ("Helmstedt", "kammer-heide@example.org"),
    "03158": ("Wolfenbüttel", "kammer@example.org"),
}
"""Districts of the companies, and whose campaigns reach there."""
TRADES: Mapping[str, str] = {
    "machining": "Dreherei",
    "metal_forming": "Presswerk",
    "plastics": "Kunststofftechnik",
    "electronics": "Elektronik",
    "machinery": "Maschinenbau",
}
CRAFT = 5
"""Every fifth company is one of the crafts."""
SIZES = ("10-49", "50-99", "50-99", "100-249", "250-499")
SHARES = ("under_20", "20-40", "40-60", "60-80", "over_80")
OFFERS = ("lab-technologische-transformation", "lab-zukunft-der-arbeit")
ENDS = (
    *(State.CLOSED_HELPED, State.CLOSED_HELPED, State.CLOSED_NOT_HELPED, State.CLOSED_UNREACHABLE),
    *(State.DECLINED, State.CONTACTED, State.ACCEPTED, State.SEEN, State.SENT, State.WITHDRAWN),
)
"""How referrals stand, one company after the other; those that are open have begun lately."""
OPEN = frozenset({State.SENT, State.SEEN, State.ACCEPTED, State.CONTACTED})


@dataclass(frozen=True)
class Company:
    """A company that is nobody. `exposed` and `strong` are shares that its answers lie around; `begun` and
    `again` are days before today."""

    number: int
    name: str
    facts: Mapping[str, str]
    exposed: float
    strong: float
    begun: int
    again: int | None
    by_campaign: bool

    @property
    def chamber(self) -> str:
        """The address of the officer whose campaigns reach it."""
        return PLACES[self.facts["district"]][1] if self.number % CRAFT else CHAMBERS[-1].email

    @property
    def key(self) -> str:
        return keys.example(2000 + self.number)

    @property
    def later_key(self) -> str:
        return keys.example(3000 + self.number)

    @property
    def shares(self) -> bool:
        """Three of four let their chamber see something."""
        return self.number % 4 != 3

    @property
    def tells(self) -> Handover:
        """What goes along when it asks for an offer."""
        return Handover(
            note="Wir möchten einen ersten Schritt gehen und suchen jemanden, der ihn mit uns plant.",
            contact_name="Kim Muster",
            contact_mail=f"kontakt{self.number}@musterbetrieb.example",
            company_name=self.name,
            items=frozenset(ITEMS),
        )


def companies() -> Iterator[Company]:
    random = Random(SEED)  # noqa: S311 - chance that comes out the same each time
    for number in range(MANY):
        district, trade = random.choice([*PLACES]), random.choice([*TRADES])
        begun = 720 - 18 * number
        yield Company(
            number,
            f"Muster-{TRADES[trade]} {PLACES[district][0]} {number + 1}",
            {
                "district": district,
                "employees": random.choice(SIZES),
                "sector": trade,
                "E06": random.choice(SHARES),
                "group": "independent",
                "membership": "ihk" if number % CRAFT else "hwk",
                "works_council": random.choice(("present", "absent")),
            },
            exposed=random.uniform(0.35, 0.9),
            strong=random.uniform(0.2, 0.75),
            begun=begun,
            again=begun - 365 if begun > 400 and number % 2 else None,
            by_campaign=number % 3 != 2,
        )


def bring_in(database: Database, *, operator: Operator, office: Office, now: datetime) -> None:
    """Adds all of it once, if the person is there who operates the network."""
    network = _staff(database, OPERATOR, now)
    if network is None or _there(database, next(companies()).key):
        return
    codes = dict(_campaigns(database, now))
    for offer in OFFERS:
        addresses.say(database, actor=network, of="offer", name=offer, mail="labor@example.org")
    begun = [(one, *_take(database, one, codes, operator, now)) for one in companies()]
    for one, run, moment in begun:
        _share(database, one, run, codes, moment + DAY)
        _refer(database, one, run, office, now)
    benchmarks.take_part(database, [(run, moment + DAY) for _, run, moment in begun])
    duties.freeze(database, now=now, examples=True)


def _staff(database: Database, email: str, now: datetime) -> Staff | None:
    with database.reading() as connection:
        person = people.by_email(connection, email)
        return sign_in.staff_of(connection, person.id, now) if person else None


def _there(database: Database, key: str) -> bool:
    try:
        return bool(runs.with_key(database, typed=key))
    except NoSuchRun:
        return False


# --- chambers and their campaigns ----------------------------------------------------------------


def _campaigns(database: Database, now: datetime) -> Iterator[tuple[str, list[tuple[datetime, str, UUID]]]]:
    """By chamber: when each campaign began, its code, and whose it is; the newest first."""
    for chamber in CHAMBERS:
        actor = _officer(database, chamber, now)
        home = actor.seats[0].organisation_id
        found = []
        for name, days in chamber.campaigns:
            begins = now - days * DAY
            made = desk.make(
                database,
                actor=replace(actor, now=begins),
                organisation_id=home,
                name=name,
                begins_on=clock.day(begins),
                ends_on=clock.day(begins + YEAR),
            )
            found.append((begins, desk.one(database, actor=actor, campaign_id=made).code, home))
        yield chamber.email, found[::-1]


def _officer(database: Database, chamber: Chamber, now: datetime) -> Staff:
    """The officer, whose chamber stands for a house of the content."""
    known = _staff(database, chamber.email, now)
    with database.writing() as connection:
        home = known.seats[0].organisation_id if known else None
        if home is None:
            home = people.found(connection, name=chamber.name, kind=Kind.CHAMBER, moment=now).id
            person = people.added(
                connection, email=chamber.email, name=chamber.officer, language="de", moment=now
            )
            people.take_in(
                connection,
                person_id=person.id,
                organisation_id=home,
                role=Role.CHAMBER_OFFICER,
                moment=now,
            )
        people.be_house(connection, home, chamber.house)
    officer = _staff(database, chamber.email, now)
    if officer is None:
        raise LookupError(chamber.email)
    return officer


# --- companies -----------------------------------------------------------------------------------


def _take(
    database: Database,
    one: Company,
    codes: Mapping[str, Iterable[tuple[datetime, str, UUID]]],
    operator: Operator,
    now: datetime,
) -> tuple[Begun, datetime]:
    """The newest check of a company, and when it was finished."""
    moment = now - one.begun * DAY
    code = next((code for begins, code, _ in codes[one.chamber] if begins <= moment), "")
    begun = invitations.begin(
        database, code=code if one.by_campaign else "", check="short", language="de", now=moment, key=one.key
    )
    _answer(database, one, begun, 0.0, operator, moment)
    if one.again is None:
        return begun, moment
    moment = now - one.again * DAY
    later = follow_ups.begin(
        database,
        run_id=begun.run_id,
        key=begun.key,
        check="short",
        language="de",
        now=moment,
        new_key=one.later_key,
    )
    _answer(database, one, later, 0.12, operator, moment)
    return later, moment


def _answer(
    database: Database, one: Company, begun: Begun, better: float, operator: Operator, moment: datetime
) -> None:
    """Answers and finishes; `better` is by how much it has become stronger since it began."""
    questionnaire = library.released(runs.QUESTIONNAIRE)
    given = _answers(questionnaire, replace(one, strong=one.strong + better))
    runs.save(
        database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=moment, confirmed=given.keys()
    )
    results.finish(database, run_id=begun.run_id, key=begun.key, goal="", operator=operator, now=moment)
    if one.number % 3 == 0:
        _plan(database, begun, operator, moment)


def _plan(database: Database, begun: Begun, operator: Operator, moment: datetime) -> None:
    """The first steps, of which one is done some weeks later."""
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}
    for entry in plans.choose(database, **own, origins=None, operator=operator, now=moment)[:1]:
        plans.mark(database, **own, entry_id=entry.id, state="done", now=moment + 40 * DAY)


def _answers(questionnaire: Questionnaire, one: Company) -> dict[str, Answer]:
    random = Random(SEED + one.number)  # noqa: S311 - as above
    given = {question: Answer(choice) for question, choice in one.facts.items()}
    for question in route(questionnaire, given, "short").asked:
        if question not in given:
            share = one.exposed if question.startswith("E") else one.strong
            level = min(max(round(random.gauss(4 * share, 0.8)), 0), 4)
            given[question] = Answer(DONT_KNOW if random.random() < 0.04 else str(level))
    return given


# --- what they share, and where they are referred ------------------------------------------------


def _share(
    database: Database,
    one: Company,
    begun: Begun,
    codes: Mapping[str, Iterable[tuple[datetime, str, UUID]]],
    moment: datetime,
) -> None:
    """The items differ."""
    if not one.shares:
        return
    _, _, home = next(iter(codes[one.chamber]))
    more = (set(), {Item.NEEDS}, {Item.NEEDS, Item.RESULT})[one.number % 3]
    sharing.share(
        database,
        run_id=begun.run_id,
        key=begun.key,
        organisation_id=home,
        company_name=one.name,
        items={Item.PARTICIPATION, *more},
        contact=None,
        months=MONTHS,
        text_version=consents.EXAMPLE,
        now=moment,
    )


def _refer(database: Database, one: Company, begun: Begun, office: Office, now: datetime) -> None:
    """Every second is referred, as far as an offer fits it."""
    if one.number % 2:
        return
    state = ENDS[one.number // 2 % len(ENDS)]
    days = 12 if state in OPEN else max((one.again or one.begun) - 20, 30)
    told = one.tells
    for offer in OFFERS:
        try:
            referrals.brought_to(
                database,
                state,
                company=begun,
                offer=offer,
                told=told,
                office=office,
                begun_at=now - days * DAY,
            )
        except AssessmentError:
            continue  # this offer does not fit it
        return
