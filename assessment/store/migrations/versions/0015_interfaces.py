"""Tokens of other systems, what they wrote, and whom we tell."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _coming_in()
    _telling()


def _coming_in() -> None:
    op.create_table(
        "api_token",
        _id(),
        _to("api_token", "organisation"),
        *(_text("name", 120), _hash("token_hash"), _text("scopes", 120)),
        *(_moment("created_at"), _moment("expires_at"), _moment("revoked_at", nullable=True)),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
    )
    op.create_table(
        "idempotent_write",
        _to("idempotent_write", "api_token", "token_id", primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(32), primary_key=True, nullable=False),
        _hash("request_hash"),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        _moment("at"),
    )
    op.create_table(
        "start_link",
        _id(),
        _to("start_link", "organisation"),
        _to("start_link", "campaign", ondelete="SET NULL"),
        *(_hash("token_hash"), _text("length", 20)),
        *(_moment("created_at"), _moment("expires_at"), _moment("used_at", nullable=True)),
        sa.UniqueConstraint("token_hash", name="uq_start_link_token_hash"),
    )
    _index("api_token", "organisation_id")
    _index("idempotent_write", "at")
    _index("start_link", "organisation_id", "campaign_id", "expires_at")


def _telling() -> None:
    op.create_table(
        "webhook",
        _id(),
        _to("webhook", "organisation"),
        _text("url", 500),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        _moment("created_at"),
    )
    op.create_table(
        "webhook_delivery",
        _id(),
        _to("webhook_delivery", "webhook"),
        _to("webhook_delivery", "run", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_text("kind", 40), sa.Column("text", sa.Text(), nullable=False)),
        *(_moment("created_at"), _moment("due_at"), sa.Column("attempts", sa.Integer(), nullable=False)),
        *(_moment("sent_at", nullable=True), _moment("given_up_at", nullable=True)),
        sa.Column("status", sa.Integer(), nullable=True),
        _text("problem", 40, nullable=True),
    )
    _index("webhook", "organisation_id")
    _index("webhook_delivery", "webhook_id", "run_id", "due_at")


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook", "start_link", "idempotent_write", "api_token"):
        op.drop_table(table)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _hash(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(32), nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _to(
    table: str,
    other: str,
    name: str | None = None,
    *,
    ondelete: str = "CASCADE",
    nullable: bool = False,
    primary_key: bool = False,
) -> sa.Column[Any]:
    """What goes with a row of another table, or forgets it."""
    name = name or f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    null = nullable or ondelete == "SET NULL"
    return sa.Column(name, sa.Uuid(), key, nullable=null, primary_key=primary_key)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
