"""What would make an offer fit: found by trying, and said plainly where nothing does."""

from datetime import date
from itertools import product

import pytest

from matching import catalogue
from matching.eligibility import judge, shown
from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.routing import route
from reports import fitting
from reports.fitting import Fitting, Given, Remedy
from tests.reports.builders import FULL, SHORT, UNCERTAIN, WORKED

TODAY = date(2026, 11, 22)
QUESTIONNAIRE, OFFERS = library.released("readiness"), catalogue.released()
CASES = cases.worked("readiness", "1.0")


def search(offer: str, case: str = SHORT, day: date = TODAY, **changes: str) -> Fitting:
    worked = CASES[case]
    answers = worked.answers | {id_: Answer(choice) for id_, choice in changes.items()}
    return fitting.search(QUESTIONNAIRE, answers, worked.check, OFFERS.offer[offer], day)


def test_an_offer_whose_conditions_are_met_needs_nothing() -> None:
    assert search("ihk-braunschweig") == Fitting(True, (), None)


def test_one_other_answer_may_suffice() -> None:
    remedies = search("hub-insum").remedies

    assert remedies == (Remedy("fits", (Given("sector", ("textile_interior",)),)),)


def test_where_none_suffices_alone_two_are_tried_together() -> None:
    (remedy,) = search("go-inno", FULL).remedies

    assert remedy == Remedy(
        "fits", (Given("employees", ("1-9", "10-49", "50-99")), Given("group", ("independent",)))
    )


def test_a_question_that_is_only_asked_after_another_answer_is_reached() -> None:
    without = search("qualifizierungsgeld", UNCERTAIN, works_council="absent", E10="4")
    asked = {given.question for remedy in without.remedies for given in remedy.given}

    assert asked == {"works_council", "training_agreement"}
    assert Given("works_council", ("present",)) in without.remedies[0].given


def test_a_company_does_not_move_for_an_offer() -> None:
    assert search("ihk-lueneburg-wolfsburg") == Fitting(False, (), "elsewhere")


def test_a_company_that_kept_its_place_to_itself_may_still_tell_it() -> None:
    found = search("ihk-lueneburg-wolfsburg", district="dont_know")

    assert found.remedies[0].given[0].question == "district"
    assert "03103" in found.remedies[0].given[0].choices


def test_an_offer_that_has_run_out_fits_nobody() -> None:
    ending = next(o for o in OFFERS.offers if shown(o) and o.status.end == "final" and o.status.valid_until)

    assert search(ending.id, day=date(2040, 1, 1)).obstacle == "over"


def test_what_the_length_of_the_check_does_not_ask_is_named() -> None:
    found = search("qualifizierungsgeld")

    assert found.not_asked == ("training_agreement",)
    assert found.obstacle == "nothing"


def test_what_would_only_leave_it_open_is_told_as_such() -> None:
    outcomes = {
        r.outcome for case in WORKED for o in OFFERS.offers if shown(o) for r in search(o.id, case).remedies
    }

    assert outcomes == {"fits", "may_fit"}


@pytest.mark.parametrize("case", WORKED)
def test_every_answer_that_is_named_does_what_it_says(case: str) -> None:
    worked = CASES[case]
    for offer in filter(shown, OFFERS.offers):
        for remedy in search(offer.id, case).remedies:
            for choices in product(*(given.choices for given in remedy.given)):
                if len(choices) > 1 and choices[1:] != tuple(g.choices[0] for g in remedy.given[1:]):
                    continue  # of two, each is good together with the first of the other
                given = zip((given.question for given in remedy.given), choices, strict=True)
                answers = worked.answers | {id_: Answer(choice) for id_, choice in given}
                verdict = judge(offer, route(QUESTIONNAIRE, answers, worked.check).facts, TODAY)
                assert verdict.value is not False, (offer.id, remedy)
                met = not any(criterion.facts for criterion in verdict.open)
                assert met == (remedy.outcome == "fits"), (offer.id, remedy)


@pytest.mark.parametrize("case", WORKED)
def test_an_offer_fits_or_there_is_something_to_say(case: str) -> None:
    for offer in filter(shown, OFFERS.offers):
        found = search(offer.id, case)
        assert found.fits + bool(found.remedies) + bool(found.obstacle) == 1, offer.id
