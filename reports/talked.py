"""What a session of company and advisor adds to a report: views that differ, and how sure values are.

A report is kept as it was made; a session goes on, and the company may take it back. So this is put beside
what was kept, each time it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.confidence import confidence, of_session
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import Scorecard
from reports.assessed import Confidence, Standing
from reports.report import Report
from reports.voiced import Evidence, Settled

STRENGTH: Mapping[Evidence, float] = {"opinion": 0.0, "example": 0.5, "document": 1.0}
"""Of what an agreed answer rests on (scoring.md 2.4)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session came to: how many roles answered, what was settled, by its question, and what was not.

    `standing` are the questions whose agreed answer still is the company's own; `left` those that lie apart
    and were not talked about, the most urgent first.
    """

    roles: int
    settled: tuple[Settled, ...]
    standing: frozenset[str]
    left: tuple[str, ...] = ()

    @property
    def apart(self) -> frozenset[str]:
        return frozenset(self.left) | {one.question for one in self.settled if not one.agreed}

    @property
    def heard(self) -> frozenset[str]:
        """The questions on which more than one view is known."""
        return self.apart | self.standing

    @property
    def evidence(self) -> dict[str, float]:
        """In [0, 1], by question."""
        known = [one for one in self.settled if one.evidence and one.question in self.standing]
        return {one.question: STRENGTH[one.evidence] for one in known if one.evidence}


def with_session(
    report: Report, questionnaire: Questionnaire, path: Path, card: Scorecard, outcome: Outcome
) -> Report:
    """The report with the views that differ, dissent first, and with values as sure as they are after it."""

    def assured(standing: Standing) -> Standing:
        return _assured(standing, questionnaire, path, card, outcome)

    told = [one for one in outcome.settled if one.contested or not one.agreed]
    return report.model_copy(
        update={
            "dissent": tuple(one.dissent for one in sorted(told, key=lambda one: one.agreed is not None)),
            "exposure": assured(report.exposure),
            "readiness": assured(report.readiness),
            "areas": tuple(map(assured, report.areas)),
        }
    )


def _assured(
    standing: Standing, questionnaire: Questionnaire, path: Path, card: Scorecard, outcome: Outcome
) -> Standing:
    score, policy = card.node(standing.id), questionnaire.policy
    voices = of_session(policy, score, roles=outcome.roles, agreed=outcome.standing, apart=outcome.apart)
    found = confidence(policy, path, score, voices, outcome.evidence)
    told = Confidence(
        word=found.word,
        coverage=found.coverage,
        evidence=found.evidence,
        voices=found.voices,
        several=outcome.roles > 1 and any(item.id in outcome.heard for item in score.weighed),
    )
    return standing.model_copy(update={"confidence": told})
