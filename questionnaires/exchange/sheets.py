"""Which sheets a workbook has, and which column of a row holds which part of the questionnaire.

`survey`, `choices` and `settings` are those of XLSForm, with columns of our own beside theirs; the other
sheets are only ours. Headings that XLSForm tools would take for theirs are avoided: points of an option
stand in `points`, since `value` is a name there, and `relevance` is called `relevance_from`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel

from questionnaires.definition.kinds import FreeText, Number, Several, Single
from questionnaires.definition.rows import Matrix, Rated
from questionnaires.exchange.forms import (
    BOUNDS,
    CHOICES,
    FACT,
    FOLLOWED,
    IDS,
    LIST,
    NUMBER,
    POINTS,
    POLICY,
    ROUNDING,
    RULE,
    SHARE,
    STEPS,
    VERSION,
    WHOLE,
    WORD,
    WORDS,
    YES,
    Form,
)

LANGUAGES = {"de": "Deutsch (de)", "en": "English (en)"}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the part below it (by the keys that lead there), and how that stands in a cell."""

    heading: str
    key: Key
    form: Form


Table = tuple[Column, ...]


def _column(heading: str, form: Form = WORD, *key: str) -> Table:
    return (Column(heading, key or (heading,), form),)


def _text(heading: str, *key: str) -> Table:
    """A text takes two columns."""
    languages = LANGUAGES.items()
    return tuple(Column(f"{heading}::{name}", (*(key or (heading,)), id_), WORDS) for id_, name in languages)


# --- survey ------------------------------------------------------------------------------------

STRUCTURE = ("type", "name", "id", "relevant", "required", "appearance", "kind")
"""What makes the rows of `survey` a form; it is not a part of a question as it stands."""

SECTION: Table = (*_text("label", "title"), *_text("hint", "intro"))
ROW: Table = (
    *_text("label"),
    *_text("hint"),
    *_text("title"),
    *_column("weight", NUMBER),
    *_column("needs", IDS),
)
RATING: Table = (*_text("label", "title"), *_column("weight", NUMBER))
ENTRY: Table = (
    *_text("label"),
    *_text("hint"),
    *_text("title"),
    *_column("check"),
    *_text("why"),
    *_column("views", IDS),
    *_column("needs", IDS),
    *_column("fact"),
    *_column("ask_if", RULE),
    *_column("weight", NUMBER),
    *_column("target", NUMBER),
    *_column("effort", WHOLE),
    *_column("after", IDS),
    *_column("relevance_from", WORD, "relevance"),
    *_text("dont_know"),
    *_column("group"),
    *_column("range", BOUNDS),
    *_column("limits", BOUNDS),
    *_column("steps", STEPS),
    *_text("unit"),
    *_column("scored", YES),
    *_column("aggregate"),
    *_column("rounding", ROUNDING),
)

# --- choices -----------------------------------------------------------------------------------

OPTION: Table = (
    *_column("name", WORD, "id"),
    *_text("label", "text"),
    *_column("kind"),
    *_column("points", NUMBER, "value"),
    *_column("alone", YES),
    *_column("fact", FACT),
    *_column("sets", CHOICES),
    *_column("caps", POINTS),
    *_column("actions", IDS),
)
LEVEL: Table = tuple(Column(f"label::{name}", (language,), WORDS) for language, name in LANGUAGES.items())
REASON: Table = (*_column("name", WORD, "id"), *_text("label", "text"))

# --- the head ----------------------------------------------------------------------------------

SETTINGS: Table = (
    Column("form_title", ("title", "de"), WORDS),
    Column("form_title_en", ("title", "en"), WORDS),
    *_column("form_id", WORD, "id"),
    *_column("version", VERSION),
    *_column("licence"),
    *_text("notice"),
    *_text("dont_know"),
    *_text("not_applicable"),
    *_column("min_coverage", SHARE, "policy", "min_coverage"),
    *_column("min_answers", WHOLE, "policy", "min_answers"),
    *_column("not_applicable_flag", SHARE, "policy", "not_applicable_flag"),
    *_column("target", SHARE, "policy", "target"),
    *_column("sure_coverage", SHARE, "policy", "sure_coverage"),
    *_column("sure_evidence", SHARE, "policy", "sure_evidence"),
    *_column("some_evidence", SHARE, "policy", "some_evidence"),
    *_column("files", LIST),
    *_column("cut_exposure", NUMBER, "fields", "cut", "exposure"),
    *_column("cut_readiness", NUMBER, "fields", "cut", "readiness"),
    *_column("follows", FOLLOWED, "follows", "version"),
    *_column("ask_again", IDS, "follows", "ask_again"),
)
CHECK: Table = (*_column("id"), *_text("title"), *_column("minutes", WHOLE))
THRESHOLD: Table = _column("threshold", NUMBER)
SCALE: Table = (*_column("range", BOUNDS), *_column("strict", YES))
FIELD: Table = (*_text("title"), *_text("text"))
ACTION: Table = (
    *_column("id"),
    *_text("title"),
    *_column("effort", WHOLE),
    *_column("after", IDS),
    *_column("needs", IDS),
)
PROFILE: Table = (*_column("id"), *_text("title"), *_column("targets", POINTS))
CARRIED: Table = (*_column("question"), *_column("was"), *_column("options", CHOICES))
NODE: Table = (
    *_column("id"),
    *_text("title"),
    *_text("short"),
    *_column("scale"),
    *_column("aggregate"),
    *_column("missing", POLICY),
    *_column("not_applicable", POLICY),
    *_column("hidden", POLICY),
    *_column("rounding", ROUNDING),
    *_column("range", BOUNDS),
    *_column("stage", WHOLE),
    *_column("reach", NUMBER),
    *_column("hold", NUMBER),
    *_column("target", NUMBER),
    *_column("weight", NUMBER),
    *_column("children", IDS),
)
GATE: Table = (
    *_column("level", WHOLE),
    *_column("question"),
    *_column("nodes", IDS),
    *_column("at_least", NUMBER),
    *_column("not_applicable_at_most", WHOLE),
)


_TABLES: dict[str, tuple[Table | tuple[str, ...], ...]] = {
    "survey": (STRUCTURE[:3], SECTION, STRUCTURE[3:], ENTRY),
    "choices": (("list_name",), OPTION, ("list",)),
    "settings": (SETTINGS[:4], ("default_language",), SETTINGS),
    "reasons": (("question",), REASON),
    "tree": (NODE,),
    "gates": (("node",), GATE),
    "checks": (CHECK,),
    "scales": (("scale",), THRESHOLD, LEVEL, SCALE),
    "fields": (("field",), FIELD),
    "actions": (ACTION,),
    "profiles": (PROFILE,),
    "follows": (CARRIED,),
}


def _headings(tables: Iterable[Table | tuple[str, ...]]) -> tuple[str, ...]:
    names = (part if isinstance(part, str) else part.heading for table in tables for part in table)
    return tuple(dict.fromkeys(names))


SHEETS = {sheet: _headings(tables) for sheet, tables in _TABLES.items()}
"""Every sheet with its headings, in the order in which they stand."""


def numeric(sheet: str) -> set[str]:
    """The headings above numbers. In all other columns, what is typed in stays a text: `10-49` is no date."""
    columns = [part for table in _TABLES[sheet] for part in table if isinstance(part, Column)]
    return {column.heading for column in columns if column.form in {NUMBER, WHOLE}}


SHARED, LEVELS = "shared", "levels"
"""What `list` says of a list of choices: it is one of the head, or the plain sentences of `levels`."""
BEGIN, END = "begin_group", "end_group"
ONE, MANY = "select_one", "select_multiple"
TYPES = {"number": "decimal", "text": "text"}
KINDS = {ONE: "single", MANY: "several", "decimal": "number", "text": "text"}
GROUPS = ("matrix", "rated")
MODELS: dict[str, type[BaseModel]] = {
    "single": Single,
    "several": Several,
    "number": Number,
    "text": FreeText,
    "matrix": Matrix,
    "rated": Rated,
}


def entry(kind: str) -> Table:
    """The columns that a question of this kind may fill."""
    keys = {field.alias or name for name, field in MODELS[kind].model_fields.items()} | {"label"}
    return tuple(column for column in ENTRY if column.key[0] in keys)
