"""From matches to what a report says about offers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from matching import ranking
from matching.catalogue import Catalogue
from matching.eligibility import Verdict
from matching.needs import NeedGap
from matching.offers import Offer as Entry
from matching.reasons import Criterion as Judged
from matching.relevance import Match
from questionnaires.conditions import OneOf, Truth
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.routing import Path
from questionnaires.text import Text
from reports.offered import (
    Basis,
    Contribution,
    Criterion,
    NamedNeed,
    NeedShare,
    Notice,
    Offer,
    Offers,
    OpenFact,
    Value,
)

VALUES: Mapping[Truth, Value] = {True: "met", False: "not_met", None: "unknown"}
DIGITS = 6

STATES = {
    "niedersachsen": Text(de="Niedersachsen", en="Lower Saxony"),
    "deutschland": Text(de="Deutschland", en="Germany"),
}
"""Names of the areas that are no district."""


REVEALING = 2
"""How many answers are named for each need: the strongest."""


def offers(
    questionnaire: Questionnaire,
    path: Path,
    catalogue: Catalogue,
    matches: ranking.Matches,
    gaps: Iterable[NeedGap] = (),
) -> Offers:
    """The matches of a company as they are shown; `gaps` tell from which answers its needs came."""
    teller = Teller(questionnaire, path, catalogue)
    first = tuple(teller.fitting(match) for match in matches.first)
    further = tuple(teller.fitting(match) for match in matches.further)
    excluded = tuple(teller.offer(exclusion.offer, exclusion.verdict) for exclusion in matches.excluded)
    needs = teller.needs((*first, *further))
    revealed = {gap.need: _revealing(gap) for gap in gaps if gap.need in needs}
    return Offers(
        first=first,
        further=further,
        excluded=excluded,
        responsible=_responsible(path, catalogue),
        revealed=revealed,
        answers=teller.answers((*first, *further, *excluded), revealed),
        needs=needs,
        features={name: weight.title for name, weight in catalogue.weights.features.items()},
        fits={word.fit: word.title for word in catalogue.weights.fits},
        open_facts=tuple(teller.open_fact(open_fact) for open_fact in matches.open_facts),
        unmet_needs=tuple(teller.need(gap.need) for gap in matches.unmet_needs),
        notices=tuple(teller.notice(notice) for notice in matches.notices),
    )


def _revealing(gap: NeedGap) -> tuple[str, ...]:
    return tuple(source.question for source in gap.sources[:REVEALING] if source.amount > 0)


def _responsible(path: Path, catalogue: Catalogue) -> tuple[str, ...]:
    district = path.facts.get("district")
    keys = sorted(district.codes) if isinstance(district, OneOf) else ()
    return tuple(
        body for key in keys if key in catalogue.districts for body in catalogue.districts[key].bodies
    )


@dataclass(frozen=True)
class Teller:
    """Puts the ids that matching speaks in into the words of questionnaire and catalogue."""

    questionnaire: Questionnaire
    path: Path
    catalogue: Catalogue

    def fitting(self, match: Match) -> Offer:
        told = self.offer(match.offer, match.verdict)
        return told.model_copy(
            update={
                "fit": match.fit,
                "by_rule": match.by_rule,
                "explored": match.explored,
                "contributions": self._contributions(match),
            }
        )

    def offer(self, entry: Entry, verdict: Verdict) -> Offer:
        return Offer(
            id=entry.id,
            kind=entry.kind,
            name=entry.name,
            operator=entry.operator,
            summary=entry.summary,
            url=entry.url,
            areas=entry.areas,
            door=entry.door,
            cost=entry.cost,
            notes=entry.notes,
            apply_first=entry.apply_first,
            as_of=entry.status.as_of,
            confirmed=verdict.confirmed,
            criteria=tuple(self._criterion(entry, judged) for judged in verdict.criteria),
            sources=entry.sources,
        )

    def _criterion(self, entry: Entry, judged: Judged) -> Criterion:
        rule = next((rule for rule in entry.criteria.rules if rule.id == judged.arguments.get("rule")), None)
        districts = judged.arguments.get("districts")
        places = districts if isinstance(districts, tuple) and not judged.value else ()
        return Criterion(
            id=judged.id,
            value=VALUES[judged.value],
            reason=judged.reason,
            arguments={
                name: value for name, value in judged.arguments.items() if not isinstance(value, tuple)
            },
            places=tuple(self._place(key) for key in places),
            condition=rule.text if rule else None,
            change=rule.change if rule else None,
            based_on=tuple(
                self.questionnaire.asking[f].id for f in judged.facts if f in self.questionnaire.asking
            ),
        )

    def _place(self, key: str) -> Text:
        return STATES.get(key) or self.catalogue.districts[key].name

    def _contributions(self, match: Match) -> tuple[Contribution, ...]:
        served = set(match.served)
        return tuple(
            Contribution(
                feature=part.feature,
                amount=round(part.amount, DIGITS),
                needs=tuple(NeedShare(need=n, amount=round(a, DIGITS)) for n, a in part.needs if n in served),
            )
            for part in match.contributions
        )

    def answers(self, shown: Iterable[Offer], revealed: Mapping[str, Collection[str]]) -> dict[str, Basis]:
        """The answers that conditions and needs of these offers rest on, in the questionnaire's order."""
        used = {id_ for offer in shown for criterion in offer.criteria for id_ in criterion.based_on}
        used |= {id_ for questions in revealed.values() for id_ in questions}
        return {
            id_: self._basis(question) for id_, question in self.questionnaire.question.items() if id_ in used
        }

    def _basis(self, question: Question) -> Basis:
        answer = self.path.answers.get(question.id)
        return Basis(
            title=question.title, answer=self.questionnaire.label(question, answer) if answer else None
        )

    def needs(self, shown: Iterable[Offer]) -> dict[str, Text]:
        served = {share.need for offer in shown for share in offer.needs}
        return {need.id: need.title for need in self.questionnaire.needs if need.id in served}

    def open_fact(self, found: ranking.OpenFact) -> OpenFact:
        question = self.questionnaire.question.get(found.question or "")
        title = question.title if question else None
        return OpenFact(fact=found.fact, question=found.question, title=title, offers=found.offers)

    def need(self, id_: str) -> NamedNeed:
        return NamedNeed(id=id_, title=self.questionnaire.need[id_].title)

    def notice(self, notice: ranking.Notice) -> Notice:
        plain = {name: value for name, value in notice.arguments.items() if not isinstance(value, tuple)}
        nearest = notice.arguments.get("nearest", ())
        named = tuple(self.catalogue.offer[id_].name for id_ in nearest) if isinstance(nearest, tuple) else ()
        return Notice(code=notice.code, arguments=plain, offers=named)
