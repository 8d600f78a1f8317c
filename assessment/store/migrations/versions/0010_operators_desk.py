"""What operators said of offers, lists and outcomes of companies, learned models, rounds of places."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offer_statement",
        _id(),
        _text("offer", 80),
        _text("said", 10),
        sa.Column("until", sa.Date(), nullable=True),
        _text("source", 200),
        _to("offer_statement", "person", ondelete="SET NULL"),
        _moment("said_at"),
    )
    _index("offer_statement", "offer", "person_id")
    _outcomes()
    _learning()
    _places()


def _outcomes() -> None:
    op.create_table(
        "shown_list",
        _to("shown_list", "run", primary_key=True),
        _day("shown_on"),
        _text("district", 5, nullable=True),
        *(_long(name) for name in ("places", "profile", "unmet")),
    )
    _index("shown_list", "shown_on")
    op.create_table(
        "offer_outcome",
        _to("offer_outcome", "run", primary_key=True),
        sa.Column("offer", sa.String(80), primary_key=True, nullable=False),
        _text("outcome", 20),
        _text("reason", 40, nullable=True),
        _day("said_on"),
        _text("district", 5, nullable=True),
        _long("place"),
    )


def _learning() -> None:
    op.create_table("learned_model", _id(), _moment("made_at"), _long("model"), _long("shown"))
    op.create_table(
        "learning_turn",
        _id(),
        _to("learning_turn", "learned_model", "model_id", nullable=True),
        _text("reason", 300),
        _to("learning_turn", "person", ondelete="SET NULL"),
        _moment("turned_at"),
    )
    _index("learning_turn", "model_id", "person_id")


def _places() -> None:
    op.create_table(
        "place_round",
        _id(),
        _text("title", 120),
        _text("state", 10),
        _day("apply_until"),
        sa.Column("most", sa.Integer(), nullable=False),
        *(_moment("created_at"), _moment("confirmed_at", nullable=True)),
        _long("figures", nullable=True),
    )
    op.create_table(
        "place_offer",
        _to("place_offer", "place_round", "round_id", primary_key=True),
        sa.Column("offer", sa.String(80), primary_key=True, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        _long("quotas"),
    )
    op.create_table(
        "place_application",
        _id(),
        _to("place_application", "place_round", "round_id"),
        _text("offer", 80),
        _to("place_application", "run"),
        sa.Column("utility", sa.Double(), nullable=False),
        *(_text("groups", 80), _text("name", 120), _text("contact", 120), _text("consent_text", 20)),
        _moment("applied_at"),
        _text("hand", 10),
        _text("outcome", 10, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        _long("reasons", nullable=True),
        sa.UniqueConstraint("round_id", "offer", "run_id", name="uq_place_application_round_id"),
    )
    _index("place_application", "round_id", "run_id")


def downgrade() -> None:
    for table in ("place_application", "place_offer", "place_round", "learning_turn", "learned_model"):
        op.drop_table(table)
    for table in ("offer_outcome", "shown_list", "offer_statement"):
        op.drop_table(table)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True, nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _long(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _to(
    table: str,
    other: str,
    name: str | None = None,
    *,
    ondelete: str = "CASCADE",
    nullable: bool = False,
    primary_key: bool = False,
) -> sa.Column[Any]:
    """What goes with a row of another table, or forgets it."""
    name = name or f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    null = nullable or ondelete == "SET NULL"
    return sa.Column(name, sa.Uuid(), key, nullable=null, primary_key=primary_key)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
