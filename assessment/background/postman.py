"""Delivers mails: right after the page that wrote one, and every minute what could not be delivered then; and
what other systems want to know.

Beside that it forgets the links, sessions and mails whose time is over, as long as the clock can be believed.
"""

import logging
import time

from assessment import clock, timekeeping
from assessment.config import Settings, signing_key
from assessment.logs import Event
from assessment.mail import posts
from assessment.services import mails, sign_in
from assessment.services.interfaces import delivering
from assessment.store.database import Database

ROUND = 60
"""Seconds between two rounds."""

log = logging.getLogger(__name__)


def deliver(settings: Settings, database: Database) -> int:
    """What is due now; how many mails left. What goes wrong is logged, and tried again in the next round."""
    try:
        if timekeeping.believed(settings, database, clock.now()):
            sign_in.tidy(database, now=clock.now())
            mails.tidy(database, now=clock.now())
        return mails.deliver(database, posts.of(settings), now=clock.now())
    except Exception as error:
        log.warning(Event("mails_failed", error=error))
        return 0


def tell_systems(settings: Settings, database: Database) -> int:
    """What other systems are to be told now; how much arrived. The same holds for what goes wrong."""
    try:
        call, key = delivering.caller(settings), signing_key(settings)
        return delivering.deliver(database, call, key=key, now=clock.now())
    except Exception as error:
        log.warning(Event("systems_failed", error=error))
        return 0


def go_round(settings: Settings, database: Database) -> None:
    """Never ends: for a thread of its own. Mails come first: strangers' systems may take their time."""
    while True:
        deliver(settings, database)
        tell_systems(settings, database)
        time.sleep(ROUND)
