"""The board of a session: what lies apart, and what those present decide about it."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.services.workshops import agreements as service
from assessment.services.workshops.agreements import Board, Topic
from assessment.services.workshops.meetings import State
from assessment.web import i18n, spread
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.workshops import SettleForm, settle_form
from assessment.web.views.workshops import fragment, way_in
from reports.voiced import EVIDENCE

topics = Blueprint(
    "topics",
    __name__,
    url_prefix="/<language:lang>/check/<uuid:run_id>/workshop/<uuid:workshop_id>/topics",
)
UNPROCESSABLE, CONFLICT = 422, 409
Page = AnyResponse | str | tuple[str, int]


@topics.get("")
def board(run_id: UUID, workshop_id: UUID) -> str:
    return _board_page(run_id, workshop_id, Button())


@topics.get("/now")
def live(run_id: UUID, workshop_id: UUID) -> Response:
    """The part of the board that changes when somebody settles something."""
    found = _board(run_id, workshop_id)
    return fragment(
        render_template(
            "workshops/_topics.html", board=found, shown=_shown(found), writable=_may_settle(found)
        )
    )


@topics.post("/same")
def take_over(run_id: UUID, workshop_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _board_page(run_id, workshop_id, form), UNPROCESSABLE
    number = service.take_over_same(
        database(), run_id=run_id, key=way_in(run_id), workshop_id=workshop_id, now=clock.now()
    )
    return redirect(
        url_for("topics.board", run_id=run_id, workshop_id=workshop_id, number=number, _anchor="same")
    )


@topics.get("/<question>")
def topic(run_id: UUID, workshop_id: UUID, question: str) -> str:
    found = _board(run_id, workshop_id)
    one = _topic(found, question)
    return _topic_page(found, one, settle_form(one.settled, one.revision))


@topics.post("/<question>")
def settle(run_id: UUID, workshop_id: UUID, question: str) -> Page:
    form = SettleForm()
    if not form.validate():
        found = _board(run_id, workshop_id)
        return _topic_page(found, _topic(found, question), form), UNPROCESSABLE
    recorded = service.record(
        database(),
        run_id=run_id,
        key=way_in(run_id),
        workshop_id=workshop_id,
        question=question,
        seen=form.seen_revision,
        settled=form.settled,
        now=clock.now(),
    )
    if recorded is None:
        raise NotFound
    if recorded.conflict:
        form.seen.data = str(recorded.topic.revision)
        return _topic_page(_board(run_id, workshop_id), recorded.topic, form, theirs=True), CONFLICT
    return redirect(
        url_for("topics.board", run_id=run_id, workshop_id=workshop_id, did=question, _anchor=question)
    )


def _board(run_id: UUID, workshop_id: UUID) -> Board:
    return service.board(database(), run_id=run_id, key=way_in(run_id), workshop_id=workshop_id)


def _topic(found: Board, question: str) -> Topic:
    one = next((topic for topic in found.every if topic.question == question), None)
    if one is None:
        raise NotFound
    return one


def _shown(found: Board) -> dict[str, spread.Shown]:
    return {topic.question: spread.shown(found.run, topic) for topic in found.every}


def _may_settle(found: Board) -> bool:
    return found.workshop.writable and found.workshop.state == State.OPENED


def _board_page(run_id: UUID, workshop_id: UUID, form: Button) -> str:
    found = _board(run_id, workshop_id)
    return render_template(
        "workshops/topics.html",
        board=found,
        shown=_shown(found),
        workshop=found.workshop,
        writable=_may_settle(found),
        form=form,
        did=request.args.get("did"),
        number=request.args.get("number", type=int),
    )


def _topic_page(found: Board, one: Topic, form: SettleForm, *, theirs: bool = False) -> str:
    return render_template(
        "workshops/topic.html",
        workshop=found.workshop,
        shown=spread.shown(found.run, one),
        choices=spread.choices(found.run, one),
        form=form,
        refused=[(anchor, i18n.gettext(text)) for anchor, text in form.refused],
        theirs=theirs,
        writable=_may_settle(found),
        evidence=EVIDENCE,
        number=next((n for n, topic in enumerate(found.topics, 1) if topic.question == one.question), None),
        of=len(found.topics),
    )
