"""What the operator of the examples finds: many small results, outcomes, offers looked after, places.

The companies are worked cases in other places and sizes. They have said what became of their offers, so that
there is something to learn from; two rounds of places are there, one open and one confirmed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice

from assessment import clock
from assessment.demo.companies import COMPANIES
from assessment.errors import NoSuchOffer, NoSuchRun
from assessment.services import keys, runs, sign_in
from assessment.services.campaigns import desk, invitations, sharing
from assessment.services.campaigns.items import USUAL, Item
from assessment.services.checks import results
from assessment.services.offering import feedback, freshness, learning
from assessment.services.places import applying, rounds
from assessment.services.places.figures import SMALL
from assessment.services.places.rounds import Wanted
from assessment.services.policy import Staff
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store import people as people_store
from assessment.store.database import Database
from matching.feedback import Said
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library import cases
from reports.report import Operator

OPERATOR = "netzwerk@example.org"
MANY, TOLD = 12, 4
"""Companies, and of how many offers each says what became of it."""
DISTRICTS = ("03101", "03102", "03103", "03151", "03158", "03101", "03103")
SIZES = ("10-49", "50-99", "100-249", "10-49")
WELCOME = frozenset({"lab", "partner"})
"""Kinds of offers that most of these companies take up; the others they mostly do not."""
WORDS: dict[bool, tuple[Said, ...]] = {
    True: ("done", "taken_up"),
    False: ("rejected", "done_without_help"),
}
LOOKED_AFTER = ("lab-technologische-transformation", "lab-zukunft-der-arbeit", "retrason")
LABS = LOOKED_AFTER[:2]
WEEK, WEEKS_TO_APPLY = timedelta(weeks=1), 6
CAMPAIGN, WEEKS_AGO = "Rundbrief des Netzwerks", 10
SHARING = 3
"""Of so many companies one lets the network see something."""


def bring_in(database: Database, *, operator: Operator, now: datetime) -> None:
    """Adds all of it once, if the person is there who looks after it."""
    actor = _operator(database, now)
    if actor is None or _there(database, _key(0)):
        return
    code = _campaign(database, actor)
    companies = [_take(database, number, code, operator, now - WEEK * (number % 9)) for number in range(MANY)]
    for begun in companies[::SHARING]:
        _share(database, begun, actor, now)
    for number, begun in enumerate(companies):
        _tell(database, begun, number, operator, now)
    for offer in LOOKED_AFTER:
        freshness.say(
            database, actor=actor, offer_id=offer, word="holds", until=None, source="Anruf bei der Stelle"
        )
    _give_places(database, actor, companies, now)
    learning.train(database, now=now)


def _operator(database: Database, now: datetime) -> Staff | None:
    with database.reading() as connection:
        person = people_store.by_email(connection, OPERATOR)
        return sign_in.staff_of(connection, person.id, now) if person else None


def _key(number: int) -> str:
    return keys.example(1000 + number)


def _there(database: Database, key: str) -> bool:
    try:
        return bool(runs.with_key(database, typed=key))
    except NoSuchRun:
        return False


def _campaign(database: Database, actor: Staff) -> str:
    """The code of the link that the network has sent out itself."""
    began = actor.now - WEEKS_AGO * WEEK
    id_ = desk.make(
        database,
        actor=replace(actor, now=began),
        organisation_id=actor.seats[0].organisation_id,
        name=CAMPAIGN,
        begins_on=clock.day(began),
        ends_on=clock.day(began + 2 * WEEKS_AGO * WEEK),
    )
    return desk.one(database, actor=actor, campaign_id=id_).code


def _share(database: Database, begun: Begun, actor: Staff, now: datetime) -> None:
    sharing.share(
        database,
        run_id=begun.run_id,
        key=begun.key,
        organisation_id=actor.seats[0].organisation_id,
        company_name=f"Musterbetrieb {begun.key[-2:]}",
        items={Item.PARTICIPATION, Item.NEEDS},
        contact=None,
        months=USUAL,
        text_version=consents.EXAMPLE,
        now=now,
    )


def _take(database: Database, number: int, code: str, operator: Operator, moment: datetime) -> Begun:
    """A finished check of a company that is nobody."""
    questionnaire = library.released(runs.QUESTIONNAIRE)
    worked = [*cases.worked(questionnaire.id, questionnaire.version).values()]
    case = next(islice(cycle(worked), number, None))
    other = {"district": DISTRICTS[number % len(DISTRICTS)], "employees": SIZES[number % len(SIZES)]}
    given = {**case.answers, **{question: Answer(choice) for question, choice in other.items()}}
    begun = invitations.begin(
        database, code=code, check=case.check, language="de", now=moment, key=_key(number)
    )
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=moment)
    results.finish(database, run_id=begun.run_id, key=begun.key, goal="", operator=operator, now=moment)
    return begun


def _tell(database: Database, begun: Begun, number: int, operator: Operator, now: datetime) -> None:
    """What became of the first offers: most take up what is near, some do not."""
    run = runs.opened(database, run_id=begun.run_id, key=begun.key)
    report = results.as_made(database, run, operator=operator, now=now)
    for place, offer in enumerate(report.offers.open[:TOLD]):
        welcome = (offer.kind in WELCOME) != ((number + place) % 5 == 0)
        feedback.say(
            database,
            run_id=begun.run_id,
            key=begun.key,
            offer=offer.id,
            outcome=WORDS[welcome][(number + place) % 2],
            reason=None if welcome else "not_our_topic",
            now=now,
        )


def _give_places(database: Database, actor: Staff, companies: list[Begun], now: datetime) -> None:
    """One round that waits to be run, and one that is confirmed, with a place for an example to be opened."""
    until = clock.day(now + WEEKS_TO_APPLY * WEEK)
    begin = partial(rounds.begin, database, apply_until=until, most=1)
    before = replace(actor, now=now - WEEK)
    key = next(iter(COMPANIES))
    known = [runs.with_key(database, typed=key)] if _there(database, key) else []
    first = begin(actor=before, title="Sprechtag im Herbst", wanted=[Wanted(LABS[1], 2, {})])
    _apply(database, [*known, *companies[:2]], LABS[1], now)
    rounds.run(database, actor=actor, round_id=first.id)
    rounds.confirm(database, actor=actor, round_id=first.id)
    wanted = [Wanted(LABS[0], 3, {SMALL: 1}), Wanted(LABS[1], 1, {})]
    begin(actor=actor, title="Werkstatt im Frühjahr", wanted=wanted)
    _apply(database, companies[3:9], LABS[0], now)
    _apply(database, companies[6:9], LABS[1], now)


def _apply(database: Database, companies: list[Begun], offer: str, now: datetime) -> None:
    for number, begun in enumerate(companies, 1):
        try:
            applying.apply(
                database,
                run_id=begun.run_id,
                key=begun.key,
                offer=offer,
                name=f"Musterbetrieb {begun.key[-2:]}",
                contact=f"kontakt{begun.key[-2:]}@musterbetrieb.example",
                consent_text=consents.EXAMPLE,
                now=now + timedelta(minutes=number),
            )
        except NoSuchOffer:
            continue  # the offer does not fit this company
