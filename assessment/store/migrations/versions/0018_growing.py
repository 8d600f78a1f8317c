"""What figures read of a result stands beside it, and lists of what waits or was done are found by an index.

`standing` may be missing: the version of the code before this one writes none. A daily duty puts it beside
results that have none; see services.figures.filling.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEXES: Mapping[str, tuple[str, list[str]]] = {
    "ix_run_changed_at": ("run", ["changed_at"]),
    "ix_audit_entry_object_id": ("audit_entry", ["object_id"]),
    "ix_audit_entry_person_id": ("audit_entry", ["person_id"]),
    "ix_offer_outcome_said_on": ("offer_outcome", ["said_on"]),
    "ix_consent_purpose": ("consent", ["purpose", "given_at"]),
    "ix_referral_state": ("referral", ["state", "ends_at", "run_id"]),
}
WAITING = {
    "ix_mail_waiting": ("mail", "sent_at IS NULL"),
    "ix_webhook_delivery_waiting": ("webhook_delivery", "sent_at IS NULL AND given_up_at IS NULL"),
}
"""Found by when they are due, among those that have not left."""


def upgrade() -> None:
    op.add_column("result", sa.Column("standing", sa.Text(), nullable=True))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    for name, (table, where) in WAITING.items():
        op.create_index(name, table, ["due_at"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, (table, _) in (*WAITING.items(), *INDEXES.items()):
        op.drop_index(name, table)
    with op.batch_alter_table("result") as batch:
        batch.drop_column("standing")
