"""An earlier check as a later one sees it: what of it still holds, what to ask again, how it was put then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.store import follow_ups as store
from questionnaires import library
from questionnaires.answers import DONT_KNOW, Answer
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path, route
from questionnaires.text import Text
from questionnaires.versions.carrying import CarryOver, carry_along
from questionnaires.versions.compare import Taken
from reports.comparing import Before


@dataclass(frozen=True)
class Last:
    """What was answered to a question last time, in the words of then; why it is asked again, if it is."""

    answer: Text
    reason: str | None = None


@dataclass(frozen=True)
class Earlier:
    """An earlier check as a later one on the last of `versions` sees it.

    `day` is the one as of which it was taken over, `changed_at` when it was last changed.
    """

    versions: Sequence[Questionnaire]
    check: str
    answers: Mapping[str, Answer]
    day: date
    changed_at: datetime

    @property
    def questionnaire(self) -> Questionnaire:
        return self.versions[0]

    @cached_property
    def path(self) -> Path:
        return route(self.questionnaire, self.answers, self.check)

    @cached_property
    def carry(self) -> CarryOver:
        """What becomes of what was known then."""
        known = {key: answer for key, answer in self.path.answers.items() if answer.choice != DONT_KNOW}
        return carry_along(self.versions, known)

    @property
    def before(self) -> Before:
        """For the comparison."""
        taken, changed = Taken(self.questionnaire, self.answers, self.check), clock.day(self.changed_at)
        return Before(taken, self.day, self.versions[1:-1], changed if changed > self.day else None)

    @cached_property
    def last_time(self) -> Mapping[str, Last]:
        """By question of the later check; without a reason where the answer was taken over."""
        whole = carry_along(self.versions, self.path.answers)
        again = {
            one.key: Last(self._words(one.was, one.before), one.reason)
            for one in whole.ask_again
            if one.key and one.was and one.before
        }
        unknown = {one.key: Last(self._words(one.was, one.before), DONT_KNOW) for one in whole.carried}
        taken = {one.key: Last(self._words(one.was, one.before)) for one in self.carry.carried}
        return again | unknown | taken

    @property
    def gone(self) -> tuple[Text, ...]:
        """The questions that the later version has no more."""
        ids = [one.was for one in self.carry.ask_again if one.key is None and one.was]
        return tuple(self.questionnaire.question[id_].title for id_ in ids)

    def _words(self, question: str, answer: Answer) -> Text:
        return self.questionnaire.label(self.questionnaire.question[question], answer)


def load(
    connection: Connection, run_id: UUID, newest: Questionnaire, day: date | None = None
) -> Earlier | None:
    """A check as one on `newest` sees it, as of `day` or of its last change; None if it is not there."""
    row = store.earlier(connection, run_id)
    if row is None:
        return None
    versions = library.lineage(row.questionnaire, row.version, newest.version)
    return Earlier(versions, row.check, row.answers, day or clock.day(row.changed_at), row.changed_at)
