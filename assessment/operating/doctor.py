"""What an operator would get wrong, judged: one small function for each thing, and the table of them."""

import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from assessment.config import Settings, variable_of
from assessment.operating import state
from assessment.operating.state import Served, State, since
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.store.database import Database
from assessment.timekeeping import LEAP

SOON, SLOW = timedelta(minutes=10), timedelta(minutes=5)
"""Mails and reports that wait longer are stuck."""
APART = timedelta(seconds=30)
"""Clocks that differ by more make links end too early, or too late."""
BACKUP_DAYS = 7
SPACE, SPACE_LEFT = 1 << 30, 0.05
"""Bytes, and share of the disk: below both it is nearly full."""
MOST_DUE = 0.5
"""Share of the catalogue that may call for a look."""


class Grade(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what was found: a code of `words`, with the facts that its sentences name."""

    about: str
    code: str
    grade: Grade = Grade.GOOD
    facts: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Settings, State], Finding]


def examined(database: Database, settings: Settings, queue: Served, *, actor: Staff) -> tuple[Finding, ...]:
    """For whoever operates this installation. Raises Refused."""
    policy.require(actor, Action.WATCH_OPERATION)
    return findings(settings, state.read(database, settings, queue, actor.now))


def findings(settings: Settings, state: State) -> tuple[Finding, ...]:
    """All of them, the worst first."""
    order = list(reversed(Grade))
    found = [check(settings, state) for check in CHECKS]
    return tuple(sorted(found, key=lambda finding: order.index(finding.grade)))


def grade(found: Iterable[Finding]) -> Grade:
    """The worst of them."""
    grades = {finding.grade for finding in found}
    return next((one for one in reversed(Grade) if one in grades), Grade.GOOD)


def _database(_settings: Settings, state: State) -> Finding:
    if state.stands is None:
        return Finding("database", "database_silent", Grade.BAD)
    if not state.stands:
        return Finding("database", "database_empty", Grade.BAD)
    if state.newer:
        return Finding("database", "database_newer", Grade.WARNING)
    if state.stands != state.newest:
        return Finding(
            "database", "migrations_missing", Grade.BAD, {"stands": state.stands, "newest": state.newest}
        )
    if not state.writable:
        return Finding("database", "database_read_only", Grade.BAD)
    return Finding("database", "database_good")


def _space(_settings: Settings, state: State) -> Finding:
    facts = {"gigabytes": round(state.free / 1e9), "percent": round(100 * state.free / state.size)}
    full = state.free < SPACE and state.free < SPACE_LEFT * state.size
    return Finding("space", "space_short" if full else "space_good", Grade.BAD if full else Grade.GOOD, facts)


def _folder(settings: Settings, state: State) -> Finding:
    facts = {"folder": str(settings.instance_folder)}
    if state.folder is None:
        return Finding("folder", "folder_read_only", Grade.BAD, facts)
    if not state.folder.shut:
        return Finding("folder", "folder_open", Grade.BAD, facts)
    return Finding("folder", "folder_good")


def _time(_settings: Settings, state: State) -> Finding:
    if state.folder and state.folder.apart > APART:
        seconds = round(state.folder.apart.total_seconds())
        return Finding("time", "folder_apart", Grade.BAD, {"seconds": seconds})
    if state.database_time and abs(state.database_time - state.now) > APART:
        seconds = round(abs(state.database_time - state.now).total_seconds())
        return Finding("time", "clocks_apart", Grade.BAD, {"seconds": seconds})
    newest = max((one for one in (state.last_change, state.last_seen) if one), default=state.now)
    if newest - state.now > APART:
        return Finding("time", "clock_went_back", Grade.BAD)
    if state.last_seen and state.now - state.last_seen > LEAP:
        return Finding("time", "clock_leapt", Grade.BAD, {"day": f"{state.last_seen:%Y-%m-%d}"})
    return Finding("time", "time_good")


def _mail(settings: Settings, state: State) -> Finding:
    outbox = state.outbox
    if outbox is None:
        return Finding("mail", "mail_unknown", Grade.BAD)
    if outbox.given_up or since(outbox.oldest, state.now) > SOON:
        return Finding("mail", "mail_stuck", Grade.BAD, {"number": outbox.waiting + outbox.given_up})
    if outbox.unconfirmed:
        return Finding("mail", "mail_unconfirmed", Grade.WARNING, {"number": outbox.unconfirmed})
    if not settings.mail_server:
        return Finding("mail", "mail_in_folder", Grade.WARNING)
    if settings.mail_from == Settings.model_fields["mail_from"].default:
        return Finding("mail", "sender_missing", Grade.BAD)
    return Finding("mail", "mail_good")


def _reports(_settings: Settings, state: State) -> Finding:
    orders = state.orders
    if orders is None:
        return Finding("reports", "queue_silent", Grade.WARNING)
    if not orders.worker:
        return Finding("reports", "no_worker", Grade.WARNING)
    if since(orders.oldest, state.now) > SLOW:
        return Finding("reports", "reports_stuck", Grade.BAD, {"number": orders.waiting})
    return Finding("reports", "reports_good")


def _catalogue(_settings: Settings, state: State) -> Finding:
    if state.offers is None:
        return Finding("catalogue", "catalogue_unknown", Grade.BAD)
    facts = {"due": state.offers.due, "entries": state.offers.entries}
    stale = state.offers.due > MOST_DUE * state.offers.entries
    return Finding(
        "catalogue",
        "catalogue_stale" if stale else "catalogue_good",
        Grade.WARNING if stale else Grade.GOOD,
        facts,
    )


def _address(settings: Settings, _state: State) -> Finding:
    if _at_home(settings.host) and not settings.public_url:
        return Finding("address", "only_here")
    if not settings.public_url:
        return Finding("address", "no_address", Grade.BAD)
    if urlsplit(settings.public_url).scheme != "https" and not _at_home(
        urlsplit(settings.public_url).hostname
    ):
        return Finding("address", "not_encrypted", Grade.BAD)
    if urlsplit(settings.public_url).scheme == "https" and not settings.cookies_secure:
        return Finding("address", "cookies_open", Grade.BAD)
    if not settings.proxies and not _at_home(urlsplit(settings.public_url).hostname):
        return Finding("address", "no_proxy", Grade.WARNING)
    return Finding("address", "address_good")


def _at_home(host: str | None) -> bool:
    try:
        return ip_address(socket.gethostbyname(host) if host == "localhost" else host or "").is_loopback
    except (ValueError, OSError):
        return False


def _limit(settings: Settings, _state: State) -> Finding:
    off = not settings.checks_per_address and settings.public_url is not None
    return Finding("limit", "limit_off" if off else "limit_good", Grade.WARNING if off else Grade.GOOD)


def _key(settings: Settings, state: State) -> Finding:
    if state.key_fits is False:
        return Finding("key", "key_another", Grade.BAD)
    path = settings.instance_folder / "secret_key"
    if not path.exists():
        return Finding("key", "key_given")
    shut = not path.stat().st_mode & 0o077
    code, found = ("key_good", Grade.GOOD) if shut else ("key_open", Grade.BAD)
    return Finding("key", code, found, {"file": str(path)})


def _operators(_settings: Settings, state: State) -> Finding:
    none = not state.operators
    return Finding("people", "no_operator" if none else "people_good", Grade.WARNING if none else Grade.GOOD)


def _backup(_settings: Settings, state: State) -> Finding:
    if state.last_backup is None:
        return Finding("backup", "no_backup", Grade.WARNING)
    days = since(state.last_backup, state.now).days
    old = days > BACKUP_DAYS
    return Finding(
        "backup", "backup_old" if old else "backup_good", Grade.WARNING if old else Grade.GOOD, {"days": days}
    )


def _contact(settings: Settings, _state: State) -> Finding:
    asked = ("contact_email", "imprint_url", "privacy_url")
    missing = [variable_of(name) for name in asked if not getattr(settings, name)]
    if missing:
        return Finding("duties", "duties_missing", Grade.WARNING, {"missing": ", ".join(missing)})
    return Finding("duties", "duties_good")


CHECKS: tuple[Check, ...] = (
    *(_database, _space, _folder, _time, _key, _address, _limit, _mail, _reports),
    *(_operators, _backup, _catalogue, _contact),
)
