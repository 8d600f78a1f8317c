"""Who can help: all offers of a check, one of them, two side by side; and one for everybody, by its link."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services import runs
from assessment.services.checks import offer_page, results
from assessment.services.checks.results import Shown
from assessment.services.offering import offers as service
from assessment.services.referrals import timelines
from assessment.services.referrals.states import State
from assessment.services.referrals.timelines import Viewer
from assessment.services.runs import OpenRun
from assessment.services.workshops import meetings
from assessment.web import access, browser_keys, i18n
from assessment.web.context import database, operator
from assessment.web.forms import Button
from assessment.web.forms import offers as forms
from assessment.web.forms.answers import SectionForm
from assessment.web.forms.responses import OUTCOMES, REASONS
from assessment.web.place_words import why
from assessment.web.referral_words import STATES
from assessment.web.screens import answer_address, aside_address, offer_address
from reports import leaflet
from reports.html import Slots
from reports.leaflet import Leaflet
from reports.offered import Offer

offers = Blueprint("offers", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]


@offers.get("/check/<uuid:run_id>/offers")
def listed(run_id: UUID) -> Page:
    shown = _shown(run_id)
    return _list_page(shown, forms.questions_form(shown.run, i18n.language()))


@offers.post("/check/<uuid:run_id>/offers")
def answer(run_id: UUID) -> Page:
    """Saves what was answered beside the list, and shows the list that follows from it."""
    form = forms.posted_questions(request.form.get("version", ""), i18n.language())
    if not form.validate():
        return _shown_again(run_id)
    key, given = browser_keys.key_for(run_id), form.given
    saved = runs.save(database(), run_id=run_id, key=key, given=given, seen=form.seen, now=clock.now())
    if saved.conflicts:
        return _shown_again(run_id, saved)
    fresh = [id_ for id_ in given if saved.run.written_at[id_] > form.seen[id_]]
    if fresh:
        results.finish_again(database(), saved.run, operator=operator(), now=clock.now())
    return redirect(_after_saving(run_id, fresh))


@offers.get("/check/<uuid:run_id>/offers/compare")
def compare(run_id: UUID) -> Page:
    """Two offers side by side: `a` and `b`, or the two ticked as `offer` on the list."""
    shown, asked = _shown(run_id), request.args
    ids = asked.getlist("offer") or [id_ for id_ in (asked.get("a"), asked.get("b")) if id_]
    pair = service.named(shown.report, ids)
    if len(pair) != forms.PAIR:
        form = forms.questions_form(shown.run, i18n.language())
        return _list_page(shown, form, ticked=tuple(item.id for item in pair), refused=True), UNPROCESSABLE
    if "offer" in asked:
        chosen = _filter() | {"a": pair[0].id, "b": pair[1].id}
        return redirect(url_for("offers.compare", run_id=run_id, **chosen))
    return render_template(
        "offers/compared.html", run=shown.run, table=_leaflet(shown).comparison(*pair), filter=_filter()
    )


@offers.get("/check/<uuid:run_id>/offers/<offer_id>")
def one(run_id: UUID, offer_id: str) -> Page:
    """An offer as it stands for this company. One that the company's result does not know is told to all."""
    shown = _shown(run_id)
    found = service.named(shown.report, [offer_id])
    if not found:
        return redirect(url_for("offers.shared", offer_id=offer_id))
    return render_template(
        "offers/offer.html",
        run=shown.run,
        report=shown.report,
        offer=found[0],
        told=_leaflet(shown),
        provenance=leaflet.provenance(found[0], i18n.language()),
        may_plan=_may_plan(shown.run),
        plan_button=Button(),
        **_beside(shown, found[0]),
    )


def _may_plan(run: OpenRun) -> bool:
    """The company itself, and whoever may write what a session decides."""
    if not access.is_guest():
        return True
    meeting = meetings.beside(database(), run, access.way_in(run.id))
    return meeting is not None and meeting.writable


def _beside(shown: Shown, offer: Offer) -> dict[str, Any]:
    """What this company said of an offer, and how it stands with places there: for the company alone."""
    kept, today = not shown.report.partial, clock.day(clock.now())
    found = offer_page.beside(database(), shown.run, offer, today=today, kept=kept)
    referral = timelines.beside_offer(database(), run=shown.run, offer=offer.id, now=clock.now())
    return {
        "referral": referral,
        "referral_states": _referral_words(),
        "news": found.news,
        "given": found.given,
        "outcomes": OUTCOMES,
        "reasons": REASONS,
        "standings": found.standings,
        "waits": lambda reasons: [why(reason, found.names) for reason in reasons],
        "button": Button(),
        "day": clock.day,
        "did": request.args.get("did"),
    }


@offers.get("/offers/<offer_id>")
def shared(offer_id: str) -> str:
    """An offer without any company: the page to pass on."""
    found = service.shared(database(), offer_id=offer_id, today=clock.day(clock.now()))
    code = i18n.language()
    return render_template(
        "offers/shared.html",
        shared=found,
        for_whom=leaflet.for_whom(found.offer, code),
        facts=leaflet.facts(found.offer, found.areas, code),
        directions=leaflet.directions(found.offer, code),
        provenance=leaflet.provenance(found.offer, code),
    )


def _referral_words() -> Mapping[State, str]:
    return STATES[Viewer.ADVISOR if access.is_guest() else Viewer.COMPANY]


def _shown(run_id: UUID, run: OpenRun | None = None) -> Shown:
    """The result without the plan and the comparison beside it: offers need neither."""
    run = run or runs.opened(database(), run_id=run_id, key=access.way_in(run_id))
    return Shown(run, results.as_made(database(), run, operator=operator(), now=clock.now()))


def _shown_again(run_id: UUID, saved: runs.Saved | None = None) -> Page:
    """The page with what was chosen, and what is wrong with it or was answered by somebody else."""
    shown = _shown(run_id, saved.run if saved else None)
    form = forms.questions_form(shown.run, i18n.language())
    if saved:
        form.show_conflicts(saved.conflicts, saved.run.written_at)
        return _list_page(shown, form), CONFLICT
    form.validate()
    return _list_page(shown, form), UNPROCESSABLE


def _after_saving(run_id: UUID, fresh: list[str]) -> str:
    aside = aside_address(run_id, "offers.listed", request.form.get("then", ""))
    return aside or url_for("offers.listed", run_id=run_id, saved=fresh or "", _anchor="saved", **_filter())


def _filter() -> dict[str, Any]:
    """What the list is narrowed to, for the addresses that lead on from it."""
    return {name: request.args.getlist(name) for name in ("kind", "area")}


def _list_page(
    shown: Shown, form: SectionForm, *, ticked: tuple[str, ...] = (), refused: bool = False
) -> str:
    run, report, code = shown.run, shown.report, i18n.language()
    wanted = forms.wanted(request.args, [area.id for area in report.areas])
    chosen = service.narrowed(report, wanted)
    referred = timelines.beside_offers(database(), run=run, now=clock.now())
    tick = partial(_tick, ticked=ticked, referred=referred, run=run)
    return render_template(
        "offers/offers.html",
        run=run,
        report=report,
        chosen=chosen.offers,
        told=_leaflet(Shown(run, chosen), tick),
        doors=_leaflet(shown).doors(),
        form=form,
        wanted=wanted,
        questions=[] if access.is_guest() else forms.open_questions(run, report, form, code),
        workshop=meetings.beside(database(), run, access.way_in(run.id)),
        elsewhere=forms.asked_elsewhere(run, report, code),
        saved=forms.saved_titles(run, code),
        refused_pair=refused,
    )


def _leaflet(shown: Shown, after_offer: Callable[[Offer], str] | None = None) -> Leaflet:
    """The parts of the page; only the company itself is led on to answer what is still open."""
    slots = Slots(after_offer=after_offer or Slots.after_offer, offer_url=partial(offer_address, shown.run))
    if not access.is_guest():
        slots = replace(slots, answer_url=partial(answer_address, shown.run))
    return Leaflet(shown.report, i18n.language(), slots)


def _tick(offer: Offer, ticked: tuple[str, ...], referred: Mapping[str, State], run: OpenRun) -> str:
    state = referred.get(offer.id)
    words = _referral_words()[state] if state else None
    return render_template("offers/_tick.html", offer=offer, checked=offer.id in ticked, run=run, words=words)
