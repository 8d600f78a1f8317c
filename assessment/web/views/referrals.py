"""Referrals as the company has them: asks, reads and releases what was proposed, follows, takes back, says
how it ended. And how somebody proposes one.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.referrals import next_best, proposing, releasing, timelines
from assessment.services.referrals.answering import Received
from assessment.services.referrals.office import limits_of, office_of
from assessment.services.referrals.releasing import Draft
from assessment.services.referrals.states import CLOSING
from assessment.services.referrals.timelines import Shown, Viewer
from assessment.web import access, browser_keys, i18n, referral_words
from assessment.web.coming_in import network
from assessment.web.context import database, settings
from assessment.web.delivering import delivered
from assessment.web.forms import Button
from assessment.web.forms.referrals import (
    REFERRAL,
    REFERRAL_TEXT,
    HandoverForm,
    OutcomeForm,
    ProposeForm,
)

referrals = Blueprint("referrals", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]


@referrals.get("/referrals")
def listed(run_id: UUID) -> str:
    """All of a company, with what happened; an advisor reads it, without note and contact."""
    return _list(run_id, Button(), did=request.args.get("did"))


@referrals.get("/offers/<offer_id>/referral")
def draft(run_id: UUID, offer_id: str) -> Page:
    """For a company that asks by itself; where it has, what became of it."""
    found = _draft(run_id, offer_id)
    if found.going:
        return redirect(url_for("referrals.listed", run_id=run_id, _anchor=f"r-{found.going}"))
    return _form(found, HandoverForm(data={"note": _earlier_words(found)}))


@referrals.post("/offers/<offer_id>/referral")
def ask(run_id: UUID, offer_id: str) -> Page:
    form = HandoverForm()
    if not form.validate():
        return _form(_draft(run_id, offer_id), form), UNPROCESSABLE
    referral_id = releasing.ask(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        offer=offer_id,
        told=form.handover,
        text_version=REFERRAL_TEXT,
        network=network(),
        office=office_of(settings()),
        now=clock.now(),
    )
    return delivered(_back(run_id, "sent", referral_id))


@referrals.get("/referrals/<uuid:referral_id>")
def proposal(run_id: UUID, referral_id: UUID) -> Page:
    """What somebody has proposed, to read, to change and to release."""
    found = _proposal(run_id, referral_id)
    if found.going:
        return redirect(url_for("referrals.listed", run_id=run_id, _anchor=f"r-{found.going}"))
    return _form(found, HandoverForm(data={"note": found.row.note if found.row else ""}))


@referrals.post("/referrals/<uuid:referral_id>")
def release(run_id: UUID, referral_id: UUID) -> Page:
    form = HandoverForm()
    if not form.validate():
        return _form(_proposal(run_id, referral_id), form), UNPROCESSABLE
    sent = releasing.release(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        referral_id=referral_id,
        told=form.handover,
        text_version=REFERRAL_TEXT,
        office=office_of(settings()),
        now=clock.now(),
    )
    return delivered(_back(run_id, "sent" if sent else "gone", referral_id))


@referrals.post("/referrals/<uuid:referral_id>/withdraw")
def withdraw(run_id: UUID, referral_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _list(run_id, form), UNPROCESSABLE
    key, now = browser_keys.key_for(run_id), clock.now()
    mine = partial(releasing.withdraw, database(), run_id=run_id, key=key, referral_id=referral_id)
    ended = mine(office=office_of(settings()), now=now)
    return delivered(_back(run_id, "withdrawn" if ended else "gone", referral_id))


@referrals.post("/referrals/<uuid:referral_id>/outcome")
def say(run_id: UUID, referral_id: UUID) -> Page:
    form = OutcomeForm()
    if not form.validate():
        return _list(run_id, form, did="unsaid"), UNPROCESSABLE
    said = releasing.say(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        referral_id=referral_id,
        step=form.said,
        office=office_of(settings()),
        now=clock.now(),
    )
    return _back(run_id, "said" if said else "gone", referral_id)


# --- an advisor proposes; how a chamber does, see `members` ----------------------------------------


@referrals.get("/propose")
def choose(run_id: UUID) -> Page:
    return Proposing(run_id, "referrals", {"run_id": run_id}).page()


@referrals.post("/propose")
def propose(run_id: UUID) -> Page:
    return Proposing(run_id, "referrals", {"run_id": run_id}).propose()


@referrals.post("/referrals/<uuid:referral_id>/take-back")
def take_back(run_id: UUID, referral_id: UUID) -> Page:
    return Proposing(run_id, "referrals", {"run_id": run_id}).take_back(referral_id)


@dataclass(frozen=True)
class Proposing:
    """The page on which somebody proposes offers to a company. `blueprint` and `named`: its address."""

    run_id: UUID
    blueprint: str
    named: dict[str, UUID]

    def page(self, form: ProposeForm | None = None) -> str:
        actor = access.signed_in()
        choice = proposing.choice(database(), actor=actor, run_id=self.run_id, limits=limits_of(settings()))
        asked = {"offer": request.args.get("offer")}
        shown = ProposeForm(formdata=None, data=asked) if form is None else form
        return render_template(
            "referrals/propose.html",
            choice=choice,
            form=shown,
            did=request.args.get("did") if form is None else None,
            button=Button(),
            refused=[(anchor, i18n.gettext(message)) for anchor, message in shown.refused],
            take_back=lambda referral_id: self._at("take_back", referral_id=referral_id),
            **words_for(Viewer.CHAMBER),
        )

    def propose(self) -> Page:
        form = ProposeForm()
        if not form.validate():
            return self.page(form), UNPROCESSABLE
        made = proposing.propose(
            database(),
            actor=access.signed_in(),
            run_id=self.run_id,
            offer=form.offer.data or "",
            note=form.note.data or "",
            office=office_of(settings()),
        )
        return redirect(self._at("choose", did="proposed" if made else "gone"))

    def take_back(self, referral_id: UUID) -> Page:
        """As long as the company has not sent it."""
        if not Button().validate():
            return self.page(ProposeForm(formdata=None)), UNPROCESSABLE
        mine = partial(proposing.withdraw, database(), actor=access.signed_in(), run_id=self.run_id)
        did = "taken_back" if mine(referral_id=referral_id, office=office_of(settings())) else "gone"
        return redirect(self._at("choose", did=did))

    def _at(self, view: str, **more: UUID | str) -> str:
        named: dict[str, Any] = {**self.named, **more}
        return url_for(f"{self.blueprint}.{view}", **named)


# --- pages ---------------------------------------------------------------------------------------


def _draft(run_id: UUID, offer_id: str) -> Draft:
    key, now = browser_keys.key_for(run_id), clock.now()
    return releasing.draft(database(), run_id=run_id, key=key, offer=offer_id, now=now)


def _proposal(run_id: UUID, referral_id: UUID) -> Draft:
    key, now = browser_keys.key_for(run_id), clock.now()
    return releasing.proposal(database(), run_id=run_id, key=key, referral_id=referral_id, now=now)


def _earlier_words(found: Draft) -> str:
    """What the company has written to the offer `after` which this one comes."""
    after = request.args.get("after", type=UUID)
    if after is None:
        return ""
    return next_best.draft(
        database(), run_id=found.run.id, earlier_id=after, offer=found.offer, language=i18n.language()
    )


def _form(found: Draft, form: HandoverForm) -> str:
    return render_template(
        "referrals/release.html",
        run=found.run,
        draft=found,
        form=form,
        points=REFERRAL,
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
        limits=limits_of(settings()),
    )


def _list(run_id: UUID, form: Button | OutcomeForm, *, did: str | None = None) -> str:
    key, now = access.way_in(run_id), clock.now()
    board = timelines.of_run(database(), run_id=run_id, key=key, limits=limits_of(settings()), now=now)
    wrong = board.viewer == Viewer.COMPANY and any(one.gone_wrong for one in board.referrals)
    return render_template(
        "referrals/listed.html",
        run=board.run,
        board=board,
        next_offers=next_best.after(database(), run=board.run, now=now) if wrong else {},
        form=form,
        did=did,
        button=Button(),
        **words_for(board.viewer),
    )


def words_for(viewer: Viewer) -> dict[str, object]:
    """What templates say a timeline with."""
    return {
        "viewer": viewer,
        "states": referral_words.STATES[viewer],
        "reasons": referral_words.REASONS,
        "outcomes": referral_words.OUTCOMES.get(viewer, {}),
        "closing": tuple(CLOSING),
        "happened": referral_words.happened,
        "coming": coming,
        "day": clock.day,
    }


def coming(viewer: Viewer, shown: Shown | Received) -> str:
    """What comes next, with the days as the page writes them."""
    speaker = i18n.speaker(i18n.language())
    due = speaker.date(clock.day(shown.due_at)) if shown.due_at else ""
    end = speaker.date(clock.day(shown.ends_at))
    return referral_words.coming(viewer, shown.state, due=due, end=end)


def _back(run_id: UUID, did: str, referral_id: UUID) -> Response:
    return redirect(url_for("referrals.listed", run_id=run_id, did=did, _anchor=f"r-{referral_id}"))
