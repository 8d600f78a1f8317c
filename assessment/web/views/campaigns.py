"""Campaigns of a chamber or of the network: make one, hand out link and card, see the counters, end it."""

import io
from functools import lru_cache
from uuid import UUID

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services import runs
from assessment.services.campaigns import desk as service
from assessment.services.campaigns.desk import Campaign
from assessment.web import access, i18n
from assessment.web.context import database, operator
from assessment.web.forms import Button
from assessment.web.forms.campaigns import CampaignForm
from assessment.web.public_links import reachable
from assessment.web.sending import attached
from assessment.web.views.staff import staff
from questionnaires.text import Language
from reports import card as printing
from reports.card import Card

campaigns = Blueprint("campaigns", __name__, url_prefix=f"{staff.url_prefix}/campaigns")
UNPROCESSABLE = 422
Page = AnyResponse | str | tuple[str, int]
_ = i18n.marked

PDF = "application/pdf"
CARD = {"de": "wandelkompass-karte-%s.pdf", "en": "wandelkompass-card-%s.pdf"}
HAPPENED = {
    "made": _("Die Kampagne steht. Geben Sie den Link oder die Karte weiter."),
    "ended": _("Die Kampagne ist beendet. Wer den Link öffnet, kann den Check noch ohne ihn beginnen."),
    "over": _("Die Kampagne war schon beendet."),
}
FRAME_HEIGHT = 460
"""Pixels that the start card needs on a phone in either language."""


@campaigns.get("")
def listed() -> str:
    found = service.listed(database(), actor=access.signed_in())
    return render_template("campaigns/campaigns.html", campaigns=found)


@campaigns.get("/new")
def new() -> str:
    return _new(_form())


@campaigns.post("/new")
def make() -> Page:
    form = _form()
    if not form.validate():
        return _new(form), UNPROCESSABLE
    made = service.make(
        database(),
        actor=access.signed_in(),
        organisation_id=form.organisation_id,
        name=form.name.data or "",
        begins_on=form.first,
        ends_on=form.last,
    )
    return redirect(url_for("campaigns.one", campaign_id=made, did="made"))


@campaigns.get("/<uuid:campaign_id>")
def one(campaign_id: UUID) -> str:
    return _shown(campaign_id, HAPPENED.get(request.args.get("did", "")))


@campaigns.post("/<uuid:campaign_id>/end")
def end(campaign_id: UUID) -> Page:
    if not Button().validate():
        return _shown(campaign_id), UNPROCESSABLE
    ended = service.end(database(), actor=access.signed_in(), campaign_id=campaign_id)
    return redirect(url_for("campaigns.one", campaign_id=campaign_id, did="ended" if ended else "over"))


@campaigns.get("/<uuid:campaign_id>/code.svg")
def code(campaign_id: UUID) -> Response:
    """The link for a camera, also to be put on a poster."""
    found = service.one(database(), actor=access.signed_in(), campaign_id=campaign_id)
    picture = io.BytesIO()
    segno.make(_link(found), error="m").save(picture, kind="svg", border=4, scale=8, xmldecl=False)
    return make_response(picture.getvalue(), {"Content-Type": "image/svg+xml"})


@campaigns.get("/<uuid:campaign_id>/card.pdf")
def card(campaign_id: UUID) -> Response:
    """The card for print, in the language of the page."""
    found = service.one(database(), actor=access.signed_in(), campaign_id=campaign_id)
    shortest, lang = runs.checks()[0], i18n.language()
    made = Card(
        house=found.organisation,
        link=_link(found),
        check=shortest.title,
        minutes=shortest.minutes,
        until=found.ends_on,
        operator=operator(),
    )
    return attached(_printed(made, lang), PDF, CARD[lang] % found.code)


@lru_cache(maxsize=16)
def _printed(made: Card, lang: Language) -> bytes:
    return printing.render(made, lang)


def _link(campaign: Campaign) -> str:
    return reachable("invited.short", code=campaign.code)


def _form() -> CampaignForm:
    actor = access.signed_in()
    return CampaignForm(service.houses(actor), clock.day(actor.now))


def _new(form: CampaignForm) -> str:
    refused = [(anchor, i18n.gettext(message)) for anchor, message in form.refused]
    return render_template("campaigns/new.html", form=form, refused=refused)


def _shown(campaign_id: UUID, happened: str | None = None) -> str:
    found = service.one(database(), actor=access.signed_in(), campaign_id=campaign_id)
    return render_template(
        "campaigns/campaign.html",
        campaign=found,
        form=Button(),
        link=_link(found),
        page=reachable("invited.opened", code=found.code),
        frame=reachable("invited.card", code=found.code),
        height=FRAME_HEIGHT,
        happened=happened,
    )
