"""When providers are away and how much they take on, and which reminders of referrals have gone out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "provider_absence",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _to("provider_absence", "organisation"),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
    )
    op.create_index("ix_provider_absence_organisation_id", "provider_absence", ["organisation_id"])
    op.create_table(
        "provider_capacity",
        _to("provider_capacity", "organisation", primary_key=True),
        sa.Column("most", sa.Integer(), nullable=False),
    )
    op.create_table(
        "referral_reminder",
        _to("referral_reminder", "referral", primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in ("referral_reminder", "provider_capacity", "provider_absence"):
        op.drop_table(table)


def _to(table: str, other: str, *, primary_key: bool = False) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=False, primary_key=primary_key)
