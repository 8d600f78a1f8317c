"""Encryption of a backup with a passphrase, in pieces, so that a large one needs no memory.

A sealed file begins with MAGIC, the salt of the key (scrypt, RFC 7914) and a nonce. Then come pieces of at
most PIECE bytes, each after its length, encrypted with AES-256-GCM. Their nonces count up, and the last one
is told from all others by what is authenticated along with it: neither can be left out, doubled, or put
elsewhere.
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"WKBACKUP1"
SALT, NONCE, LENGTH = 16, 12, 4
PIECE = 1 << 20
MORE, LAST = b"more", b"last"
COST = 2**17
"""Of scrypt, as the OWASP Password Storage Cheat Sheet has it: 128 MiB for each guess."""


class Unopened(ValueError):
    """Another passphrase, or the file was changed or cut."""


class Sealer:
    """A file to write into; what arrives in `file` is encrypted. `close` completes it."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt, self._start = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
        self._file, self._cipher = file, _cipher(passphrase, salt)
        self._waiting, self._number, self._length = bytearray(), 0, 0
        file.write(MAGIC + salt + self._start)

    def write(self, content: bytes) -> int:
        self._waiting += content
        self._length += len(content)
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), MORE)
            del self._waiting[:PIECE]
        return len(content)

    def tell(self) -> int:
        return self._length

    def flush(self) -> None:
        """A piece goes when it is full."""

    def close(self) -> None:
        self._put(bytes(self._waiting), LAST)

    def _put(self, piece: bytes, which: bytes) -> None:
        sealed = self._cipher.encrypt(_nonce(self._start, self._number), piece, which)
        self._file.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
        self._number += 1


def is_sealed(file: BinaryIO) -> bool:
    """Looks at the beginning, and goes back to it."""
    begins = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return begins


def opened(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The content, piece by piece. Raises Unopened; whoever reads must not trust a piece before the end."""
    head = file.read(len(MAGIC) + SALT + NONCE)
    salt, start = head[len(MAGIC) : -NONCE], head[-NONCE:]
    cipher, number = _cipher(passphrase, salt), 0
    piece = _piece(file)
    if not piece:
        raise Unopened
    while piece:
        following = _piece(file)
        try:
            yield cipher.decrypt(_nonce(start, number), piece, MORE if following else LAST)
        except InvalidTag:
            raise Unopened from None
        piece, number = following, number + 1


def _piece(file: BinaryIO) -> bytes:
    length = file.read(LENGTH)
    if not length:
        return b""
    piece = file.read(int.from_bytes(length, "big"))
    if len(length) < LENGTH or len(piece) != int.from_bytes(length, "big"):
        raise Unopened
    return piece


def _nonce(start: bytes, number: int) -> bytes:
    return (int.from_bytes(start, "big") + number).to_bytes(NONCE + 1, "big")[1:]


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode()))
