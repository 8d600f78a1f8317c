"""Single offers as HTML: in a list, on a page of their own, side by side, and for readers without a check.

The parts are macros of `templates/_offer.html`; a page puts its headings above them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from questionnaires.text import Language as Code
from questionnaires.text import Text
from reports.html import Slots, part
from reports.offered import Offer
from reports.report import Report

_TEMPLATE = "_offer.html"


@dataclass(frozen=True)
class Leaflet:
    """The offers of one report in one language."""

    report: Report
    code: Code
    slots: Slots = field(default_factory=Slots)

    @property
    def areas(self) -> dict[str, Text]:
        return {area.id: area.short for area in self.report.areas}

    def entry(self, item: Offer, *, full: bool = False) -> Markup:
        """An entry of the list: fit, needs, what is open; `full` with the summary."""
        return part(self.code, _TEMPLATE, "entry", self.report, item, self.slots, full)

    def excluded(self) -> Markup:
        """What does not fit at present, with reasons and what would change that."""
        return part(self.code, "_result.html", "excluded", self.report, self.slots)

    def doors(self) -> Markup:
        return part(self.code, "_result.html", "doors", self.report, self.slots)

    def why(self, item: Offer) -> Markup:
        return part(self.code, _TEMPLATE, "why", self.report, item, self.slots)

    def conditions(self, item: Offer) -> Markup:
        """Every condition: not met, open, met; with the answer it rests on."""
        return part(self.code, _TEMPLATE, "conditions", self.report, item, self.slots)

    def facts(self, item: Offer) -> Markup:
        return facts(item, self.areas, self.code)

    def directions(self, item: Offer) -> Markup:
        """Whom to ask first, and where else if that leads nowhere."""
        others = part(self.code, _TEMPLATE, "other_doors", self.report, item, self.slots)
        return directions(item, self.code) + others

    def comparison(self, one: Offer, other: Offer) -> Markup:
        return part(self.code, _TEMPLATE, "comparison", self.report, (one, other), self.areas, self.slots)


def facts(item: Offer, areas: Mapping[str, Text], code: Code) -> Markup:
    """Cost, deadline, topics and what to bear in mind."""
    return part(code, _TEMPLATE, "facts", item, areas)


def directions(item: Offer, code: Code) -> Markup:
    """The way to the door, without a map."""
    return part(code, _TEMPLATE, "directions", item)


def for_whom(item: Offer, code: Code) -> Markup:
    """The conditions as rules, told to somebody of whom nothing is known."""
    return part(code, _TEMPLATE, "for_whom", item)


def provenance(item: Offer, code: Code) -> Markup:
    """How far the entry can be trusted, and its sources."""
    return part(code, _TEMPLATE, "provenance", item)
