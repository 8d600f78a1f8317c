"""A text in both languages. Content is refused when one is missing."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Frozen(BaseModel):
    """What content is made of: immutable, strict about unknown keys, and only with numbers that end."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Text(Frozen):
    """The same statement in German and in English."""

    de: Words
    en: Words

    def in_(self, language: Language) -> str:
        return self.de if language == "de" else self.en
