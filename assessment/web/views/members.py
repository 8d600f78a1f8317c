"""What members of a chamber show it: exactly the items they chose, and until when. And what it proposes to
them, under an address of this consent: that of the check would tell who shows something anew."""

from uuid import UUID

from flask import Blueprint, render_template

from assessment import clock
from assessment.services.campaigns import members as service
from assessment.services.referrals import proposing
from assessment.web import access, i18n
from assessment.web.context import database
from assessment.web.forms.sharing import SHOWN
from assessment.web.views.referrals import Page, Proposing
from assessment.web.views.staff import staff
from reports import html

members = Blueprint("members", __name__, url_prefix=f"{staff.url_prefix}/members")


@members.get("")
def listed() -> str:
    found = service.listed(database(), actor=access.signed_in())
    return render_template("campaigns/members.html", members=found, shown=SHOWN, day=clock.day)


@members.get("/<uuid:consent_id>")
def one(consent_id: UUID) -> str:
    found = service.one(database(), actor=access.signed_in(), consent_id=consent_id)
    chart = html.field_chart(found.result, i18n.language(), theirs=True) if found.result else None
    may_propose = proposing.may(access.signed_in(), found.shared.organisation_id)
    return render_template(
        "campaigns/member.html", member=found, chart=chart, day=clock.day, may_propose=may_propose
    )


@members.get("/<uuid:consent_id>/propose")
def choose(consent_id: UUID) -> Page:
    return _proposing(consent_id).page()


@members.post("/<uuid:consent_id>/propose")
def propose(consent_id: UUID) -> Page:
    return _proposing(consent_id).propose()


@members.post("/<uuid:consent_id>/proposals/<uuid:referral_id>/take-back")
def take_back(consent_id: UUID, referral_id: UUID) -> Page:
    return _proposing(consent_id).take_back(referral_id)


def _proposing(consent_id: UUID) -> Proposing:
    run_id = proposing.of_member(database(), actor=access.signed_in(), consent_id=consent_id)
    return Proposing(run_id, "members", {"consent_id": consent_id})
