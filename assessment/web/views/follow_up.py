"""Again after a year: begin with the answers of last time, see what changed, judge the past anew."""

from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services import runs
from assessment.services.checks import follow_ups as service
from assessment.services.checks.follow_ups import Beginning, Compared
from assessment.services.kept_checks import Keeper
from assessment.web import access, browser_keys, i18n
from assessment.web.coming_in import origin, signing_key
from assessment.web.context import database, operator
from assessment.web.forms.follow_up import HindsightForm, hindsight_form
from assessment.web.forms.others import BeginForm
from assessment.web.screens import answer_address, question_address, section_address
from reports import comparison_words, html

follow_up = Blueprint("follow_up", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@follow_up.get("/follow-up")
def offered(run_id: UUID) -> Page:
    """What it means to begin again, before anything begins."""
    return _offer(_beginning(run_id), BeginForm(runs.checks()))


@follow_up.post("/follow-up")
def begin(run_id: UUID) -> Page:
    form = BeginForm(runs.checks())
    if not form.validate_on_submit():
        return _offer(_beginning(run_id), form), UNPROCESSABLE
    actor = access.staff()
    begun = service.begin(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        check=form.check.data,
        language=i18n.language(),
        now=clock.now(),
        keeper=Keeper(actor, signing_key()) if actor else None,
        origin=origin(),
    )
    browser_keys.remember(begun.run_id, begun.key)
    return redirect(url_for("follow_up.taken_over", run_id=begun.run_id))


@follow_up.get("/taken-over")
def taken_over(run_id: UUID) -> Page:
    """What the check begins with, in one list."""
    found = service.taken_over(database(), run_id=run_id, key=browser_keys.key_for(run_id))
    return render_template(
        "follow_up/taken_over.html",
        run=found.run,
        found=found,
        code=browser_keys.key_for(run_id) or "",
        why=comparison_words.WHY_NOT,
        url=partial(question_address, found.run),
        onwards=section_address(found.run, found.run.sections),
    )


@follow_up.get("/comparison")
def comparison(run_id: UUID) -> Page:
    """What changed since last time."""
    found = _compared(run_id)
    return _comparison_page(found, hindsight_form(found, i18n.language()), "saved" in request.args)


@follow_up.post("/comparison")
def look_back(run_id: UUID) -> Page:
    """Keeps how the earlier state looks today; the earlier answers stay as they are."""
    found = _compared(run_id)
    form = hindsight_form(found, i18n.language())
    if not form.validate():
        return _comparison_page(found, form), UNPROCESSABLE
    service.look_back(database(), found.run, ratings=form.ratings, now=clock.now())
    return redirect(url_for("follow_up.comparison", run_id=run_id, saved=1, _anchor="hindsight"))


def _beginning(run_id: UUID) -> Beginning:
    return service.beginning(database(), run_id=run_id, key=browser_keys.key_for(run_id))


def _offer(start: Beginning, form: BeginForm) -> str:
    known = [(id_, moment) for id_, moment in start.begun if browser_keys.key_for(id_)]
    return render_template("follow_up/follow_up.html", run=start.run, start=start, form=form, known=known)


def _compared(run_id: UUID) -> Compared:
    return service.compared(database(), run_id=run_id, key=browser_keys.key_for(run_id))


def _comparison_page(found: Compared, form: HindsightForm, saved: bool = False) -> str:
    part = partial(html.part, i18n.language(), "_comparison.html")
    return render_template(
        "follow_up/comparison.html",
        run=found.run,
        since=found.since,
        form=form,
        saved=saved,
        part=part,
        operator=operator(),
        url=partial(answer_address, found.run),
    )
