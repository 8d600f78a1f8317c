"""What is told to a funder: published numbers, and what is typed in beside the counted figures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "funder_numbers",
        sa.Column("as_of", sa.Date(), primary_key=True, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
    )
    op.create_table(
        "funder_entry",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        _to("organisation", "organisation_id", ondelete="CASCADE"),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("words", sa.String(300), nullable=True),
        _to("person", "entered_by", ondelete="SET NULL"),
        sa.Column("entered_at", MOMENT, nullable=False),
    )
    op.create_index("ix_funder_entry_set_id", "funder_entry", ["set_id", "organisation_id"])
    for column in ("organisation_id", "entered_by"):
        op.create_index(f"ix_funder_entry_{column}", "funder_entry", [column])


def downgrade() -> None:
    for table in ("funder_entry", "funder_numbers"):
        op.drop_table(table)


def _to(other: str, name: str, *, ondelete: str) -> sa.Column[Any]:
    """What goes with a row of another table, or forgets it."""
    key = sa.ForeignKey(f"{other}.id", name=f"fk_funder_entry_{name}", ondelete=ondelete)
    return sa.Column(name, sa.Uuid(), key, nullable=True)
