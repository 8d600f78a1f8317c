"""Flask, but for what it writes into its log."""

from typing import Any

from flask import Flask, request

from assessment.logs import Event


class Application(Flask):
    """Logs no address and no message: an address may hold a key or a token, a message what somebody typed.

    What is left says enough: the rule of the address, the kinds of the errors, and where they came from.
    """

    def log_exception(self, exc_info: Any) -> None:
        failed = Event("exception", route=request.url_rule, method=request.method, error=exc_info[1])
        self.logger.error(failed)
