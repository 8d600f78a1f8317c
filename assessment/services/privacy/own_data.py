"""Everything that is stored about a check, or about somebody with an account, to take along.

The tables are found by their foreign keys, so a new one is in here by itself. What belongs to others is left
out, and counted: what single people answered in a session, what an advisor wrote down for the own use, what
another company said before both agreed. Keys and other secrets are no data about anybody; most are hashes.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.engine import Connection

from assessment.services import erasure, runs
from assessment.services.checks.report_files import Wanted
from assessment.services.partners import introductions
from assessment.services.policy import Staff
from assessment.store import audit, belongings, partners, people
from assessment.store.belongings import Row
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.text import Language

FORMAT = "wandelkompass-own-data/1"
OF_OTHERS: Mapping[str, str] = {"voice": "voices", "voice_answer": "voices", "workshop_note": "notes"}
"""Tables whose rows belong to others, and what they are called together."""
PAIRS = "partner_pair"
"""Told by what this side may know of it, see services.partners.introductions."""
SECRET = re.compile(r"(^|_)(hash|token|secret|nonce|verifier|password)(_|$)")
LEFT_OUT = {("mail", "recipient"), ("mail", "text")}
"""Columns that may name others, or hold a link that opens something."""
UNFOLDED = {
    *(
        ("result", "report"),
        ("result", "standing"),
        ("referral", "facts"),
        ("partner_entry", "company"),
        ("plan_entry", "words"),
    ),
    *(("shown_list", "places"), ("shown_list", "profile"), ("shown_list", "unmet")),
    *(("offer_outcome", "place"), ("place_application", "reasons"), ("workshop_protocol", "protocol")),
}
"""Columns of text that hold JSON."""
OWNERS = ("organisation", "person")

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnData:
    """`document` is JSON; `counted` and `withheld` say how many rows of which kind are in it and are not."""

    document: Told
    counted: Mapping[str, int]
    withheld: Mapping[str, int]


def of_run(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    orders: Collection[Wanted],
    language: Language,
    now: datetime,
) -> OwnData:
    """What is stored about a check; `orders` are files that are being made of it. Raises KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        rows = belongings.rows(connection, erasure.RUN, run_id)
        told = _told(connection, {name: found for name, found in rows.items() if _shown(name)})
        if PAIRS in rows:
            told[PAIRS] = _introductions(connection, run_id, now)
        log = _log(connection, rows)
    for one in (one for found in told.values() for one in found):
        one.update(_in_words(run.questionnaire, one, language))
    made = [{"language": order.language, "variant": order.variant} for order in orders]
    return _whole(told | {"audit_entry": log, "report_order": made}, rows, now)


def of_person(database: Database, *, actor: Staff) -> OwnData:
    """What is stored about somebody with an account."""
    with database.reading() as connection:
        rows = belongings.rows(connection, erasure.PERSON, actor.person_id, erasure.of_companies())
        told, log = _told(connection, rows), _log(connection, rows)
    return _whole(told | {"audit_entry": log}, {}, actor.now)


def packed(files: Mapping[str, bytes], now: datetime) -> bytes:
    """An archive of these files by name."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, now.timetuple()[:6]), content, ZIP_DEFLATED)
    return written.getvalue()


def written(data: OwnData) -> bytes:
    return json.dumps(data.document, ensure_ascii=False, indent=2).encode()


def _shown(table: str) -> bool:
    return table not in OF_OTHERS and table != PAIRS


def _whole(told: Mapping[str, list[Told]], rows: Mapping[str, list[Row]], now: datetime) -> OwnData:
    counted = {name: len(found) for name, found in told.items() if found}
    withheld = {kind: 0 for kind in OF_OTHERS.values() if kind}
    for table, kind in OF_OTHERS.items():
        withheld[kind] += len(rows.get(table, ()))
    withheld = {kind: number for kind, number in withheld.items() if number}
    head = {"format": FORMAT, "made_at": now.isoformat(), "not_included": withheld}
    return OwnData(head | {name: told[name] for name in counted}, counted, withheld)


def _told(connection: Connection, rows: Mapping[str, list[Row]]) -> dict[str, list[Told]]:
    names = _names(connection, rows)
    return {table: [_row(table, row, names) for row in found] for table, found in rows.items()}


def _row(table: str, row: Row, names: Mapping[UUID, str]) -> Told:
    """A row with the names of those it points to, without secrets, as JSON can hold it."""
    points = _pointing(table)
    told: Told = {}
    for column, value in row.items():
        if SECRET.search(column) or isinstance(value, bytes) or (table, column) in LEFT_OUT:
            continue
        name = points.get(column)
        told[name or column] = names.get(value) if name else _value(table, column, value)
    return told


def _value(table: str, column: str, value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and (table, column) in UNFOLDED:
        return json.loads(value)
    return str(value) if isinstance(value, UUID) else value


def _pointing(table: str) -> dict[str, str]:
    """The columns that point to an organisation or a person, and what they are called without `_id`."""
    keys = belongings.tables()[table].foreign_keys
    columns = [key.parent.name for key in keys if key.column.table.name in OWNERS]
    return {column: column.removesuffix("_id") for column in columns}


def _names(connection: Connection, rows: Mapping[str, list[Row]]) -> dict[UUID, str]:
    ids = {row[column] for table, found in rows.items() for column in _pointing(table) for row in found}
    return people.names(connection, ids - {None})


def _introductions(connection: Connection, run_id: UUID, now: datetime) -> list[Told]:
    """With each company: what this one said and may know, and not which company that is."""
    found = partners.of_run(connection, run_id, now)
    said = partners.said_with(connection, found[0].id) if found else {}
    return [
        {"timeline": [{"happened": one.happened, "at": one.at.isoformat()} for one in lines]}
        for lines in (introductions.timeline(mine, theirs) for mine, theirs in said.values())
    ]


def _log(connection: Connection, rows: Mapping[str, list[Row]]) -> list[Told]:
    ids = {value for found in rows.values() for row in found for value in (row.get("id"),) if value}
    entries = audit.about(connection, {one for one in ids if isinstance(one, UUID)})
    names = people.names(connection, {one.person_id for one in entries if one.person_id})
    return [
        {"at": one.at.isoformat(), "action": one.action, "object": one.object_kind}
        | ({"by": names.get(one.person_id)} if one.person_id else {})
        for one in entries
    ]


def _in_words(questionnaire: Questionnaire, row: Told, language: Language) -> Told:
    """Question and answer as they were read, for rows that name both by code."""
    question = questionnaire.question.get(row.get("question", ""))
    if question is None or not row.get("choice"):
        return {}
    label = questionnaire.label(question, Answer(row["choice"], row.get("reason")))
    return {"question_in_words": question.text.in_(language), "answer_in_words": label.in_(language)}
