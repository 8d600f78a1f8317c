"""An advisor's own notes about a company: nobody else reads them."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.advising import notes as service
from assessment.web import access
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.notes import ChangeForm, NoteForm

notes = Blueprint("notes", __name__, url_prefix="/<language:lang>/work")
OF_A_COMPANY = "/companies/<uuid:run_id>/notes"
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@notes.get(OF_A_COMPANY)
def page(run_id: UUID) -> Page:
    return _page(run_id, NoteForm())


@notes.post(OF_A_COMPANY)
def add(run_id: UUID) -> Page:
    form = NoteForm()
    if not form.validate():
        return _page(run_id, form), UNPROCESSABLE
    service.add(database(), actor=access.signed_in(), run_id=run_id, text=form.text.data or "")
    return _back(run_id, "saved")


@notes.post(f"{OF_A_COMPANY}/<uuid:note_id>")
def change(run_id: UUID, note_id: UUID) -> Page:
    form = ChangeForm()
    if not form.validate():
        return _page(run_id, form, at=note_id), UNPROCESSABLE
    kept = service.change(
        database(), actor=access.signed_in(), run_id=run_id, note_id=note_id, text=form.text.data or ""
    )
    return _back(run_id, "saved" if kept else "gone")


@notes.post(f"{OF_A_COMPANY}/<uuid:note_id>/remove")
def remove(run_id: UUID, note_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _page(run_id, form), UNPROCESSABLE
    removed = service.remove(database(), actor=access.signed_in(), run_id=run_id, note_id=note_id)
    return _back(run_id, "removed" if removed else "gone")


def _back(run_id: UUID, did: str) -> Response:
    return redirect(url_for("notes.page", run_id=run_id, did=did))


def _page(run_id: UUID, form: FlaskForm, *, at: UUID | None = None) -> str:
    """`at`: the note whose change was refused; what was typed stands there."""
    return render_template(
        "advice/notes.html",
        run_id=run_id,
        notebook=service.notebook(database(), actor=access.signed_in(), run_id=run_id),
        form=form,
        at=at,
        day=clock.day,
        did=request.args.get("did") if not form.errors else None,
    )
