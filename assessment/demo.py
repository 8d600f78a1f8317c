"""Fictional companies, so that a first look shows something: the worked cases, finished as companies do."""

from datetime import datetime

from assessment import demo_partners
from assessment.services import keys, results, runs
from assessment.services.runs import Begun
from assessment.store import runs as store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.library import cases
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


def bring_in(database: Database, *, operator: Operator, now: datetime) -> list[tuple[str, str]]:
    """Adds those that are not there yet; returns title and key of each."""
    new = {case: key for key, (case, _) in COMPANIES.items() if not _there(database, key)}
    begun = {
        case: _take(database, key=key, case=case, operator=operator, now=now) for case, key in new.items()
    }
    demo_partners.take_part(database, begun, now=now)
    return [(title, key) for key, (_, title) in COMPANIES.items()]


def _there(database: Database, key: str) -> bool:
    with database.reading() as connection:
        return store.by_key_hash(connection, keys.hashed(key)) is not None


def _take(database: Database, *, key: str, case: str, operator: Operator, now: datetime) -> Begun:
    questionnaire = library.released(runs.QUESTIONNAIRE)
    worked = cases.worked(questionnaire.id, questionnaire.version)[case]
    begun = runs.begin(database, check=worked.check, language="de", now=now, key=key)
    runs.save(database, run_id=begun.run_id, key=key, given=worked.answers, seen={}, now=now)
    results.finish(
        database, run_id=begun.run_id, key=key, goal=GOALS.get(case, ""), operator=operator, now=now
    )
    return begun
