"""What a mail says. Each has a template per language in `templates`; its first line is the subject."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from questionnaires.text import Language

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def written(name: str, language: str, **values: str | int) -> Letter:
    """The mail of this name; line breaks in a value become spaces, so that none can forge a line."""
    flat = {
        key: " ".join(value.split()) if isinstance(value, str) else value for key, value in values.items()
    }
    text = _environment().get_template(f"{name}.{language}.txt").render(flat)
    subject, _, body = text.partition("\n")
    return Letter(subject, body.lstrip("\n"))


def names() -> list[tuple[str, Language]]:
    """All mails there are, in each language."""
    parts = [path.name.split(".") for path in sorted(TEMPLATES.glob("*.txt"))]
    return [(name, "de" if language == "de" else "en") for name, language, _ in parts]


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - plain text, nothing reads it as HTML
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
