"""Every code that matching and scoring know has its sentence, and says the same in both languages."""

import re
from typing import get_args

import pytest

from matching.offers import KINDS
from matching.ranking import NOTICES
from matching.reasons import REASONS
from questionnaires.scoring.scorecard import State
from questionnaires.text import LANGUAGES, Text
from questionnaires.text import Language as Code
from reports import wording
from reports.language import language
from reports.misfits import misfits
from reports.offered import Criterion, Notice, Plain, Value
from reports.offering import VALUES
from tests.reports import samples
from tests.reports.builders import SHORT, a_report

PLACE = Text(de="Landkreis Goslar", en="District of Goslar")
GIVEN: dict[str, Plain] = {
    "min": 10,
    "max": 249,
    "low": 50,
    "high": 99,
    "as_of": "2024-03",
    "confirmed_on": "2026-05-01",
    "valid_until": "2027-12-31",
    "announced": False,
}
LEFT_OPEN = re.compile(r"%\(|\bNone\b(?! of)|  |: \.|\(\)")


def judged(code: str, **arguments: Plain) -> Criterion:
    named = {name: GIVEN[name] for name in REASONS[code].arguments if name in GIVEN}
    return Criterion(
        id="any",
        value=VALUES[REASONS[code].value],
        reason=code,
        arguments=named | arguments,
        places=(PLACE,) if "districts" in REASONS[code].arguments else (),
        condition=Text(de="Mitglied der IHK", en="Member of the IHK"),
    )


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_whole_sentence(reason: str, code: Code) -> None:
    said = wording.criterion(judged(reason), language(code))

    assert said.endswith(".")
    assert not LEFT_OPEN.search(said)


@pytest.mark.parametrize("reason", REASONS)
def test_both_languages_say_something_of_their_own(reason: str) -> None:
    german, english = (wording.criterion(judged(reason), language(code)) for code in LANGUAGES)

    assert german != english


@pytest.mark.parametrize("reason", [code for code, meaning in REASONS.items() if meaning.value is False])
def test_nothing_is_called_ineligible(reason: str) -> None:
    assert wording.criterion(judged(reason), language("de")).startswith("Passt derzeit nicht, weil ")
    assert wording.criterion(judged(reason), language("en")).startswith("Does not fit at present because ")


@pytest.mark.parametrize("reason", ["status_sourced", "status_unclear", "status_ended"])
def test_a_source_without_a_date_is_said_to_have_none(reason: str) -> None:
    said = wording.criterion(judged(reason, as_of=None), language("de"))

    assert "Stand" not in said
    assert not LEFT_OPEN.search(said)


def test_an_announced_end_is_only_expected() -> None:
    firm, announced = judged("end_ahead"), judged("end_ahead", announced=True)

    assert wording.criterion(firm, language("de")) == "Läuft bis 31.\N{NO-BREAK SPACE}Dezember 2027."
    assert "voraussichtlich" in wording.criterion(announced, language("de"))


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [(10, None, "mindestens 10"), (None, 99, "höchstens 99"), (10, 99, "10 bis 99")],
)
def test_limits_are_said_as_far_as_there_are_any(least: int | None, most: int | None, said: str) -> None:
    sentence = wording.criterion(judged("employees_within", min=least, max=most), language("de"))

    assert f"Betriebe mit {said} Beschäftigten" in sentence


def test_the_tables_know_the_same_codes_as_those_who_judge() -> None:
    variants = {f"{code}_{more}" for code in REASONS for more in ("undated", "announced")}

    assert set(REASONS) <= set(wording.CRITERIA) <= set(REASONS) | variants
    assert set(wording.NOTICES) == set(NOTICES)
    assert set(wording.KINDS) == set(KINDS)
    assert set(wording.STATES) == set(State)
    assert set(wording.VALUES) == set(get_args(Value))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_has_a_whole_sentence(notice: str, code: Code) -> None:
    said = Notice(code=notice, arguments=dict.fromkeys(NOTICES[notice], 500), offers=(PLACE,))

    assert not LEFT_OPEN.search(wording.notice(said, language(code)))


def test_offers_that_fail_for_the_same_reason_are_told_together() -> None:
    excluded = a_report(SHORT).offers.excluded
    told = misfits(excluded, language("de"))

    assert sorted(offer.id for misfit in told for offer, _ in misfit.offers) == sorted(o.id for o in excluded)
    assert told[0].reasons == ("Passt derzeit nicht, weil Ihr Standort nicht im Gebiet des Angebots liegt.",)
    assert ("wirego-goslar", "Landkreis Goslar") in [(offer.id, place) for offer, place in told[0].offers]
    assert len(told) < len(excluded)


@pytest.mark.parametrize(
    ("works_council", "said"),
    [
        (True, "Geschäftsleitung zusammen mit dem Betriebsrat"),
        (False, "Geschäftsleitung mit der Belegschaft"),
        (None, "Geschäftsleitung mit Betriebsrat oder Belegschaft"),
    ],
)
def test_who_decides_with_the_management_follows_from_the_works_council(
    works_council: bool | None, said: str
) -> None:
    assert wording.decider(samples.SKILLS, works_council, language("de")) == said


def test_behind_not_met_a_condition_does_not_say_again_that_it_is_not() -> None:
    for reason in wording.FAILING:
        told = judged(reason.removesuffix("_undated"))
        assert "Passt derzeit nicht" not in wording.labelled(told, language("de"))


def test_a_place_that_the_name_already_has_is_not_named_again() -> None:
    failing = judged("district_not_served").model_copy(update={"value": "not_met", "places": (PLACE,)})
    named = Text(de="Agentur für Arbeit (Landkreis Goslar)", en="Employment agency (district of Goslar)")
    offer = a_report(SHORT).offers.excluded[0].model_copy(update={"criteria": (failing,)})
    bare, twice = (
        misfits([offer.model_copy(update={"name": name})], language("en"))[0]
        for name in (Text(de="Agentur", en="Agency"), named)
    )

    assert [places for _, places in (*bare.offers, *twice.offers)] == ["District of Goslar", ""]
