"""Measures in a few words."""

from typing import Any

from questionnaires.definition.questions import Question
from questionnaires.measures import Measure, Measures
from tests.questionnaires.builders import WORDS, a_question


def a_measure(id_: str, *after: str, **closes: Any) -> Measure:
    """`a_measure("plan_it", q1="01", q2="2")`: from levels 0 and 1 of q1 and 2 of q2; or an `effort`."""
    effort = closes.pop("effort", 1)
    given: dict[str, Any] = {
        "id": id_,
        "closes": {question: [int(level) for level in levels] for question, levels in closes.items()},
        "title": {"de": f"Titel {id_}", "en": f"Title {id_}"},
        "text": WORDS,
        "first_step": WORDS,
        "effort": effort,
        "weeks": {"least": 1, "most": 2},
        "decides": "management",
        "needs": ["learning"],
        "after": after,
    }
    return Measure.model_validate(given)


def some(*measures: Measure) -> Measures:
    return Measures(questionnaire="tiny", revision="1", measures=measures)


TICKS = [{"id": id_, "text": WORDS, "value": value} for id_, value in {"a": 1, "b": 1, "c": 2}.items()]
KINDS: dict[str, Question] = {
    "levels": a_question("levels"),
    "options": a_question(
        "options",
        options=[{"id": f"o{n}", "text": WORDS, "value": value} for n, value in enumerate((0, 0, 3, 10))],
    ),
    "ticks": a_question("ticks", kind="several", options=TICKS),
    "number": a_question("number", kind="number", limits=(0, 100)),
    "below": a_question("below", kind="number", limits=(-1, 3)),
}
"""A question of each way to be counted, by its id."""
