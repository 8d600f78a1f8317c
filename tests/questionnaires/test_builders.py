"""The builders build what authors may write: nothing that the checks of content would refuse."""

from questionnaires import lint
from questionnaires.answers import Answer
from tests.questionnaires.builders import answers_of, built, lowest, mean


def test_what_they_build_could_be_released() -> None:
    tree = mean(mean("2 3@2 dk"), lowest("4 (1) ()"), name="readiness")
    assert lint.findings(built(tree, mean("1 -", name="exposure"))) == []


def test_answers_are_written_in_the_order_of_the_items() -> None:
    assert answers_of(mean(mean("2 dk"), mean("- na"))) == {
        "q1": Answer("2"),
        "q2": Answer("dont_know"),
        "q4": Answer("not_applicable", "no_such_thing"),
    }
