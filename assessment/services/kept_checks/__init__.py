"""Checks kept in an account: for companies that would rather sign in than look after a link.

The link stays the key: an account holds it, sealed, and hands it to the browser when a check is opened.
Whoever holds a key may keep its check: by a link to the own mailbox (`mailbox`), with which the account
begins, or with one button where they are signed in (`keeping`). `listing` is what they see of it.

What is told to whoever asks for a link is the same for every address, and so is what is done. Nobody who may
read a check learns in whose account it is.
"""

from assessment.services.kept_checks.keeping import Keeper, keep, keep_follow_up, keeps, take_out, taken_up
from assessment.services.kept_checks.listing import Kept, State, listed
from assessment.services.kept_checks.mailbox import claim, request_link

__all__ = [
    "Keeper",
    "Kept",
    "State",
    "claim",
    "keep",
    "keep_follow_up",
    "keeps",
    "listed",
    "request_link",
    "take_out",
    "taken_up",
]
