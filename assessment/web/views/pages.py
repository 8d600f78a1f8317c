"""The start page and the pages that only inform."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment.services import runs
from assessment.web.context import settings
from assessment.web.forms.others import BeginForm

pages = Blueprint("pages", __name__)


@pages.get("/")
def root() -> AnyResponse:
    """Sends a visitor to the start page in the language their browser asks for."""
    response = redirect(url_for("pages.start"))
    response.vary.add("Accept-Language")
    return response


@pages.get("/<language:lang>/")
def start() -> str:
    return render_template("pages/start.html", form=BeginForm(runs.checks()))


@pages.get("/<language:lang>/privacy")
def privacy() -> str:
    return render_template("pages/privacy.html")


@pages.get("/<language:lang>/imprint")
def imprint() -> str:
    return render_template("pages/imprint.html")


@pages.get("/<language:lang>/accessibility")
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@pages.get("/accent.css")
def accent() -> Response:
    """The operator's colour; a stylesheet of its own, since the pages allow no inline style."""
    return Response(render_template("accent.css", colour=settings().accent_colour), mimetype="text/css")
