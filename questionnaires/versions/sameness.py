"""Whether an answer to one version of a questionnaire still says the same in another one.

It does if the question reads as before (kind, text, hint, unit, what stands above the rows of its matrix),
if what was chosen reads as before and is still offered, and if nothing has been added to choose from, for
nobody has turned that down yet (that a question does not apply is one such thing, for whatever reason).
What an answer is worth, what rules learn from it and which of the other options are gone or reworded does
not matter: the new version scores and routes what was said.

Where words have changed and the meaning has not, the author says so (`mapped` in the head of the new
version). Such a question is vouched for, with all it offers; of its options those that are named, while the
others still have to read as before. Reasons for "does not apply" are named like options.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Carried, Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.text import Text

Reason = Literal[
    "question_gone",
    "question_split",
    "kind_changed",
    "wording_changed",
    "options_changed",
    "option_reworded",
    "option_gone",
    "answers_differ",
    "author_asks",
    "new_question",
]
"""Why a question is asked (again).

question_gone    the new version has no such question: the answer is left behind
question_split   the author names several questions that it has become
kind_changed     another kind of answer is asked for
wording_changed  the question itself reads differently
options_changed  there is something to choose that was not there before
option_reworded  what was chosen reads differently
option_gone      what was chosen, or an answer of its own for a team or site, is not offered any more
answers_differ   several questions have become one, and were answered differently
author_asks      the author wants to have it asked again
new_question     it was not asked before
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """An answer on its way from one version to the next, and what the author says about its question."""

    old: Questionnaire
    new: Questionnaire
    before: Question
    after: Question
    answer: Answer
    unit: str | None = None
    said: Carried | None = None
    asked_again: bool = False

    @property
    def renamed(self) -> Answer:
        """The answer with the ids that the author gives its options, or its reason."""
        return _renamed(self.answer, self.said.options) if self.said else self.answer

    @property
    def obstacle(self) -> Reason | None:
        """What keeps the answer from being taken over."""
        return next((reason for reason, holds in RULES.items() if holds(self)), None)


def _renamed(answer: Answer, options: Mapping[str, str]) -> Answer:
    """The same answer with the ids that the author gives its options, or its reason."""
    if answer.choice == NOT_APPLICABLE:
        return replace(answer, reason=options.get(answer.reason or "", answer.reason))
    ticks = answer.choice.split()
    if not set(ticks) & set(options):
        return answer
    return replace(answer, choice=" ".join(dict.fromkeys(options.get(tick, tick) for tick in ticks)))


# --- the rules ---------------------------------------------------------------------------------


def _author_asks(passage: Passage) -> bool:
    return passage.asked_again


def _of_another_kind(passage: Passage) -> bool:
    return not passage.said and type(passage.before) is not type(passage.after)


def _reads_differently(passage: Passage) -> bool:
    before, after = wording(passage.old, passage.before), wording(passage.new, passage.after)
    return not passage.said and before != after


def wording(questionnaire: Questionnaire, question: Question) -> tuple[Text | None, ...]:
    """All that is read before choosing an answer, also what stands above the rows of a matrix."""
    group = questionnaire.group.get(question.group or "")
    heading = (question.title, group.title, group.text) if group else ()
    return (question.text, question.hint, getattr(question, "unit", None), *heading)


def _is_not_offered(passage: Passage) -> bool:
    for_unit = passage.unit is None or passage.after.id in passage.new.asked_by_unit
    offered = passage.before.accepts(passage.answer) and passage.after.accepts(passage.renamed)
    return not (for_unit and offered)


def _choice_reads_differently(passage: Passage) -> bool:
    named = passage.said.options if passage.said else {}
    before, after = _chosen(passage.before, passage.answer), _chosen(passage.after, passage.renamed)
    return any(text != after.get(id_) for id_, text in before.items() if id_ not in named)


def _chosen(question: Question, answer: Answer) -> Mapping[str, Text | None]:
    """The words of what was chosen, where they are the question's own."""
    if answer.choice == DONT_KNOW:
        return {DONT_KNOW: question.dont_know}
    reasons = {one.id: one.text for one in question.not_applicable if one.id == answer.reason}
    return reasons | {option.id: option.text for option in question.chosen(answer)}


def _more_is_offered(passage: Passage) -> bool:
    return not passage.said and not _offers(passage.after) <= _offers(passage.before)


def _offers(question: Question) -> set[str]:
    return {*question.option, *((NOT_APPLICABLE,) if question.not_applicable else ())}


RULES: Mapping[Reason, Callable[[Passage], bool]] = {
    "author_asks": _author_asks,
    "kind_changed": _of_another_kind,
    "wording_changed": _reads_differently,
    "option_gone": _is_not_offered,
    "option_reworded": _choice_reads_differently,
    "options_changed": _more_is_offered,
}
"""In the order in which they are tried: the first that holds is told."""
