"""A page after which mails leave: at once, and behind the visitor's back."""

from functools import partial

from flask import Response, make_response
from werkzeug.wrappers import Response as AnyResponse

from assessment.background import postman
from assessment.web.context import database, settings


def delivered(page: AnyResponse | str | tuple[str, int]) -> Response:
    """This page; the outbox is emptied once it has been sent."""
    response = make_response(page)
    response.call_on_close(partial(postman.deliver, settings(), database()))
    return response
