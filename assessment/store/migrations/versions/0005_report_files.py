"""Reports as files, rendered before anybody asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run = sa.ForeignKey("run.id", name="fk_report_file_run_id", ondelete="CASCADE")
    op.create_table(
        "report_file",
        sa.Column("run_id", sa.Uuid(), run, primary_key=True, nullable=False),
        sa.Column("language", sa.String(2), primary_key=True, nullable=False),
        sa.Column("variant", sa.String(10), primary_key=True, nullable=False),
        sa.Column("content_key", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_report_file_made_at", "report_file", ["made_at"])


def downgrade() -> None:
    op.drop_table("report_file")
