"""Counts how long pages take, where the operator wants to know."""

from time import perf_counter

from flask import Flask, Response, g, request

from assessment.operating.figures import Counting
from assessment.web.context import SETTINGS


def init_app(app: Flask) -> None:
    counting = Counting(app.extensions[SETTINGS])
    if not counting.wanted:
        return

    @app.before_request
    def _begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        counting.page(request.blueprint or "none", response.status_code, perf_counter() - g.began)
        return response
