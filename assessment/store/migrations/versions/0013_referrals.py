"""Referrals of companies to offers, and when providers are away."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _to("referral", "run"),
        _text("offer", 80),
        *_forgotten("referral", provider_id="organisation", proposed_in_id="organisation"),
        *_forgotten("referral", proposed_by_id="person", consent_id="consent"),
        *(_text("state", 20), _text("reason", 20, nullable=True)),
        sa.Column("helped", sa.Boolean(), nullable=True),
        *(_moment("created_at"), _moment("sent_at", nullable=True), _moment("state_since")),
        *(_moment("ends_at"), _text("recipient", 254)),
        sa.Column("news", sa.Boolean(), nullable=False),
        *(_long("note"), _text("company_name", 120), _text("contact_name", 120)),
        *(_text("contact_mail", 254), _text("contact_phone", 40), _long("facts")),
    )
    _index("referral", "run_id", "offer", "provider_id", "proposed_in_id", "proposed_by_id", "consent_id")
    _index("referral", "ends_at")
    _events()
    _links_and_addresses()


def _events() -> None:
    op.create_table(
        "referral_event",
        _to("referral_event", "referral", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        *(_moment("at"), _text("who", 10), _text("step", 20), _text("state", 20)),
        *(_text("reason", 20, nullable=True), _long("words")),
    )


def _links_and_addresses() -> None:
    op.create_table(
        "referral_link",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True, nullable=False),
        _to("referral_link", "referral"),
        _moment("made_at"),
    )
    _index("referral_link", "referral_id")
    op.create_table(
        "referral_address",
        *(sa.Column(name, sa.String(size), primary_key=True, nullable=False) for name, size in ADDRESS),
        *(_text("mail", 254), _moment("said_at")),
        *_forgotten("referral_address", said_by_id="person"),
    )
    _index("referral_address", "said_by_id")


ADDRESS = (("kind", 10), ("name", 80))


def downgrade() -> None:
    for table in ("referral_address", "referral_link", "referral_event", "referral"):
        op.drop_table(table)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _long(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _to(table: str, other: str, *, primary_key: bool = False) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=False, primary_key=primary_key)


def _forgotten(table: str, **others: str) -> list[sa.Column[Any]]:
    """Rows of other tables, by column, that may go while this one stays."""
    return [
        sa.Column(
            name,
            sa.Uuid(),
            sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="SET NULL"),
            nullable=True,
        )
        for name, other in others.items()
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
