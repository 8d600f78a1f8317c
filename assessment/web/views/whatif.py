"""What if: answers moved in the address of the page, and what would follow from them."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.checks import whatif as service
from assessment.services.checks.whatif import Outlook, Refused
from assessment.web import browser_keys, i18n
from assessment.web.context import database, operator
from assessment.web.forms import whatif as forms
from assessment.web.forms.whatif import Wish
from assessment.web.screens import answer_address, offer_address
from reports.assessed import Standing
from reports.html import Slots
from reports.rules import change
from reports.supposing import OBSTACLES, Telling, effort_said, gain_said
from reports.wording import VALUES, criterion

whatif = Blueprint("whatif", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
UNPROCESSABLE = 422
PART = "X-Part"
"""Names the part of the page that the script asks for, in place of all of it."""


@whatif.get("/what-if")
def page(run_id: UUID) -> Response | str | tuple[str, int]:
    wished = forms.wish(request.args, len(request.query_string))
    onwards = forms.pressed(wished, request.args) if not wished.too_long else None
    if onwards:
        wished, place = onwards
        return redirect(_address(run_id, wished, place))
    found = service.look(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        supposing=wished.supposing,
        operator=operator(),
        now=clock.now(),
    )
    if request.headers.get(PART) == "effect":
        return _effect(found)
    refused = [*found.refused, *_refused_names(found, wished)]
    shown = _page(found, wished, refused)
    return (shown, UNPROCESSABLE) if refused or wished.too_long else shown


def _address(run_id: UUID, wished: Wish, place: str | None = None) -> str:
    """In the order of choosing, which a dictionary of arguments would lose."""
    base = url_for("whatif.page", run_id=run_id)
    return f"{base}?{urlencode(wished.address)}" + (f"#{place}" if place else "")


def _refused_names(found: Outlook, wished: Wish) -> list[Refused]:
    """What else the address names and does not exist."""
    offers = {offer.id for offer in found.report.offers.every}
    areas = {area.id for area in found.before.areas}
    unknown = [Refused("offer")] if wished.offer and wished.offer not in offers else []
    return unknown + ([Refused("area")] if wished.way and wished.way not in areas else [])


def _effect(found: Outlook) -> str:
    """The part that changes with every answer: first what is read out, then all of it."""
    return render_template("results/whatif_effect.html", found=found, told=_telling(found))


def _telling(found: Outlook) -> Telling | None:
    slots = Slots(offer_url=partial(offer_address, found.run))
    return Telling(found.effect, i18n.language(), slots) if found.effect else None


def _page(found: Outlook, wished: Wish, refused: list[Refused]) -> str:
    steps, goals = service.next_steps(found), service.goals(found)
    goal = next((goal for goal in goals if goal.area.id == wished.way), None)
    return render_template(
        "results/whatif.html",
        run=found.run,
        found=found,
        wished=wished,
        refused=refused,
        told=_telling(found),
        steps=steps,
        goals=goals,
        goal=goal,
        way=service.way_to(found, goal) if goal else None,
        gaps=service.largest_gaps(found, steps),
        groups=service.groups(found),
        one=service.offer_outlook(found, wished.offer, found.before.created) if wished.offer else None,
        answer_url=partial(answer_address, found.run),
        reset=_address(found.run.id, Wish(offer=wished.offer)),
        taking=urlencode,
        **_words(steps.area),
    )


def _words(area: Standing) -> dict[str, Any]:
    """How the page says what is a number or a code."""
    said = i18n.speaker(i18n.language())
    return {
        "gain": lambda step: gain_said(step.least, step.most, said.text(area.short), said),
        "effort": lambda levels: effort_said(levels, said),
        "criterion": lambda judged: criterion(judged, said),
        "change": lambda judged: change(judged, said),
        "obstacles": OBSTACLES,
        "values": VALUES,
    }
