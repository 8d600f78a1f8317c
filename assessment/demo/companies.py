"""Fictional companies, so that a first look shows something: the worked cases, finished as companies do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.demo import partners, plan
from assessment.services import keys, runs
from assessment.services.checks import follow_ups, results
from assessment.services.runs import Begun
from assessment.store import runs as store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.library.cases import Case
from reports.report import Operator

COMPANIES = {
    "DEM0-0000-0000-0001": (
        "machining_salzgitter",
        "Beispiel: Zerspanung in Salzgitter, 60 Beschäftigte, kurzer Check",
    ),
    "DEM0-0000-0000-0002": (
        "plastics_wolfsburg",
        "Beispiel: Kunststoffteile in Wolfsburg, 180 Beschäftigte, ausführlich",
    ),
    "DEM0-0000-0000-0003": (
        "craft_peine",
        "Beispiel: Handwerksbetrieb in Peine, 12 Beschäftigte, kurzer Check",
    ),
    "DEM0-0000-0000-0004": (
        "many_unknowns_gifhorn",
        "Beispiel: Elektronik in Gifhorn, vieles noch nicht bekannt",
    ),
}
"""Their keys are public: they open nothing but these examples."""

GOALS = {
    "machining_salzgitter": "Wir suchen Aufträge außerhalb der Autoindustrie und wollen eine Drehmaschine "
    "mit einem Roboter beladen."
}

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Earlier:
    """A check of a year before: what was answered otherwise then, and what of it looks otherwise today.

    `waiting` are answers that nobody has confirmed since.
    """

    key: str
    title: str
    other: dict[str, str]
    hindsight: dict[str, str]
    waiting: frozenset[str]


EARLIER = {
    "plastics_wolfsburg": Earlier(
        "DEM0-0000-0000-0005",
        "Beispiel: derselbe Betrieb in Wolfsburg ein Jahr zuvor",
        {
            "E02": "3",
            "T01": "2",
            "T03": "1",
            "T07": "1",
            "T09": "2",
            "W01": "2",
            "W03": "dont_know",
            "B01": "2",
        }
        | {"B05": "2", "I03": "2", "I04": "2"},
        {"T01": "1"},
        frozenset({"I11", "I12", "I13"}),
    )
}
"""By case."""


def bring_in(database: Database, *, operator: Operator, now: datetime) -> list[tuple[str, str]]:
    """Adds those that are not there yet; returns title and key of each."""
    new = {case: key for key, (case, _) in COMPANIES.items() if not _there(database, key)}
    begun = {
        case: _take(database, key=key, case=case, operator=operator, now=now) for case, key in new.items()
    }
    partners.take_part(database, begun, now=now)
    plan.begin(database, begun, operator=operator, now=now)
    shown = [(title, key) for key, (_, title) in COMPANIES.items()]
    return [*shown, *((earlier.title, earlier.key) for earlier in EARLIER.values())]


def _there(database: Database, key: str) -> bool:
    with database.reading() as connection:
        return store.by_key_hash(connection, keys.hashed(key)) is not None


def _take(database: Database, *, key: str, case: str, operator: Operator, now: datetime) -> Begun:
    questionnaire = library.released(runs.QUESTIONNAIRE)
    worked = cases.worked(questionnaire.id, questionnaire.version)[case]
    if case in EARLIER:
        return _take_again(database, EARLIER[case], worked, key=key, operator=operator, now=now)
    begun = runs.begin(database, check=worked.check, language="de", now=now, key=key)
    runs.save(database, run_id=begun.run_id, key=key, given=worked.answers, seen={}, now=now)
    _finish(database, begun, operator=operator, now=now, goal=GOALS.get(case, ""))
    return begun


def _take_again(
    database: Database, earlier: Earlier, worked: Case, *, key: str, operator: Operator, now: datetime
) -> Begun:
    """A check that follows one of a year before, most of it confirmed, with one look back."""
    first = _take_before(database, earlier, worked, operator=operator, now=now - YEAR)
    begun = follow_ups.begin(
        database,
        run_id=first.run_id,
        key=first.key,
        check=worked.check,
        language="de",
        now=now,
        new_key=key,
    )
    told = {
        question: answer for question, answer in worked.answers.items() if question not in earlier.waiting
    }
    run = runs.save(
        database, run_id=begun.run_id, key=key, given=told, seen={}, now=now, confirmed=told.keys()
    ).run
    follow_ups.look_back(database, run, ratings=earlier.hindsight, now=now)
    _finish(database, begun, operator=operator, now=now)
    return begun


def _take_before(
    database: Database, earlier: Earlier, worked: Case, *, operator: Operator, now: datetime
) -> Begun:
    if _there(database, earlier.key):
        return runs.with_key(database, typed=earlier.key)
    begun = runs.begin(database, check=worked.check, language="de", now=now, key=earlier.key)
    given = worked.answers | {question: Answer(choice) for question, choice in earlier.other.items()}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=now)
    _finish(database, begun, operator=operator, now=now)
    return begun


def _finish(database: Database, begun: Begun, *, operator: Operator, now: datetime, goal: str = "") -> None:
    results.finish(database, run_id=begun.run_id, key=begun.key, goal=goal, operator=operator, now=now)
