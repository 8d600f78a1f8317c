"""How the walk driver reads our pages: it presses the button of the full check."""

import re
import time
from collections.abc import Callable
from random import Random
from typing import Any

from walk_driver import Adapter, Page  # type: ignore[import-not-found]  # beside the floor, not here

PAUSE = (5.0, 15.0)
"""Seconds on a page, from and to."""


class FullCheck(Adapter):  # type: ignore[misc]
    start_link = re.compile(r"^\s*continue\b", re.IGNORECASE)

    def button(self, page: Page, form: Any) -> Any:
        full = form.xpath(".//button[@value='full']")
        return full[0] if full else super().button(page, form)


class Unhurried(FullCheck):
    """Reads before answering: a page's clock runs from when it has been filled in."""

    def __init__(self) -> None:
        self.random = Random(20261122)

    def fill(self, page: Page, form: Any, choose: Callable[[int], int], attempt: int = 0) -> Any:
        time.sleep(self.random.uniform(*PAUSE))
        return super().fill(page, form, choose, attempt)
