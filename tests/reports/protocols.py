"""A protocol with everything a protocol can hold; what was said and agreed is made up."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from questionnaires import library, rounds
from questionnaires.answers import Answer
from questionnaires.differences import Said, contested
from questionnaires.text import Text
from reports.planned import Planned
from reports.protocol import Help, Left, Next, Protocol, Took
from reports.report import Source
from reports.voiced import ROLE_TITLES, Settled, voices
from tests.reports.builders import NETWORK

READINESS = library.released("readiness")
AREAS = rounds.questions(READINESS)
WORDS = "Das dauert bis zum Frühjahr, weil zuerst die Halle umgebaut wird und dafür noch ein Angebot fehlt. "


def said(**levels: str) -> tuple[Said, ...]:
    """What each role said: `said(management="3 4", production="1")`."""
    return tuple(Said(role, tuple(map(Answer, words.split()))) for role, words in levels.items())


def settled(id_: str, views: Sequence[Said], choice: str | None = None, **more: Any) -> Settled:
    question = READINESS.question[id_]
    label = partial(READINESS.label, question)
    return Settled(
        question=id_,
        title=question.title,
        area=AREAS[id_].short or AREAS[id_].title,
        voices=voices(label, views),
        contested=contested(question, views),
        agreed=label(Answer(choice)) if choice else None,
        **more,
    )


def a_protocol(**changed: Any) -> Protocol:
    """Of a session that was closed, with a dissent, two agreements after a talk, and one at once."""
    made = Protocol(
        operator=NETWORK,
        questionnaire=Source(id=READINESS.id, version=READINESS.version, title=READINESS.title),
        company="Musterdreherei",
        code="A1B2",
        day=date(2026, 11, 24),
        aim="Gemeinsam klären, wo wir stehen.",
        advisor="Toni Beispiel",
        organisation="Beratung Nord",
        text_version="1",
        agreed_on=date(2026, 11, 20),
        created=date(2026, 11, 24),
        final=True,
        shown_roles=True,
        took_part=tuple(Took(role=title, expected=3, answered=2) for title in ROLE_TITLES.values()),
        settled=(
            settled("W01", said(management="3 4", works_council="0 1"), reason="Keine Zusage bisher."),
            settled("T01", said(management="3", works_council="1"), "2", evidence="document"),
            settled("B01", said(management="2", production="3"), "3", reason="Zwei Anfragen liegen vor."),
            settled("I03", said(management="2", production="2"), "2"),
        ),
        left=(Left(title=READINESS.question["T03"].title, area=AREAS["T03"].short),),
        plan=(
            planned("Messe besuchen", owner="Vertrieb", due=date(2027, 2, 1)),
            planned("Zuviel", "dropped"),
        ),
        offers=(Help(name=Text(de="Hilfe", en="Help"), operator="Amt", url="https://example.org/help"),),
        chosen_offers=True,
        dates=(Next(day=date(2027, 2, 24), title=Text(de="Wie weit?", en="How far?")),),
        notes="Erste Zeile\n\nZweite Zeile",
    )
    return made.model_copy(update=changed)


def the_longest() -> Protocol:
    """Some questions of each area settled at length, with long notes."""
    apart = said(management="4 4 3", works_council="0 1", production="0 0 1 dont_know", hr="2")
    long = tuple(
        settled(id_, apart, "2" if n % 3 else None, reason=WORDS * 4, evidence="example" if n % 3 else None)
        for n, id_ in enumerate([*AREAS][::6])
    )
    return a_protocol(settled=long, notes=WORDS * 20, aim=WORDS * 4)


def planned(title: str, state: str = "planned", **more: Any) -> Planned:
    given = {"owner": "", "due": None, "note": "", "measure": None, "area": None, "first_step": None}
    return Planned.model_validate({"id": title, "title": title, "state": state} | given | more)
