"""What an operator says of an offer is laid over the catalogue; its files stay as they are."""

from datetime import date

import pytest

from matching import text
from matching.catalogue import Catalogue
from matching.eligibility import judge, withheld
from matching.ranking import match
from matching.statements import Statement, with_statements
from tests.matching.builders import TODAY, a_catalogue, a_supplier, an_offer

YEAR_END = date(2027, 12, 31)


@pytest.fixture
def catalogue() -> Catalogue:
    old = {"as_of": "2019", "valid_until": date(2026, 6, 30)}
    return a_catalogue(
        an_offer("old", status=old),
        an_offer("unclear", status={"state": "unclear", "confidence": "low"}),
        an_offer("announced", status={"valid_until": YEAR_END, "end": "announced"}),
    )


def reasons(catalogue: Catalogue, offer: str) -> set[str]:
    return {judged.reason for judged in judge(catalogue.offer[offer], {}, TODAY).criteria}


def test_an_offer_that_holds_is_confirmed_and_its_past_end_is_gone(catalogue: Catalogue) -> None:
    said = with_statements(catalogue, [Statement("old", "holds", TODAY)])

    assert "end_passed" in reasons(catalogue, "old")
    assert reasons(said, "old") == {"district_open_to_all", "status_confirmed"}
    assert said.offer["announced"] is catalogue.offer["announced"]


def test_an_offer_that_nobody_was_sure_of_is_shown_once_it_holds(catalogue: Catalogue) -> None:
    said = with_statements(catalogue, [Statement("unclear", "holds", TODAY)])

    assert withheld(catalogue.offer["unclear"]) == "unclear"
    assert withheld(said.offer["unclear"]) is None
    found = match(said, a_supplier().needing(automation_robotics=0.8).profile, TODAY)
    assert "unclear" in {one.offer.id for one in (*found.first, *found.further)}


def test_an_offer_that_is_over_is_shown_to_nobody(catalogue: Catalogue) -> None:
    said = with_statements(catalogue, [Statement("announced", "over", TODAY)])

    assert withheld(said.offer["announced"]) == "ended"


def test_an_end_stays_announced_unless_the_operator_names_another(catalogue: Catalogue) -> None:
    ends = {
        until: with_statements(catalogue, [Statement("announced", "holds", TODAY, until)])
        .offer["announced"]
        .status.end
        for until in (YEAR_END, date(2028, 1, 1))
    }
    assert list(ends.values()) == ["announced", "final"]


def test_the_revision_says_what_was_said_and_nothing_said_leaves_the_catalogue_as_it_is(
    catalogue: Catalogue,
) -> None:
    holds, over = (with_statements(catalogue, [Statement("old", word, TODAY)]) for word in ("holds", "over"))

    assert len({catalogue.revision, holds.revision, over.revision}) == 3
    assert with_statements(catalogue, [Statement("old", "holds", TODAY)]) is holds
    assert with_statements(catalogue, []) is catalogue


def test_what_is_unknown_or_older_than_the_file_counts_for_nothing(catalogue: Catalogue) -> None:
    gone = Statement("gone", "over", TODAY)
    overtaken = Statement("announced", "over", date(2026, 2, 28))  # its file is of March

    assert with_statements(catalogue, [gone, overtaken]) is catalogue


def test_the_index_of_texts_is_not_made_again_for_another_word_of_the_operator(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, str]] = []

    def an_index(texts: dict[str, str]) -> object:
        made.append(texts)
        return object()

    monkeypatch.setattr(text, "PiecesOfWords", an_index)
    said = with_statements(catalogue, [Statement("old", "holds", TODAY)])

    assert text.index(said) is text.index(catalogue)
    assert [sorted(texts) for texts in made] == [["announced", "old", "unclear"]]
