"""Campaigns of chambers, who came by them, and what members share."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("organisation", _text("catalogue_id", 80, nullable=True))
    op.create_table(
        "campaign",
        _id(),
        _to("campaign", "organisation"),
        _text("code", 12),
        _text("name", 120),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("begins_on", "ends_on")),
        *(sa.Column(name, MOMENT, nullable=name == "closed_at") for name in ("created_at", "closed_at")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("started", "finished")),
        sa.UniqueConstraint("code", name="uq_campaign_code"),
    )
    op.create_index("ix_campaign_organisation_id", "campaign", ["organisation_id"])
    op.create_table(
        "arrival",
        _to("arrival", "run", primary_key=True),
        _to("arrival", "campaign"),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_arrival_campaign_id", "arrival", ["campaign_id"])
    op.create_table(
        "shared_item",
        _to("shared_item", "consent", primary_key=True),
        sa.Column("item", sa.String(20), primary_key=True, nullable=False),
        *(_text(name, length) for name, length in (("name", 120), ("email", 254), ("phone", 40))),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
    )


def downgrade() -> None:
    for table in ("shared_item", "arrival", "campaign"):
        op.drop_table(table)
    op.drop_column("organisation", "catalogue_id")


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _to(table: str, other: str, *, primary_key: bool = False) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=False, primary_key=primary_key)
