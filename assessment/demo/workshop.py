"""Sessions of fictional companies with their advisor, so that each screen of one can be seen at once.

In one the round is open: the advisor sees who is done, invites more voices by the codes, opens the board. In
the other the board is open, one question is agreed on, on another one dissent stands, and the rest waits.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessment import clock
from assessment.demo.companies import COMPANIES
from assessment.demo.people import ADVISED
from assessment.errors import NoSuchRun
from assessment.services import runs, sign_in
from assessment.services.advising import joining, mandates
from assessment.services.policy import Role, Staff
from assessment.services.runs import Begun
from assessment.services.workshops import agreements, meetings, stages, voices
from assessment.services.workshops.agreements import Settled
from assessment.store import consents
from assessment.store import people as people_store
from assessment.store.database import Database
from questionnaires.answers import DONT_KNOW, Answer

ADVISOR = "beratung@example.org"
EXPECTED = {"management": 1, "works_council": 3, "production": 3}
QUESTIONS = ("T01", "T07", "T08", "W01", "W02", "W05", "B01", "B02", "B06", "I03", "I04", "I09")


@dataclass(frozen=True)
class Example:
    """`said`: role and a level for each question (`?` is not known, a blank is left open); a full stop after
    them says that somebody is done. `settled` is what the open board has come to; it holds to what the check
    says, so that its result still stands."""

    case: str
    name: str
    aim: str
    said: tuple[tuple[str, str], ...]
    settled: dict[str, Settled] | None = None


EXAMPLES = (
    Example(
        ADVISED,
        "",
        "Gemeinsam sehen, wo wir stehen, und drei Schritte für das nächste Jahr vereinbaren.",
        (
            ("management", "2313323 22 12."),
            ("works_council", "1310011 1?12."),
            ("works_council", "13?0111 1 12."),
            ("works_council", "1 1001"),
            ("production", "131111?01212."),
            ("production", "0320110 1?02."),
            ("production", "1310121 1212."),
        ),
    ),
    Example(
        "craft_peine",
        "Musterschlosserei Peine",
        "Klären, wen wir in drei Jahren brauchen und womit wir dann Geld verdienen.",
        (
            ("management", " 13313243312."),
            ("works_council", " 1301212 312."),
            ("works_council", " 13111?1 312."),
            ("works_council", " 1201212 312."),
            ("production", " 03111124312."),
            ("production", " 131?1113312."),
            ("production", " 1311122 312."),
        ),
        {
            "W01": Settled(
                Answer("2"),
                "Für die Werkstatt gibt es einen Plan, er hing bisher nur im Büro.",
                "example",
            ),
            "W05": Settled(
                None,
                "Die Leitung sagt, sie spricht früh mit allen. In der Werkstatt kommt es oft spät an.",
            ),
        },
    ),
)


def bring_in(database: Database, *, secret: str, now: datetime) -> None:
    """Adds them once, if the companies and their advisor are there; `secret` makes the links of the roles."""
    advisor = _advisor(database, now)
    for example in EXAMPLES if advisor else ():
        company = _company(database, example.case)
        if advisor and company and not meetings.of_run(database, run_id=company.run_id, key=company.key):
            _bring_in(database, example, company, advisor, secret)


def _advisor(database: Database, now: datetime) -> Staff | None:
    with database.reading() as connection:
        person = people_store.by_email(connection, ADVISOR)
        return sign_in.staff_of(connection, person.id, now) if person else None


def _company(database: Database, case: str) -> Begun | None:
    key = next(key for key, (known, _) in COMPANIES.items() if known == case)
    try:
        return runs.with_key(database, typed=key)
    except NoSuchRun:
        return None


def _bring_in(database: Database, example: Example, company: Begun, advisor: Staff, secret: str) -> None:
    if example.name:
        _let_in(database, company, example.name, advisor)
    id_ = _started(database, company, example.aim, advisor, secret)
    for role, said in example.said:
        _says(database, stages.token_of(id_, role, secret), said, advisor.now)
    if example.settled:
        _opened(database, company, id_, advisor, example.settled)


def _let_in(database: Database, company: Begun, name: str, advisor: Staff) -> None:
    mandates.give(
        database,
        run_id=company.run_id,
        key=company.key,
        organisation_id=advisor.organisations(Role.ADVISOR)[0],
        company_name=name,
        text_version=consents.EXAMPLE,
        now=advisor.now,
    )


def _started(database: Database, company: Begun, aim: str, advisor: Staff, secret: str) -> UUID:
    run, key, now = company.run_id, company.key, advisor.now
    id_ = stages.prepare(database, actor=advisor, run_id=run, aim=aim, day=clock.day(now), expected=EXPECTED)
    seen = meetings.one(database, run_id=run, key=key, workshop_id=id_).row.revision
    text = consents.EXAMPLE
    stages.agree(database, run_id=run, key=key, workshop_id=id_, seen=seen, text_version=text, now=now)
    stages.start(database, actor=advisor, run_id=run, workshop_id=id_, secret=secret)
    return id_


def _says(database: Database, token: str, said: str, now: datetime) -> None:
    levels = said.removesuffix(".")
    joined = joining.join(database, token=token, actor=None, now=now)
    given = {
        question: Answer(DONT_KNOW if level == "?" else level)
        for question, level in zip(QUESTIONS, levels, strict=False)
        if level != " "
    }
    done = levels != said
    voices.save(database, voice_id=joined.voice_id, key=joined.key, given=given, done=done, now=now)


def _opened(
    database: Database, company: Begun, id_: UUID, advisor: Staff, settled: dict[str, Settled]
) -> None:
    stages.open_board(
        database,
        actor=advisor,
        run_id=company.run_id,
        workshop_id=id_,
        shown_roles=True,
        present_agree=True,
    )
    for question, what in settled.items():
        agreements.record(
            database,
            run_id=company.run_id,
            key=advisor,
            workshop_id=id_,
            question=question,
            seen=0,
            settled=what,
            now=advisor.now,
        )
