import subprocess
import sys
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import text
from matching.catalogue import released
from matching.ranking import match
from tests.matching.builders import TODAY, a_catalogue, a_supplier, an_offer

ROBOTS = an_offer(
    "robots",
    name={"de": "Robotik-Werkstatt", "en": "Robotics workshop"},
    summary={"de": "Wir zeigen Roboter für die Montage.", "en": "We show robots for assembly."},
)
ENERGY = an_offer(
    "energy",
    name={"de": "Energieberatung", "en": "Energy advice"},
    summary={
        "de": "Strom und Wärme im Betrieb sparen.",
        "en": "Saving electricity and heat in your company.",
    },
)


def best(goal: str) -> str:
    found = text.index(a_catalogue(ROBOTS, ENERGY)).similarities(goal)
    return max(found, key=lambda id_: found[id_])


@pytest.mark.parametrize(
    ("goal", "id_"),
    [
        ("Wir wollen Montageroboter einführen", "robots"),
        ("introduce assembly robots", "robots"),
        ("Stromkosten senken", "energy"),
        ("cut our electricty bill", "energy"),
    ],
)
def test_a_goal_in_either_language_finds_the_offer(goal: str, id_: str) -> None:
    assert best(goal) == id_


@pytest.mark.parametrize(
    ("german", "english", "offer"),
    [
        (
            "Wir wollen Roboter in der Montage einsetzen",
            "use robots in assembly",
            "lab-technologische-transformation",
        ),
        ("CO2-Bilanz für unsere Produkte erstellen", "carbon footprint of our products", "ecocockpit"),
        ("Nachfolger für den Betrieb finden", "find a successor for the company", "nachfolgemoderation"),
    ],
)
def test_goals_find_real_offers_in_german_and_english(german: str, english: str, offer: str) -> None:
    found = text.index(released())
    for goal in (german, english):
        similarities = found.similarities(goal)
        ranks = sorted(similarities, key=lambda id_: -similarities[id_])
        assert offer in ranks[:3]


def test_a_goal_lifts_the_offer_it_speaks_of() -> None:
    who = a_supplier().needing(automation_robotics=0.5)
    matches = match(a_catalogue(ROBOTS, ENERGY), who.aiming_at("Strom sparen").profile, TODAY)
    assert [found.offer.id for found in matches.first] == ["energy", "robots"]
    assert matches.first[0].goal == 1


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=3000))
def test_no_text_does_harm(goal: str) -> None:
    similarities = text.index(released()).similarities(goal)
    assert all(0 <= value <= 1 + 1e-9 for value in similarities.values())


def test_200_kilobytes_of_noise_cost_no_more_than_a_page() -> None:
    noise = "äöü robot " * 20_000
    found = text.index(a_catalogue(ROBOTS, ENERGY))
    assert found.similarities(noise) == found.similarities(noise[: text.LONGEST_GOAL])


def test_the_index_is_built_once_per_catalogue() -> None:
    assert text.index(released()) is text.index(released())


def _imported_sklearn(goal: str | None) -> bool:
    """Whether a fresh process that matches for this goal has imported scikit-learn."""
    program = f"""
        import sys
        from tests.matching.builders import TODAY, a_supplier
        from matching import lint, ranking
        from matching.catalogue import released
        who = a_supplier().needing(automation_robotics=0.5)
        ranking.match(released(), who.aiming_at({goal or ""!r}).profile, TODAY)
        print("sklearn" in sys.modules, "numpy" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=True)
    return "True" in done.stdout


def test_scikit_learn_is_imported_for_a_goal_only() -> None:
    assert not _imported_sklearn(goal=None)
    assert _imported_sklearn(goal="Roboter")
