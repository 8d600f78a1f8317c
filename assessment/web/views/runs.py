"""Taking a check: one section per page, saved as it goes."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.errors import NoSuchRun, NoSuchSection
from assessment.outside import Leftovers
from assessment.services import runs as service
from assessment.services.checks import follow_ups, report_files, results
from assessment.services.runs import OpenRun
from assessment.web import access, browser_keys, i18n, pausing, saving
from assessment.web.coming_in import origin
from assessment.web.context import database, operator, queue, settings
from assessment.web.forms import Button
from assessment.web.forms.answers import SectionForm, posted_form, section_form
from assessment.web.forms.others import BeginForm, CodeForm, FinishForm
from assessment.web.screens import next_address, position, review_groups, section_address
from questionnaires.answers import Answer
from questionnaires.definition import Section

runs = Blueprint("runs", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]


@runs.post("/begin")
def begin() -> Page:
    form = BeginForm(service.checks())
    if not form.validate_on_submit():
        return render_template("pages/start.html", form=form), UNPROCESSABLE
    begun = service.begin(
        database(), check=form.check.data, language=i18n.language(), now=clock.now(), origin=origin()
    )
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("runs.go_on", run_id=begun.run_id))


@runs.get("/check/<uuid:run_id>/")
def go_on(run_id: UUID) -> Page:
    """Where the company left off: its result, or the first section with something to do, or the review."""
    run = _opened(run_id)
    if results.is_kept(database(), run):
        return redirect(url_for("results.result", run_id=run.id))
    return redirect(section_address(run, [s for s in run.sections if run.to_do_in(s)]))


@runs.get("/check/<uuid:run_id>/<section_id>")
def section(run_id: UUID, section_id: str) -> Page:
    run = _opened(run_id)
    part = _section(run, section_id)
    form = section_form(run, part, i18n.language())
    if form.given:
        form.mark_open()  # whoever comes back sees the gaps; a fresh page has none
    return _section_page(run, part, form)


@runs.post("/check/<uuid:run_id>/<section_id>")
def answer(run_id: UUID, section_id: str) -> Page:
    form = _posted(section_id)
    if not form.validate():
        return _shown_again(run_id, section_id)
    then = request.form.get("then", "")
    saved = _save(run_id, form, form.given, whole=then == "confirm")
    if saved.conflicts:
        return _shown_again(run_id, section_id, saved)
    return redirect(next_address(saved.run, section_id, then))


@runs.post("/check/<uuid:run_id>/<section_id>/save")
def save(run_id: UUID, section_id: str) -> tuple[Response, int]:
    """The comfort of the script: one answer as soon as it is given. The page itself works without."""
    form = _posted(section_id)
    return saving.one(form, lambda field: _save(run_id, form, {field.name: form.given[field.name]}))


@runs.get("/check/<uuid:run_id>/pause")
def pause(run_id: UUID) -> Page:
    return pausing.page(_opened(run_id))


@runs.get("/check/<uuid:run_id>/answers")
def review(run_id: UUID) -> Page:
    run = service.opened(database(), run_id=run_id, key=access.way_in(run_id))
    if access.is_guest():
        return render_template("advice/answers.html", run=run, groups=review_groups(run))
    response = make_response(_review_page(run, FinishForm(data={"goal": run.goal})))
    order = partial(report_files.order_early, database(), queue(), run, i18n.language())
    response.call_on_close(partial(order, operator=operator(), now=clock.now()))
    return response


@runs.post("/check/<uuid:run_id>/extend")
def extend(run_id: UUID) -> Page:
    """From the short check to the full one; the answers stay."""
    run = _opened(run_id)
    if Button().validate():
        longest, key = run.questionnaire.checks[-1].id, browser_keys.key_for(run.id)
        service.extend(database(), run_id=run.id, key=key, check=longest, now=clock.now())
    return redirect(url_for("runs.go_on", run_id=run.id))


@runs.get("/resume")
def enter_code() -> Page:
    return render_template("check/enter_code.html", form=CodeForm())


@runs.post("/resume")
def open_code() -> Page:
    form = CodeForm()
    if not form.validate():
        return render_template("check/enter_code.html", form=form), UNPROCESSABLE
    try:
        return _resume(form.code.data or "")
    except NoSuchRun:
        form.code.errors = (i18n.gettext("Diesen Code kennen wir nicht. Bitte prüfen Sie die Zeichen."),)
        return render_template("check/enter_code.html", form=form), UNPROCESSABLE


@runs.get("/resume/<code>")
def resume(code: str) -> Page:
    return _resume(code)


@runs.get("/check/<uuid:run_id>/delete")
def confirm_delete(run_id: UUID) -> Page:
    return render_template("check/delete.html", run=_opened(run_id), form=Button())


@runs.post("/check/<uuid:run_id>/delete")
def delete(run_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return render_template("check/delete.html", run=_opened(run_id), form=form), UNPROCESSABLE
    receipt = service.erase(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        now=clock.now(),
        outside=Leftovers(settings(), queue()),
    )
    browser_keys.forget(run_id)
    return redirect(url_for("privacy.receipt", number=receipt.number), 303)


def _opened(run_id: UUID) -> OpenRun:
    return service.opened(database(), run_id=run_id, key=browser_keys.key_for(run_id))


def _section(run: OpenRun, section_id: str) -> Section:
    found = next((section for section in run.sections if section.id == section_id), None)
    if found is None:
        raise NoSuchSection(section_id)
    return found


def _posted(section_id: str) -> SectionForm:
    return posted_form(section_id, request.form.get("version", ""), i18n.language())


def _save(
    run_id: UUID, form: SectionForm, given: Mapping[str, Answer], *, whole: bool = False
) -> service.Saved:
    """Stores answers; those of an earlier check that were said to hold are confirmed, or all on the page."""
    return service.save(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        given=given,
        seen=form.seen,
        now=clock.now(),
        confirmed=given.keys() if whole else form.confirmed,
    )


def _shown_again(run_id: UUID, section_id: str, saved: service.Saved | None = None) -> Page:
    """The page with what was typed, and what is wrong with it or was answered by somebody else."""
    run = saved.run if saved else _opened(run_id)
    part = _section(run, section_id)
    form = section_form(run, part, i18n.language())
    if saved:
        form.show_conflicts(saved.conflicts, saved.run.written_at)
        return _section_page(run, part, form), CONFLICT
    form.validate()
    return _section_page(run, part, form), UNPROCESSABLE


def _resume(code: str) -> Page:
    found = service.with_key(database(), typed=code)
    browser_keys.remember(found.run_id, found.key)
    return redirect(url_for("runs.go_on", run_id=found.run_id))


def _section_page(run: OpenRun, part: Section, form: SectionForm) -> str:
    if run.follows:
        form.show_last_time(run, follow_ups.last_time(database(), run), i18n.language())
    return render_template(
        "check/section.html", run=run, section=part, form=form, position=position(run, part)
    )


def _review_page(run: OpenRun, form: FinishForm) -> str:
    return render_template("check/review.html", run=run, form=form, groups=review_groups(run))
