"""A session of a company with its advisor: voices, agreed values, dissent, notes, dates."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _workshops()
    _voices()
    _agreements()
    _notes()


def _workshops() -> None:
    op.create_table(
        "workshop",
        _id(),
        _to("workshop", "run"),
        _to("workshop", "organisation"),
        _leader(),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _text("state", 10),
        _text("text_version", 20, nullable=True),
        *(_moment(f"{word}_at", nullable=True) for word in ("agreed", "started", "opened", "closed")),
        sa.Column("shown_roles", sa.Boolean(), nullable=True),
        sa.Column("shared_notes", sa.Text(), nullable=False),
        sa.Column("undiscussed", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("created_at"),
    )
    _index("workshop", "run_id", "organisation_id", "person_id")
    op.create_table(
        "workshop_role",
        _to("workshop_role", "workshop", primary_key=True),
        sa.Column("role", sa.String(20), primary_key=True, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_workshop_role_token_hash"),
    )


def _voices() -> None:
    op.create_table(
        "voice",
        _id(),
        _to("voice", "workshop"),
        _text("role", 20),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        *(_moment("joined_at"), _moment("done_at", nullable=True)),
        sa.UniqueConstraint("key_hash", name="uq_voice_key_hash"),
    )
    _index("voice", "workshop_id")
    op.create_table(
        "voice_answer",
        _to("voice_answer", "voice", primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True, nullable=False),
        _text("choice", 40),
        _text("reason", 40, nullable=True),
        _moment("answered_at"),
    )


def _agreements() -> None:
    op.create_table(
        "agreement",
        _to("agreement", "workshop", primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True, nullable=False),
        _text("state", 10),
        _text("choice", 40, nullable=True),
        _text("na_reason", 40, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _text("evidence", 10, nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("written_at"),
    )


def _notes() -> None:
    op.create_table(
        "workshop_note",
        _id(),
        _to("workshop_note", "run"),
        _to("workshop_note", "organisation"),
        _to("workshop_note", "person"),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("changed_at"),
    )
    _index("workshop_note", "run_id", "organisation_id", "person_id")
    op.create_table(
        "workshop_date",
        _id(),
        _to("workshop_date", "workshop"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("title", 200),
    )
    _index("workshop_date", "workshop_id")
    op.create_table(
        "workshop_protocol",
        _to("workshop_protocol", "workshop", primary_key=True),
        sa.Column("protocol", sa.Text(), nullable=False),
        _moment("kept_at"),
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _leader() -> sa.Column[Any]:
    """A session is the company's: it stays when the account of its leader goes."""
    key = sa.ForeignKey("person.id", name="fk_workshop_person_id", ondelete="SET NULL")
    return sa.Column("person_id", sa.Uuid(), key, nullable=True)


def _to(table: str, other: str, *, primary_key: bool = False) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=False, primary_key=primary_key)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    op.drop_table("workshop_protocol")
    for table in ("workshop_date", "workshop_note", "agreement", "voice_answer", "voice"):
        op.drop_table(table)
    op.drop_table("workshop_role")
    op.drop_table("workshop")
