"""The fictional companies take part in the exchange: each sees proposals, and one is asked by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.services.partners import taking_part
from assessment.services.partners.taking_part import Contact
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store.database import Database


@dataclass(frozen=True)
class Part:
    offers: tuple[str, ...]
    seeks: tuple[str, ...]
    contact: Contact


PARTS = {
    "machining_salzgitter": Part(
        ("change_leadership", "recruiting_retention", "energy_efficiency"),
        ("diversification", "e_mobility_products", "co2_accounting"),
        Contact("Musterdreherei Salzgitter", "email", "kontakt@musterdreherei.example", "Wir drehen."),
    ),
    "plastics_wolfsburg": Part(
        ("e_mobility_products", "co2_accounting", "digital_production"),
        ("diversification", "change_leadership", "recruiting_retention"),
        Contact("Musterkunststoff Wolfsburg", "email", "zentrale@musterkunststoff.example"),
    ),
    "craft_peine": Part(
        ("diversification", "export_markets", "networking"),
        ("co2_accounting", "cybersecurity", "strategy_roadmap"),
        Contact("Mustermaschinenbau Peine", "phone", "05171 000000"),
    ),
    "many_unknowns_gifhorn": Part(
        ("healthy_work", "change_leadership", "cybersecurity"),
        ("digital_production", "co2_accounting", "diversification"),
        Contact("Musterelektronik Gifhorn", "email", "post@musterelektronik.example"),
    ),
}
ASKS = "plastics_wolfsburg"


def take_part(database: Database, companies: Mapping[str, Begun], *, now: datetime) -> None:
    """Lets these companies, by their case, opt in; one of them shows interest in the best proposal."""
    for case, begun in companies.items():
        part = PARTS[case]
        taking_part.join(
            database,
            run_id=begun.run_id,
            key=begun.key,
            offers=part.offers,
            seeks=part.seeks,
            contact=part.contact,
            competitors=False,
            consent_text=consents.EXAMPLE,
            now=now,
        )
    if ASKS in companies:
        _show_interest(database, companies[ASKS], now)


def _show_interest(database: Database, begun: Begun, now: datetime) -> None:
    board = taking_part.board(database, run_id=begun.run_id, key=begun.key, now=now)
    for proposal in board.proposals[:1] if board else ():
        taking_part.answer(
            database,
            run_id=begun.run_id,
            key=begun.key,
            reference=proposal.reference,
            word="yes",
            now=now,
        )
