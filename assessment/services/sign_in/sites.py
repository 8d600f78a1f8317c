"""For which address a passkey is made: it is good there and nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: the host of this installation, and its whole address."""

    id: str
    origin: str
