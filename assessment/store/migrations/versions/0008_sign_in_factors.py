"""Passwords, one-time codes, passkeys and recovery codes of staff; accounts of other houses."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("staff_session", sa.Column("half", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("staff_session", _moment("sure_at", nullable=True))
    _codes()
    _passkeys()
    _other_accounts()


def _codes() -> None:
    op.create_table(
        "password",
        _person("password", primary_key=True),
        sa.Column("hash", sa.String(200), nullable=False),
        _moment("changed_at"),
    )
    op.create_table(
        "one_time_code",
        _person("one_time_code", primary_key=True),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        *(_moment("created_at"), _moment("active_since", nullable=True)),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table("recovery_code", _hash("code_hash"), _person("recovery_code"))
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])


def _passkeys() -> None:
    op.create_table(
        "passkey",
        _id(),
        _person("passkey"),
        sa.Column("credential_id", sa.LargeBinary(1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        *(_moment("created_at"), _moment("last_used_at", nullable=True)),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])
    op.create_table(
        "passkey_challenge",
        _hash("token_hash"),
        sa.Column("purpose", sa.String(10), nullable=False),
        _person("passkey_challenge", nullable=True),
        _moment("expires_at"),
    )
    for column in ("person_id", "expires_at"):
        op.create_index(f"ix_passkey_challenge_{column}", "passkey_challenge", [column])


def _other_accounts() -> None:
    op.create_table(
        "other_account",
        _id(),
        _person("other_account"),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        *(_moment("since"), _moment("last_used_at")),
        sa.UniqueConstraint("issuer", "subject", name="uq_other_account_issuer"),
        sa.UniqueConstraint("person_id", "issuer", name="uq_other_account_person_id"),
    )
    op.create_table(
        "departure",
        _hash("state_hash"),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        sa.Column("invitation_hash", sa.LargeBinary(32), nullable=True),
        _moment("expires_at"),
    )
    op.create_index("ix_departure_expires_at", "departure", ["expires_at"])


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _hash(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(32), primary_key=True, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _person(table: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[Any]:
    """What goes with an account."""
    key = sa.ForeignKey("person.id", name=f"fk_{table}_person_id", ondelete="CASCADE")
    return sa.Column("person_id", sa.Uuid(), key, primary_key=primary_key, nullable=nullable)


def downgrade() -> None:
    op.execute("DELETE FROM staff_session WHERE half")  # who has not taken the second step is not signed in
    for table in ("departure", "other_account", "passkey_challenge", "passkey", "recovery_code"):
        op.drop_table(table)
    for table in ("one_time_code", "password"):
        op.drop_table(table)
    for column in ("sure_at", "half"):
        op.execute(f"ALTER TABLE staff_session DROP COLUMN {column}")
