"""A check on the next version begins with what still means the same, and says the rest."""

from pathlib import Path
from typing import Any

import pytest

from assessment.services import runs
from assessment.services.checks import follow_ups, results
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires import library
from reports.report import Operator
from tests.assessment import next_version
from tests.assessment.services.repeating import DAY, NOW, again, compared, list_of, opened, says, taken


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read once: what is released never changes."""
    return next_version.released(tmp_path_factory.mktemp("released"))


@pytest.fixture
def earlier(database: Database) -> Begun:
    """Taken when there was only the first version."""
    return taken(database)


@pytest.fixture
def begun(database: Database, earlier: Begun, content: Path, monkeypatch: pytest.MonkeyPatch) -> Begun:
    """Begun again after the next version was released."""
    monkeypatch.setattr(library, "CONTENT", content)
    return again(database, earlier)


def test_the_new_check_is_taken_on_the_newest_version(
    database: Database, earlier: Begun, begun: Begun
) -> None:
    assert opened(database, begun).questionnaire.version == next_version.VERSION
    assert opened(database, earlier).questionnaire.version == "1.0"


def test_what_still_says_the_same_is_taken_over_also_where_words_were_mended(
    database: Database, earlier: Begun, begun: Begun
) -> None:
    before, run = opened(database, earlier), opened(database, begun)

    assert run.answers.keys() == before.answers.keys() - {"T07", "T08", "B06", "E05"}
    assert all(run.answers[question] == before.answers[question] for question in run.answers)


def test_what_means_something_else_is_asked_again_with_the_reason(database: Database, begun: Begun) -> None:
    found = list_of(database, begun)

    assert {question: last.reason for question, last in found.again.items()} == {
        "E05": "option_reworded",
        "T07": "wording_changed",
        "B06": "author_asks",
    }
    assert found.new == ("T99",)
    assert [title.de for title in found.gone] == ["Informationssicherheit"]


def test_a_card_names_the_answer_in_the_words_in_which_it_was_given(database: Database, begun: Begun) -> None:
    last = follow_ups.last_time(database, opened(database, begun))

    assert last["E05"].answer.de == "Die Hälfte ist noch 1 bis unter 2 Jahre gesichert."
    assert last["T07"].reason == "wording_changed"
    assert last["T01"].reason is None
    assert "T99" not in last


def test_only_what_is_comparable_is_compared_and_the_rest_is_listed(database: Database, begun: Begun) -> None:
    says(database, begun, T01="3", T07="3", T99="3", B06="3", E05="3")

    since = compared(database, begun).since

    assert since
    assert (since.version, since.same_version) == ("1.0", False)
    assert [one.question for one in since.changed] == ["T01"]
    technology = next(value for value in since.values if value.id == "technology")
    assert (technology.shared, technology.before, technology.after) == (1, None, None)
    titles = {
        id_: question.title.de for id_, question in opened(database, begun).questionnaire.question.items()
    }
    assert {(one.title.de, one.reason) for one in since.not_compared} == {
        (titles["E05"], "option_reworded"),
        (titles["T07"], "wording_changed"),
        (titles["B06"], "author_asks"),
        (titles["T99"], "new_question"),
        ("Informationssicherheit", "question_gone"),
    }


def test_the_report_of_the_new_check_can_be_made(database: Database, begun: Begun) -> None:
    operator = Operator(name="ReTraSON")
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}

    shown = results.finish(database, **own, goal="", operator=operator, now=NOW)

    assert shown.report.questionnaire.version == next_version.VERSION
    follows = runs.opened(database, **own).follows
    assert follows
    assert follows.day == DAY
