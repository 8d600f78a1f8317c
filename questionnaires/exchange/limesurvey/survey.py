"""The rows as a survey: groups of questions with their subquestions and answers, in all their languages.

LimeSurvey writes everything once per language, one language after the other. What belongs together is found
by position and name, as its own import does: a question by its code, a group by its number or its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from questionnaires.exchange.limesurvey.table import Refused, Row, of

MOST_QUESTIONS = 1000
Key = tuple[str, str, str]
"""Class, scale and code of a part."""


@dataclass(slots=True)
class Part:
    """A group, question, subquestion or answer; `row` is the first about it, `said` has it by language."""

    row: Row
    said: dict[str, Row] = field(default_factory=dict)
    parts: dict[Key, "Part"] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.row["name"]

    @property
    def type(self) -> str:
        return self.row["type/scale"]

    def of(self, class_: str, scale: str = "0") -> Iterator["Part"]:
        return (part for key, part in self.parts.items() if key[:2] == (class_, scale))


@dataclass(slots=True)
class Survey:
    settings: dict[str, str]
    titles: dict[str, Row]
    groups: list[Part]
    base: str

    @property
    def assessed(self) -> bool:
        """Whether LimeSurvey adds up the values of the answers."""
        return self.settings.get("assessments") == "Y"

    @property
    def questions(self) -> Iterator[Part]:
        return (question for group in self.groups for question in group.of("Q"))


def gathered(rows: list[Row]) -> Survey:
    """Raises Refused."""
    settings = {row["name"]: row["text"] for row in of(rows, "S")}
    base = settings.get("language") or next((r["language"] for r in rows if r["language"]), "en")
    titles = {r["language"] or base: r for r in of(rows, "SL") if r["name"] == "surveyls_title" and r["text"]}
    found = Survey(settings, titles, _groups(rows, base), base)
    questions = list(found.questions)
    if not questions:
        raise Refused(1, "expected at least one question (class Q)")
    if len(questions) > MOST_QUESTIONS:
        raise Refused(questions[MOST_QUESTIONS].row.line, f"expected at most {MOST_QUESTIONS} questions")
    return found


def _groups(rows: list[Row], base: str) -> list[Part]:
    groups: dict[Key, Part] = {}
    positions: dict[str, int] = {}
    group = question = None
    codes: dict[tuple[str, str], Part] = {}
    for row in of(rows, "G", "Q", "SQ", "A"):
        language = row["language"] or base
        if row["class"] == "G":
            positions[language] = positions.get(language, 0) + 1
            number = row["type/scale"] if row["type/scale"] not in {"", "0"} else f"G{positions[language]}"
            group, question = _said(groups, ("G", "", number), row, language), None
        elif row["class"] == "Q":
            question = _question(group, row, language)
            if codes.setdefault((language, question.code), question) is not question:
                raise Refused(row.line, f"expected the question code {question.code} once")
        elif question is None:
            raise Refused(row.line, f"expected a question above this row of class {row['class']}")
        else:
            _said(question.parts, (row["class"], row["type/scale"] or "0", _code(row)), row, language)
    return list(groups.values())


def _question(group: Part | None, row: Row, language: str) -> Part:
    if group is None:
        raise Refused(row.line, "expected a group (class G) above this question")
    return _said(group.parts, ("Q", "0", _code(row)), row, language)


def _code(row: Row) -> str:
    if not row["name"]:
        raise Refused(row.line, "expected a code as name")
    return row["name"]


def _said(parts: dict[Key, Part], key: Key, row: Row, language: str) -> Part:
    part = parts.setdefault(key, Part(row))
    if language in part.said:
        raise Refused(row.line, f"expected {key[2]} once in the language {language}")
    part.said[language] = row
    return part
