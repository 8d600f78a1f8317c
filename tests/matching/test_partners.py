"""Companies that could help one another: what it is computed from, and what one sees of the other."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import catalogue, exchange
from matching.exchange import Exchange
from matching.partners import Company, Pairing, Topic, cards, give, may_compete, pair, rank
from matching.strengths import Strength, experience, strengths
from questionnaires import answers as answer_sets
from questionnaires.library import released
from questionnaires.routing import route
from questionnaires.scoring import score

Q = released("readiness")
RULES = exchange.released()
DISTRICTS = catalogue.released().districts
BRAUNSCHWEIG, SALZGITTER, GOSLAR = "03101", "03102", "03153"


def a_company(
    offers: Mapping[str, float] | None = None, seeks: Mapping[str, float] | None = None, **facts: Any
) -> Company:
    told = {"district": BRAUNSCHWEIG, "sectors": frozenset({"22"})} | facts
    return Company(_ticked(offers), _ticked(seeks), **told)


def _ticked(side: Mapping[str, float] | None) -> tuple[Topic, ...]:
    return tuple(Topic(need, amount, (f"{need}?",)) for need, amount in (side or {}).items())


def matched(mine: Company, theirs: Company) -> Pairing:
    found = pair(mine, theirs, DISTRICTS)
    assert found is not None
    return found


ROBOTS = a_company({"automation_robotics": 1.0}, {"cybersecurity": 0.8})
SECURE = a_company({"cybersecurity": 0.5}, {"automation_robotics": 0.6}, sectors=frozenset({"28"}))


def strengths_of(answers: Mapping[str, str]) -> dict[str, Strength]:
    card = score(Q, route(Q, answer_sets.read(answers), "full"))
    return {strength.need: strength for strength in strengths(Q, card)}


# --- strengths ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "shown"), [(None, 0), (0, 0), (0.5, 0), (0.75, 0.5), (1.0, 1.0)])
def test_experience_begins_above_the_middle(value: float | None, shown: float) -> None:
    assert experience(value) == shown


def test_one_good_answer_among_open_ones_makes_nobody_a_guide() -> None:
    asking = [question.id for question in Q.question.values() if "cybersecurity" in question.needs]
    readiness = {item.id for item in score(Q, route(Q, {}, "full")).node("readiness").items}
    shown_by = [question for question in asking if question in readiness]

    alone = strengths_of({shown_by[0]: "4"})["cybersecurity"]
    together = strengths_of(dict.fromkeys(shown_by, "4"))["cybersecurity"]

    assert alone.amount < together.amount == 1.0
    assert alone.questions == (shown_by[0],)


def test_a_dont_know_never_raises_a_strength() -> None:
    known = strengths_of({"T08": "3"})["cybersecurity"].amount
    assert strengths_of({"T08": "dont_know"}).get("cybersecurity") is None
    assert strengths_of({"T08": "3", "I09": "dont_know"})["cybersecurity"].amount == known


def test_a_better_answer_never_lowers_a_strength() -> None:
    amounts = [strengths_of({"T08": str(level), "I09": "3"})["cybersecurity"].amount for level in range(5)]
    assert amounts == sorted(amounts)


# --- the score ---------------------------------------------------------------------------------


def test_a_way_is_the_share_of_the_gaps_that_strengths_meet() -> None:
    taker = a_company(seeks={"cybersecurity": 0.6, "hydrogen": 0.2})
    assert give(SECURE, taker).amount == pytest.approx(0.6 * 0.5 / 0.8)


def test_the_score_is_the_harmonic_mean_of_both_ways() -> None:
    assert matched(ROBOTS, SECURE).score == pytest.approx(2 * 1.0 * 0.5 / 1.5)


def test_where_only_one_side_would_gain_there_is_no_match() -> None:
    assert pair(ROBOTS, replace(SECURE, offers=()), DISTRICTS) is None


@pytest.mark.parametrize(
    ("district", "share"),
    [(BRAUNSCHWEIG, 1.0), (SALZGITTER, 0.9), (GOSLAR, 0.8), ("03", 0.6), (None, 0.6)],
)
def test_the_nearer_the_better(district: str | None, share: float) -> None:
    here = matched(ROBOTS, SECURE).score
    assert matched(ROBOTS, replace(SECURE, district=district)).score == pytest.approx(here * share)


# --- own competitors ---------------------------------------------------------------------------

PLASTICS = replace(SECURE, sectors=frozenset({"22"}))


def test_the_same_sector_in_the_same_district_is_left_out() -> None:
    assert pair(ROBOTS, PLASTICS, DISTRICTS) is None


def test_the_same_sector_elsewhere_is_no_competitor() -> None:
    assert pair(ROBOTS, replace(PLASTICS, district=GOSLAR), DISTRICTS)


def test_competitors_need_the_wish_of_both() -> None:
    open_minded = replace(ROBOTS, competitors=True)
    assert pair(open_minded, PLASTICS, DISTRICTS) is None
    assert pair(open_minded, replace(PLASTICS, competitors=True), DISTRICTS)


@pytest.mark.parametrize(
    "unsaid",
    [
        {"sectors": None},
        {"district": None, "sectors": frozenset({"22"})},
        {"sectors": frozenset({"22", "25"})},
    ],
    ids=["sector not said", "district not said", "sector one of several"],
)
def test_who_may_be_a_competitor_counts_as_one(unsaid: dict[str, Any]) -> None:
    assert may_compete(ROBOTS, replace(SECURE, **unsaid))


def test_none_of_the_listed_sectors_is_another_sector_than_any_listed_one() -> None:
    other = replace(SECURE, sectors=frozenset())
    assert not may_compete(ROBOTS, other)
    assert may_compete(other, other)


# --- what is seen ------------------------------------------------------------------------------


def test_a_card_names_topics_with_own_answers_only() -> None:
    (card,) = cards(ROBOTS, [SECURE], RULES, DISTRICTS)
    assert asdict(card) == {
        "place": "region",
        "division": None,
        "gives": ({"need": "automation_robotics", "questions": ("automation_robotics?",)},),
        "takes": ({"need": "cybersecurity", "questions": ("cybersecurity?",)},),
    }


def test_a_neighbourhood_or_a_division_is_named_only_where_enough_share_it() -> None:
    few = cards(ROBOTS, [SECURE] * (RULES.shared_by - 1), RULES, DISTRICTS)
    many = cards(ROBOTS, [SECURE] * RULES.shared_by, RULES, DISTRICTS)
    assert {(card.place, card.division) for card in few} == {("region", None)}
    assert {(card.place, card.division) for card in many} == {("near", "28")}


def test_a_division_is_counted_within_its_place() -> None:
    far = replace(SECURE, district=GOSLAR)
    crowd = [replace(SECURE, sectors=frozenset({"29"}))] * RULES.shared_by
    seen = cards(ROBOTS, [*crowd, SECURE, *([far] * (RULES.shared_by - 1))], RULES, DISTRICTS)
    assert seen[0].division == "29"
    assert {card.division for card in seen[RULES.shared_by :]} == {None}


def test_the_order_of_topics_is_that_of_the_viewer() -> None:
    offered = {"hydrogen": 0.3, "charging": 0.9, "networking": 0.5}
    mine = a_company(offered, {"ai_data": 1.0})
    for sizes in ((0.1, 0.5, 0.9), (0.9, 0.5, 0.1)):
        theirs = a_company({"ai_data": 1.0}, dict(zip(offered, sizes, strict=True)))
        (card,) = cards(mine, [theirs], RULES, DISTRICTS)
        assert [reason.need for reason in card.gives] == ["charging", "networking", "hydrogen"]


def test_every_topic_is_a_need_of_the_vocabulary() -> None:
    assert set(RULES.topics) <= {need.id for need in Q.needs}
    assert len(RULES.topics) == len(set(RULES.topics))


def test_what_touches_customers_or_money_is_no_topic() -> None:
    assert {"customer_dependency", "supply_chain", "financing", "equity"}.isdisjoint(RULES.topics)


# --- whatever companies there are --------------------------------------------------------------

TOPICS = st.dictionaries(st.sampled_from(RULES.topics[:6]), st.floats(0.001, 1), max_size=6)
COMPANIES = st.builds(
    a_company,
    TOPICS,
    TOPICS,
    district=st.sampled_from([None, BRAUNSCHWEIG, SALZGITTER, GOSLAR, "03"]),
    sectors=st.sampled_from([None, frozenset(), frozenset({"22"}), frozenset({"25.6", "25.7"})]),
    competitors=st.booleans(),
)


@given(COMPANIES, COMPANIES)
def test_both_see_the_same_score_and_its_parts_add_up(mine: Company, theirs: Company) -> None:
    there, back = pair(mine, theirs, DISTRICTS), pair(theirs, mine, DISTRICTS)
    assert (there is None) == (back is None)
    if there and back:
        assert there.score == back.score
        assert 0 < there.score <= 1
        assert (dict(there.gives), dict(there.takes)) == (dict(back.takes), dict(back.gives))
        parts = [amount for _, amount in (*there.gives, *there.takes)]
        assert min(parts) >= 0
        assert sum(parts) == pytest.approx(there.score)


@given(COMPANIES, st.lists(COMPANIES, max_size=8))
def test_a_card_holds_nothing_of_the_other_side_but_shared_topics(
    mine: Company, others: list[Company]
) -> None:
    marked = [replace(o, offers=_marked(o.offers), seeks=_marked(o.seeks)) for o in others]
    for card, other in zip(cards(mine, marked, RULES, DISTRICTS), marked, strict=True):
        assert "secret" not in repr(card)
        assert {r.need for r in card.gives} <= {t.need for t in other.seeks} & {t.need for t in mine.offers}
        assert {r.need for r in card.takes} <= {t.need for t in other.offers} & {t.need for t in mine.seeks}


def _marked(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    return tuple(replace(topic, questions=("secret",)) for topic in topics)


@given(COMPANIES, st.lists(COMPANIES, max_size=8), st.floats(0.01, 1))
def test_a_card_does_not_change_with_the_sizes_of_the_other_side(
    mine: Company, others: list[Company], size: float
) -> None:
    flat = [
        replace(o, offers=_sized(o.offers, size), seeks=_sized(o.seeks, size), competitors=False)
        for o in others
    ]
    assert cards(mine, others, RULES, DISTRICTS) == cards(mine, flat, RULES, DISTRICTS)


def _sized(topics: tuple[Topic, ...], size: float) -> tuple[Topic, ...]:
    return tuple(replace(topic, amount=size) for topic in topics)


@given(COMPANIES, st.lists(COMPANIES, max_size=8))
def test_the_best_come_first(mine: Company, others: list[Company]) -> None:
    scores = [found.score for _, found in rank(mine, others, DISTRICTS)]
    assert scores == sorted(scores, reverse=True)


def test_content_with_an_unknown_part_is_refused() -> None:
    with pytest.raises(ValueError, match="kept_days"):
        Exchange.model_validate(RULES.model_dump() | {"kept_days": 0})
