"""People of a company join the round of its session, each for a role: by a link, without a name."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchRound
from assessment.services import keys, policy
from assessment.services.advising.mandates import code_of
from assessment.services.policy import Action, Reason, Staff, Visitor
from assessment.services.workshops.stages import hashed
from assessment.services.workshops.voices import given_by, round_of, run_of
from assessment.store import mandates, voices, workshops
from assessment.store.database import Database
from assessment.store.workshops import WorkshopRow
from questionnaires import library, rounds
from questionnaires.definition import Questionnaire
from questionnaires.voices import ANONYMOUS_BELOW

AT_LEAST, TIMES = 10, 2
"""So many voices of a role are taken in: people come in place of others, and phones lose their cookies; but
nobody fills a role from outside."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody reads who has opened the link of a role. `refused` says why they cannot join now."""

    role: str
    company: str
    leader: str
    organisation: str
    aim: str
    day: date
    expected: int
    questions: int
    minutes: int
    refused: Reason | None

    @property
    def recognisable(self) -> bool:
        """Whether so few are expected in this role that what it says tells what a person says."""
        return self.expected < ANONYMOUS_BELOW


@dataclass(frozen=True, slots=True)
class Joined:
    voice_id: UUID
    key: str


def invited(database: Database, *, token: str, actor: Staff | None, now: datetime) -> Invitation:
    """Raises NoSuchRound."""
    with database.reading() as connection:
        workshop, role = _by_token(connection, token)
        run, expected = run_of(connection, workshop), _expected(connection, workshop, role)
        questionnaire = library.released(run.questionnaire, run.version)
        areas = rounds.asked(questionnaire, given_by(connection, run), run.check)
        leader, organisation = workshops.names(connection, workshop)
        questions = sum(len(area.questions) for area in areas)
        return Invitation(
            role=role,
            company=_company(connection, workshop, now),
            leader=leader,
            organisation=organisation,
            aim=workshop.aim,
            day=workshop.day,
            expected=expected,
            questions=questions,
            minutes=_minutes(questionnaire, run.check, questions),
            refused=policy.decide(actor or Visitor(), Action.JOIN_ROUND, round_of(workshop)).reason,
        )


def join(database: Database, *, token: str, actor: Staff | None, now: datetime) -> Joined:
    """A new voice of the role that the link is for. Its key is told once. Raises NoSuchRound, Refused."""
    key = keys.new()
    with database.writing() as connection:
        found, role = _by_token(connection, token)
        workshop = workshops.by_id(connection, found.id, to_change=True)
        if workshop is None:
            raise NoSuchRound
        joined = {row.role: row.joined for row in voices.counts(connection, workshop.id)}.get(role, 0)
        most = max(AT_LEAST, TIMES * _expected(connection, workshop, role))
        policy.require(actor or Visitor(), Action.JOIN_ROUND, round_of(workshop, full=joined >= most))
        voice = voices.join(
            connection, workshop_id=workshop.id, role=role, key_hash=keys.hashed(key), moment=now
        )
    return Joined(voice.id, key)


# --- what lies behind ----------------------------------------------------------------------------


def _by_token(connection: Connection, token: str) -> tuple[WorkshopRow, str]:
    found = workshops.by_token(connection, hashed(token))
    if found is None:
        raise NoSuchRound
    return found


def _expected(connection: Connection, workshop: WorkshopRow, role: str) -> int:
    return {row.role: row.expected for row in workshops.roles_of(connection, workshop.id)}.get(role, 0)


def _company(connection: Connection, workshop: WorkshopRow, now: datetime) -> str:
    """As it calls itself to its advisor; without a name, the code that both know."""
    standing = mandates.standing(connection, workshop.run_id, now)
    given = [one.company_name for one in standing if one.organisation_id == workshop.organisation_id]
    return next((name for name in given if name), code_of(workshop.run_id))


def _minutes(questionnaire: Questionnaire, check: str, questions: int) -> int:
    """The check's minutes, by how much of it the round asks."""
    whole = sum(questionnaire.asks(question, check) for question in questionnaire.question.values())
    return ceil(questionnaire.check[check].minutes * questions / whole)
