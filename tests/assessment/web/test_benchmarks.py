"""The comparison with other companies on the result page, and the word of the company on its own values."""

import json
from collections.abc import Callable

import pytest

from assessment import clock
from assessment.services.figures import benchmarks
from assessment.store import figures
from assessment.store.benchmarks import KIND
from assessment.store.database import Database
from questionnaires import library
from reports.cohorts.benchmarks import Benchmarks, Cohort, Spread
from tests.assessment.web.shelf import MACHINING, NOW, ARun
from tests.assessment.web.visitor import Visitor

SEPTEMBER = clock.day(NOW).replace(month=9, day=30)
AGREE = "Meine Werte dürfen ohne Namen in Vergleichswerte eingehen"


@pytest.fixture
def at_result(visitor: Visitor, a_run: ARun) -> Visitor:
    key, offers = a_run(MACHINING)
    return visitor.open(f"/de/resume/{key}").open(f"/de{offers}".replace("/offers", "/result"))


@pytest.fixture
def freeze(database: Database) -> Callable[[], None]:
    """Thirteen companies of the same sector and size."""

    def frozen() -> None:
        ladder = benchmarks.ladder(library.released("readiness"))
        spreads = {name: Spread(low=25, middle=40, high=60) for name in ladder.measures}
        cohort = Cohort(codes=("machining", "medium"), as_of=SEPTEMBER, companies=13, spreads=spreads)
        content = Benchmarks(as_of=SEPTEMBER, cohorts=(cohort,)).model_dump_json()
        with database.writing() as connection:
            figures.keep(connection, kind=KIND, as_of=SEPTEMBER, made_at=NOW, engine="1", content=content)

    return frozen


def compared(visitor: Visitor) -> str:
    found = visitor.page.get_element_by_id("benchmark").text_content()
    return " ".join(found.split())


def test_a_company_sees_itself_among_others_whether_or_not_its_own_values_count(
    at_result: Visitor, freeze: Callable[[], None]
) -> None:
    assert "Noch nicht genug Betriebe für einen Vergleich: ab zehn." in compared(at_result)
    freeze()

    told = compared(at_result.open(at_result.path))
    for words in ("mindestens 10 Betrieben", "30. September 2026", "Mittlere Unternehmen (50 bis 249)"):
        assert words in told
    assert "Drei Viertel der Betriebe liegen niedriger." in told, "of the exposure"
    assert "13" not in told
    at_result.open(at_result.path.replace("/result", "/result.json"))
    assert json.loads(at_result.response.get_data())["benchmark"]["at_least"] == 10


def test_a_company_agrees_and_takes_it_back_on_its_result_and_finds_it_among_its_consents(
    at_result: Visitor,
) -> None:
    at_result.press(AGREE)
    assert "Ihre Werte zählen mit" in compared(at_result)
    at_result.press("Zustimmung zum Vergleich widerrufen")
    assert "Zählen Ihre Werte mit?" in compared(at_result)
    assert "Ihre Werte sehen sie nie." in compared(at_result)

    at_result.press(AGREE).follow("Ihre Einwilligungen")
    assert "Vergleich mit anderen Betrieben" in at_result.text
    at_result.press("Widerrufen: Vergleich mit anderen Betrieben, Betriebe, die sich vergleichen")
    assert "Ihre Werte zählen ab dem nächsten Quartal nicht mehr." in at_result.text
