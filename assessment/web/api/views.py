"""Each operation: what was asked in, a service called, the answer out."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from pydantic import BaseModel

from assessment.services.interfaces import reading, repeats, starting
from assessment.services.interfaces.repeats import Answer, Asked, Within
from assessment.services.referrals import pushing
from assessment.services.referrals.office import office_of
from assessment.web import access, i18n
from assessment.web.api import asked, bodies, shown
from assessment.web.api.document import document
from assessment.web.api.operations import OPERATIONS, Operation
from assessment.web.api.problems import StepNotPossible
from assessment.web.context import database, settings
from assessment.web.forms.lines import text
from assessment.web.public_links import base
from questionnaires.text import Language

api = Blueprint("api", __name__, url_prefix="/api/v1")
View = Callable[..., BaseModel]


@api.get("/openapi.json")
def openapi() -> Response:
    """The whole interface, for programs. Its words are in the language that was asked for."""
    server = base(settings()) + url_for("api.openapi").rpartition("/")[0]
    return _json(_written(server, i18n.language()), 200)


@cache
def _written(server: str, language: Language) -> str:
    """It follows from the code alone, so it is made once."""
    return json.dumps(document(server, i18n.speaker(language)), ensure_ascii=False)


def start_run(within: Within, told: bodies.RunAsked) -> BaseModel:
    made = starting.make(within, system=access.system(), check=told.check, campaign=told.campaign)
    link = base(settings()) + url_for("starting.offered", lang=told.language, token=made.token)
    return bodies.RunLink(link=link, expires_at=made.expires_at, reference=told.reference)


def list_shared(asked_for: bodies.PageAsked) -> BaseModel:
    found, after = reading.listed(database(), system=access.system(), **asked_for.model_dump())
    return bodies.SharedPage(items=[bodies.SharedCompany(**shown.company(one)) for one in found], next=after)


def read_shared(_asked_for: bodies.Nothing, id: UUID) -> BaseModel:  # noqa: A002 - as the address says
    return shown.detail(reading.one(database(), system=access.system(), consent_id=id))


def list_referrals(asked_for: bodies.PageAsked) -> BaseModel:
    found, after = pushing.listed(database(), system=access.system(), **asked_for.model_dump())
    return bodies.ReferralPage(items=[shown.referral(one) for one in found], next=after)


def report_status(within: Within, told: bodies.StatusAsked, id: UUID) -> BaseModel:  # noqa: A002
    now, done = pushing.push(
        within,
        system=access.system(),
        referral_id=id,
        to=told.status,
        reason=told.reason,
        words=text(told.words),
        office=office_of(settings()),
    )
    if not done:
        raise StepNotPossible
    return shown.referral(now)


def read_figures(asked_for: bodies.FiguresAsked) -> BaseModel:
    days, told = reading.figures(database(), system=access.system(), day=asked_for.day)
    return bodies.FiguresGiven(days=list(days), figures=told)


VIEWS: dict[str, View] = {
    "start_run": start_run,
    "list_shared": list_shared,
    "read_shared": read_shared,
    "list_referrals": list_referrals,
    "report_status": report_status,
    "read_figures": read_figures,
}
"""By operation. What writes is given the transaction in which its answer is kept, too."""


def _serve(name: str, **values: Any) -> Response:
    operation, view = OPERATIONS[name], VIEWS[name]
    told = asked.query(operation.query)
    if operation.body is None:
        return _json(view(told, **values).model_dump_json(), operation.status)
    key, sent = asked.key(), asked.body(operation.body)
    what = f"{request.method} {request.path}\n{sent.model_dump_json()}".encode()
    repeated = Asked(access.system(), access.bearer(), key, what)

    def work(within: Within) -> Answer:
        return Answer(operation.status, view(within, sent, **values).model_dump_json())

    answer = repeats.once(database(), asked=repeated, work=work)
    return _json(answer.body, answer.status)


def _json(body: str, status: int) -> Response:
    answer = Response(body, status, content_type=asked.JSON)
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _register(name: str, operation: Operation) -> None:
    api.add_url_rule(operation.path, name, partial(_serve, name), methods=[operation.method])


for _name, _one in OPERATIONS.items():
    _register(_name, _one)
