"""Companies as Hypothesis draws them: any answers the questionnaire offers, any of them left out."""

from hypothesis import strategies as st

from matching.profile import Profile
from questionnaires.conditions import Fact
from questionnaires.library import released
from tests.matching.builders import a_company

SECTION = "company"


def _facts() -> dict[str, list[Fact | None]]:
    questions = released("readiness").section[SECTION].questions
    return {q.fact_name or q.id: [None, *(option.fact for option in q.options)] for q in questions}


def companies(*, complete: bool = False) -> st.SearchStrategy[dict[str, Fact | None]]:
    """Facts about a company; None for what it did not say, unless it is complete."""
    kept = {name: [fact for fact in facts if fact or not complete] for name, facts in _facts().items()}
    return st.fixed_dictionaries({name: st.sampled_from(facts) for name, facts in kept.items()})


def _profile(facts: dict[str, Fact | None], gaps: dict[str, float]) -> Profile:
    return a_company().knowing(**facts).needing(**gaps).profile


def profiles() -> st.SearchStrategy[Profile]:
    """Companies with any needs of the vocabulary, and no goal."""
    needs = st.sampled_from([need.id for need in released("readiness").needs])
    gaps = st.dictionaries(needs, st.floats(0.01, 1), max_size=44)
    return st.builds(_profile, companies(), gaps)
