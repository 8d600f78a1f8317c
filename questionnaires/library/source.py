"""Content files with their lines: YAML that is safe to read and refuses by file, line and expectation."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from questionnaires.library import telling

Model = TypeVar("Model", bound=BaseModel)
REVISION_LENGTH = 12
Step = str | int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file and a line counted from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ContentError(ValueError):
    """Content that cannot be used; `problems` holds all that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain data, and the line on which each part of it begins."""

    file: Path
    data: Any
    lines: Mapping[tuple[Step, ...], int]

    def place(self, path: tuple[Step, ...] = ()) -> Place:
        """The place of a part, or of the nearest part around it that stands in the file."""
        return Place(self.file, self.lines.get(self._written(path), 1))

    def _written(self, path: tuple[Step, ...]) -> tuple[Step, ...]:
        """The keys of a path that stand in the file: an error's path also names kinds that nobody wrote."""
        found: tuple[Step, ...] = ()
        for step in path:
            if (*found, step) in self.lines:
                found = (*found, step)
        return found

    def ids(self, list_: str) -> dict[str, Place]:
        """Where each entry of the lists of this name stands, by its id."""
        ids = [path for path in self.lines if path[-3:-2] == (list_,) and path[-1] == "id"]
        return {self._at(path): self.place(path) for path in ids}

    def _at(self, path: tuple[Step, ...]) -> str:
        found = self.data
        for step in path:
            found = found[step]
        return str(found)

    def as_(self, model: type[Model], context: Mapping[str, Any] | None = None) -> Model:
        """The data as this model. Raises ContentError; `context` is what its parts refer to by name."""
        try:
            return model.model_validate(self.data, context=dict(context or {}))
        except ValidationError as error:
            found = error.errors(include_url=False)
            raise ContentError(self._problem(one) for one in found if not _follows(one, found)) from None

    def _problem(self, found: Any) -> Problem:
        absent = found["loc"][-1:] if found["type"] == "missing" else ()
        name = telling.named(self.data, (*self._written(found["loc"]), *absent)) or "the file"
        return Problem(self.place(found["loc"]), f"{name}: {_expectation(found)}")


def _follows(found: Any, others: list[Any]) -> bool:
    """Whether a list is only too short because one of its parts was refused, which is told anyway."""
    size = len(found["loc"])
    return found["type"] == "too_short" and any(
        other["loc"][:size] == found["loc"] and len(other["loc"]) > size for other in others
    )


_EXPECTATIONS = {
    "missing": "expected a value, found none",
    "extra_forbidden": "unknown key; is it misspelt?",
    "string_too_short": "expected a text, found an empty one",
    "string_type": "expected a text in quotes",
    "string_pattern_mismatch": "expected letters, digits and _ + . - only",
    "model_type": "expected keys with values",
    "union_tag_invalid": "expected one of {expected_tags} as kind, found {tag!r}",
    "tuple_type": "expected a list",
    "too_short": "expected a list of at least {min_length}, found {actual_length}",
    "too_long": "expected a list of at most {max_length}, found {actual_length}",
    "float_parsing": "expected a number",
    "int_parsing": "expected a whole number",
}
_OF_FACTS = "expected {min, max}, [code, ...] or {all: [...]}"
"""Codes are what is asked for where neither a range nor `all` was written."""


def _expectation(found: Any) -> str:
    given = found.get("input")
    message = _message(found, given)
    shown = isinstance(given, str | int | float) and given != "" and f"found {given!r}" not in message
    return f"{message} (found {given!r})" if shown else message


def _message(found: Any, given: Any) -> str:
    if found["type"] in {"float_parsing", "int_parsing"} and telling.has_comma(given):
        return telling.POINT
    if found["type"] == "tuple_type" and found["loc"][-2:] == ("fact", "codes"):
        return _OF_FACTS
    known = _EXPECTATIONS.get(found["type"])
    said = str(found["msg"]).removeprefix("Value error, ").replace("Input should be", "expected")
    return known.format(**found.get("ctx", {})) if known else said


def read(file: Path) -> Document:
    """A YAML file as plain data. Raises ContentError when it is not there, no UTF-8 or no plain YAML."""
    try:
        text = _content(file).decode("utf-8-sig")
        _refuse_tricks(text)
        loader = _Loader(text)
        root = loader.get_single_node()
        data = None if root is None else loader.construct_document(root)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _unreadable(file, line, "expected UTF-8 text") from None
    except yaml.YAMLError as error:
        raise _unreadable(
            file, _line(error), f"not readable as YAML: {telling.unreadable(error, text)}"
        ) from None
    except (OSError, ValueError) as error:
        reason = "it is not there" if isinstance(error, FileNotFoundError) else f"it cannot be read ({error})"
        raise _unreadable(file, 1, f"expected this file, {reason}") from None
    return Document(file, data, dict(_lines(root)))


def read_as(file: Path, model: type[Model], problems: list[Problem]) -> tuple[Document | None, Model | None]:
    """A file as a document and as its model; what is wrong is added to `problems`, so that all are told."""
    document = None
    try:
        document = read(file)
        return document, document.as_(model)
    except ContentError as error:
        problems += error.problems
        return document, None


def revision(folder: Path) -> str:
    """A short SHA-256 over names and contents: the same for the same files, wherever they lie."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml"), key=lambda f: f.relative_to(folder).as_posix()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:REVISION_LENGTH]


MAX_SIZE = 1_000_000
"""Bytes of one file; the largest questionnaires that were ever published have a fifth of it."""


def _content(file: Path) -> bytes:
    """Never more than allowed, and never of a device or a pipe, which may have no end."""
    mode = file.stat().st_mode
    if not S_ISREG(mode) and not S_ISDIR(mode):
        raise ValueError("it is no file")
    with file.open("rb") as opened:
        content = opened.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise ValueError(f"it is larger than {MAX_SIZE:,} bytes; divide it into several files")
    return content


def _unreadable(file: Path, line: int, message: str) -> ContentError:
    return ContentError([Problem(Place(file, line), message)])


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


MAX_DEPTH = 40
MAX_PARTS = 100_000
"""Keys, texts, lists of one file: what bounds the time and the memory that reading it takes."""
STRING, NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_CUT = "; a number has a point and no comma, such as 0.75"
"""In `{target: 0,75}` the comma ends the number, and the rest is a key."""


def _refuse_tricks(text: str) -> None:
    """Content is written out: three lines of aliases can stand for billions, and depth exhausts the stack."""
    depth = parts = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _refusal("expected no anchors (&), aliases (*) and tags (!)", event.start_mark)
        parts += isinstance(event, yaml.NodeEvent)
        if parts > MAX_PARTS:
            raise _refusal(f"expected at most {MAX_PARTS:,} parts in one file", event.start_mark)
        if depth > MAX_DEPTH:
            raise _refusal(f"expected at most {MAX_DEPTH} levels of nesting", event.start_mark)


def _refusal(problem: str, mark: Any) -> yaml.YAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _Loader(yaml.CSafeLoader):
    """The safe loader, but strict where it would drop or change what an author wrote."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # a date such as 2027-02-30
            raise _refusal(str(error), node.start_mark) from None

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """In place of merging `<<`: every key is a text (a bare `no` or `1` is none) and stands once."""
        seen: set[str] = set()
        for key, value in node.value:
            if key.tag != STRING:
                alone = key.tag != NULL and value.tag == NULL and not value.value
                raise _refusal(f"expected a text as key{_CUT * alone}", key.start_mark)
            if key.value in seen:
                raise _refusal(f"expected the key {key.value!r} once", key.start_mark)
            seen.add(key.value)


def _lines(node: yaml.Node | None, path: tuple[Step, ...] = ()) -> Iterable[tuple[tuple[Step, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*path, position), value.start_mark.line + 1
            yield from _lines(value, (*path, position))
