"""Companies, offers and catalogues in the words of the field: `a_company().in_district("03103")`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from matching import catalogue
from matching.catalogue import Catalogue
from matching.needs import NeedGap, Source
from matching.offers import Offer
from matching.profile import Profile
from questionnaires.conditions import AllOf, Fact, Range, one_of

TODAY = date(2026, 11, 22)

REGION = ("03101", "03102", "03103", "03151", "03153", "03154", "03157", "03158")


@dataclass(frozen=True)
class CompanyBuilder:
    facts: Mapping[str, Fact | None] = field(default_factory=dict)
    gaps: tuple[NeedGap, ...] = ()
    goal: str | None = None

    def knowing(self, **facts: Fact | None) -> Self:
        return replace(self, facts={**self.facts, **facts})

    def in_district(self, key: str) -> Self:
        return self.knowing(district=one_of(key))

    def with_employees(self, low: int, high: int | None) -> Self:
        return self.knowing(employees=Range(low, high))

    def independent(self) -> Self:
        return self.knowing(group=one_of("independent"))

    def part_of_a_group(self) -> Self:
        return self.knowing(group=one_of("part_of_group"))

    def in_sector(self, *codes: str) -> Self:
        return self.knowing(sector=one_of(*codes))

    def member_of(self, *chambers: str) -> Self:
        return self.knowing(membership=AllOf(frozenset(chambers)))

    def needing(self, **gaps: float) -> Self:
        found = [NeedGap(need, gap, (Source("T01", gap, dont_know=False),)) for need, gap in gaps.items()]
        return replace(self, gaps=tuple(sorted(found, key=lambda gap: -gap.gap)))

    def aiming_at(self, goal: str) -> Self:
        return replace(self, goal=goal)

    @property
    def profile(self) -> Profile:
        return Profile(self.facts, self.gaps, self.goal, {"automotive_share": "E06"})


def a_company() -> CompanyBuilder:
    """A company that has said nothing yet."""
    return CompanyBuilder()


def a_supplier() -> CompanyBuilder:
    """A small independent machining firm in Salzgitter that said what it was asked."""
    firm = a_company().in_district("03102").with_employees(50, 99).independent().in_sector("25.6", "25.7")
    return firm.member_of("ihk").knowing(automotive_share=Range(61, 80))


def an_offer(id_: str = "offer", **changes: Any) -> Offer:
    return Offer.model_validate(written_offer(id_, **changes))


def written_offer(id_: str = "offer", **changes: Any) -> dict[str, Any]:
    """An offer as it stands in its file: running, open to all, sourced this year. Parts are merged in."""
    status = {
        "state": "running",
        "as_of": "2026-03",
        "valid_until": None,
        "end": "final",
        "confirmed_on": None,
        "confidence": "high",
    }
    return {
        "id": id_,
        "kind": "initiative",
        "name": {"de": "Angebot", "en": "Offer"},
        "operator": "Netzwerk",
        "organisation": id_,
        "summary": {"de": "Hilft Betrieben.", "en": "Helps companies."},
        "url": "https://example.org",
        "areas": ["technology"],
        "needs": ["automation_robotics"],
        "sources": ["general knowledge"],
        **changes,
        "criteria": {"district": "deutschland", **changes.get("criteria", {})},
        "status": {**status, **changes.get("status", {})},
    }


def a_rule(rule: dict[str, Any], id_: str = "rule") -> dict[str, Any]:
    return {"id": id_, "rule": rule, "text": {"de": "Bedingung", "en": "Condition"}}


def a_catalogue(*offers: Offer) -> Catalogue:
    """A catalogue of these offers in the real districts, with the real weights."""
    real = catalogue.released()
    return Catalogue(offers, real.districts, real.weights, real.rules, revision="test")
