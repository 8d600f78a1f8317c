"""Companies without a name: facts and needs as JSON, to try a catalogue or a model on.

    [{"id": "a", "facts": {"district": "03102", "employees": {"min": 50, "max": 99}},
      "needs": {"cybersecurity": 0.8}, "goal": "..."}]

Facts are written as `matching.commands.verdicts` describes; needs are gaps above 0 and up to 1. A goal may be
left out, and `written` leaves it out: free text may say whose it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from matching.foreign import fact
from matching.needs import NeedGap
from matching.profile import Profile, profile
from questionnaires import library
from questionnaires.conditions import AllOf, Fact, OneOf
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score

Profiles = Mapping[str, Profile]
"""By an id that names nobody."""


def read_profiles(data: Any) -> dict[str, Profile]:
    """Profiles out of plain JSON. Raises ValueError that names the profile and what was expected."""
    if not isinstance(data, list):
        raise ValueError("expected a list of profiles")
    found = [_named(entry, place) for place, entry in enumerate(data, 1)]
    if len({id_ for id_, _ in found}) < len(found):
        raise ValueError("expected every profile to have an id of its own")
    return dict(found)


def _named(entry: Any, place: int) -> tuple[str, Profile]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
        raise ValueError(f"profile {place}: expected an object with an id")
    try:
        return entry["id"], read_profile(entry)
    except ValueError as error:
        raise ValueError(f"profile {entry['id']}: {error}") from None


def read_profile(entry: Mapping[str, Any]) -> Profile:
    """Facts, needs and goal of one company. Raises ValueError."""
    facts, needs, goal = entry.get("facts", {}), entry.get("needs", {}), entry.get("goal")
    if not isinstance(facts, Mapping) or not isinstance(needs, Mapping):
        raise ValueError("expected facts by name and needs by name")
    if not (goal is None or isinstance(goal, str)):
        raise ValueError(f"expected a goal in words, found {goal!r}")
    gaps = sorted((_gap(need, gap) for need, gap in needs.items()), key=lambda gap: (-gap.gap, gap.need))
    return Profile({name: fact(written) for name, written in facts.items()}, tuple(gaps), goal)


def _gap(need: str, gap: Any) -> NeedGap:
    if need not in library.needs():
        raise ValueError(f"unknown need {need!r}")
    if not isinstance(gap, int | float) or isinstance(gap, bool) or not 0 < gap <= 1:
        raise ValueError(f"need {need}: expected a gap above 0 and up to 1, found {gap!r}")
    return NeedGap(need, float(gap), ())


def written(profiles: Profiles) -> list[dict[str, Any]]:
    """Profiles as plain JSON, without their goals."""
    return [
        {
            "id": id_,
            "facts": {name: _plain(known) for name, known in sorted(profile.facts.items()) if known},
            "needs": {gap.need: gap.gap for gap in profile.needs},
        }
        for id_, profile in profiles.items()
    ]


def _plain(known: Fact) -> Any:
    if isinstance(known, OneOf):
        return sorted(known.codes)
    if isinstance(known, AllOf):
        return {"all": sorted(known.codes)}
    return {"min": known.low, "max": known.high}


def of_worked_cases(questionnaire: str, names: Iterable[str] = ()) -> dict[str, Profile]:
    """The worked cases of the newest version of a questionnaire, all or those named. Raises LookupError."""
    definition = library.released(questionnaire)
    cases = worked(questionnaire, definition.version)
    if unknown := set(names) - set(cases):
        raise LookupError(f"no worked case {', '.join(sorted(unknown))}; known: {', '.join(cases)}")
    found = {}
    for name in names or cases:
        path = route(definition, cases[name].answers, cases[name].check)
        found[name] = profile(definition, path, score(definition, path))
    return found
