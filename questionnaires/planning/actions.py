"""The actions that chosen options call for, in the order in which to take them.

An action is as urgent as the most urgent of the questions whose answers call for it, or as the actions
that have to wait for it. What has to come first stands first, as far as it is called for too: an action
that no answer calls for is taken for done. Ties: lower effort, then the order in the questionnaire.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questionnaires.definition import Questionnaire
from questionnaires.planning.precedence import earlier, first_things_first
from questionnaires.planning.urgency import Priority
from questionnaires.routing import Path
from questionnaires.scoring.scorecard import DIGITS


@dataclass(frozen=True, slots=True)
class Called:
    """An action, and the questions whose answers call for it (`question@unit` for the answer of a unit).

    `size`: its priority, 0 where none of the questions has a gap. `first`: the actions called for too that
    have to come before it, however indirectly.
    """

    action: str
    questions: tuple[str, ...]
    size: float
    first: tuple[str, ...]


def actions(questionnaire: Questionnaire, path: Path, ordered: Iterable[Priority] = ()) -> tuple[Called, ...]:
    """What the answers on the path call for, the most urgent first. `ordered`: the `priorities` of them."""
    calls = _calls(questionnaire, path)
    by_effort = sorted(questionnaire.actions, key=lambda action: action.effort)
    by_rank = [action.id for action in by_effort if action.id in calls]
    after = {action.id: action.after for action in questionnaire.actions}
    first = {id_: [other for other in by_rank if other in earlier(id_, after)] for id_ in by_rank}
    sizes = _raised(_own(calls, ordered), first)
    called = [
        Called(id_, tuple(calls[id_]), sizes[id_], tuple(first[id_]))
        for id_ in first_things_first(by_rank, first)
    ]
    return tuple(sorted(called, key=lambda one: -round(one.size, DIGITS)))


def _calls(questionnaire: Questionnaire, path: Path) -> dict[str, list[str]]:
    """The answers that call for each action; an answer given for all counts once, not once for every unit."""
    found: dict[str, list[str]] = {}
    for key, action in _chosen(questionnaire, path):
        calls = found.setdefault(action, [])
        if key not in calls:
            calls.append(key)
    return found


def _chosen(questionnaire: Questionnaire, path: Path) -> Iterator[tuple[str, str]]:
    """Each action with the answer that calls for it."""
    ways: Sequence[tuple[str, Path]] = [("", path), *((f"@{unit}", way) for unit, way in path.units.items())]
    for suffix, way in ways:
        for id_, answer in way.answers.items():
            own = not suffix or (id_ in questionnaire.asked_by_unit and path.answers.get(id_) != answer)
            for option in questionnaire.question[id_].chosen(answer) if own else ():
                for action in option.actions:
                    yield id_ + suffix, action


def _own(calls: dict[str, list[str]], ordered: Iterable[Priority]) -> dict[str, float]:
    size = {priority.question: priority.size for priority in ordered}
    return {
        action: max(size.get(key.partition("@")[0], 0.0) for key in keys) for action, keys in calls.items()
    }


def _raised(own: dict[str, float], first: dict[str, list[str]]) -> dict[str, float]:
    """P(pre) = max(P(pre), P(dependent))."""
    return {id_: max(own[id_], *(own[o] for o, before in first.items() if id_ in before), 0.0) for id_ in own}
