"""Companies that want to find others: opt-in, contact, and what each pair said."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_entry",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _of("run.id", "run_id", "fk_partner_entry_run_id"),
        sa.Column("run_revision", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
        sa.Column("consent_text", sa.String(20), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.UniqueConstraint("run_id", name="uq_partner_entry_run_id"),
    )
    op.create_index("ix_partner_entry_expires_at", "partner_entry", ["expires_at"])
    op.create_table(
        "partner_contact",
        _of("partner_entry.id", "entry_id", "fk_partner_contact_entry_id", primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("address", sa.String(120), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
    )
    op.create_table(
        "partner_pair",
        _of("partner_entry.id", "first_id", "fk_partner_pair_first_id", primary_key=True),
        _of("partner_entry.id", "second_id", "fk_partner_pair_second_id", primary_key=True),
        sa.Column("first_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_no_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_no_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_partner_pair_second_id", "partner_pair", ["second_id"])


def _of(target: str, name: str, constraint: str, *, primary_key: bool = False) -> sa.Column[object]:
    key = sa.ForeignKey(target, name=constraint, ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, primary_key=primary_key, nullable=False)


def downgrade() -> None:
    op.drop_table("partner_pair")
    op.drop_table("partner_contact")
    op.drop_table("partner_entry")
