"""What a version must prove before it is released, and its entry in the lock.

It stands in its place (`content/ID/VERSION`), loads without a finding, all its worked cases come out as
they were computed by hand, and what it says about the version before fits that one. Nothing is copied: from
then on the files that stand there must stay as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.library import locking
from questionnaires.library.proving import prove
from questionnaires.library.source import ContentError, Place, Problem
from questionnaires.versions import carrying


@dataclass(frozen=True, slots=True)
class Release:
    """What was released; `new` is False if it was before, with the same content."""

    questionnaire: Questionnaire
    cases: int
    new: bool


def release(folder: Path) -> Release:
    """Writes the version in this folder into the lock. Raises ContentError with all that is against it."""
    folder = folder.resolve()
    content = folder.parent.parent
    questionnaire = library.load(folder, content / library.NEEDS.name)
    cases = prove(questionnaire, folder)
    lock = locking.lock(content)
    known = questionnaire.version in lock.versions(questionnaire.id)
    if known:
        lock.check(questionnaire.id, questionnaire.version)
    objections = [
        *_stands_elsewhere(questionnaire, folder),
        *_is_not_summed_up(questionnaire, folder),
        *_follows_what_it_does_not_fit(questionnaire, folder, lock),
    ]
    if objections:
        raise ContentError(objections)
    if not known:
        lock.with_(questionnaire.id, questionnaire.version, locking.sums(folder)).write()
        library.forget()
    return Release(questionnaire, cases, not known)


def _stands_elsewhere(questionnaire: Questionnaire, folder: Path) -> Iterator[Problem]:
    place = (questionnaire.id, questionnaire.version)
    if (folder.parent.name, folder.name) != place:
        yield Problem(Place(folder / library.HEAD, 1), f"expected in a folder {place[0]}/{place[1]}")


def _is_not_summed_up(questionnaire: Questionnaire, folder: Path) -> Iterator[Problem]:
    for name in questionnaire.files:
        if name not in locking.sums(folder):
            message = f"expected files: *.yaml within this folder and outside {locking.CASES}/, found {name}"
            yield Problem(Place(folder / library.HEAD, 1), message)


def _follows_what_it_does_not_fit(
    questionnaire: Questionnaire, folder: Path, lock: locking.Lock
) -> Iterator[Problem]:
    """What comes after a released version says so, or nobody could take answers along."""
    head = Place(folder / library.HEAD, 1)
    earlier = [v for v in lock.versions(questionnaire.id) if v != questionnaire.version]
    earlier = [v for v in earlier if locking.number(v) < locking.number(questionnaire.version)]
    follows = questionnaire.follows.version if questionnaire.follows else None
    if earlier and follows != earlier[-1]:
        yield Problem(head, f"expected follows: {{version: {earlier[-1]!r}}}, the version before")
    elif follows and not earlier:
        yield Problem(head, f"follows {follows!r}, which is not released")
    elif follows:
        lock.check(questionnaire.id, follows)
        before = library.load(folder.parent / follows, folder.parent.parent / library.NEEDS.name)
        yield from (Problem(head, f"follows: {said}") for said in carrying.mistakes(before, questionnaire))
