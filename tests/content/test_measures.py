"""The released measures: every gap leads to some, and anybody can read them, in both languages."""

import re
from collections import Counter

import pytest

from questionnaires import library, measures
from questionnaires.library.cases import Case, worked
from questionnaires.measures.choosing import advise
from questionnaires.measures.library import CONTENT, load
from questionnaires.measures.lint import problems
from questionnaires.planning.priorities import priorities
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.text import Text

READINESS = library.released("readiness")
MEASURES = measures.released("readiness")
LIBRARY = load(CONTENT / "readiness")
AREAS = {"technology": "T", "work": "W", "business_models": "B", "infrastructure": "I"}
CASES = worked("readiness", READINESS.version)

TEXTS: dict[str, Text] = {
    f"{one.id}.{name}": getattr(one, name)
    for one in MEASURES.measures
    for name in ("title", "text", "first_step")
}
GERMAN = {place: text.de for place, text in TEXTS.items()}
ENGLISH = {place: text.en for place, text in TEXTS.items()}

# --- that they lead on -------------------------------------------------------------------------


def test_every_gap_of_the_questionnaire_leads_to_a_measure_and_every_measure_is_reached() -> None:
    assert problems(READINESS, LIBRARY) == []


def test_each_area_has_a_file_of_its_own_about_its_questions() -> None:
    files = {one.id: LIBRARY.place(one.id).file.stem for one in MEASURES.measures}
    about = {(files[one.id], id_[0]) for one in MEASURES.measures for id_ in one.closes}
    assert set(AREAS.items()) <= about


def test_what_a_measure_is_about_is_what_its_questions_are_about() -> None:
    """Otherwise the offers beside a measure would be for something else."""
    strange = {
        one.id: one.needs
        for one in MEASURES.measures
        if not set(one.needs) <= {need for id_ in one.closes for need in READINESS.question[id_].needs}
    }
    assert strange == {}


def test_a_measure_is_told_for_levels_that_lie_side_by_side() -> None:
    for one in MEASURES.measures:
        for id_, levels in one.closes.items():
            assert sorted(levels) == list(range(min(levels), max(levels) + 1)), (one.id, id_)


def test_a_beginning_takes_no_more_effort_than_the_years_after_it() -> None:
    """From the lowest level there is for every question something that needs neither months nor money."""
    first = {id_: MEASURES.closing(id_, 0) for id_ in (q for one in MEASURES.measures for q in one.closes)}
    assert {id_ for id_, found in first.items() if all(one.effort == 3 for one in found)} == set()


def test_effort_and_weeks_do_not_contradict_each_other() -> None:
    """Months of work are not done in a few weeks, and a few days of it do not take a year."""
    limits = {1: (1, 26), 2: (2, 52), 3: (6, 104)}
    for one in MEASURES.measures:
        least, most = limits[one.effort]
        assert least <= one.weeks.least, one.id
        assert one.weeks.most <= most, one.id


TOGETHER = re.compile(r"Betriebsrat|[Bb]eide Seiten|Belegschaft|Beschäftigte")


def test_where_both_sides_decide_the_german_text_says_so() -> None:
    both = [one for one in MEASURES.measures if one.decides == "management_and_works_council"]
    assert both
    assert [one.id for one in both if not TOGETHER.search(f"{one.text.de} {one.first_step.de}")] == []


OTHERWISE = re.compile(
    r"wo es (keinen|einen) gibt|[Oo]hne Betriebsrat|Betriebsrat, sonst"
    r"|where there is (none|one)|if there is none|[Ww]ithout a works council"
)


@pytest.mark.parametrize(("words", "council"), [(GERMAN, "Betriebsrat"), (ENGLISH, "works council")])
def test_whoever_names_the_works_council_says_what_holds_where_there_is_none(
    words: dict[str, str], council: str
) -> None:
    """Most small companies have none; text and first step are each read on their own."""
    named = {place: said for place, said in words.items() if council in said}
    assert len(named) > len(MEASURES.measures) // 5
    assert {place: said for place, said in named.items() if not OTHERWISE.search(said)} == {}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_known_gap_of_a_worked_case_is_given_a_measure(case: Case) -> None:
    card = score(READINESS, route(READINESS, case.answers, case.check))
    advice = advise(READINESS, card, MEASURES)
    found = [*advice.now, *advice.next, *advice.later]
    assert [
        one.priority.question for one in found if one.priority.action == "improve" and not one.measure
    ] == []
    assert sorted(id_ for one in found for id_ in one.questions) == sorted(
        gap.question for gap in priorities(READINESS, card)
    )


# --- texts -------------------------------------------------------------------------------------


def test_titles_are_short_and_no_sentences() -> None:
    assert [t for p, t in GERMAN.items() if p.endswith(".title") and (len(t) > 60 or t.endswith("."))] == []
    assert [t for p, t in ENGLISH.items() if p.endswith(".title") and (len(t) > 60 or t.endswith("."))] == []


SENTENCE_END = r"[.?!](?= [A-ZÄÖÜ]|$)"
LONGEST = 340  # characters: half a screen of a phone


def test_what_is_done_is_told_in_one_to_three_sentences() -> None:
    for words in (said for one in MEASURES.measures for said in (one.text.de, one.text.en)):
        assert words.endswith(".")
        assert 1 <= len(re.findall(SENTENCE_END, words)) <= 3, words
        assert len(words) <= LONGEST, words


def test_the_first_step_is_one_sentence_that_asks_for_something() -> None:
    for one in MEASURES.measures:
        for words in (one.first_step.de, one.first_step.en):
            assert re.fullmatch(r".*[^.][.?]", words)
            assert len(re.findall(SENTENCE_END, words)) == 1, words
        assert re.search(r"\bSie\b", one.first_step.de), one.id


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_the_last_sentences_do_not_all_begin_alike(words: dict[str, str]) -> None:
    """Whoever reads ten of them in a row would notice: none of the openings takes up a fifth."""
    last = [re.split(r"(?<=[.?!]) ", said)[-1].split()[0] for p, said in words.items() if p.endswith(".text")]
    assert {word: times for word, times in Counter(last).items() if times * 5 > len(last)} == {}


def test_no_first_step_stands_twice() -> None:
    steps = Counter(one.first_step.de for one in MEASURES.measures)
    assert [step for step, times in steps.items() if times > 1] == []
