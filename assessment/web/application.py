"""Flask, but for what it writes into its log."""

import traceback
from collections.abc import Iterator
from typing import Any

from flask import Flask, request


class Application(Flask):
    """Logs no address and no message: an address may hold a key or a token, a message what somebody typed.

    PostgreSQL, for one, quotes the whole row that it refuses. What is left says enough: the rule of the
    address, the kinds of the errors, and where they came from.
    """

    def log_exception(self, exc_info: Any) -> None:
        told = "".join(_told(exc_info[1]))
        self.logger.error("Exception at %s [%s]\n%s", request.url_rule, request.method, told)


def _told(error: BaseException | None) -> Iterator[str]:
    """Where an error came from and what kind it is, after those that it came from."""
    if error is None:
        return
    yield from _told(error.__cause__ or error.__context__)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
