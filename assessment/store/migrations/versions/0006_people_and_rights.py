"""Staff and their organisations, how they sign in, advice mandates, mails on their way, and the audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _people()
    _sign_ins()
    _mandates()
    _mails()
    _audit()


def _people() -> None:
    op.create_table(
        "person",
        _id(),
        _text("email", 254),
        _text("name", 120),
        _text("language", 2),
        _moment("created_at"),
        _moment("last_seen_at"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table("organisation", _id(), _text("name", 120), _text("kind", 10), _moment("created_at"))
    op.create_table(
        "membership",
        _to("membership", "person", primary_key=True),
        _to("membership", "organisation", primary_key=True),
        sa.Column("role", sa.String(20), primary_key=True, nullable=False),
        _moment("since"),
    )
    _index("membership", "organisation_id")


def _sign_ins() -> None:
    op.create_table(
        "link",
        _id(),
        _hash(),
        _text("purpose", 10),
        _text("email", 254, nullable=True),
        _to("link", "person", nullable=True),
        _to("link", "organisation", nullable=True),
        _text("role", 20, nullable=True),
        _to("link", "person", "invited_by", nullable=True),
        *(_moment("created_at"), _moment("expires_at"), _moment("claimed_at", nullable=True)),
        sa.UniqueConstraint("token_hash", name="uq_link_token_hash"),
    )
    _index("link", "person_id", "organisation_id", "invited_by", "expires_at")
    op.create_table(
        "staff_session",
        _id(),
        _hash(),
        _to("staff_session", "person"),
        _moment("created_at"),
        _moment("ends_at"),
        sa.UniqueConstraint("token_hash", name="uq_staff_session_token_hash"),
    )
    _index("staff_session", "person_id", "ends_at")
    op.create_table(
        "attempt",
        sa.Column("kind", sa.String(20), primary_key=True, nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(32), primary_key=True, nullable=False),
        _moment("since"),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    _index("attempt", "since")


def _mandates() -> None:
    op.create_table(
        "mandate",
        _id(),
        _to("mandate", "run"),
        _to("mandate", "organisation"),
        _to("mandate", "person", nullable=True),
        _text("company_name", 120),
        _text("text_version", 20),
        *(_moment("given_at"), _moment("ends_at"), _moment("withdrawn_at", nullable=True)),
    )
    _index("mandate", "run_id", "organisation_id", "person_id")


def _mails() -> None:
    op.create_table(
        "mail",
        _id(),
        _text("recipient", 254),
        _text("subject", 200),
        sa.Column("text", sa.Text(), nullable=False),
        *(_moment("created_at"), _moment("due_at"), _moment("expires_at"), _moment("sent_at", nullable=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("last_error", 80, nullable=True),
        _to("mail", "run", nullable=True),
    )
    _index("mail", "due_at", "run_id")


def _audit() -> None:
    op.create_table(
        "audit_entry",
        _id(),
        _moment("at"),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _text("action", 40),
        _text("object_kind", 20),
        sa.Column("object_id", sa.Uuid(), nullable=False),
    )
    _index("audit_entry", "at")
    for statement in REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)


REFUSALS = {
    "sqlite": [
        f"CREATE TRIGGER audit_entry_no_{word.lower()} BEFORE {word} ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        for word in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        """CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$""",
        """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses()""",
    ],
}
"""What keeps entries as they are, whoever asks: also a statement that somebody types by hand."""


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _hash() -> sa.Column[Any]:
    return sa.Column("token_hash", sa.LargeBinary(32), nullable=False)


def _to(
    table: str, other: str, name: str | None = None, *, nullable: bool = False, primary_key: bool = False
) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = name or f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=nullable, primary_key=primary_key)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    tables = ("audit_entry", "mail", "mandate", "attempt", "staff_session", "link", "membership")
    for table in (*tables, "organisation", "person"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_refuses()")
