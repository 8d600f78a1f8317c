"""Content files with their lines: YAML that is safe to read and refuses by file, line and expectation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
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
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))

    def ids(self) -> dict[str, Place]:
        """Where each part that has an id stands, by that id."""
        return {self._at(path): self.place(path) for path in self.lines if path[-1] == "id"}

    def _at(self, path: tuple[Step, ...]) -> str:
        found = self.data
        for step in path:
            found = found[step]
        return str(found)

    def as_(self, model: type[Model]) -> Model:
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise ContentError(self._problem(found) for found in error.errors()) from None

    def _problem(self, found: Any) -> Problem:
        return Problem(self.place(found["loc"]), f"{_name(found['loc'])}: {_expectation(found)}")


def _name(path: tuple[Step, ...]) -> str:
    return ".".join(str(step) for step in path) or "the file"


_EXPECTATIONS = {
    "missing": "expected a value, found none",
    "extra_forbidden": "unknown key; is it misspelt?",
    "string_too_short": "expected a text, found an empty one",
    "string_type": "expected a text in quotes",
}


def _expectation(found: Any) -> str:
    message = _EXPECTATIONS.get(found["type"], found["msg"].removeprefix("Value error, "))
    given = found.get("input")
    return f"{message} (found {given!r})" if isinstance(given, str | int | float) and given != "" else message


def read(file: Path) -> Document:
    """A YAML file, read by the safe loader. Raises ContentError when it is no YAML or not UTF-8."""
    try:
        text = file.read_text(encoding="utf-8")
        loader = yaml.CSafeLoader(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except FileNotFoundError:
        raise ContentError([Problem(Place(file, 1), "expected this file, it is not there")]) from None
    except UnicodeDecodeError:
        raise ContentError([Problem(Place(file, 1), "expected UTF-8 text")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ContentError([Problem(Place(file, line), f"not readable as YAML: {_reason(error)}")]) from None
    return Document(file, data, dict(_lines(root)))


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _lines(node: yaml.Node | None, path: tuple[Step, ...] = ()) -> Iterable[tuple[tuple[Step, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from _lines(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*path, position), value.start_mark.line + 1
            yield from _lines(value, (*path, position))
