"""What a chamber or an advice house has proposed, and how many there are for the operator."""

from flask import Blueprint, render_template, request

from assessment.services.policy import Action
from assessment.services.referrals import boards as service
from assessment.services.referrals.office import limits_of
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
