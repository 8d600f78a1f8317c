"""How this installation is doing: for machines that watch it, and for whoever operates it."""

from flask import Blueprint, Response, abort, render_template, request

from assessment.operating import doctor, figures, state, words
from assessment.web import access
from assessment.web.context import database, served, settings
from assessment.web.views.staff import staff

operation = Blueprint("operation", __name__)


@operation.get("/healthz")
def healthz() -> dict[str, str]:
    """This process answers: nothing else is asked."""
    return {"status": "ok"}


@operation.get("/readyz")
def readyz() -> tuple[dict[str, str], int]:
    """Visitors can be let in: the database answers, and has the tables of this code."""
    return ({"status": "ready"}, 200) if state.ready(database()) else ({"status": "not ready"}, 503)


@operation.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus, for whoever has the token; all others are not told that there are any."""
    if not figures.may_read(settings(), request.authorization):
        abort(404)
    return Response(figures.told(database(), settings(), served()), content_type=figures.CONTENT_TYPE)


@operation.get(f"{staff.url_prefix}/operation")
def page() -> str:
    found = doctor.examined(database(), settings(), served(), actor=access.signed_in())
    return render_template(
        "operator/operation.html", found=found, about=words.about, said=words.said, worst=doctor.grade(found)
    )
