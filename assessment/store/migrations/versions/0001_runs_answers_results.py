"""Runs, their answers and their results."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("questionnaire", sa.String(40), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("check_id", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("key_hash", name="uq_run_key_hash"),
    )
    op.create_table(
        "answer",
        sa.Column(
            "run_id",
            sa.Uuid(),
            sa.ForeignKey("run.id", name="fk_answer_run_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("question", sa.String(40), primary_key=True),
        sa.Column("choice", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "run_id",
            sa.Uuid(),
            sa.ForeignKey("run.id", name="fk_result_run_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("run_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engine", sa.String(20), nullable=False),
        sa.Column("catalogue", sa.String(64), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
    )
    op.create_index("ix_result_run_id", "result", ["run_id"])


def downgrade() -> None:
    op.drop_table("result")
    op.drop_table("answer")
    op.drop_table("run")
