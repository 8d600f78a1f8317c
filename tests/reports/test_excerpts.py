"""What is printed of long texts and long lists, and that the rest is somewhere and said to be."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import excerpts, html, page
from reports.excerpts import FULLER, PRINTED, excerpt, pressing
from reports.planned import Planned, State
from tests.reports import samples

LONG = samples.long()


@cache
def on_paper() -> str:
    return html.document(LONG, "de").replace("\N{NO-BREAK SPACE}", " ")


@cache
def on_screen() -> str:
    return page.alone(LONG, "de").replace("\N{NO-BREAK SPACE}", " ")


def entry(id_: str, state: State) -> Planned:
    return samples.own(id_, f"Vorhaben {id_}").model_copy(update={"state": state})


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert excerpt("Zwei Worte", 10) == "Zwei Worte"


def test_a_longer_text_ends_after_a_whole_word() -> None:
    assert excerpt("Wir sparen Energie, vor allem nachts.", 20) == "Wir sparen Energie …"
    assert excerpt("Verbrennungsmotorenkomponenten", 12) == "Verbrennun …"


@given(st.text(), st.integers(4, 60))
def test_an_excerpt_is_never_longer_than_asked_for_by_more_than_its_ellipsis(words: str, most: int) -> None:
    assert len(excerpt(words, most)) <= max(most, 2) + len(" …")


def test_what_is_still_to_be_done_is_printed_before_what_is_done() -> None:
    entries = [entry("1", "done"), entry("2", "planned"), entry("3", "dropped"), entry("4", "running")]

    assert [one.id for one in pressing(entries, 2)] == ["2", "4"]
    assert [one.id for one in pressing(entries, 3)] == ["1", "2", "4"]
    assert pressing(entries, 4) == tuple(entries)


def test_a_long_aim_is_printed_in_part_on_the_first_page_and_whole_further_back() -> None:
    assert LONG.goal is not None
    assert f"Ihr Ziel: „{excerpt(LONG.goal, PRINTED.goal)}“" in on_paper()
    assert on_paper().count(LONG.goal) == 1
    assert "Ihr Ziel im Wortlaut" in on_paper()


def test_a_long_plan_is_printed_in_part_and_says_where_the_rest_is() -> None:
    assert "7 weitere Einträge stehen in Ihrem Plan im Netz und in der Excel-Tabelle." in on_paper()
    assert "Notizen, die mit „…“ enden, sind hier gekürzt." in on_paper()
    assert on_paper().count("Notiz: ") == FULLER.entries


def test_without_the_comparison_with_other_companies_more_of_a_plan_is_printed() -> None:
    alone = html.document(LONG.model_copy(update={"benchmark": None}), "de")

    assert alone.count("Notiz: ") == PRINTED.entries > FULLER.entries


def test_many_views_that_differ_are_printed_in_part_and_say_where_the_rest_is() -> None:
    one = LONG.dissent[0].model_copy(update={"reason": "Das liegt an der Auslastung der Halle. " * 10})
    apart = LONG.model_copy(update={"dissent": (one,) * 8})
    paper, screen = html.document(apart, "de"), page.alone(apart, "de").replace("\N{NO-BREAK SPACE}", " ")

    assert paper.count("Begründung: ") == PRINTED.views
    assert "3 weitere Fragen stehen in Ihrem Ergebnis im Netz" in paper
    assert "Begründungen, die mit „…“ enden, sind hier gekürzt." in paper
    assert screen.count(one.reason.strip()) == len(apart.dissent)


def test_the_page_keeps_every_word_of_the_company() -> None:
    assert LONG.goal is not None
    assert f"„{LONG.goal}“" in on_screen()
    for planned in LONG.chosen:
        assert planned.note in on_screen()
        assert planned.owner in on_screen()
    assert "gekürzt" not in on_screen()
    assert "Ihr Ziel im Wortlaut" not in on_screen()


def test_a_first_step_told_before_is_not_repeated_in_a_long_plan() -> None:
    step = samples.everything().steps[0]
    assert step.measure is not None
    chosen = samples.own("1", "Vorhaben").model_copy(
        update={"measure": step.measure.id, "first_step": step.measure.first_step}
    )

    def told(entries: tuple[Planned, ...]) -> int:
        printed = html.document(samples.everything().model_copy(update={"chosen": entries}), "de")
        return len(re.findall(re.escape(step.measure.first_step.de[:30]), printed)) if step.measure else 0

    assert told((chosen,)) - told((chosen, *(entry(str(n), "planned") for n in range(5)))) == 1


@pytest.mark.parametrize("kinds", [PRINTED.misfits, excerpts.ON_SCREEN.misfits])
def test_offers_that_do_not_fit_are_all_told_or_counted(kinds: int) -> None:
    told = on_paper() if kinds == PRINTED.misfits else on_screen()
    left = re.search(r"(\d+) weitere Angebote, die derzeit nicht passen", told)
    missing = [offer for offer in LONG.offers.excluded if offer.name.de not in told]

    assert len(missing) <= (int(left[1]) if left else 0)
