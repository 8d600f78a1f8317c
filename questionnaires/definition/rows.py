"""Questions written short: a matrix (rows that share their options) and an item with several ratings.

Both stand for a question per row; in the tree their own id stands for the node that joins the rows.
"""

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from questionnaires.definition.kinds import FreeText, Leveled, Number, Several, Single
from questionnaires.definition.questions import MAX_ID, Id, Question, Reason, Weight
from questionnaires.definition.tree import Node, Rounding
from questionnaires.text import Frozen, Text


class Row(Frozen):
    """What a row has of its own; all else is that of its matrix."""

    id: Id
    title: Text
    stated_text: Text | None = Field(default=None, alias="text")
    hint: Text | None = None
    weight: Weight = 1.0
    needs: tuple[Id, ...] | None = None
    not_applicable: tuple[Reason, ...] | None = None


class Rows(Leveled):
    """Several questions with the same options, and how their points are joined."""

    aggregate: Literal["mean", "sum", "min"] = "mean"
    rounding: Rounding | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        raise NotImplementedError

    @cached_property
    def expanded(self) -> tuple[Question, ...]:
        return tuple(self._question(row) for row in self.rows)

    def _question(self, row: Row) -> Question:
        own = {name: value for name, value in dict(row).items() if value is not None}
        common = {name: value for name, value in dict(self).items() if name in Single.model_fields}
        return Single.model_construct(**(common | own | {"kind": "single", "group": self.id}))

    def node(self, parent: Node) -> Node:
        """The node that this id stands for below `parent`, with the parent's policies."""
        return Node(
            id=self.id,
            title=self.title,
            aggregate=self.aggregate,
            rounding=self.rounding,
            missing=parent.missing,
            not_applicable=parent.not_applicable,
            stage=None,
            target=self.target,
            weight=self.weight,
            children=tuple(row.id for row in self.rows),
        )


class Matrix(Rows):
    """One list of options for several rows, each a question of its own."""

    kind: Literal["matrix"] = "matrix"
    written_rows: tuple[Row, ...] = Field(min_length=1, alias="rows")

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.written_rows


class Rating(Frozen):
    """One of the ways in which an item is rated, such as how far it is documented."""

    id: Id
    title: Text
    weight: Weight = 1.0


class Rated(Rows):
    """One item with several ratings; the rating's question has the id `item.rating`."""

    kind: Literal["rated"] = "rated"
    ratings: Annotated[tuple[Rating, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _ids_of_rows_fit(self) -> Self:
        for id_ in (f"{self.id}.{rating.id}" for rating in self.ratings):
            if len(id_) > MAX_ID:
                raise ValueError(f"expected at most {MAX_ID} characters, found {id_}")
        return self

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(
            Row(id=f"{self.id}.{rating.id}", title=_joined(self.title, rating.title), weight=rating.weight)
            for rating in self.ratings
        )


def _joined(title: Text, rating: Text) -> Text:
    return Text(de=f"{title.de}: {rating.de}", en=f"{title.en}: {rating.en}")


def _kind(data: Any) -> Any:
    return str(data.get("kind", "single") if isinstance(data, dict) else getattr(data, "kind", "single"))


Entry = Annotated[
    Annotated[Single, Tag("single")]
    | Annotated[Several, Tag("several")]
    | Annotated[Number, Tag("number")]
    | Annotated[FreeText, Tag("text")]
    | Annotated[Matrix, Tag("matrix")]
    | Annotated[Rated, Tag("rated")],
    Discriminator(_kind),
]
"""What may stand in the list of questions of a section."""
