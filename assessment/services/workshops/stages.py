"""A session of a company with its advisor, from preparation to the end.

The advisor prepares it, the company agrees to it, the advisor starts it, people answer alone by the links of
their roles, the board is opened, what lies apart is settled, the session is closed. Without the company's
consent nothing starts, and the company ends it whenever it wants. The advisor has no voice in it.

Each step leads from one state to the next; sent a second time, or from a page that is out of date, it changes
nothing.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import policy, sign_in
from assessment.services.policy import Action, Staff
from assessment.services.runs import as_it_stands, seen_by, unlocked
from assessment.services.workshops import rights
from assessment.services.workshops.compared import undiscussed
from assessment.services.workshops.meetings import (
    Meeting,
    State,
    progress_of,
)
from assessment.services.workshops.rights import led, owned
from assessment.store import agreements, audit, runs, voices
from assessment.store import workshops as store
from assessment.store.database import Database
from assessment.store.workshops import AIM_LENGTH, WorkshopRow
from reports.voiced import ROLE_TITLES

__all__ = ["AIM_LENGTH"]

MOST_EXPECTED = 50
"""People of one role, at most."""
LONGEST = timedelta(days=30)
"""How long single answers are kept of a session that nobody closes."""


Opening = Literal["opened", "nobody", "few"]
"""What became of opening the board: `nobody` has answered, or a role of `few` would be shown unasked."""


def may_prepare(database: Database, *, actor: Staff, run_id: UUID) -> None:
    """Raises KeyNeeded for whoever may not prepare a session of this run."""
    with database.reading() as connection:
        unlocked(connection, run_id, actor, action=Action.PREPARE_WORKSHOP)


# --- prepare, agree ------------------------------------------------------------------------------


def prepare(
    database: Database, *, actor: Staff, run_id: UUID, aim: str, day: date, expected: Mapping[str, int]
) -> UUID:
    """A session of a company that this advisor may read; `expected` people by role.

    Where one has not ended yet that they lead, it is that one, with what is written now.
    Raises KeyNeeded, and Refused where somebody else leads one.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, actor, to_change=True, action=Action.PREPARE_WORKSHOP)
        end_without_leader(connection, run_id, actor.now)
        going = [row for row in store.of_run(connection, run_id) if row.state not in store.ENDED]
        if going:
            door = rights.opened(connection, run_id, actor)
            policy.require(actor, Action.LEAD_WORKSHOP, door.about(going[0]))
            return _changed(connection, going[0], aim, day, expected).id
        row = _prepared(run_id, _home(connection, actor, run), actor, aim, day)
        store.put(connection, row)
        store.expect(connection, row.id, _people(expected))
        audit.by(connection, actor, "workshop_prepared", "workshop", row.id)
        return row.id


def _home(connection: Connection, actor: Staff, run: runs.RunRow) -> UUID:
    """The organisation for which this advisor holds the mandate."""
    seen = seen_by(connection, actor, run)
    return next(one.organisation_id for one in seen.mandates if policy.advises(actor, one))


def _prepared(run_id: UUID, home: UUID, actor: Staff, aim: str, day: date) -> WorkshopRow:
    return WorkshopRow(
        id=store.new_id(),
        run_id=run_id,
        organisation_id=home,
        person_id=actor.person_id,
        aim=aim,
        day=day,
        state=State.PREPARED,
        text_version=None,
        agreed_at=None,
        started_at=None,
        opened_at=None,
        closed_at=None,
        shown_roles=None,
        shared_notes="",
        undiscussed=None,
        revision=1,
        created_at=actor.now,
    )


def _people(expected: Mapping[str, int]) -> dict[str, int]:
    return {role: n for role, n in expected.items() if role in ROLE_TITLES and 0 < n <= MOST_EXPECTED}


def change(
    database: Database,
    *,
    actor: Staff,
    run_id: UUID,
    workshop_id: UUID,
    aim: str,
    day: date,
    expected: Mapping[str, int],
) -> Meeting:
    """Writes what was prepared anew, as long as the session has not started. Raises as `led` does."""
    with database.writing() as connection:
        row = _changed(connection, led(connection, actor, run_id, workshop_id), aim, day, expected)
        return Meeting(row, led=True)


def _changed(
    connection: Connection, row: WorkshopRow, aim: str, day: date, expected: Mapping[str, int]
) -> WorkshopRow:
    """The company agreed to what it read: who changes that asks it again."""
    before = {role.role: role.expected for role in store.roles_of(connection, row.id)}
    if row.state not in {State.PREPARED, State.AGREED} or (row.aim, row.day, before) == (
        aim,
        day,
        _people(expected),
    ):
        return row
    store.expect(connection, row.id, _people(expected))
    again = {"state": State.PREPARED, "text_version": None, "agreed_at": None}
    store.change(connection, row.id, aim=aim, day=day, revision=row.revision + 1, **again)
    return _now(connection, row)


def call_off(database: Database, *, actor: Staff, run_id: UUID, workshop_id: UUID) -> None:
    """Removes a session that has not started. Raises as `led` does."""
    with database.writing() as connection:
        row = led(connection, actor, run_id, workshop_id)
        if row.state in {State.PREPARED, State.AGREED}:
            store.forget(connection, row.id)
            audit.by(connection, actor, "workshop_called_off", "workshop", row.id)


def agree(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    workshop_id: UUID,
    seen: int,
    text_version: str,
    now: datetime,
) -> Meeting:
    """The company's consent to what it has read, that is revision `seen`: to another one it is asked again.

    Raises KeyNeeded, NoSuchWorkshop.
    """
    with database.writing() as connection:
        row = owned(connection, run_id, key, workshop_id)
        if row.revision == seen:
            consent = {"text_version": text_version, "agreed_at": now}
            row = _moved(connection, row, State.PREPARED, State.AGREED, **consent)
            audit.note(connection, "workshop_agreed", "workshop", row.id, person_id=None, at=now)
        return Meeting(row)


def withdraw(
    database: Database, *, run_id: UUID, key: str | None, workshop_id: UUID, now: datetime
) -> Meeting:
    """The company takes its consent back: the session ends at once, and what the voices said is erased.

    What was settled until then stands in the company's own answers, which it may change.
    Raises KeyNeeded, NoSuchWorkshop.
    """
    with database.writing() as connection:
        row = _end(connection, owned(connection, run_id, key, workshop_id), State.WITHDRAWN, now, None)
        return Meeting(row)


def end_without_leader(connection: Connection, run_id: UUID, now: datetime) -> None:
    """Ends the sessions of a run whose leader has no mandate any more: nobody could close them."""
    run = runs.by_id(connection, run_id)
    for row in store.of_run(connection, run_id) if run else []:
        leader = sign_in.staff_of(connection, row.person_id, now)
        door = rights.Door(run, leader, seen_by(connection, leader, run)) if run else None
        if door is None or not door.leads(row):
            _end(connection, row, State.WITHDRAWN, now, None)


def end_left_standing(connection: Connection, now: datetime) -> int:
    """Ends sessions that nobody has closed, so that what the voices said is erased; how many there were."""
    rows = store.left_standing(connection, now - LONGEST)
    for row in rows:
        _end(connection, row, State.WITHDRAWN, now, None)
    return len(rows)


# --- run it --------------------------------------------------------------------------------------


def start(database: Database, *, actor: Staff, run_id: UUID, workshop_id: UUID, secret: str) -> Meeting:
    """Opens the links of the roles; `secret` is the installation's key. Raises as `led` does."""
    with database.writing() as connection:
        row = led(connection, actor, run_id, workshop_id)
        if row.state == State.AGREED:
            for role in store.roles_of(connection, row.id):
                token = token_of(row.id, role.role, secret)
                store.change_role(connection, row.id, role.role, token_hash=hashed(token))
            row = _moved(connection, row, State.AGREED, State.RUNNING, started_at=actor.now)
            audit.by(connection, actor, "workshop_started", "workshop", row.id)
        return Meeting(row, led=True)


def admit(
    database: Database, *, actor: Staff, run_id: UUID, workshop_id: UUID, expected: Mapping[str, int]
) -> Meeting:
    """So many people come, in the roles that the company has agreed to. Raises as `led` does."""
    with database.writing() as connection:
        row = led(connection, actor, run_id, workshop_id)
        agreed = {role.role for role in store.roles_of(connection, row.id)}
        for role, number in _people(expected).items():
            if role in agreed and row.state == State.RUNNING:
                store.change_role(connection, row.id, role, expected=number)
        return Meeting(row, led=True)


def token_of(workshop_id: UUID, role: str, secret: str) -> str:
    """What the link of a role ends with, 256 bits: derived, since the board shows it again and again, and the
    database is not to hold what opens it."""
    digest = hmac.new(secret.encode(), b"voice" + workshop_id.bytes + role.encode(), sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hashed(token: str) -> bytes:
    """How a link is found."""
    return sha256(token.encode()).digest()


def open_board(
    database: Database,
    *,
    actor: Staff,
    run_id: UUID,
    workshop_id: UUID,
    shown_roles: bool,
    present_agree: bool = False,
) -> Opening:
    """Shows what was said, by role or without; from now on no voice changes anything.

    Where a role has so few answers that it tells the person, `present_agree` says that those in the room
    know it and agree. Raises as `led` does.
    """
    with database.writing() as connection:
        row = led(connection, actor, run_id, workshop_id)
        if row.state != State.RUNNING:
            return "opened"
        far = progress_of(connection, row)
        if not far.answering:
            return "nobody"
        if shown_roles and far.few and not present_agree:
            return "few"
        for role in far.roles:
            store.change_role(connection, row.id, role.role, answered=role.answering)
        moved = {"opened_at": actor.now, "shown_roles": shown_roles}
        _moved(connection, row, State.RUNNING, State.OPENED, **moved)
        audit.by(connection, actor, "workshop_opened", "workshop", row.id)
        return "opened"


def close(database: Database, *, actor: Staff, run_id: UUID, workshop_id: UUID) -> Meeting:
    """Ends it: the advisor's rights to write end, and single answers of voices are erased.

    Raises as `led` does.
    """
    with database.writing() as connection:
        row = led(connection, actor, run_id, workshop_id)
        if row.state in store.UNDER_WAY:
            row = _end(connection, row, State.CLOSED, actor.now, actor.person_id)
        return Meeting(row, led=True)


def _end(
    connection: Connection, row: WorkshopRow, state: State, now: datetime, person_id: UUID | None
) -> WorkshopRow:
    if row.state in store.ENDED:
        return row
    left = _left(connection, row)
    voices.erase(connection, row.id)
    audit.note(connection, f"workshop_{state}", "workshop", row.id, person_id=person_id, at=now)
    return _moved(connection, row, State(row.state), state, closed_at=now, undiscussed=left)


def _left(connection: Connection, row: WorkshopRow) -> list[str] | None:
    """What stays undiscussed, to be read off the voices; None where the board was never opened."""
    run = runs.by_id(connection, row.run_id) if row.state == State.OPENED else None
    if run is None:
        return None
    settled = agreements.of_workshop(connection, row.id)
    return undiscussed(connection, as_it_stands(connection, run), row, settled)


def _moved(
    connection: Connection, row: WorkshopRow, before: State, after: State, **changed: Any
) -> WorkshopRow:
    """The next state, unless it is in another one than that which it leads on from."""
    if row.state != before:
        return row
    store.change(connection, row.id, state=after, **changed)
    return _now(connection, row)


def _now(connection: Connection, row: WorkshopRow) -> WorkshopRow:
    return store.by_id(connection, row.id) or row
