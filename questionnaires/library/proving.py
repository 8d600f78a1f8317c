"""Whether a questionnaire comes to what its worked cases say: computed by hand here, by the engine there."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from questionnaires import reading
from questionnaires.definition import Questionnaire
from questionnaires.library.cases import Case, ExpectedScore, cases_in
from questionnaires.library.source import ContentError, Problem, Step, read
from questionnaires.routing import Path as Way
from questionnaires.routing import UnknownAnswer, check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score

TOLERANCE = 0.5e-4 + 1e-9
"""Cases are written to four decimals."""

FOUND: Mapping[str, Callable[[Score], Any]] = {
    "score": lambda found: found.value,
    "points": lambda found: found.points,
    "coverage": lambda found: found.coverage,
    "lower": lambda found: found.lower,
    "upper": lambda found: found.upper,
    "level": lambda found: found.level.low if found.level else None,
    "state": lambda found: str(found.state),
}
"""What a case may expect of a node, and where it is found."""

Deviation = tuple[tuple[Step, ...], str]
"""Which part of a case does not hold, by its keys, and what is wrong."""
HIDDEN: tuple[Step, ...] = ("expect", "hidden")


def prove(questionnaire: Questionnaire, folder: Path) -> int:
    """How many worked cases stand in a folder. Raises ContentError with all that do not come out."""
    cases = cases_in(folder)
    problems = [
        Problem(read(file).place(at), said)
        for file, case in cases.items()
        for at, said in _deviations(questionnaire, case)
    ]
    if problems:
        raise ContentError(problems)
    return len(cases)


def deviations(questionnaire: Questionnaire, case: Case) -> Iterator[str]:
    """What comes out otherwise than a worked case expects; what it does not name is not compared."""
    return (said for _, said in _deviations(questionnaire, case))


def _deviations(questionnaire: Questionnaire, case: Case) -> Iterator[Deviation]:
    if case.check not in questionnaire.check:
        yield ("check",), f"unknown check {case.check!r}; known: {', '.join(questionnaire.check)}"
        return
    try:
        check_answers(questionnaire, case.answers)
    except UnknownAnswer as error:
        yield ("answers", error.question), f"answers: {error}"
        return
    except ValueError as error:
        yield ("answers",), f"answers: {error}"
        return
    way = route(questionnaire, case.answers, case.check)
    yield from _other_ways(case, way)
    card = score(questionnaire, way)
    for id_, expected in case.expect.scores.items():
        if id_ not in card:
            yield ("expect", "scores", id_), f"unknown node {id_!r}"
        else:
            yield from _other_scores(id_, expected, card.node(id_))
    if "field" in case.expect.model_fields_set:
        field = reading.read(questionnaire, card).field if questionnaire.has_fields else None
        if field != case.expect.field:
            yield ("expect", "field"), f"expected the field {case.expect.field}, found {field}"


def _other_ways(case: Case, way: Way) -> Iterator[Deviation]:
    if "hidden" in case.expect.model_fields_set:
        past = {id_ for id_, hidden in way.hidden.items() if hidden.reason == "routed_past"}
        for id_ in sorted(past - set(case.expect.hidden)):
            yield HIDDEN, f"expected {id_} to be asked, found it hidden"
        for id_ in sorted(set(case.expect.hidden) - set(way.hidden)):
            yield HIDDEN, f"expected {id_} to be hidden, found it asked"


def _other_scores(id_: str, expected: ExpectedScore, found: Score) -> Iterator[Deviation]:
    for name in sorted(expected.model_fields_set):
        wanted, value = getattr(expected, name), FOUND[name](found)
        numbers = isinstance(wanted, float) and isinstance(value, float)
        if abs(wanted - value) > TOLERANCE if numbers else wanted != value:
            shown = f"{value:.4f}" if isinstance(value, float) else value
            yield ("expect", "scores", id_, name), f"{id_}: expected {name} {wanted}, found {shown}"
