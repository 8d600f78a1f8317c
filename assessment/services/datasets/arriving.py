"""What becomes of a row that fits: a check that is about to come in, with its result where it is finished."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessment.services import keys
from assessment.services.checks import results
from assessment.services.checks.results import Made
from assessment.services.datasets.reading import UNTOLD, Read
from assessment.services.offering.in_force import InForce
from assessment.services.runs import OpenRun
from assessment.store import datasets as store
from questionnaires import library
from questionnaires.routing import route
from reports.report import Operator


@dataclass(frozen=True, slots=True)
class Arriving:
    """A new check. `run` is what its result is made of, and how its owner will find it."""

    row: Read
    run: OpenRun

    @classmethod
    def of(cls, row: Read, run_id: UUID) -> "Arriving":
        questionnaire = library.released(row.questionnaire, row.version)
        path = route(questionnaire, row.answers, row.check)
        written_at = dict.fromkeys(row.answers, store.REVISION)
        return cls(
            row, OpenRun(run_id, questionnaire, row.check, "", store.REVISION, row.answers, written_at, path)
        )

    @property
    def finished_at(self) -> datetime | None:
        """When its company finished it, as far as can be known. Where the table does not say, a check in
        which nothing is left open was finished when it was changed last."""
        if not self.run.path.answers:
            return None
        if self.row.finished_at != UNTOLD:
            return self.row.finished_at
        return None if self.run.open_questions else self.row.changed_at

    def result(self, *, operator: Operator, now: datetime, by: InForce) -> Made | None:
        """What whoever opens it will be shown, by the offers of today; None while it is not finished."""
        if self.finished_at is None:
            return None
        return results.make(self.run, operator=operator, now=now, finished=True, by=by)

    def stored(self, key: str) -> store.NewCheck:
        row = self.row
        about = {"id": self.run.id, "key_hash": keys.hashed(key), "questionnaire": row.questionnaire}
        about |= {"version": row.version, "check_id": row.check, "language": row.language}
        return store.NewCheck(about, row.begun_at, row.changed_at, row.answers, row.taken_over)
