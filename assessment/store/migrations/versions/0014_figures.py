"""Figures about many companies, frozen on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_figures",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.UniqueConstraint("kind", "scope", "as_of", name="uq_frozen_figures_kind"),
    )


def downgrade() -> None:
    op.drop_table("frozen_figures")
