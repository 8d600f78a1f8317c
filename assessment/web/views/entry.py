"""A check on paper: the blank questionnaire to print, and the screen on which a filled one is typed in."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services import runs
from assessment.services.runs import Saved
from assessment.web import browser_keys, i18n, saving
from assessment.web.coming_in import origin
from assessment.web.context import database, operator
from assessment.web.forms.entry import EntryForm, entry_form, posted_entry
from assessment.web.forms.others import BeginForm
from assessment.web.screens import aside_address
from assessment.web.widgets import ANSWERED_ELSEWHERE
from questionnaires import library
from reports import paper

entry = Blueprint("entry", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE, CONFLICT = 422, 409
A_DAY = 86_400
Page = AnyResponse | str | tuple[str, int]


@entry.get("/paper")
def on_paper() -> str:
    """How a workshop takes the check on paper: print, fill in, type in."""
    return render_template("check/entry_paper.html", form=BeginForm(runs.checks()))


@entry.post("/paper")
def begin() -> Page:
    """A new check that begins at the screen for filled papers."""
    form = BeginForm(runs.checks())
    if not form.validate_on_submit():
        return render_template("check/entry_paper.html", form=form), UNPROCESSABLE
    begun = runs.begin(
        database(), check=form.check.data, language=i18n.language(), now=clock.now(), origin=origin()
    )
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("entry.screen", run_id=begun.run_id))


@entry.get("/questionnaire/<check>.pdf")
def questionnaire(check: str) -> Response:
    """The blank questionnaire. It is the same for everybody, so browsers may keep it for a day."""
    asked = library.released(runs.QUESTIONNAIRE)
    if check not in asked.check:
        raise NotFound
    document = paper.printed(asked.id, asked.version, check, operator(), i18n.language())
    name = f"wandelkompass-{check}-{i18n.language()}.pdf"
    return send_file(BytesIO(document), "application/pdf", download_name=name, max_age=A_DAY)


@entry.get("/check/<uuid:run_id>/entry")
def screen(run_id: UUID) -> Page:
    run = runs.opened(database(), run_id=run_id, key=browser_keys.key_for(run_id))
    return _page(run, entry_form(run, i18n.language()), saved="saved" in request.args)


@entry.post("/check/<uuid:run_id>/entry")
def keep(run_id: UUID) -> Page:
    """Stores every code that can be read, even where others cannot: a paper is not typed in twice."""
    form = posted_entry(request.form.get("version", ""), i18n.language())
    readable = form.validate()
    saved = _save(run_id, form if not form.csrf_token.errors else None)
    if not readable or saved.conflicts:
        return _shown_again(saved, CONFLICT if readable else UNPROCESSABLE)
    then = request.form.get("then", "")
    if then == "review":
        return redirect(url_for("runs.review", run_id=run_id))
    aside = aside_address(run_id, "entry.screen", then)
    return redirect(aside or url_for("entry.screen", run_id=run_id, saved=1))


@entry.post("/check/<uuid:run_id>/entry/save")
def save(run_id: UUID) -> tuple[Response, int]:
    """The comfort of the script: one code as soon as it is typed. The page itself works without."""
    form = posted_entry(request.form.get("version", ""), i18n.language())
    return saving.one(form, lambda _field: _save(run_id, form))


def _save(run_id: UUID, form: EntryForm | None) -> Saved:
    """What was typed, stored, and so confirmed; without a form this only opens the run."""
    return runs.save(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        given=form.given if form else {},
        seen=form.seen if form else {},
        confirmed=form.given if form else {},
        now=clock.now(),
    )


def _shown_again(saved: Saved, status: int) -> Page:
    """The page with what was typed, and what cannot be read or was answered by somebody else."""
    form = entry_form(saved.run, i18n.language())
    form.validate()
    form.show_conflicts(saved.conflicts, saved.run.written_at)
    return _page(saved.run, form), status


def _page(run: runs.OpenRun, form: EntryForm, *, saved: bool = False) -> str:
    return render_template(
        "check/entry.html", run=run, form=form, saved=saved, answered_elsewhere=ANSWERED_ELSEWHERE
    )
