"""What has to come first: prerequisites, however indirect, and orders that keep to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

After = Mapping[str, Collection[str]]
"""What has to come directly before each."""


def earlier(id_: str, after: After) -> frozenset[str]:
    """All that comes before, however indirectly; never the one asked for, even in a circle."""
    seen: set[str] = set()
    waiting = [*after.get(id_, ())]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += after.get(one, ())
    return frozenset(seen - {id_})


class Neighbours(NamedTuple):
    """What comes before something, and what waits for it."""

    first: tuple[str, ...]
    needed_by: tuple[str, ...]


def neighbours(ids: Sequence[str], after: After) -> dict[str, Neighbours]:
    """Those of each among these ids, in their order."""
    before = {id_: earlier(id_, after) for id_ in ids}
    return {
        id_: Neighbours(
            tuple(other for other in ids if other in before[id_]),
            tuple(other for other in ids if id_ in before[other]),
        )
        for id_ in ids
    }


def first_things_first(ids: Iterable[str], after: After) -> list[str]:
    """The same ids in the same order, but each behind those of them that have to come first.

    `after` is taken as it is: who wants indirect prerequisites to hold across others gives all of them.
    Ends also where prerequisites go in a circle; somewhere in it, one of them then comes too early.
    """
    wanted = dict.fromkeys(ids)
    placed: dict[str, None] = {}
    for id_ in wanted:
        _place(id_, wanted, after, placed, set())
    return list(placed)


def _place(
    id_: str, wanted: Mapping[str, None], after: After, placed: dict[str, None], under_way: set[str]
) -> None:
    if id_ in placed or id_ in under_way:
        return
    under_way.add(id_)
    prerequisites = set(after.get(id_, ()))
    for other in wanted if prerequisites else ():
        if other in prerequisites:
            _place(other, wanted, after, placed, under_way)
    placed[id_] = None
