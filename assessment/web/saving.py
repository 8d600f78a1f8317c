"""One answer, saved as soon as it is given: what the script gets back from every page that asks questions."""

from collections.abc import Callable

from flask import Response, jsonify, request

from assessment.services.runs import Saved
from assessment.web import i18n
from assessment.web.forms.answers import AnswerField, SectionForm
from assessment.web.widgets import ANSWERED_ELSEWHERE

UNPROCESSABLE, CONFLICT = 422, 409


def one(form: SectionForm, save: Callable[[AnswerField], Saved]) -> tuple[Response, int]:
    """Saves the answer to the question that the request names, and tells as JSON what became of it.

    That is `seen`, its revision; where somebody else was quicker, their answer as `choice` and `theirs` with
    a `message`; and `errors` for what cannot be saved.
    """
    field = _named(form)
    if field is None:
        return _refused(form)
    saved = save(field)
    told = {"seen": str(saved.run.written_at[field.name])}
    theirs = saved.conflicts.get(field.name)
    if theirs is None:
        return jsonify(told), 200
    choice, words = field.told(theirs)
    told |= {"choice": choice, "theirs": words, "message": i18n.gettext(ANSWERED_ELSEWHERE)}
    return jsonify(told), CONFLICT


def alone(form: SectionForm, save: Callable[[], None]) -> tuple[Response, int]:
    """The same where an answer belongs to one person, so that nobody else can have been quicker."""
    if _named(form) is None:
        return _refused(form)
    save()
    return jsonify(seen="0"), 200


def _named(form: SectionForm) -> AnswerField | None:
    """The question that the request names, if there is an answer to it that can be saved."""
    field = next((f for f in form.question_fields if f.name == request.form.get("question")), None)
    return field if field is not None and form.validate() and field.data is not None else None


def _refused(form: SectionForm) -> tuple[Response, int]:
    return jsonify(errors=[error for f in form for error in f.errors]), UNPROCESSABLE
