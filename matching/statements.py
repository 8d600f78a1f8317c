"""What the operator found out about offers since the catalogue was written: it holds, or it is over.

The files of the catalogue stay as they were released. A statement is laid over them when lists are made, and
gives the catalogue another revision, so that every result says what it was made with. Of a file and a
statement, whichever knows of the later day counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Literal, get_args

from matching.catalogue import Catalogue
from matching.offers import Offer, Status

Said = Literal["holds", "over"]
SAID: tuple[Said, ...] = get_args(Said)


@dataclass(frozen=True, slots=True)
class Statement:
    """Of an offer, on a day; `until` is its last day if it holds and has one."""

    offer: str
    said: Said
    on: date
    until: date | None = None


def with_statements(catalogue: Catalogue, statements: Iterable[Statement]) -> Catalogue:
    """The catalogue as it stands by these, at most one for each offer.

    The same statements give the same catalogue, so that what is known of it is not computed again. Those
    about offers that are in the catalogue no more, or that its files overtook, count for nothing.
    """
    telling = frozenset(one for one in statements if _tells(catalogue, one))
    return _with(catalogue, telling) if telling else catalogue


def _tells(catalogue: Catalogue, statement: Statement) -> bool:
    offer = catalogue.offer.get(statement.offer)
    return offer is not None and offer.status.since <= statement.on


@lru_cache(maxsize=8)
def _with(catalogue: Catalogue, statements: frozenset[Statement]) -> Catalogue:
    said = {statement.offer: statement for statement in statements}
    offers = tuple(
        _stated(offer, said[offer.id]) if offer.id in said else offer for offer in catalogue.offers
    )
    return replace(catalogue, offers=offers, revision=_revision(catalogue.revision, statements))


def _stated(offer: Offer, statement: Statement) -> Offer:
    return offer.model_copy(update={"status": STATUS[statement.said](offer.status, statement)})


def _holds(known: Status, statement: Statement) -> Status:
    """What the operator confirms is certain. An end that was announced before stays an announced one."""
    return Status(
        state="running",
        as_of=known.as_of,
        valid_until=statement.until,
        end=known.end if statement.until == known.valid_until else "final",
        confirmed_on=statement.on,
        confidence="high",
    )


def _over(known: Status, _: Statement) -> Status:
    return Status(
        state="ended",
        as_of=known.as_of,
        valid_until=known.valid_until,
        end=known.end,
        confirmed_on=known.confirmed_on,
        confidence=known.confidence,
    )


STATUS = {"holds": _holds, "over": _over}


def _revision(released: str, statements: frozenset[Statement]) -> str:
    told = sorted(f"{one.offer} {one.said} {one.on} {one.until}" for one in statements)
    return sha256("\n".join([released, *told]).encode()).hexdigest()[: len(released)]
