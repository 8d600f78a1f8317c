"""What authors and operators do with content on the machine: check all of it, release it, carry the catalogue
out and in. Content is files; nothing in here knows the database.

Content belongs to the version of the code that reads it. In a checkout it can be changed; in an installed
package it is looked at only, since the next upgrade would put back what stood there.
"""

from pathlib import Path

import questionnaires

HOME = Path(questionnaires.__file__).parent.parent


class Installed(Exception):
    """Content of an installed package was about to be changed."""

    def __init__(self) -> None:
        super().__init__(
            f"This is an installed package ({HOME}): its content belongs to its version, and the next "
            "upgrade would undo a change. Please change it in a checkout, and install the wheel made there."
        )


def in_checkout() -> None:
    """Raises Installed where content must not be changed."""
    if not (HOME / "pyproject.toml").is_file():
        raise Installed
