"""A survey as a questionnaire: sections, the sum of each group and of all, and the line of every part."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questionnaires.conditions import comparisons, parse
from questionnaires.exchange.limesurvey.kinds import Compared, Entry, begins_at_zero, has_values, taken
from questionnaires.exchange.limesurvey.relevance import Known, Rule, Untranslatable, rule
from questionnaires.exchange.limesurvey.survey import Part, Survey
from questionnaires.exchange.limesurvey.table import Refused
from questionnaires.exchange.limesurvey.wording import Pair, Wording, short
from questionnaires.library.source import Document

Step = str | int
MINUTES_PER_QUESTION = 0.4
NO_ANSWER = {"de": "Keine Antwort", "en": "No answer"}
TOTAL = {"de": "Summe", "en": "Total"}
IMPORTED: Pair = {
    "de": "Aus LimeSurvey übernommen: Fragen, Antworten, Bedingungen und Bewertungspunkte,"
    " ohne Texte zu Punktebereichen, Quoten und Pflichtangaben.",
    "en": "Taken over from LimeSurvey: questions, answers, conditions and assessment values,"
    " without texts for score ranges, quotas and mandatory answers.",
}
STANDS_IN: dict[str, Pair] = {
    "de": {
        "de": "Wo deutsche Texte fehlten, stehen die englischen.",
        "en": "Where German texts were missing, the English ones stand for them.",
    },
    "en": {
        "de": "Wo englische Texte fehlten, stehen die deutschen.",
        "en": "Where English texts were missing, the German ones stand for them.",
    },
}


@dataclass
class Builder:
    """Plain data as an author would have written it, with the line in the survey for every part."""

    survey: Survey
    wording: Wording
    sections: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[tuple[Step, ...], int] = field(default_factory=dict)
    compared: dict[str, Compared] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def document(self, file: Path, id_: str) -> Document:
        """Raises Refused."""
        self._noted(("sections",), 1)
        for question in self.survey.questions:
            self.codes[question.row["id"]] = question.code
            self.used |= {question.code, *(f"{question.code}_{row.code}" for row in question.of("SQ"))}
        for group in self.survey.groups:
            self._group(group)
        if not self.nodes:
            raise Refused(1, "expected assessment values: without them there is nothing to score")
        return Document(file, self._head(id_) | {"sections": self.sections}, self.lines)

    # --- groups and questions --------------------------------------------------------------------

    def _group(self, group: Part) -> None:
        title = self.wording.of(group.said, "name", f"G{len(self.nodes) + 1}") or {}
        first, node = len(self.sections), self._unused(_slug(title["en"]))
        intro = self.wording.of(group.said, "text")
        for question in group.of("Q"):
            self._question(group, question, {"title": title} | ({"intro": intro} if intro else {}), first)
        for number, section in enumerate(self.sections[first:], 1):
            section["id"] = node if number == 1 else self._unused(f"{node}_{number}")
        entries = [entry for section in self.sections[first:] for entry in section["questions"]]
        scored = [entry["id"] for entry in entries if has_values(entry)]
        if scored:
            self.nodes.append({"id": node, "title": title, "aggregate": "sum", "children": scored})

    def _question(self, group: Part, question: Part, section: dict[str, Any], first: int) -> None:
        assessed = self.survey.assessed
        took = taken(question, self.wording, assessed)
        if took is None:
            self.left_out.append(question.code)
            return
        known = Known(self.compared, self.rules, self.codes)
        try:
            asked = rule([group.row["relevance"], question.row["relevance"]], known)
        except Untranslatable as error:
            raise Refused(question.row.line, f"{question.code}: condition not taken over: {error}") from None
        if len(self.sections) == first or self._reads(asked, self.sections[-1]):
            part = len(self.sections) - first + 1
            self.sections.append(section | {"title": _numbered(section["title"], part), "questions": []})
            self._noted(("sections", len(self.sections) - 1), group.row.line)
        for entry in took.entries:
            self._entry(entry | ({"ask_if": asked} if asked else {}), question)
        self.compared |= took.compared
        self.rules |= {compared.fact: asked for compared in took.compared.values() if asked}

    def _reads(self, asked: Rule | None, section: dict[str, Any]) -> bool:
        """Whether a rule reads an answer of this section, which only a later section may do."""
        read = {comparison.fact for comparison in comparisons(parse(asked))} if asked else set()
        return not read.isdisjoint(_ids(section["questions"]))

    def _entry(self, entry: Entry, question: Part) -> None:
        questions = self.sections[-1]["questions"]
        place: tuple[Step, ...] = ("sections", len(self.sections) - 1, "questions", len(questions))
        self._noted(place[:-1], question.row.line)
        self._noted(place, question.row.line)
        scale = entry["id"][-1] if question.type == "1" else "0"
        for list_, class_, of_scale in (("rows", "SQ", "0"), ("options", _options_of(question), scale)):
            self._noted((*place, list_), question.row.line)
            for number, part in enumerate(question.of(class_, of_scale)):
                self._noted((*place, list_, number), part.row.line)
        questions.append(entry)

    def _noted(self, place: tuple[Step, ...], line: int) -> None:
        self.lines[place] = line

    def _unused(self, wanted: str) -> str:
        number = 2
        found = wanted
        while found in self.used:
            found, number = f"{wanted}_{number}", number + 1
        self.used.add(found)
        return found

    # --- the head ------------------------------------------------------------------------------

    def _head(self, id_: str) -> dict[str, Any]:
        questions = sum(1 for section in self.sections for _ in _ids(section["questions"]))
        title = self.wording.of(self.survey.titles, "text", id_)
        minutes = max(1, round(questions * MINUTES_PER_QUESTION))
        scored = [entry for s in self.sections for entry in s["questions"] if has_values(entry)]
        missing = "zero" if all(map(begins_at_zero, scored)) else {"constant": 0}
        nodes = [node | {"missing": missing} for node in self.nodes]
        root = {"id": self._unused("total"), "title": TOTAL, "aggregate": "sum", "missing": missing}
        return {
            "id": id_,
            "version": "1.0",
            "title": title,
            "licence": "unknown",
            "notice": self._notice(),
            "dont_know": NO_ANSWER,
            "not_applicable": {"de": "Trifft nicht zu", "en": "Does not apply"},
            "checks": [
                {"id": "full", "minutes": minutes, "title": {"de": "Alle Fragen", "en": "All questions"}}
            ],
            "policy": {"min_coverage": 0, "min_answers": 0, "not_applicable_flag": 1, "target": 1},
            "files": ["sections.yaml"],
            "tree": [root | {"children": nodes}],
        }

    def _notice(self) -> Pair:
        said = [IMPORTED, *(STANDS_IN[language] for language in sorted(self.wording.lacking))]
        if self.left_out:
            names = short(", ".join(self.left_out))
            said.append({"de": f"Weggelassene Textfelder: {names}.", "en": f"Texts left out: {names}."})
        return {language: " ".join(pair[language] for pair in said) for language in ("de", "en")}


def _options_of(question: Part) -> str:
    return "SQ" if question.type in {"M", "P"} else "A"


def _ids(entries: Iterable[Entry]) -> list[str]:
    """The ids of the questions that these entries stand for."""
    return [row["id"] for entry in entries for row in entry.get("rows", [entry])]


def _numbered(title: Pair, part: int) -> Pair:
    return title if part == 1 else {language: f"{words} ({part})" for language, words in title.items()}


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _slug(words: str) -> str:
    """An id that says what it is about: at most 30 of a to z, 0 to 9 and _."""
    ascii_ = (
        unicodedata.normalize("NFKD", words.lower().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "_", ascii_)[:30].strip("_") or "group"


def id_of(survey: Survey, file: Path) -> str:
    """What the questionnaire is called where nobody says: by the number of the survey, or by its file."""
    number = survey.settings.get("sid", "")
    return f"limesurvey_{number}" if re.fullmatch(r"[0-9]{1,9}", number) else _slug(file.stem)
