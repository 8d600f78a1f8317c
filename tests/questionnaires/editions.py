"""Versions of a tiny questionnaire, in a few words."""

from typing import Any

from questionnaires.definition import Predecessor, Questionnaire
from tests.questionnaires.builders import WORDS, WRITTEN, a_question, a_questionnaire

OTHER = {"de": "Andere Worte", "en": "other words"}


def version(number: str, *questions: Any, follows: str = "", **said: Any) -> Questionnaire:
    """A version with these questions; what is said about the one before."""
    before = Predecessor.model_validate({"version": follows} | said) if follows else None
    return a_questionnaire(questions, version=number, follows=before)


def options(**texts: Any) -> list[dict[str, Any]]:
    return [{"id": id_, "text": text} for id_, text in texts.items()]


def a_choice(id_: str = "q1", *, kind: str = "single", **more: Any) -> Any:
    """A question with the options yes and no, unless others are given."""
    return a_question(id_, kind=kind, **({"options": options(yes=WORDS, no=WORDS)} | more))


def asked(id_: str, kind: str, **more: Any) -> Any:
    """A question, or a matrix, that has no options of its own unless they are given."""
    return WRITTEN.validate_python({"id": id_, "kind": kind, "title": WORDS, "text": WORDS} | more)
