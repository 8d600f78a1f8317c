"""The company's plan: choose, add, change, move, remove; and take it along as calendar and table."""

from typing import Any, cast
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from assessment import clock
from assessment.errors import KeyNeeded
from assessment.services.checks import plans as service
from assessment.services.checks.plans import Board, Changed, Details, Entry, Way
from assessment.web import access, i18n
from assessment.web.context import database, operator
from assessment.web.forms import Button
from assessment.web.forms.plan import ChooseForm, MoveForm, PlanEntryForm, RemoveForm, plan_entry_form
from assessment.web.sending import EXCEL, attached
from questionnaires.text import LANGUAGES
from reports.calendar import calendar_file
from reports.plan_table import workbook
from reports.planned import STATES, UNFINISHED, by_day

plan = Blueprint("plan", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]


@plan.get("/plan")
def board(run_id: UUID) -> Page:
    found = _board(run_id)
    if found.writable:
        return _shown(found)
    return render_template("advice/plan.html", board=found, states=STATES, workshop=found.meeting)


@plan.post("/plan/choose")
def choose(run_id: UUID) -> Page:
    """One proposal, or all first steps."""
    form = ChooseForm()
    if not form.validate():
        return _again(run_id, form)
    origins = None if form.origin.data == "now" else [form.origin.data or ""]
    added = service.choose(
        database(),
        run_id=run_id,
        key=access.way_in(run_id),
        origins=origins,
        operator=operator(),
        now=clock.now(),
    )
    entry = added[0].id if len(added) == 1 else None
    return _back(run_id, "chosen", entry, number=len(added))


@plan.get("/plan/new")
def new(run_id: UUID) -> Page:
    found = service.to_change(database(), run_id=run_id, key=access.way_in(run_id))
    return _back(run_id, "full") if len(found) >= service.MOST else _new_page(run_id, PlanEntryForm())


@plan.post("/plan/new")
def add(run_id: UUID) -> Page:
    form, key = PlanEntryForm(), access.way_in(run_id)
    elsewhere = _other_language("plan.add", run_id=run_id)
    if elsewhere:
        return elsewhere
    if _only_language() or not form.validate():
        service.to_change(database(), run_id=run_id, key=key)  # nobody else gets this far
        return _new_page(run_id, form), _status(form)
    added = service.add(database(), run_id=run_id, key=key, details=form.details, now=clock.now())
    return _back(run_id, "added", added.id) if added else _back(run_id, "full")


@plan.get("/plan/<uuid:entry_id>")
def entry(run_id: UUID, entry_id: UUID) -> Page:
    found = _entry(run_id, entry_id)
    return _entry_page(run_id, found, _form_of(found)) if found else _back(run_id, "gone")


@plan.post("/plan/<uuid:entry_id>")
def change(run_id: UUID, entry_id: UUID) -> Page:
    form = PlanEntryForm()
    elsewhere = _other_language("plan.change", run_id=run_id, entry_id=entry_id)
    if elsewhere:
        return elsewhere
    if _only_language() or not form.validate():
        found = _entry(run_id, entry_id)
        page = _entry_page(run_id, found, form) if found else _new_page(run_id, form, gone=True)
        return page, _status(form)
    changed = service.change(
        database(),
        run_id=run_id,
        key=access.way_in(run_id),
        entry_id=entry_id,
        seen=form.seen_revision,
        before=form.shown_before,
        details=form.details,
        now=clock.now(),
    )
    if changed.conflict:
        return _told_apart(run_id, changed, form), CONFLICT
    return _back(run_id, "saved", entry_id)


@plan.post("/plan/<uuid:entry_id>/done")
def finish(run_id: UUID, entry_id: UUID) -> Page:
    form, key = Button(), access.way_in(run_id)
    if not form.validate():
        return _again(run_id, form)
    found = service.mark(database(), run_id=run_id, key=key, entry_id=entry_id, state="done", now=clock.now())
    return _back(run_id, "done", entry_id) if found else _back(run_id, "gone")


@plan.post("/plan/<uuid:entry_id>/move")
def move(run_id: UUID, entry_id: UUID) -> Page:
    form = MoveForm()
    if not form.validate():
        return _again(run_id, form)
    way = cast("Way", form.to.data)
    service.move(database(), run_id=run_id, key=access.way_in(run_id), entry_id=entry_id, way=way)
    return _back(run_id, "moved", entry_id, way=way)


@plan.post("/plan/<uuid:entry_id>/remove")
def remove(run_id: UUID, entry_id: UUID) -> Page:
    form, key = RemoveForm(), access.way_in(run_id)
    if not form.validate():
        return _again(run_id, form)
    seen = form.seen_revision
    left = service.remove(
        database(), run_id=run_id, key=key, entry_id=entry_id, seen=seen, now=clock.now()
    ).entry
    if left:
        return _entry_page(run_id, left, _form_of(left), kept=True), CONFLICT
    return _back(run_id, "removed")


@plan.get("/plan.ics")
def calendar(run_id: UUID) -> Page:
    found = service.appointments(database(), run_id=run_id, key=access.way_in(run_id))
    if not found:
        return redirect(url_for("plan.board", run_id=run_id))  # a calendar file without a date opens nowhere
    file = calendar_file(found, code=i18n.language(), stamped=clock.now())
    return attached(file, "text/calendar", "wandelkompass-plan.ics")


@plan.get("/plan.xlsx")
def table(run_id: UUID) -> Page:
    found = service.chosen(database(), run_id=run_id, key=access.way_in(run_id))
    file = workbook(found, code=i18n.language(), created=clock.day(clock.now()))
    return attached(file, EXCEL, "wandelkompass-plan.xlsx")


def _board(run_id: UUID) -> Board:
    """Also tells what an advisor may not see from what they may only read."""
    key = access.way_in(run_id)
    return service.board(database(), run_id=run_id, key=key, operator=operator(), now=clock.now())


def _entry(run_id: UUID, entry_id: UUID) -> Entry | None:
    key = access.way_in(run_id)
    return service.entry(database(), run_id=run_id, key=key, entry_id=entry_id)


def _form_of(entry: Entry, typed: Details | None = None) -> PlanEntryForm:
    return plan_entry_form(entry, entry.planned.named(i18n.language()), typed)


def _told_apart(run_id: UUID, changed: Changed, form: PlanEntryForm) -> str:
    """What was typed beside what somebody else saved meanwhile; sending again decides for what was typed."""
    theirs = changed.entry
    if theirs is None:
        return _new_page(run_id, form, gone=True)
    return _entry_page(run_id, theirs, _form_of(theirs, changed.wanted), theirs=theirs)


def _back(run_id: UUID, did: str, entry: UUID | None = None, **more: Any) -> Response:
    """To the plan, which tells what happened, at the entry that it happened to.

    A moved entry has no anchor: with one, the browser would not give the focus back to its button.
    """
    anchor = f"e-{entry}" if entry and did != "moved" else None
    return redirect(url_for("plan.board", run_id=run_id, did=did, entry=entry, **more, _anchor=anchor))


def _again(run_id: UUID, form: FlaskForm) -> Page:
    """The plan once more, with a fresh token: the button can be pressed again."""
    found = _board(run_id)
    if not found.writable:
        raise KeyNeeded(run_id)
    return _shown(found, form), UNPROCESSABLE


def _shown(found: Board, form: FlaskForm | None = None) -> str:
    in_order = request.args.get("by") == "day"
    return render_template(
        "plan/plan.html",
        board=found,
        workshop=found.meeting,
        in_order=in_order,
        entries=sorted(found.entries, key=lambda one: by_day(one.planned)) if in_order else found.entries,
        form=form or Button(),
        states=STATES,
        unfinished=UNFINISHED,
        did=request.args.get("did") if form is None else None,
        at=request.args.get("entry", ""),
        way=request.args.get("way", ""),
        number=request.args.get("number", 0, int),
    )


def _new_page(run_id: UUID, form: PlanEntryForm, *, gone: bool = False) -> str:
    return render_template("plan/entry.html", run_id=run_id, entry=None, form=form, gone=gone, states=STATES)


def _entry_page(
    run_id: UUID, entry: Entry, form: PlanEntryForm, *, theirs: Entry | None = None, kept: bool = False
) -> str:
    return render_template(
        "plan/entry.html", run_id=run_id, entry=entry, form=form, theirs=theirs, kept=kept, states=STATES
    )


# --- the language switch of a page with something typed: it comes back in the other language, unsaved -----


def _other_language(endpoint: str, **values: Any) -> Response | None:
    """Sends the whole form on to the same page in the language asked for."""
    wanted = request.form.get("then", "").removeprefix("lang:")
    if wanted in LANGUAGES and wanted != i18n.language():
        return redirect(url_for(endpoint, lang=wanted, **values), 307)
    return None


def _only_language() -> bool:
    return request.form.get("then") == f"lang:{i18n.language()}"


def _status(form: PlanEntryForm) -> int:
    return UNPROCESSABLE if form.errors else 200
