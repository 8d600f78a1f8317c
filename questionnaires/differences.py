"""Where people of one company answered apart, and what to talk about first: for a session, not for a score.

An item is *contested* where its lowest and its highest answer lie two levels apart or more, or where some say
that it does not apply and others give a level. Where fewer levels lie between them they are *close*. A level
is a step of the options; where points are measured or summed up, a quarter of the range.

Nothing here knows a mean: two who say 0 and 4 have not said 2. What is proposed to be taken over is only
what all said alike. A don't-know is neither high nor low, so it contests nothing; whoever left a question
open has said nothing, and neither agrees nor stands in the way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE
from questionnaires.planning.priorities import priorities
from questionnaires.planning.urgency import Priority
from questionnaires.routing import Path, route
from questionnaires.scoring import score
from questionnaires.voices import Voice

APART = 2
"""Levels between the lowest and the highest answer from which on an item is talked about."""
TOPICS = 5
"""More than five topics are too many for one session."""
QUARTERS = 4

Kind = Literal["contested", "close", "one_side", "unknown", "unanimous"]
KINDS: tuple[Kind, ...] = ("contested", "close", "one_side", "unknown", "unanimous")
"""In the order in which a session goes through them."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one role answered, or all people where `role` is None: from low to high, then the rest."""

    role: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One item. `apart`: levels between the lowest and the highest answer; None where nobody gave a level.

    `applies`: False where some say that it does not apply, and others give a level. `earlier`: what the
    company's own check has so far. `same`: the one answer that all of two people or more gave.
    """

    question: str
    kind: Kind
    said: tuple[Said, ...]
    apart: float | None
    applies: bool
    dont_know: int
    earlier: Answer | None
    same: Answer | None
    priority: Priority | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Every scored item of the path that anybody answered, the most urgent of each kind first."""

    items: tuple[Difference, ...]

    def of(self, *kinds: Kind) -> tuple[Difference, ...]:
        return tuple(item for item in self.items if item.kind in kinds)

    @property
    def topics(self) -> tuple[Difference, ...]:
        """What to talk about: at most five."""
        return self.of("contested")[:TOPICS]

    def __getitem__(self, question: str) -> Difference:
        return next(item for item in self.items if item.question == question)


def differences(
    questionnaire: Questionnaire,
    path: Path,
    voices: Sequence[Voice],
    ordered: Iterable[Priority],
    *,
    roles: Sequence[str] | None,
) -> Differences:
    """What the voices said to the questions of the company's own path. `ordered`: see `urgency`.

    `roles`: those to be shown, in this order, others after them; None shows no role at all, and then not even
    the kind of an item tells which role knew something.
    """
    place = {priority.question: (number, priority) for number, priority in enumerate(ordered)}
    last = len(place)
    found = [
        _difference(question, path, voices, place.get(question.id, (last, None))[1], roles)
        for question in _asked(questionnaire, path)
        if any(question.id in voice.answers for voice in voices)
    ]
    order = [(KINDS.index(item.kind), place.get(item.question, (last,))[0]) for item in found]
    return Differences(tuple(item for _, item in sorted(zip(order, found, strict=True), key=_first)))


def _first(pair: tuple[tuple[int, int], Difference]) -> tuple[int, int]:
    return pair[0]


def urgency(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], check: str, voices: Sequence[Voice]
) -> list[Priority]:
    """The gaps as whoever sees each of them largest says, for the order of topics and nothing else.

    `answers`: those of the company's own check; they count where no voice gives a level.
    """
    seen = dict(answers)
    for question in questionnaire.question.values():
        given = [a for voice in voices if (a := voice.answers.get(question.id)) and _is_level(question, a)]
        if question.scored and given:
            seen[question.id] = min(given, key=lambda answer: (question.points(answer), answer.choice))
    return priorities(questionnaire, score(questionnaire, route(questionnaire, seen, check)))


def contested(question: Question, said: Iterable[Said]) -> bool:
    """The same for one question, of which only is known what was shown."""
    given = [answer for one in said for answer in one.answers]
    levels = [answer for answer in given if _is_level(question, answer)]
    return _is_contested(_apart(question, levels), applies=_all_apply(question, given, levels))


def _all_apply(question: Question, given: Sequence[Answer], levels: Sequence[Answer]) -> bool:
    """False where some give a level and others say that it is nothing for them."""
    unknown = sum(question.meaning(answer) == "dont_know" for answer in given)
    return not (levels and len(levels) + unknown < len(given))


def _is_contested(apart: float | None, *, applies: bool) -> bool:
    return not applies or (apart or 0.0) >= APART - TOLERANCE


def _asked(questionnaire: Questionnaire, path: Path) -> Iterator[Question]:
    asked = frozenset(path.asked)
    return (question for id_, question in questionnaire.question.items() if question.scored and id_ in asked)


def _difference(
    question: Question,
    path: Path,
    voices: Sequence[Voice],
    priority: Priority | None,
    roles: Sequence[str] | None,
) -> Difference:
    given = [_bare(voice.answers[question.id]) for voice in voices if question.id in voice.answers]
    levels = [answer for answer in given if _is_level(question, answer)]
    unknown = [answer for answer in given if question.meaning(answer) == "dont_know"]
    apart, applies = _apart(question, levels), _all_apply(question, given, levels)
    kind = _kind(question, voices, given, apart, applies, by_role=roles is not None)
    return Difference(
        question=question.id,
        kind=kind,
        said=_said(question, voices, roles),
        apart=apart,
        applies=applies,
        dont_know=len(unknown),
        earlier=path.answers.get(question.id),
        same=given[0] if kind == "unanimous" else None,
        priority=priority,
    )


def _bare(answer: Answer) -> Answer:
    """Without the note: what was chosen is what is compared."""
    return Answer(answer.choice, answer.reason)


def _is_level(question: Question, answer: Answer) -> bool:
    return question.meaning(answer) == "level"


def _apart(question: Question, levels: Sequence[Answer]) -> float | None:
    if not levels:
        return None
    points = [question.points(answer) for answer in levels]
    if question.ladder:
        return float(question.ladder.index(max(points)) - question.ladder.index(min(points)))
    low, high = question.range
    return (max(points) - min(points)) / (high - low) * QUARTERS


def _kind(
    question: Question,
    voices: Sequence[Voice],
    given: Sequence[Answer],
    apart: float | None,
    applies: bool,
    *,
    by_role: bool,
) -> Kind:
    if _is_contested(apart, applies=applies):
        return "contested"
    if all(question.meaning(answer) == "dont_know" for answer in given):
        return "unknown"
    if _one_side(question, voices, by_role=by_role):
        return "one_side"
    return "unanimous" if len(set(given)) == 1 else "close"


def _one_side(question: Question, voices: Sequence[Voice], *, by_role: bool) -> bool:
    """Whether only one role could tell, though others took part; without roles, only one person."""
    sides = [voice.role if by_role else str(number) for number, voice in enumerate(voices)]
    told = {side for side, voice in zip(sides, voices, strict=True) if _tells(question, voice)}
    people = sum(_tells(question, voice) for voice in voices)
    return len(told) == 1 and (len(set(sides)) > 1 or people == 1)


def _tells(question: Question, voice: Voice) -> bool:
    answer = voice.answers.get(question.id)
    return answer is not None and question.meaning(answer) != "dont_know"


def _said(question: Question, voices: Sequence[Voice], roles: Sequence[str] | None) -> tuple[Said, ...]:
    shown: list[str | None] = [None]
    if roles is not None:
        shown = [*roles, *sorted({voice.role for voice in voices} - {*roles})]
    found: dict[str | None, list[Answer]] = {role: [] for role in shown}
    for voice in voices:
        if question.id in voice.answers:
            found[None if roles is None else voice.role].append(_bare(voice.answers[question.id]))
    return tuple(
        Said(role, tuple(sorted(given, key=lambda answer: _rank(question, answer))))
        for role, given in found.items()
        if given
    )


def _rank(question: Question, answer: Answer) -> tuple[int, float, str, str]:
    """Levels from low to high, then what is not counted, does not apply, is not known."""
    if _is_level(question, answer):
        return 0, question.points(answer), answer.choice, ""
    behind = {NOT_APPLICABLE: 2, DONT_KNOW: 3}
    return behind.get(answer.choice, 1), 0.0, answer.choice, answer.reason or ""
