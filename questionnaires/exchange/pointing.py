"""Where in a workbook something stands that is wrong between parts: the cell that says it, not only the row.

Parts of different kinds may share an id, such as a section and the node of the tree that scores it, and what
is said of a part can stand in another sheet, such as its gates.
"""

import re
from collections.abc import Iterator

from questionnaires import lint
from questionnaires.definition import Questionnaire
from questionnaires.exchange.cells import Cell
from questionnaires.exchange.collecting import Called, Collected
from questionnaires.library.source import Problem
from questionnaires.lint.finding import Finding

KINDS = ("survey", "tree", "actions", "profiles", "checks", "sections")
_ROUTING = ("relevant", "ask_if")
_ABOUT: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # what is said, of parts of which kinds, and below which headings it may stand
    ("expected one check", ("checks",), ()),
    ("expected one section", ("sections",), ()),
    ("expected one action", ("actions",), ()),
    ("expected one profile", ("profiles",), ()),
    ("in a gate", ("gates",), ("question", "nodes", "level")),
    (" or more", ("gates",), ("at_least",)),
    ("unknown scale", ("tree",), ("scale",)),
    ("unknown question or node", ("profiles",), ("targets",)),
    ("unknown question", ("tree", "survey"), ("children", "after", "relevance_from")),
    ("unknown check", ("survey",), ("check",)),
    ("unknown need", ("survey", "actions"), ("needs",)),
    ("unknown action", ("actions", "survey"), ("after",)),
    ("comes after itself", ("survey", "actions"), ("after",)),
    ("expected a target", ("tree", "survey", "profiles"), ("target", "targets")),
    ("expected a constant", ("tree",), ("missing", "not_applicable", "hidden")),
    ("expected a reach", ("tree",), ("reach",)),
    ("expected a hold", ("tree",), ("hold",)),
    ("a fact of an earlier section", ("survey",), _ROUTING),
    ("has no code", ("survey",), _ROUTING),
    ("does not fit", ("survey",), _ROUTING),
    ("nothing that a rule could read", ("survey",), _ROUTING),
    ("no combination of answers", ("survey",), _ROUTING),
)
_FOUND = re.compile(r"'([^']+)'|found (\S+)$")


def wrong_between_parts(questionnaire: Questionnaire, found: Collected) -> Iterator[Problem]:
    """What the lint finds, each with its cell; in the first row of `settings` where no part is called so."""
    first = found.cell("settings", found.rows("settings")[0], "form_id")
    for finding in lint.findings(questionnaire):
        yield Problem(_cell(finding, found) or first, finding.message)


def _cell(finding: Finding, found: Collected) -> Cell | None:
    about = [(kinds, headings) for words, kinds, headings in _ABOUT if words in finding.message]
    kinds, headings = about[0] if about else (KINDS, ())
    parts = [part for kind in (*kinds, *KINDS) for part in _called(finding.subject, kind, found)]
    own = parts[: sum(len(_called(finding.subject, kind, found)) for kind in kinds)]
    filled = [(part, heading) for part in own for heading in headings if heading in part.row.values]
    saying = [(part, heading) for part, heading in filled if _says(part, heading, finding.message)]
    named = [(part, part.heading) for part in parts]
    return next(
        (found.cell(part.sheet, part.row, heading) for part, heading in saying + filled + named), None
    )


def _called(id_: str, kind: str, found: Collected) -> list[Called]:
    """The parts of a kind with this id; where there are several, one too many is the last."""
    return found.called.get(kind, {}).get(id_, [])[::-1]


def _says(part: Called, heading: str, message: str) -> bool:
    """Whether a cell says what the message names as unknown or found."""
    named = [quoted or bare for quoted, bare in _FOUND.findall(message)]
    written = re.split(r"[^\w+.-]+", str(part.row.values[heading]))
    return any(word in written for word in named)
