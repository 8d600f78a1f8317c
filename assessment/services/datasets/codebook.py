"""What the columns and codes of a table mean, as a table of its own: one line for each code of each
column."""

from collections.abc import Iterator

from assessment.services.datasets.columns import Columns, Variable

HEADINGS = ("variable", "kind", "title_de", "title_en", "value", "label_de", "label_en")


def lines(columns: Columns) -> Iterator[tuple[str, ...]]:
    """Headings first. A column without codes has one line, with an empty value."""
    yield HEADINGS
    for variable in columns.variables:
        yield from _of(variable)


def _of(variable: Variable) -> Iterator[tuple[str, ...]]:
    start = (variable.name, variable.kind, variable.title.de, variable.title.en)
    for value, label in variable.values:
        yield (*start, value, label.de, label.en)
    if not variable.values:
        yield (*start, "", "", "")
