"""What a company brings to the exchange: topics from its answers and its ticks, kept as JSON.

Kept as of the opt-in, not read anew from the answers: nobody finds out another one's district by changing the
own one and watching what moves.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict

from assessment.services.runs import OpenRun
from matching import exchange
from matching.needs import gaps
from matching.partners import Company, Topic
from matching.strengths import strengths
from questionnaires import scoring
from questionnaires.conditions import Fact, OneOf

OWN_WORD = 0.5
"""What a tick counts where no answer speaks for it, or less: as much as the third of four steps."""

ASKED = {"district": "district", "sector": "sector"}
"""The facts that tell competitors apart, and the questions that ask for them."""


def proposed(run: OpenRun) -> tuple[tuple[Topic, ...], tuple[Topic, ...]]:
    """What the answers say this company could offer and seek, the most first; only topics for exchange."""
    card = scoring.score(run.questionnaire, run.path)
    offers = [Topic(s.need, s.amount, s.questions) for s in strengths(run.questionnaire, card)]
    seeks = [
        Topic(gap.need, gap.gap, tuple(source.question for source in gap.sources))
        for gap in gaps(run.questionnaire, card)
    ]
    return _exchanged(offers), _exchanged(seeks)


def _exchanged(topics: Collection[Topic]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic.need in exchange.released().topics)


def ticked(run: OpenRun, *, offers: Collection[str], seeks: Collection[str], competitors: bool) -> Company:
    """The company as it wants to be matched. What no answer speaks for counts by its word."""
    could_offer, could_seek = proposed(run)
    return Company(
        offers=_chosen(offers, could_offer),
        seeks=_chosen(seeks, could_seek),
        district=next(iter(_codes(run.path.facts.get("district")) or ()), None),
        sectors=_codes(run.path.facts.get("sector")),
        competitors=competitors,
    )


def _chosen(needs: Collection[str], topics: Collection[Topic]) -> tuple[Topic, ...]:
    found = {topic.need: topic for topic in topics}
    chosen = [found.get(need, Topic(need, 0.0)) for need in exchange.released().topics if need in needs]
    return tuple(Topic(t.need, max(t.amount, OWN_WORD), t.questions) for t in chosen)


def _codes(fact: Fact | None) -> frozenset[str] | None:
    return fact.codes if isinstance(fact, OneOf) else None


def unsaid(run: OpenRun) -> tuple[str, ...]:
    """The questions without whose answers a company may be anybody's competitor."""
    return tuple(question for fact, question in ASKED.items() if _codes(run.path.facts.get(fact)) is None)


def written(company: Company) -> str:
    sectors = None if company.sectors is None else sorted(company.sectors)
    return json.dumps(asdict(company) | {"sectors": sectors}, separators=(",", ":"))


def read(text: str) -> Company:
    kept = json.loads(text)
    sectors = kept["sectors"]
    return Company(
        offers=_topics(kept["offers"]),
        seeks=_topics(kept["seeks"]),
        district=kept["district"],
        sectors=None if sectors is None else frozenset(sectors),
        competitors=kept["competitors"],
    )


def _topics(kept: Collection[Mapping[str, object]]) -> tuple[Topic, ...]:
    return tuple(
        Topic(str(t["need"]), float(str(t["amount"])), tuple(_strings(t["questions"]))) for t in kept
    )


def _strings(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []
