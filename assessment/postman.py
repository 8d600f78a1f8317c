"""Delivers mails: right after the page that wrote one, and every minute what could not be delivered then.

Beside that it forgets the links and sessions whose time is over.
"""

import logging
import time

from assessment import clock
from assessment.config import Settings
from assessment.mail import posts
from assessment.services import mails, sign_in
from assessment.store.database import Database

ROUND = 60
"""Seconds between two rounds."""

log = logging.getLogger(__name__)


def deliver(settings: Settings, database: Database) -> int:
    """What is due now; how many mails left. What goes wrong is logged, and tried again in the next round."""
    try:
        sign_in.tidy(database, now=clock.now())
        return mails.deliver(database, posts.of(settings), now=clock.now())
    except Exception as error:
        log.warning("Mails could not be delivered: %s", type(error).__name__)
        return 0


def go_round(settings: Settings, database: Database) -> None:
    """Never ends: for a thread of its own."""
    while True:
        deliver(settings, database)
        time.sleep(ROUND)
