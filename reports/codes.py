"""What somebody ticks on paper and types in later: a short code for every answer that a question offers.

Levels keep their number; other options have a letter. "Don't know" is `w` (weiß nicht) on a German sheet
and `u` (unknown) on an English one, "does not apply" is `n` with the number of the reason. Both sheets can
be typed in on either screen, so no option has one of these letters.

    >>> of(questionnaire, questionnaire.question["T01"], "de")[-1].code
    'n2'
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, product
from string import ascii_lowercase

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.text import Language, Text

UNKNOWN: dict[Language, str] = {"de": "w", "en": "u"}
ALWAYS_UNKNOWN = {*UNKNOWN.values(), "?"}
DOES_NOT_APPLY = "n"
LETTERS = [letter for letter in ascii_lowercase if letter not in {*UNKNOWN.values(), DOES_NOT_APPLY}]


@dataclass(frozen=True, slots=True)
class Coded:
    """One answer that a question offers; `text` is the option, or that it does not apply and why."""

    code: str
    choice: str
    text: Text
    reason: str | None = None

    def answer(self, note: str | None = None) -> Answer:
        return Answer(self.choice, self.reason, note)


def numbered(questionnaire: Questionnaire, check: str) -> dict[str, int]:
    """The questions of a check with their numbers on paper, which knows no answers to leave any out by."""
    asked = [id_ for id_, question in questionnaire.question.items() if questionnaire.asks(question, check)]
    return {id_: number for number, id_ in enumerate(asked, 1)}


def of(questionnaire: Questionnaire, question: Question, language: Language) -> tuple[Coded, ...]:
    """Every answer of a question with its code, in the order in which they are printed."""
    codes = _of_options([option.id for option in question.options])
    reasons = question.not_applicable
    return (
        *(Coded(code, option.id, option.text) for code, option in zip(codes, question.options, strict=False)),
        Coded(UNKNOWN[language], DONT_KNOW, question.dont_know or questionnaire.dont_know),
        *(
            Coded(f"{DOES_NOT_APPLY}{number if len(reasons) > 1 else ''}", NOT_APPLICABLE, text, reason.id)
            for number, reason in enumerate(reasons, 1)
            for text in [_because(questionnaire.not_applicable, reason.text)]
        ),
    )


def _because(nothing: Text, reason: Text) -> Text:
    return Text(de=f"{nothing.de}: {reason.de}", en=f"{nothing.en}: {reason.en}")


def _of_options(ids: list[str]) -> Iterator[str]:
    """Numbers for levels, which have them for ids; else letters, and pairs of letters after the last."""
    if ids == [str(number) for number in range(len(ids))]:
        return iter(ids)
    return ("".join(letters) for length in count(1) for letters in product(LETTERS, repeat=length))


def read(codes: Iterable[Coded], typed: str) -> Coded | None:
    """The answer that a typed code means, however it was spaced and spelt; None for no code of these."""
    plain = "".join(typed.split()).lower()
    if plain in ALWAYS_UNKNOWN:
        return next(coded for coded in codes if coded.choice == DONT_KNOW)
    by_code = {coded.code: coded for coded in codes}
    alone = plain.removesuffix("1") if plain == f"{DOES_NOT_APPLY}1" else plain
    return by_code.get(plain) or by_code.get(alone)


def written(codes: Iterable[Coded], answer: Answer | None) -> Coded | None:
    """The code of an answer; None without one."""
    choice = (answer.choice, answer.reason) if answer else None
    return next((coded for coded in codes if (coded.choice, coded.reason) == choice), None)
