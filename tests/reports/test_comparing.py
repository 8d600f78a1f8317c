"""Two times one company: what is said about the change, and what is not."""

from collections.abc import Mapping
from datetime import date

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.versions.compare import Taken
from questionnaires.versions.overlap import NotShared
from questionnaires.versions.sameness import Reason
from reports import comparing, comparison_words, html
from reports.compared import Since
from reports.comparing import Before, Hindsight
from reports.language import language
from tests.reports import builders

READINESS = library.released("readiness")
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
DAY = date(2025, 11, 20)
GERMAN, ENGLISH = language("de"), language("en")


def since(
    then: Mapping[str, str] | None = None,
    now: Mapping[str, str] | None = None,
    *,
    check: str = "short",
    hindsight: Hindsight | None = None,
) -> Since:
    """The machining company twice, with other answers then and now; an empty word takes an answer away."""
    return comparing.since(Before(_taken(then, "short"), DAY), _taken(now, check), hindsight)


def _taken(other: Mapping[str, str] | None, check: str) -> Taken:
    answers = {**MACHINING, **{question: Answer(choice) for question, choice in (other or {}).items()}}
    return Taken(READINESS, {q: answer for q, answer in answers.items() if answer.choice}, check)


@pytest.mark.parametrize(
    ("now", "direction"),
    [
        ({}, "same"),
        ({"T01": "3"}, "forward"),
        ({"T01": "0"}, "back"),
        ({"T01": "3", "B01": "0"}, "mixed"),
        ({"E01": "0"}, "same"),
        ({"employees": "500+"}, "same"),
        ({"T01": "dont_know"}, "same"),
    ],
    ids=["nothing", "higher", "lower", "both", "exposure", "a fact", "not known any more"],
)
def test_only_answers_on_readiness_say_whether_it_went_ahead(now: dict[str, str], direction: str) -> None:
    assert since(now=now).direction == direction


def test_a_change_is_told_as_a_share_of_what_the_question_allows() -> None:
    (changed,) = since(now={"T01": "3"}).changed

    assert (changed.question, changed.area, changed.change) == ("T01", "technology", 0.5)
    assert changed.direction == "up"


def test_more_exposure_is_no_progress() -> None:
    found = since(now={"E01": "4", "E02": "0"})

    assert [one.question for one in found.harder] == ["E01"]
    assert [one.question for one in found.easier] == ["E02"]
    assert not found.up
    assert not found.down


def test_what_was_not_known_is_found_out_or_lost_sight_of_but_no_progress() -> None:
    found = since(then={"T01": "dont_know"}, now={"T01": "4", "W01": "dont_know"})

    assert [one.question for one in found.found_out] == ["T01"]
    assert [one.question for one in found.lost_sight] == ["W01"]
    assert (found.up, found.down, found.direction) == ((), (), "same")


def test_both_values_rest_on_the_same_questions() -> None:
    found = {value.id: value for value in since(then={"T01": "dont_know"}, now={"T07": "4"}).values}

    technology = found["technology"]
    assert (technology.shared, technology.items) == (2, 3)
    assert technology.before == pytest.approx((0 + 1) / 8)
    assert technology.after == pytest.approx((4 + 1) / 8)


def test_one_shared_question_of_several_is_too_few_for_a_value() -> None:
    without = {"T01": "dont_know", "T07": "dont_know"}
    found = {value.id: value for value in since(then=without).values}

    assert (found["technology"].shared, found["technology"].before, found["technology"].change) == (
        1,
        None,
        None,
    )


def test_unconfirmed_answers_are_counted_apart() -> None:
    found = since(now={"T01": "3"}, hindsight=Hindsight(MACHINING.keys() - {"T01", "E01"}))

    assert (found.comparable, found.unchanged, found.unconfirmed) == (25, 24, 23)
    assert found.looked_at == 2
    technology = next(value for value in found.values if value.id == "technology")
    assert (technology.shared, technology.unconfirmed) == (3, 2)


def test_a_rating_of_an_answer_that_is_as_it_was_says_nothing() -> None:
    ratings = Hindsight(ratings={"T01": "0", "T07": "1"})

    (rated,) = since(now={"T01": "3"}, hindsight=ratings).rerated

    assert rated.question == "T01"
    assert rated.then.en == "We have ideas or enquiries but have not examined them yet."
    assert rated.looking_back.en == "We have not looked into this yet."


def test_what_only_one_of_the_two_asked_is_listed_with_the_reason() -> None:
    found = since(then={"B06": ""}, now={"T02": "1"}, check="full")

    assert {reason: [one.title.en for one in left] for reason, left in found.reasons.items()} == {
        "not_asked_before": [READINESS.question["T02"].title.en],
        "not_answered_before": [READINESS.question["B06"].title.en],
    }


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    codes = {*Reason.__args__, *NotShared.__args__[1].__args__, "dont_know"}  # type: ignore[attr-defined]

    assert comparison_words.WHY_NOT.keys() == codes
    assert all(ENGLISH.say(words) != words for words in comparison_words.WHY_NOT.values())


@pytest.mark.parametrize(
    ("now", "line", "sentences"),
    [
        (
            {"T01": "3", "T07": "1", "E01": "0"},
            "Seit dem 20. November 2025 ging es voran",
            [
                "Bei 2 Fragen zur Vorbereitung steht Ihr Betrieb höher, bei keiner tiefer.",
                "Der Wandel trifft Sie nach Ihren Antworten weniger als damals.",
            ],
        ),
        (
            {"T01": "0"},
            "Seit dem 20. November 2025 steht manches tiefer",
            ["Bei einer Frage zur Vorbereitung steht Ihr Betrieb tiefer, bei keiner höher."],
        ),
        (
            {"T01": "3", "B01": "0", "B02": "0"},
            "Seit dem 20. November 2025: manches höher, manches tiefer",
            ["Von den Fragen zur Vorbereitung steht Ihr Betrieb bei einer höher und bei 2 tiefer."],
        ),
        ({}, "Bei der Vorbereitung steht Ihr Betrieb wie am 20. November 2025", []),
    ],
    ids=["ahead", "lower", "both", "same"],
)
def test_the_comparison_is_told_in_a_line_and_what_it_rests_on(
    now: dict[str, str], line: str, sentences: list[str]
) -> None:
    found = since(now=now)

    assert comparison_words.verdict(found, GERMAN).replace("\xa0", " ") == line
    assert [said.replace("\xa0", " ") for said in comparison_words.moved(found, GERMAN)] == sentences


def test_nothing_is_claimed_while_nothing_is_confirmed_or_shared() -> None:
    assert comparison_words.verdict(since(hindsight=Hindsight(MACHINING.keys())), ENGLISH) == (
        "Nothing has been confirmed yet"
    )
    nothing = since(now=dict.fromkeys(MACHINING, ""))
    assert comparison_words.verdict(nothing, ENGLISH) == "Nothing can be compared yet"
    assert nothing.comparable == 0


def test_no_words_about_chance() -> None:
    texts = [
        str(html.part(code, "_comparison.html", name, *_arguments(name)))
        for code in ("de", "en")
        for name in PARTS
    ]

    assert texts
    assert not [text for text in texts if "signifi" in text.lower()]


PARTS = ("verdict", "values", "changes", "left")


def _arguments(name: str) -> tuple[object, ...]:
    found = since(then={"W01": "dont_know"}, now={"T01": "3", "B01": "0", "E01": "0", "employees": "500+"})
    return {"values": (builders.NETWORK, found), "changes": (found, lambda _: "")}.get(name, (found,))


def test_the_same_answers_give_the_same_value() -> None:
    now = {"T01": "3", "E01": "0", "W01": "dont_know"}

    assert since(now=now).model_dump_json() == since(now=now).model_dump_json()
    assert Since.model_validate_json(since(now=now).model_dump_json()) == since(now=now)
