"""What two companies have said, and where each of them stands by it."""

from dataclasses import replace
from datetime import datetime

import pytest

from assessment.services.partners import introductions
from assessment.services.partners.introductions import OPEN
from assessment.store.partners import Said
from tests.assessment.services.firms import DAY, NOW, PATIENCE

SAID = [Said(), Said(yes=NOW), Said(no=NOW), Said(yes=NOW, no=NOW + DAY)]


@pytest.mark.parametrize("mine", SAID)
@pytest.mark.parametrize("theirs", SAID)
@pytest.mark.parametrize("now", [NOW + DAY, NOW + PATIENCE])
def test_both_sides_always_agree_on_whether_they_agree(mine: Said, theirs: Said, now: datetime) -> None:
    here = introductions.state(mine, theirs, now=now, patience=PATIENCE)
    there = introductions.state(theirs, mine, now=now, patience=PATIENCE)
    assert (
        (here == "agreed")
        == (there == "agreed")
        == bool(mine.yes and theirs.yes and not mine.no and not theirs.no)
    )
    mirrored = {"waiting": "asked", "asked": "waiting", "proposed": "proposed", "ended": "ended"}
    assert there == mirrored.get(here, there)


@pytest.mark.parametrize("mine", SAID)
@pytest.mark.parametrize("theirs", SAID)
def test_a_no_of_the_other_side_never_has_a_date(mine: Said, theirs: Said) -> None:
    told = introductions.timeline(mine, theirs)
    later = introductions.timeline(mine, replace(theirs, no=theirs.no and theirs.no + 9 * DAY))
    assert told == later
    assert list(told) == sorted(told, key=lambda moment: moment.at)


def test_nothing_can_be_said_once_it_is_over() -> None:
    assert OPEN.keys() == {"proposed", "waiting", "asked", "agreed"}


def test_an_interest_that_was_taken_back_leaves_no_trace_on_the_other_side() -> None:
    taken_back = Said(yes=NOW, no=NOW + DAY)
    assert introductions.timeline(Said(), taken_back) == ()
    assert introductions.state(Said(), taken_back, now=NOW + DAY, patience=PATIENCE) == "gone"


def test_a_contact_that_ended_still_tells_that_both_had_agreed() -> None:
    told = introductions.timeline(Said(yes=NOW), Said(yes=NOW + DAY, no=NOW + 2 * DAY))
    assert [(moment.happened, moment.at) for moment in told] == [
        ("you_yes", NOW),
        ("they_yes", NOW + DAY),
        ("agreed", NOW + DAY),
    ]
