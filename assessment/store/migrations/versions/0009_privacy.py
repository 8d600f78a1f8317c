"""Consents by purpose and receiver, in one table; receipts of erased data; an audit log that can end.

What mandates and opt-ins kept of their own comes over: nobody has to agree a second time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _consents()
    _mandates_become_consents()
    _opt_ins_name_their_consent()
    _receipts()
    _horizon()


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _to("consent", "run"),
        _text("purpose", 10),
        _to("consent", "organisation", nullable=True),
        _to("consent", "person", nullable=True),
        _text("company_name", 120),
        _text("text_version", 20),
        *(_moment("given_at"), _moment("ends_at"), _moment("withdrawn_at", nullable=True)),
    )
    for column in ("run_id", "organisation_id", "person_id", "ends_at"):
        op.create_index(f"ix_consent_{column}", "consent", [column])


SAME = "id, run_id, organisation_id, person_id, company_name, text_version, given_at, ends_at, withdrawn_at"


def _mandates_become_consents() -> None:
    op.execute(f"INSERT INTO consent ({SAME}, purpose) SELECT {SAME}, 'advice' FROM mandate")  # noqa: S608
    op.drop_table("mandate")


def _opt_ins_name_their_consent() -> None:
    """The consent gets the id of the entry, which is as unique as any."""
    op.execute(
        "INSERT INTO consent (id, run_id, company_name, text_version, given_at, ends_at, purpose) "
        "SELECT id, run_id, '', consent_text, consented_at, expires_at, 'partners' FROM partner_entry"
    )
    _build_anew("id AS consent_id", _to("partner_entry", "consent"), unique="consent_id")


EXCHANGE = ("partner_entry", "partner_contact", "partner_pair")
ENTRY = "id, run_id, run_revision, secret, company"


def _build_anew(told: str, *columns: sa.Column[Any], unique: str | None = None) -> None:
    """The exchange's tables with other columns in the entry, filled with what `told` selects.

    All three, children first: SQLite takes the rows of children along when it drops their parent.
    """
    for table in EXCHANGE:
        op.execute(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")  # noqa: S608 - our own words
    for table in reversed(EXCHANGE):
        op.drop_table(table)
    _exchange(*columns, unique=unique)
    names = ", ".join(column.name for column in columns)
    op.execute(
        f"INSERT INTO partner_entry ({ENTRY}, {names}) SELECT {ENTRY}, {told} FROM partner_entry_before"  # noqa: S608
    )
    for table in EXCHANGE[1:]:
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608
    for table in EXCHANGE:
        op.drop_table(f"{table}_before")


def _exchange(*columns: sa.Column[Any], unique: str | None) -> None:
    op.create_table(
        "partner_entry",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _to("partner_entry", "run"),
        sa.Column("run_revision", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        *columns,
        sa.UniqueConstraint("run_id", name="uq_partner_entry_run_id"),
        *([sa.UniqueConstraint(unique, name=f"uq_partner_entry_{unique}")] if unique else []),
    )
    op.create_table(
        "partner_contact",
        _to("partner_contact", "partner_entry", "entry_id", primary_key=True),
        _text("name", 120),
        _text("kind", 10),
        _text("address", 120),
        _text("description", 200),
    )
    op.create_table(
        "partner_pair",
        _to("partner_pair", "partner_entry", "first_id", primary_key=True),
        _to("partner_pair", "partner_entry", "second_id", primary_key=True),
        *(
            _moment(f"{side}_{word}_at", nullable=True)
            for side in ("first", "second")
            for word in ("yes", "no")
        ),
    )
    op.create_index("ix_partner_pair_second_id", "partner_pair", ["second_id"])


def _receipts() -> None:
    op.create_table(
        "erasure_receipt",
        sa.Column("number", sa.String(19), primary_key=True, nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(32), nullable=False),
        _text("kind", 10),
        _moment("erased_at"),
        sa.Column("counted", sa.JSON(), nullable=False),
    )
    op.create_index("ix_erasure_receipt_erased_at", "erasure_receipt", ["erased_at"])


def _horizon() -> None:
    op.create_table(
        "audit_horizon",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        _moment("complete_since", nullable=True),
    )
    op.execute("INSERT INTO audit_horizon (id, complete_since) VALUES (1, NULL)")
    for statement in END_AT_THE_HORIZON[op.get_bind().dialect.name]:
        op.execute(statement)


BEHIND = "(SELECT complete_since FROM audit_horizon)"
END_AT_THE_HORIZON = {
    "sqlite": [
        "DROP TRIGGER audit_entry_no_delete",
        f"""CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
        WHEN {BEHIND} IS NULL OR OLD.at >= {BEHIND}
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses()""",
        f"""CREATE FUNCTION audit_entry_ends() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {BEHIND} IS NULL OR OLD.at >= {BEHIND} THEN
                RAISE EXCEPTION 'the audit log is append-only';
            END IF;
            RETURN OLD;
        END $$""",
        """CREATE TRIGGER audit_entry_end BEFORE DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_ends()""",
    ],
}
"""Entries go only behind a horizon, which stands in a table of its own: up to there the log is complete."""
APPEND_ONLY = {
    "sqlite": [
        "DROP TRIGGER audit_entry_no_delete",
        """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER audit_entry_end ON audit_entry",
        "DROP FUNCTION audit_entry_ends()",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        """CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses()""",
    ],
}


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _to(
    table: str, other: str, name: str | None = None, *, nullable: bool = False, primary_key: bool = False
) -> sa.Column[Any]:
    """What goes with a row of another table."""
    name = name or f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, sa.Uuid(), key, nullable=nullable, primary_key=primary_key)


def downgrade() -> None:
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("audit_horizon")
    op.drop_table("erasure_receipt")
    _opt_ins_keep_their_own()
    _consents_become_mandates()
    op.drop_table("consent")


def _opt_ins_keep_their_own() -> None:
    of_consent = "(SELECT {} FROM consent WHERE consent.id = partner_entry_before.consent_id)"
    _build_anew(
        ", ".join(of_consent.format(name) for name in ("text_version", "given_at", "ends_at")),
        _text("consent_text", 20),
        _moment("consented_at"),
        _moment("expires_at"),
    )
    op.create_index("ix_partner_entry_expires_at", "partner_entry", ["expires_at"])


def _consents_become_mandates() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Uuid(), primary_key=True, nullable=False),
        _to("mandate", "run"),
        _to("mandate", "organisation"),
        _to("mandate", "person", nullable=True),
        _text("company_name", 120),
        _text("text_version", 20),
        *(_moment("given_at"), _moment("ends_at"), _moment("withdrawn_at", nullable=True)),
    )
    for column in ("run_id", "organisation_id", "person_id"):
        op.create_index(f"ix_mandate_{column}", "mandate", [column])
    op.execute(
        f"INSERT INTO mandate ({SAME}) SELECT {SAME} FROM consent WHERE purpose = 'advice'"  # noqa: S608
    )
