"""What can be wrong in the English texts of screens and reports: not written yet, or with other blanks than
the German text that they stand for."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from assessment.authoring import HOME
from questionnaires.library.source import ContentError, Place, Problem

FOLDERS: Mapping[str, Path] = {
    "texts of screens": HOME / "assessment" / "web" / "translations",
    "texts of reports": HOME / "reports" / "translations",
}


def check(folder: Path) -> int:
    """How many texts there are. Raises ContentError."""
    file = folder / "en" / "LC_MESSAGES" / "messages.po"
    try:
        with file.open("rb") as opened:
            texts = read_po(opened, locale="en", abort_invalid=True)
    except PoFileError as error:
        raise ContentError([Problem(Place(file, error.lineno), f"not readable: {error}")]) from None
    except (OSError, ValueError) as error:
        raise ContentError([Problem(Place(file, 1), f"not readable: {error}")]) from None
    problems = [
        Problem(Place(file, one.lineno or 1), said) for one in texts if one.id for said in _wrong(one)
    ]
    if problems:
        raise ContentError(problems)
    return len(texts)


def _wrong(text: Message) -> Iterator[str]:
    written = text.string if isinstance(text.string, tuple | list) else (text.string,)
    shown = (text.id if isinstance(text.id, str) else text.id[0])[:60]
    if text.fuzzy:
        yield f"expected somebody to look at this text and take `fuzzy` away: {shown!r}"
    elif not all(written):
        yield f"expected a text in English for {shown!r}, found none"
    else:
        yield from (f"expected the same blanks as in German: {error}" for error in text.check())
