"""What a session came to, as the company's report and the protocol tell it.

The newest session that got as far as opening its board counts, unless the company took it back.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial

from sqlalchemy.engine import Connection

from assessment.services.runs import OpenRun
from assessment.services.workshops.agreements import said_of, settled_of
from assessment.services.workshops.compared import undiscussed
from assessment.services.workshops.meetings import State
from assessment.store import agreements, workshops
from assessment.store.agreements import AgreementRow
from assessment.store.workshops import WorkshopRow
from questionnaires import rounds
from questionnaires.definition import Questionnaire
from questionnaires.differences import contested
from questionnaires.text import Text
from reports.talked import Outcome
from reports.voiced import Settled, voices

TOLD = (State.OPENED, State.CLOSED)
"""The states in which there is something to tell."""


def of_run(connection: Connection, run: OpenRun, sessions: Iterable[WorkshopRow]) -> Outcome | None:
    """What the newest of a run's sessions came to; None where there was none."""
    newest = next((row for row in sessions if row.state in TOLD), None)
    return of_workshop(connection, run, newest) if newest else None


def of_workshop(connection: Connection, run: OpenRun, workshop: WorkshopRow) -> Outcome:
    rows = agreements.of_workshop(connection, workshop.id)
    order = [rows[id_] for id_ in run.questionnaire.question if id_ in rows]
    return Outcome(
        roles=sum(bool(role.answered) for role in workshops.roles_of(connection, workshop.id)),
        settled=tuple(_settled(run.questionnaire, row) for row in order),
        standing=_standing(run, order),
        left=_left(connection, run, workshop, rows),
    )


def _left(
    connection: Connection, run: OpenRun, workshop: WorkshopRow, settled: Collection[str]
) -> tuple[str, ...]:
    """What lies apart and was not talked about, the most urgent first."""
    if workshop.state != State.OPENED:
        return tuple(workshop.undiscussed or ())
    return tuple(undiscussed(connection, run, workshop, settled))


def area_of(questionnaire: Questionnaire, question: str) -> Text | None:
    node = rounds.questions(questionnaire).get(question)
    return (node.short or node.title) if node else None


def _settled(questionnaire: Questionnaire, row: AgreementRow) -> Settled:
    question, said, settled = questionnaire.question[row.question], said_of(row), settled_of(row)
    label = partial(questionnaire.label, question)
    return Settled(
        question=row.question,
        title=question.title,
        area=area_of(questionnaire, row.question),
        voices=voices(label, said),
        contested=contested(question, said),
        agreed=label(settled.answer) if settled.answer else None,
        reason=settled.reason,
        evidence=settled.evidence if settled.answer else None,
    )


def _standing(run: OpenRun, rows: Sequence[AgreementRow]) -> frozenset[str]:
    """What was agreed and still is what the company says: it may have changed its mind since."""
    agreed = {row.question: (row.choice, row.na_reason) for row in rows if row.choice}
    own = {id_: (answer.choice, answer.reason) for id_, answer in run.path.answers.items()}
    return frozenset(id_ for id_, answer in agreed.items() if own.get(id_) == answer)
