"""Learning is off until an operator turns on a model that passed the gate; every process follows."""

from contextlib import closing
from dataclasses import replace
from functools import cache

import pytest

from assessment.errors import Refused
from assessment.services.offering import in_force, learning
from assessment.services.policy import Staff
from assessment.store import audit, learned_models
from assessment.store.database import Database
from matching import catalogue, proposing
from matching.model_card import Model
from tests.assessment.house import DAY, NOW, on_sqlite
from tests.assessment.services.desk import LAB, Guest, an_operator
from tests.matching.outcomes import near_is_better

REASON = "Im Lenkungskreis besprochen"


@pytest.fixture
def operator(database: Database) -> Staff:
    return an_operator(database)


@cache
def proposed() -> Model:
    """Learned from companies that took up what is near: it passes the gate."""
    return proposing.propose(near_is_better(20), [], catalogue.released(), None, NOW.date())


def a_good_model(database: Database) -> learning.Kept:
    with database.writing() as connection:
        row = learned_models.add(connection, model=proposed().model_dump_json(), shown="{}", moment=NOW)
    return learning.Kept(row.id, row.made_at, proposed())


def test_nothing_is_learned_from_nothing_and_the_gate_says_so(database: Database, operator: Staff) -> None:
    made = learning.train_now(database, actor=operator)

    assert made is not None
    assert (made.card.gate, made.card.decisions) == ("too_few", 0)
    assert learning.turn_on(database, actor=operator, model_id=made.id, reason=REASON) == "too_few"
    assert in_force.read(database).learned is None


def test_outcomes_of_companies_are_what_a_model_is_made_of(database: Database, operator: Staff) -> None:
    company = Guest.of(database)
    company.says("done")
    made = learning.train_now(database, actor=operator)
    company.says("rejected", offer=company.report.offers.open[0].id)
    desk = learning.desk(database, actor=operator)

    assert made is not None
    assert made.card.outcomes == {"done": 1}
    assert (desk.companies, desk.total, desk.fresh) == (1, 2, 1)


def test_a_model_that_passed_orders_the_next_list_by_reasons_that_still_add_up(
    database: Database, operator: Staff
) -> None:
    made = a_good_model(database)
    assert "acceptance" not in {
        part.feature for part in Guest.of(database).report.offers.first[0].contributions
    }

    assert learning.turn_on(database, actor=operator, model_id=made.id, reason=REASON) is None
    assert in_force.read(database).learned == made.model.learned
    with closing(Database(database.engine.url.render_as_string(hide_password=False))) as another_process:
        assert in_force.read(another_process).learned == made.model.learned
    offers = Guest.of(database).report.offers
    assert "acceptance" in {part.feature for part in offers.first[0].contributions}
    assert sum(offer.explored for offer in offers.open[3:10]) == sum(o.explored for o in offers.open) == 1


def test_off_again_the_experts_weights_hold_at_once_and_the_log_has_both_turns(
    database: Database, operator: Staff
) -> None:
    made = a_good_model(database)
    learning.turn_on(database, actor=operator, model_id=made.id, reason=REASON)
    tomorrow = replace(operator, now=operator.now + DAY)
    learning.turn_off(database, actor=tomorrow, reason="Einseitig")

    desk = learning.desk(database, actor=tomorrow)
    assert (desk.in_force, desk.may_turn_on) == (None, True)
    assert [(one.model_id, one.reason, one.by) for one in desk.turns] == [
        (None, "Einseitig", "Robin Entwurf"),
        (made.id, REASON, "Robin Entwurf"),
    ]
    with database.reading() as connection:
        noted = [entry[0] for entry in audit.entries(connection)]
    assert noted == ["learning_on", "learning_off"]


def test_a_model_that_is_worse_than_what_is_in_force_stays_out(database: Database, operator: Staff) -> None:
    good = a_good_model(database)
    learning.turn_on(database, actor=operator, model_id=good.id, reason=REASON)
    bad = good.model.model_copy(update={"card": good.card.model_copy(update={"gate": "worse"})})
    with database.writing() as connection:
        row = learned_models.add(
            connection, model=bad.model_dump_json(), shown="{}", moment=operator.now + DAY
        )

    assert learning.turn_on(database, actor=operator, model_id=row.id, reason=REASON) == "worse"
    desk = learning.desk(database, actor=operator)
    assert desk.in_force is not None
    assert (desk.in_force.id, desk.may_turn_on) == (good.id, False)


@on_sqlite
def test_a_model_that_did_not_pass_makes_no_list_even_if_a_turn_of_the_switch_names_it(
    database: Database,
) -> None:
    good = proposed()
    bad = good.model_copy(update={"card": good.card.model_copy(update={"gate": "worse"})})
    with database.writing() as connection:
        row = learned_models.add(connection, model=bad.model_dump_json(), shown="{}", moment=NOW)
        learned_models.turn(connection, model_id=row.id, reason=REASON, person_id=None, moment=NOW)

    assert in_force.read(database) == in_force.as_released()


def test_with_too_many_outcomes_the_page_does_not_learn(
    database: Database, operator: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "WHILE_A_PAGE_WAITS", 0)
    Guest.of(database).says("done", offer=LAB)

    assert learning.train_now(database, actor=operator) is None


def test_only_an_operator_turns_the_switch(database: Database, operator: Staff) -> None:
    nobody = replace(operator, seats=())
    for act in (
        lambda: learning.train_now(database, actor=nobody),
        lambda: learning.turn_off(database, actor=nobody, reason=REASON),
        lambda: learning.desk(database, actor=nobody),
    ):
        with pytest.raises(Refused):
            act()
