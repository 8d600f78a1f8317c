"""Texts: HTML made plain, and German and English put side by side."""

import re
from html.parser import HTMLParser
from typing import Any

from questionnaires.exchange.limesurvey.survey import Part, Survey
from questionnaires.exchange.limesurvey.table import Refused, Row
from questionnaires.text import LANGUAGES

Pair = dict[str, str]
LONGEST_TITLE = 80
APART = {
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "th",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
}
SILENT = {"script", "style"}
INSERTED = re.compile(r"\{[^\s{}][^{}]*\}")


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in SILENT
        self.said.append(" " if tag in APART else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        self.said.append(" " if tag in APART else "")

    def handle_data(self, data: str) -> None:
        self.said.append("" if self.silent else data)


def plain(html: str) -> str:
    """The words of a text, without its markup, on one line."""
    parser = _Plain()
    try:
        parser.feed(html)
        parser.close()
        words = "".join(parser.said)
    except AssertionError:  # a declaration that is none, such as "<![x"
        words = re.sub(r"<[^>]*>?", " ", html)
    return " ".join(words.split())


class Wording:
    """The texts of one survey in German and English; `lacking` are the languages that lack some."""

    def __init__(self, survey: Survey) -> None:
        known = [survey.base, *survey.titles, *(code for group in survey.groups for code in group.said)]
        self.codes = {
            language: next((code for code in known if code.split("-")[0] == language), None)
            for language in LANGUAGES
        }
        if not any(self.codes.values()):
            raise Refused(1, f"expected texts in German or English, found {', '.join(dict.fromkeys(known))}")
        self.lacking: set[str] = set()

    def of(self, said: dict[str, Row], column: str, instead: str = "") -> Pair | None:
        """The text in both languages; where one is missing, the other stands for it. Raises Refused."""
        found = {lang: self._plain(said.get(code or ""), column) for lang, code in self.codes.items()}
        words = {lang: text for lang, text in found.items() if text}
        any_ = next(iter(words.values()), instead)
        if not any_:
            return None
        self.lacking |= set(found) - set(words) if words else set()
        return {lang: words.get(lang, any_) for lang in found}

    def named(self, part: Part) -> dict[str, Pair]:
        """Title, text and hint of a question or a row of it."""
        text = self.of(part.said, "text", part.code) or {}
        title = {lang: short(words) for lang, words in text.items()}
        hint = self.of(part.said, "help")
        return {"title": title} | ({"text": text} if text != title else {}) | ({"hint": hint} if hint else {})

    def _plain(self, row: Row | None, column: str) -> str:
        words = plain(row[column]) if row else ""
        if row and INSERTED.search(words):
            raise Refused(row.line, f"expected a text without inserted answers, found {words!r}")
        return words


def short(words: str) -> str:
    """At most so many characters, cut between words."""
    if len(words) <= LONGEST_TITLE:
        return words
    beginning = words[: LONGEST_TITLE - 2]
    whole, blank, _ = beginning.rpartition(" ")
    return (whole.rstrip(" ,;:–-") if blank else beginning) + " …"
