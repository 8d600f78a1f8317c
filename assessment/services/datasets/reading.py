"""Reading a table of checks: one that was exported, or one that another programme or a paper survey filled.

What a row must have is the mark of its check (`run`), which stays the same when the table is brought in
again, and a column for each question that was asked. `questionnaire` and `version` (the newest), `check` (the
longest), `language` (German), `begun` (today) and `finished` may be left out, and so may the columns beside
an answer: then `dont_know` and `not_applicable.REASON` stand in its place. Pure, but for reading the file.
"""

import csv
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assessment.services.datasets import cells
from assessment.services.datasets import columns as c
from assessment.services.datasets.problems import MOST, Problem, Unfit
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.text import LANGUAGES

MARK = re.compile(r"\w[\w.:/ -]{0,79}")
"""What may be the mark of a check: nothing that a spreadsheet would take for a formula."""
UNTOLD: Literal["untold"] = "untold"
ABOUT = (c.RUN, c.FOLLOWS, c.NAME, c.VERSION, c.CHECK, c.LANGUAGE, c.BEGUN, c.CHANGED, c.FINISHED)


@dataclass(frozen=True, slots=True)
class Read:
    """A row that fits. `follows` is the mark of another one; `taken_over` the questions that are answered as
    they were there. `finished_at` is None where the row says that nobody has finished the check, and UNTOLD
    where the table has no such column."""

    mark: str
    follows: str
    questionnaire: str
    version: str
    check: str
    language: str
    begun_at: datetime
    changed_at: datetime
    finished_at: datetime | Literal["untold"] | None
    answers: Mapping[str, Answer]
    taken_over: frozenset[str]


def rows(file: Path, *, questionnaire: str, now: datetime) -> Iterator[Read]:
    """The rows of a table, one by one. Raises Unfit at its end, or after so many problems, with all of them.

    `questionnaire` is the one meant where the table does not say. Raises OSError.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened:
        try:
            yield from _Table(opened, questionnaire, now).read()
        except UnicodeDecodeError as error:
            raise Unfit(
                [Problem(1, "", f"expected UTF-8, found another encoding ({error.reason})")]
            ) from None


class _Table:
    """A table that is being read, with what has been found wrong in it so far."""

    def __init__(self, lines: Iterator[str], questionnaire: str, now: datetime) -> None:
        self.default, self.now = questionnaire, now
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}
        self.asked: dict[str, tuple[str, ...]] = {}
        first = next(lines, "")
        headings = next(csv.reader([first], delimiter=_separator(first)), [])
        self.headings = [heading.strip() for heading in headings]
        self.reader = csv.reader(lines, delimiter=_separator(first), strict=True)

    def read(self) -> Iterator[Read]:
        self._check_headings()
        try:
            for cells_ in self.reader:
                found = self._row(cells_) if any(cells_) else None
                if len(self.problems) >= MOST:
                    raise Unfit(self.problems, more=True)
                if found and not self.problems:
                    yield found
        except csv.Error as error:
            self._wrong("", f"not readable as CSV: {error}")
        if self.problems:
            raise Unfit(self.problems)

    @property
    def line(self) -> int:
        return self.reader.line_num + 1

    def _wrong(self, column: str, message: str, line: int | None = None) -> None:
        self.problems.append(Problem(line or self.line, column, message))

    def _check_headings(self) -> None:
        """Raises Unfit: without headings that fit, every row would be wrong."""
        if c.RUN not in self.headings:
            self._wrong(c.RUN, f"expected this column, the mark of each check; found {_some(self.headings)}")
        for heading in {one for one in self.headings if self.headings.count(one) > 1}:
            self._wrong(heading, "expected this column once")
        if self.problems:
            raise Unfit(self.problems)

    def _row(self, written: Sequence[str]) -> Read | None:
        if len(written) != len(self.headings):
            self._wrong("", f"expected {len(self.headings)} cells, found {len(written)}")
            return None
        row = {name: cell.strip() for name, cell in zip(self.headings, written, strict=True)}
        before = len(self.problems)
        q = self._questionnaire(row)
        if q is None:
            return None
        begun = self._time(c.BEGUN, row)
        found = Read(
            mark=self._mark(row),
            follows=row.get(c.FOLLOWS, ""),
            questionnaire=q.id,
            version=q.version,
            check=self._one_of(c.CHECK, row, [check.id for check in q.checks], q.checks[-1].id),
            language=self._one_of(c.LANGUAGE, row, LANGUAGES, LANGUAGES[0]),
            begun_at=begun,
            changed_at=self._later(c.CHANGED, row, begun) or begun,
            finished_at=self._later(c.FINISHED, row, begun) if c.FINISHED in row else UNTOLD,
            answers=self._answers(q, row),
            taken_over=frozenset(
                id_ for id_ in self.asked[q.version] if row.get(c.beside(id_, c.STATE)) == c.TAKEN_OVER
            ),
        )
        return found if len(self.problems) == before else None

    def _mark(self, row: Mapping[str, str]) -> str:
        mark = row[c.RUN]
        if not MARK.fullmatch(mark):
            expected = "a mark of up to 80 letters, digits and . : / - with a letter or digit first"
            self._wrong(c.RUN, f"expected {expected}, found {mark[:80]!r}")
        elif mark in self.seen:
            self._wrong(c.RUN, f"expected each mark once, found {mark!r} as in line {self.seen[mark]}")
        self.seen.setdefault(mark, self.line)
        return mark

    def _questionnaire(self, row: Mapping[str, str]) -> Questionnaire | None:
        id_, version = row.get(c.NAME) or self.default, row.get(c.VERSION) or None
        if id_ != self.default:
            self._wrong(c.NAME, f"expected {self.default}, found {id_!r}")
            return None
        known = library.versions(id_)
        if version and version not in known:
            self._wrong(c.VERSION, f"expected one of {', '.join(known)}, found {version!r}")
            return None
        return library.released(id_, version)

    def _one_of(self, column: str, row: Mapping[str, str], known: Sequence[str], default: str) -> str:
        found = row.get(column) or default
        if found not in known:
            self._wrong(column, f"expected one of {', '.join(known)}, found {found!r}")
        return found

    def _time(self, column: str, row: Mapping[str, str]) -> datetime:
        """The moment of a day, or of the first day of a quarter; now where none is written."""
        written = row.get(column, "")
        try:
            moment = datetime.combine(cells.day(written), datetime.min.time(), UTC) if written else self.now
        except ValueError:
            self._wrong(column, f"expected a day (2026-03-31) or a quarter (2026-Q1), found {written!r}")
            return self.now
        if moment > self.now:
            self._wrong(column, f"expected nothing later than today, found {written!r}")
        return moment

    def _later(self, column: str, row: Mapping[str, str], begun: datetime) -> datetime | None:
        """Not before the check began; None where nothing is written."""
        return max(begun, self._time(column, row)) if row.get(column) else None

    def _answers(self, q: Questionnaire, row: Mapping[str, str]) -> dict[str, Answer]:
        found = {}
        for id_ in self._columns_of(q):
            try:
                answer = cells.answer(q.question[id_], row[id_], row.get(c.beside(id_, c.STATE), ""))
            except cells.Unreadable as error:
                self._wrong(error.column, str(error))
                continue
            if answer:
                found[id_] = answer
        return found

    def _columns_of(self, q: Questionnaire) -> tuple[str, ...]:
        """The columns that are questions of a version; what it does not know is told once."""
        if q.version not in self.asked:
            self.asked[q.version] = tuple(name for name in self.headings if name in q.question)
            beside = _beside(q)
            for name in self.headings:
                if name not in q.question and name not in beside:
                    expected = f"expected a question of {q.id}@{q.version}{_meant(name, q)}"
                    self._wrong(name, expected, line=1)
        return self.asked[q.version]


def _separator(line: str) -> str:
    """Spreadsheets with a German tongue write semicolons."""
    return ";" if line.count(";") > line.count(",") else ","


def _meant(name: str, q: Questionnaire) -> str:
    known = {id_.casefold(): id_ for id_ in q.question}
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    return f"; is {known[near[0]]} meant?" if near else ""


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) or "none"


def _beside(q: Questionnaire) -> frozenset[str]:
    """Columns that are no questions: what stands beside answers, and what they came to, which is computed
    anew."""
    return frozenset(
        (
            *ABOUT,
            *(c.beside(id_, c.STATE) for id_ in q.question),
            *(c.beside(id_, what) for id_ in q.node for what in (c.VALUE, c.COVERAGE)),
        )
    )
