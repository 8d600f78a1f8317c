"""How the walk driver reads our pages: it presses the button of the full check."""

import re
from typing import Any

from walk_driver import Adapter, Page  # type: ignore[import-not-found]  # beside the floor, not here


class FullCheck(Adapter):  # type: ignore[misc]
    start_link = re.compile(r"^\s*continue\b", re.IGNORECASE)

    def button(self, page: Page, form: Any) -> Any:
        full = form.xpath(".//button[@value='full']")
        return full[0] if full else super().button(page, form)
