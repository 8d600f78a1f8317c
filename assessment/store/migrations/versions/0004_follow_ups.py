"""A check that follows an earlier one: which, what it took over, and the earlier state in hindsight."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("given_on", sa.Date(), nullable=True))
    op.create_table(
        "follow_up",
        _run("run_id", "fk_follow_up_run_id", primary_key=True),
        _run("earlier_id", "fk_follow_up_earlier_id", ondelete="SET NULL"),
        sa.Column("earlier_day", sa.Date(), nullable=False),
    )
    op.create_index("ix_follow_up_earlier_id", "follow_up", ["earlier_id"])
    op.create_table(
        "looking_back",
        _run("run_id", "fk_looking_back_run_id", primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True),
        _run("earlier_id", "fk_looking_back_earlier_id"),
        sa.Column("choice", sa.String(40), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_looking_back_earlier_id", "looking_back", ["earlier_id"])


def _run(
    name: str, constraint: str, *, ondelete: str = "CASCADE", primary_key: bool = False
) -> sa.Column[object]:
    key = sa.ForeignKey("run.id", name=constraint, ondelete=ondelete)
    return sa.Column(name, sa.Uuid(), key, primary_key=primary_key, nullable=ondelete == "SET NULL")


def downgrade() -> None:
    op.drop_table("looking_back")
    op.drop_table("follow_up")
    op.execute("ALTER TABLE answer DROP COLUMN given_on")
