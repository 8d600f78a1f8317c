"""The blank questionnaire for a workshop on paper: every question of a check with boxes and codes, as PDF.

It is made of the questionnaire alone, so it looks the same for everybody. Since paper cannot leave questions
out, the rules of routing are told in words; the codes beside the boxes are those of the screen on which a
filled paper is typed in (`reports.codes`).

    >>> from reports import paper
    >>> paper.render(library.released("readiness"), "short", operator, "de")
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from threading import Lock

from questionnaires import library
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE
from questionnaires.conditions import All, AnyOf, Comparison, Not, Rule, evaluate
from questionnaires.definition import Questionnaire, Section
from questionnaires.definition.questions import Question
from questionnaires.text import Language as Code
from reports import codes, html, pdf
from reports.codes import Coded
from reports.language import N_, Language, language
from reports.report import Operator

SHEET = "paper.css"
KEPT = 16
"""Papers kept in memory: two languages and lengths of a few versions, some 100 KB each."""

Ticks = dict[str, frozenset[str]]
"""Options of some questions, by question: all of these questions must have one of theirs ticked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is printed; `skip` says in words when to leave it out."""

    number: int
    question: Question
    offered: tuple[Coded, ...]
    skip: tuple[str, ...]

    @property
    def on_scale(self) -> tuple[Coded, ...]:
        return tuple(coded for coded in self.offered if coded not in self.apart)

    @property
    def apart(self) -> tuple[Coded, ...]:
        """Not on the scale: don't know, does not apply."""
        return tuple(coded for coded in self.offered if coded.choice in {DONT_KNOW, NOT_APPLICABLE})


def printed(id_: str, version: str, check: str, operator: Operator, code: Code) -> bytes:
    """The paper of a released version, rendered once per process."""
    with _printing:
        return _printed(id_, version, check, operator, code)


_printing = Lock()
"""Whoever asks for a paper that is just being rendered waits for it."""


@lru_cache(maxsize=KEPT)
def _printed(id_: str, version: str, check: str, operator: Operator, code: Code) -> bytes:
    return render(library.released(id_, version), check, operator, code)


def render(questionnaire: Questionnaire, check: str, operator: Operator, code: Code) -> bytes:
    """The paper of any questionnaire. The same arguments give the same bytes."""
    return pdf.laid_out(document(questionnaire, check, operator, code), SHEET)


def document(questionnaire: Questionnaire, check: str, operator: Operator, code: Code) -> str:
    """The paper as one document for print."""
    return (
        html.environment(code)
        .get_template("paper.html")
        .render(
            questionnaire=questionnaire,
            check=questionnaire.check[check],
            operator=operator,
            sections=sections(questionnaire, check, code),
            unknown=codes.UNKNOWN[code],
        )
    )


def sections(questionnaire: Questionnaire, check: str, code: Code) -> list[tuple[Section, list[Asked]]]:
    """What is printed: every section of the check with its questions, numbered throughout."""
    numbers = codes.numbered(questionnaire, check)
    found = [
        (section, [_asked(questionnaire, q, numbers, code) for q in section.questions if q.id in numbers])
        for section in questionnaire.sections
    ]
    return [(section, asked) for section, asked in found if asked]


def _asked(questionnaire: Questionnaire, question: Question, numbers: dict[str, int], code: Code) -> Asked:
    return Asked(
        number=numbers[question.id],
        question=question,
        offered=codes.of(questionnaire, question, code),
        skip=ways_to_skip(questionnaire, question, numbers, code),
    )


# --- routing in words ----------------------------------------------------------------------------

LEFT_OUT = N_("Überspringen Sie diese Frage, wenn Sie %(ticked)s.")
TICKED = N_("bei Frage %(number)s %(answers)s angekreuzt haben")
ANSWER = N_("%(code)s („%(answer)s“)")


def ways_to_skip(
    questionnaire: Questionnaire, question: Question, numbers: dict[str, int], code: Code
) -> tuple[str, ...]:
    """When to leave a question out, a sentence for each way; ways that lead past the paper are none."""
    ways = led_past(questionnaire, question.ask_if) if question.ask_if else []
    words, on_paper = language(code), [way for way in ways if way.keys() <= numbers.keys()]
    return tuple(
        words.say(
            LEFT_OUT, ticked=_joined([_ticks(questionnaire, q, way[q], numbers, words) for q in way], words)
        )
        for way in on_paper
    )


def _ticks(
    questionnaire: Questionnaire,
    id_: str,
    options: frozenset[str],
    numbers: dict[str, int],
    words: Language,
) -> str:
    offered = codes.of(questionnaire, questionnaire.question[id_], words.code)
    named = [
        words.say(ANSWER, code=coded.code, answer=words.text(coded.text).rstrip("."))
        for coded in offered
        if coded.choice in options
    ]
    return words.say(TICKED, number=numbers[id_], answers=" / ".join(named))


def _joined(parts: list[str], words: Language) -> str:
    return words.say(N_(" und ")).join(parts)


def led_past(questionnaire: Questionnaire, rule: Rule, *, value: bool = False) -> list[Ticks]:
    """The ticks that make a rule false (or true, with `value`): one way each, the shortest reading of it.

    What a number or a text would have to be cannot be ticked; such a rule leads past nothing on paper.
    """
    match rule:
        case Comparison():
            return _deciding(questionnaire, rule, value)
        case Not(part):
            return led_past(questionnaire, part, value=not value)
        case All(parts) | AnyOf(parts):
            ways = [led_past(questionnaire, part, value=value) for part in parts]
            one_is_enough = isinstance(rule, All) != value
            return [way for found in ways for way in found] if one_is_enough else _together(ways)


def _deciding(questionnaire: Questionnaire, rule: Comparison, value: bool) -> list[Ticks]:
    question = questionnaire.asking.get(rule.fact)
    if question is None:
        return []
    options = frozenset(
        option.id for option in question.options if evaluate(rule, {rule.fact: option.fact}).value is value
    )
    return [{question.id: options}] if options else []


def _together(ways: Iterable[list[Ticks]]) -> list[Ticks]:
    merged = []
    for chosen in product(*ways):
        way: Ticks = {}
        for ticks in chosen:
            way |= {q: way[q] & options if q in way else options for q, options in ticks.items()}
        merged.append(way)
    return [way for way in merged if all(way.values())]
