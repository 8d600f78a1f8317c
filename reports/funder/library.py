"""Where indicator sets are found, and everything that an author can get wrong in them, by file and line."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from questionnaires.definition import Questionnaire
from questionnaires.library.source import ContentError, Document, Place, Problem, read_as
from reports.funder import fitting
from reports.funder.sets import ATTRIBUTES, IndicatorSet
from reports.funder.sizes import SizeClasses

CONTENT = Path(__file__).parent.parent / "content"
FOLDER, SIZE_CLASSES = "indicator_sets", "size_classes.yaml"
SIZE = "employees"
"""The question whose options are sizes."""


class UnknownSet(LookupError):
    """No such indicator set."""


@cache
def released() -> dict[str, IndicatorSet]:
    """The sets of this package by id, in the order of their programmes. Read once per process."""
    return load(CONTENT)


@cache
def size_classes() -> SizeClasses:
    """The size classes of this package. Read once per process."""
    problems: list[Problem] = []
    _, found = read_as(CONTENT / SIZE_CLASSES, SizeClasses, problems)
    if found is None:
        raise ContentError(problems)
    return found


def of(set_id: str) -> IndicatorSet:
    """Raises UnknownSet."""
    try:
        return released()[set_id]
    except KeyError:
        raise UnknownSet(f"no indicator set {set_id!r}") from None


def load(folder: Path) -> dict[str, IndicatorSet]:
    """The sets that a folder holds. Raises ContentError with every problem that was found."""
    problems: list[Problem] = []
    document, classes = read_as(folder / SIZE_CLASSES, SizeClasses, problems)
    if document and classes:
        problems += _twice(document, "size_classes", (one.id for one in classes.size_classes))
        problems += _sizes_twice(document, classes)
    files = sorted((folder / FOLDER).glob("*.yaml"))
    pairs = [read_as(file, IndicatorSet, problems) for file in files]
    sets = [(document, found) for document, found in pairs if document and found]
    problems += [problem for document, found in sets for problem in _problems(document, found)]
    if not files:
        problems.append(Problem(Place(folder / FOLDER, 1), "expected at least one indicator set, found none"))
    if problems:
        raise ContentError(problems)
    ordered = sorted((found for _, found in sets), key=lambda one: (one.programme.begins, one.id))
    return {one.id: one for one in ordered}


def problems(folder: Path, questionnaire: Questionnaire) -> list[Problem]:
    """What does not fit the questionnaire that companies answer. Raises ContentError for all else."""
    load(folder)
    document, classes = read_as(folder / SIZE_CLASSES, SizeClasses, [])
    if document is None or classes is None:
        return []
    known = {option.id for option in questionnaire.question[SIZE].options}
    found = list(_unknown_sizes(document, classes, known))
    missing = sorted(known - set(classes.of))
    if missing:
        found.append(Problem(document.place(("size_classes",)), f"expected a class for {', '.join(missing)}"))
    return found


# --- what one part of a file alone cannot tell ---------------------------------------------------


def _problems(document: Document, found: IndicatorSet) -> Iterator[Problem]:
    if document.file.stem != found.id:
        yield Problem(document.place(("id",)), f"expected this set in the file {found.id}.yaml")
    yield from _twice(document, "sections", (section.id for section in found.sections))
    seen: set[str] = set()
    for number, section in enumerate(found.sections):
        for position, one in enumerate(section.indicators):
            place = document.place(("sections", number, "indicators", position, "id"))
            if one.id in seen:
                yield Problem(place, f"expected the indicator {one.id!r} once in a set")
            seen.add(one.id)
    yield from _divided_twice(document, found)
    if (lines := fitting.lines(found)) > fitting.MOST:
        place = document.place(("sections",))
        yield Problem(
            place,
            f"expected a set that fits on two pages, at most {fitting.MOST} lines, found about {lines}: "
            "shorten sentences or leave out indicators",
        )


def _divided_twice(document: Document, found: IndicatorSet) -> Iterator[Problem]:
    """One picture for each attribute: there is room for no more, and two would be read as one."""
    for attribute in ATTRIBUTES:
        divided = [one.id for one in found.counted if one.by == attribute]
        if len(divided) > 1:
            place = document.ids("indicators")[divided[1]]
            yield Problem(place, f"expected one figure by {attribute}, found {' and '.join(divided)}")


def _twice(document: Document, list_: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, id_ in enumerate(ids):
        if id_ in seen:
            yield Problem(document.place((list_, position, "id")), f"expected {id_!r} once")
        seen.add(id_)


def _sizes_twice(document: Document, classes: SizeClasses) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for position, one in enumerate(classes.size_classes):
        for size in one.sizes:
            if size in seen:
                place = document.place(("size_classes", position, "sizes"))
                yield Problem(place, f"expected the size {size!r} in one class, found it in {seen[size]} too")
            seen[size] = one.id


def _unknown_sizes(document: Document, classes: SizeClasses, known: set[str]) -> Iterator[Problem]:
    for position, one in enumerate(classes.size_classes):
        for place, size in enumerate(one.sizes):
            if size not in known:
                at = document.place(("size_classes", position, "sizes", place))
                yield Problem(at, f"expected one of {', '.join(sorted(known))}, found {size!r}")
