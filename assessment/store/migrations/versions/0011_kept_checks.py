"""Checks that somebody keeps in an account, with their keys sealed; and those that wait for the mailbox."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_check",
        _to("kept_check", "person", primary_key=True),
        _to("kept_check", "run", primary_key=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_kept_check_run_id", "kept_check", ["run_id"])
    op.create_table(
        "check_to_keep",
        _to("check_to_keep", "link", primary_key=True),
        _to("check_to_keep", "run"),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_check_to_keep_run_id", "check_to_keep", ["run_id"])


def _to(table: str, other: str, *, primary_key: bool = False) -> "sa.Column[object]":
    """What goes with a row of another table."""
    name = f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=False, primary_key=primary_key)


def downgrade() -> None:
    """Accounts without a seat are of no use any more, but stay until nobody has used them for long."""
    op.drop_table("check_to_keep")
    op.drop_table("kept_check")
