"""The page on which a company takes a break: its link and its code, and keeping the check in an account."""

from flask import render_template

from assessment.services import kept_checks
from assessment.services.runs import OpenRun
from assessment.web import access, browser_keys
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.kept_checks import KeepForm
from assessment.web.public_links import reachable


def page(run: OpenRun, form: KeepForm | Button | None = None, *, wait: int | None = None) -> str:
    """`form` is one that was not taken; `wait`: for how many minutes nothing more is mailed."""
    key, actor = browser_keys.key_for(run.id) or "", access.staff()
    return render_template(
        "check/pause.html",
        run=run,
        code=key,
        link=reachable("runs.resume", code=key),
        form=form or KeepForm(formdata=None),
        wait=wait,
        actor=actor,
        kept=actor is not None and kept_checks.keeps(database(), actor=actor, run_id=run.id),
    )
