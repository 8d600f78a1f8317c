"""Which passwords are refused: too short, too long, or made of what everybody tries first.

No rule says which kinds of characters there must be (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2): such
rules make people write "Passwort1!". Instead everything is taken away that is tried first, and enough must be
left: one or two common words go, the words around the account, years, rows of the keyboard, whatever is said
twice.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from assessment.errors import GuessablePassword

SHORTEST, LONGEST = 12, 256
"""Characters. Twelve, since a password may be the only proof."""
MUST_BE_LEFT = 6
WORDS_TAKEN = 2
"""How many common words are taken away: a sentence of many may stay, that is what makes a good password."""
SHORTEST_WORD = 4

WORDS = Path(__file__).parent / "common_words.txt"
ROWS = (
    "qwertzuiopü",
    "qwertyuiop",
    "asdfghjklöä",
    "yxcvbnm",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)
LOOK_ALIKE = str.maketrans("@4301$5!7", "aaeoissit")
YEAR = re.compile(r"(19|20)\d\d")
SAID_TWICE = re.compile(r"(.+?)\1+")


def normalised(password: str) -> str:
    """The same password, however a keyboard puts its letters together."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, around: Collection[str]) -> None:
    """Raises GuessablePassword. `around`: names and addresses that belong to the account."""
    length = len(normalised(password))
    if length < SHORTEST:
        raise GuessablePassword("too_short")
    if length > LONGEST:
        raise GuessablePassword("too_long")
    if hard_part(password, around) < MUST_BE_LEFT:
        raise GuessablePassword("guessable")


def hard_part(password: str, around: Collection[str] = ()) -> int:
    """How many characters are left without what everybody tries first, read as it stands and as it sounds."""
    plain = normalised(password).casefold()
    own = {word for text in around for word in _words(text)}
    return min(_left(plain, own), _left(plain.translate(LOOK_ALIKE), own))


def _left(password: str, own: Collection[str]) -> int:
    left = password
    for word in sorted(own, key=len, reverse=True):
        left = left.replace(word, "")
    left = _without_common(left)
    left = YEAR.sub("", left)
    for row in _runs():
        left = left.replace(row, "")
    return len(SAID_TWICE.sub(r"\1", left))


def _without_common(password: str) -> str:
    found = [word for word in common_words() if word in password]
    for word in sorted(found, key=len, reverse=True)[:WORDS_TAKEN]:
        password = password.replace(word, "")
    return password


def _words(text: str) -> set[str]:
    return {word for word in re.split(r"[\W_]+", text.casefold()) if len(word) >= SHORTEST_WORD}


@cache
def common_words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _runs() -> tuple[str, ...]:
    """Pieces of at least four keys in a row, in both directions, the longest first."""
    both = [direction for row in ROWS for direction in (row, row[::-1])]
    pieces = {
        row[start:end] for row in both for start in range(len(row)) for end in range(start + 4, len(row) + 1)
    }
    return tuple(sorted(pieces, key=lambda piece: (-len(piece), piece)))
