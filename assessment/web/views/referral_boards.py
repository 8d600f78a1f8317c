"""What a chamber or an advice house has proposed, and how many there are for the operator."""

from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment.services.policy import Action
from assessment.services.referrals import boards as service
from assessment.services.referrals import proposing
from assessment.services.referrals.office import limits_of, office_of
from assessment.services.referrals.timelines import Viewer
from assessment.web import access
from assessment.web.context import database, settings
from assessment.web.forms import Button
from assessment.web.views.referrals import words_for
from assessment.web.views.staff import staff

referral_boards = Blueprint("referral_boards", __name__, url_prefix=f"{staff.url_prefix}/referrals")


@referral_boards.get("")
def board() -> str:
    actor = access.signed_in()
    found = service.board(database(), actor=actor, limits=limits_of(settings()))
    return render_template(
        "referrals/board.html",
        board=found,
        words={viewer: words_for(viewer) for viewer in (Viewer.CHAMBER, Viewer.ADVISOR)},
        members=access.may(Action.SEE_MEMBERS),
        did=request.args.get("did"),
        button=Button(),
    )


@referral_boards.post("/<uuid:referral_id>/take-back")
def take_back(referral_id: UUID) -> Response:
    """A proposal that the company has not sent, also where it shows this house nothing any more."""
    did = "gone"
    if Button().validate():
        mine = partial(proposing.withdraw, database(), actor=access.signed_in(), referral_id=referral_id)
        did = "taken_back" if mine(office=office_of(settings())) else "gone"
    return redirect(url_for("referral_boards.board", did=did))
