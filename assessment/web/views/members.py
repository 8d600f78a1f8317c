"""What members of a chamber show it: exactly the items they chose, and until when."""

from uuid import UUID

from flask import Blueprint, render_template

from assessment import clock
from assessment.services.campaigns import members as service
from assessment.web import access, i18n
from assessment.web.context import database
from assessment.web.forms.sharing import SHOWN
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
    return render_template("campaigns/member.html", member=found, chart=chart, day=clock.day)
