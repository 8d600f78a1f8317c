"""How `show` writes: one language, words from a table, lines that are not too long."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from questionnaires.commands.show.words import WORDS
from questionnaires.conditions import All, AnyOf, Comparison, Not, Rule
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.text import Language, Text

NUMBERS = {"at_least", "at_most"}
OPPOSITES = {"is": "not_in", "in": "not_in", "not_in": "in", "at_least": "below", "at_most": "over_limit"}


@dataclass(frozen=True)
class Page:
    questionnaire: Questionnaire
    language: Language

    WIDTH: ClassVar[int] = 100

    def __call__(self, key: str, *filled: object) -> str:
        return WORDS[key][self.language].format(*filled)

    def text(self, text: Text) -> str:
        return " ".join(text.in_(self.language).split())

    def quoted(self, text: Text) -> str:
        return f"„{self.text(text)}“" if self.language == "de" else f"“{self.text(text)}”"

    def number(self, number: float) -> str:
        written = f"{number:.12g}"
        return written.replace(".", ",") if self.language == "de" else written

    def points(self, number: float) -> str:
        return self("one_point") if number == 1 else self("points", self.number(number))

    def percent(self, share: float) -> str:
        written = self.number(round(100 * share, 1))
        return f"{written} %" if self.language == "de" else f"{written}%"

    def lines(self, words: str, first: str = "", then: str | None = None) -> Iterable[str]:
        """The words in lines, the first after `first`, the others after `then`."""
        return textwrap.wrap(
            words,
            self.WIDTH,
            initial_indent=first,
            subsequent_indent=first if then is None else then,
            break_on_hyphens=False,
        )

    def heading(self, key: str) -> Iterable[str]:
        return ("", self(key), "-" * len(self(key)))

    # --- rules -----------------------------------------------------------------------------------

    def rule(self, rule: Rule) -> str:
        """A condition in words, to stand after "if"."""
        match rule:
            case Comparison():
                return self._comparison(rule)
            case Not(Comparison(fact, operator, operand)) if operator in OPPOSITES:
                return self._comparison(Comparison(fact, operator, operand), OPPOSITES[operator])
            case Not(part):
                return self("not", self._part(part))
            case All(parts) | AnyOf(parts):
                word = self("all" if isinstance(rule, All) else "any")
                return f" {word} ".join(self._part(part) for part in parts)

    def _part(self, rule: Rule) -> str:
        words = self.rule(rule)
        return f"({words})" if isinstance(rule, All | AnyOf) and len(rule.parts) > 1 else words

    def _comparison(self, comparison: Comparison, said: str | None = None) -> str:
        """A comparison in words; `said` is what it is called where it is turned into its opposite."""
        fact, operator, operand = comparison.fact, comparison.operator, comparison.operand
        if operator == "known":
            return self(f"known_{operand}", fact)
        if operator in NUMBERS:
            return self(said or operator, fact, self.number(operand))
        codes = [operand] if isinstance(operand, str) else operand
        named = [self._code(fact, code) for code in codes]
        return self(said or operator, fact, f" {self('any')} ".join(named))

    def _code(self, fact: str, code: str) -> str:
        """An answer by its words, a code that is not one as it is."""
        question = self._question(fact)
        option = question.option.get(code) if question else None
        return self.quoted(option.text) if option else code

    def _question(self, fact: str) -> Question | None:
        found = [q for q in self.questionnaire.question.values() if fact in {q.id, q.fact_name}]
        return found[0] if found else None
