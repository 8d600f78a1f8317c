"""What an operator can get wrong in a catalogue: offers nobody can use, names nobody knows, old entries.

What is wrong within one file, and unknown districts, `catalogue.load` refuses. Here the catalogue is held
against the questionnaire that asks for its facts and needs: `problems` must be mended, `warnings` be known.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice, product

from matching.catalogue import Catalogue
from matching.eligibility import CRITERIA, Case, shown
from matching.months import later
from matching.offers import SME_EMPLOYEES, CompanyRule, Offer
from questionnaires.conditions import Fact, comparisons, evaluate
from questionnaires.definition import Questionnaire
from questionnaires.library import CONTENT
from questionnaires.library.source import Place, Problem, read
from questionnaires.lint.routing import COMBINATIONS, mismatches

STALE = 24
"""Months after which the date of a source calls for a look."""

Options = dict[str, list[Fact]]


def problems(catalogue: Catalogue, questionnaire: Questionnaire) -> list[Problem]:
    """What must be mended before the catalogue is used, in the order of the files."""
    options = _options(questionnaire)
    unknown = (p for offer in catalogue.offers for p in _unknown_names(catalogue, questionnaire, offer))
    rest = (p for rule in RULES for offer in catalogue.offers for p in rule(catalogue, offer, options))
    return sorted((*unknown, *rest))


def warnings(catalogue: Catalogue, questionnaire: Questionnaire, today: date) -> list[Problem]:
    """What the operator should look at: needs nobody serves, entries that are over or old."""
    running = [offer for offer in catalogue.offers if offer.status.state == "running"]
    entries = (
        p for offer in running for p in (*_expired(catalogue, offer, today), *_stale(catalogue, offer, today))
    )
    return sorted((*_unserved(catalogue, questionnaire), *entries))


def _options(questionnaire: Questionnaire) -> Options:
    """What each fact can be, as the questionnaire offers it."""
    found: Options = defaultdict(list)
    for question in questionnaire.question.values():
        for name in {question.id, question.fact_name or question.id}:
            found[name] += [fact for fact in question.facts if fact]
    return dict(found)


# --- problems ----------------------------------------------------------------------------------


def _unknown_names(catalogue: Catalogue, questionnaire: Questionnaire, offer: Offer) -> Iterator[Problem]:
    areas = {need.area for need in questionnaire.needs}
    for key, known in (("needs", set(questionnaire.need)), ("areas", areas)):
        for position, name in enumerate(getattr(offer, key)):
            if name not in known:
                yield Problem(catalogue.place(offer.id, key, position), f"unknown {key[:-1]} {name!r}")


def _rules_can_be_answered(catalogue: Catalogue, offer: Offer, options: Options) -> Iterator[Problem]:
    for position, rule in enumerate(offer.criteria.rules):
        place = catalogue.place(offer.id, "criteria", "rules", position, "rule")
        for comparison in comparisons(rule.rule):
            if comparison.fact not in options:
                yield Problem(place, f"unknown fact {comparison.fact!r}")
            else:
                yield from (
                    Problem(place, found) for found in mismatches(comparison, options[comparison.fact])
                )


def _sizes_do_not_contradict(catalogue: Catalogue, offer: Offer, _: Options) -> Iterator[Problem]:
    limits, place = offer.criteria.employees, catalogue.place(offer.id, "criteria", "employees")
    if limits is None:
        return
    low, high = limits.min or 0, limits.max
    if high is not None and low > high:
        yield Problem(place, f"expected a minimum of at most {high}, found {low}")
    if offer.criteria.sme and max(low, high or 0) > SME_EMPLOYEES:
        yield Problem(place, f"expected at most {SME_EMPLOYEES} employees, since the offer is for SMEs")


def _somebody_fits(catalogue: Catalogue, offer: Offer, options: Options) -> Iterator[Problem]:
    for kind, fact in (("district", "district"), ("employees", "employees"), ("sme", "employees")):
        if not _possible((fact,), options, partial(_not_failing, kind, offer)):
            yield Problem(catalogue.place(offer.id, "criteria", kind), f"no answer fulfils {kind}")
    for position, rule in enumerate(offer.criteria.rules):
        if not _rule_possible(rule, options):
            place = catalogue.place(offer.id, "criteria", "rules", position)
            yield Problem(place, f"no combination of answers fulfils {rule.id}")


def _not_failing(kind: str, offer: Offer, facts: dict[str, Fact]) -> bool:
    return all(criterion.value is not False for criterion in CRITERIA[kind](Case(offer, facts, date.min)))


def _rule_possible(rule: CompanyRule, options: Options) -> bool:
    names = tuple(dict.fromkeys(comparison.fact for comparison in comparisons(rule.rule)))
    return _possible(names, options, lambda facts: evaluate(rule.rule, facts).value is not False)


def _possible(names: Sequence[str], options: Options, fulfils: Callable[[dict[str, Fact]], bool]) -> bool:
    if any(name not in options for name in names):
        return True  # an unknown fact is reported by another rule
    tries = islice(product(*(options[name] for name in names)), COMBINATIONS)
    try:
        return any(fulfils(dict(zip(names, facts, strict=True))) for facts in tries)
    except TypeError:
        return True  # so is an operator that does not fit


RULES: tuple[Callable[[Catalogue, Offer, Options], Iterator[Problem]], ...] = (
    _rules_can_be_answered,
    _sizes_do_not_contradict,
    _somebody_fits,
)


# --- warnings ----------------------------------------------------------------------------------


def _unserved(catalogue: Catalogue, questionnaire: Questionnaire) -> Iterator[Problem]:
    served = {need for offer in catalogue.offers if shown(offer) for need in offer.needs}
    file = CONTENT / "needs.yaml"
    places = read(file).ids("needs")
    for need in questionnaire.needs:
        if need.id not in served:
            place = places.get(need.id, Place(file, 1))
            yield Problem(place, f"no offer that companies see serves the need {need.id}")


def _expired(catalogue: Catalogue, offer: Offer, today: date) -> Iterator[Problem]:
    end = offer.status.valid_until
    if end and end < today:
        place = catalogue.place(offer.id, "status", "valid_until")
        yield Problem(place, f"ended on {end.isoformat()} ({offer.status.end}), but its state is running")


def _stale(catalogue: Catalogue, offer: Offer, today: date) -> Iterator[Problem]:
    place = catalogue.place(offer.id, "status", "as_of")
    if offer.status.since == date.min:
        yield Problem(place, "neither the date of a source nor a confirmation is stated")
    elif later(offer.status.since, months=STALE) < today:
        yield Problem(
            place, f"known to be true on {offer.status.since.isoformat()}, more than {STALE} months ago"
        )
