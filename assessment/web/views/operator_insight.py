"""What all results say together: unmet needs, who is shown, and what a word about an offer would change."""

from flask import Blueprint, render_template

from assessment.services.offering import insight as service
from assessment.web import access
from assessment.web.context import database
from assessment.web.views.staff import staff
from reports.cohorts.counts import LEAST

insight = Blueprint("insight", __name__, url_prefix=f"{staff.url_prefix}/insight")


@insight.get("")
def overview() -> str:
    found = service.insight(database(), actor=access.signed_in())
    return render_template("operator/insight.html", found=found, least=LEAST, first=service.FIRST)


@insight.get("/offers/<offer_id>")
def offer(offer_id: str) -> str:
    found = service.trial(database(), actor=access.signed_in(), offer_id=offer_id)
    return render_template("operator/trial.html", trial=found, least=LEAST, first=service.FIRST)
