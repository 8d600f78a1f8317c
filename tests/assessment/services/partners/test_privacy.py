"""Nothing leaks before both have agreed, and nothing stays after one of them left."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, text

from assessment.demo import companies
from assessment.errors import KeyNeeded
from assessment.services import keys, runs
from assessment.services.partners import taking_part
from assessment.services.partners.introductions import Word
from assessment.services.partners.taking_part import Contact
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.assessment.services.firms import NOW, RULES, Firm, everything_in, secrets_of


def test_nothing_of_the_other_side_is_told_before_both_agree(alpha: Firm, omega: Firm) -> None:
    steps: list[tuple[Firm, Word] | None] = [None, (alpha, "yes"), (omega, "no")]
    for step in steps:
        if step:
            step[0].says(step[1])
        told = repr([asdict(p) for p in (*alpha.sees().proposals, *alpha.sees().introductions)])
        assert secrets_of(omega) & set(re.findall(r"[\w.@-]+", told)) == set()
        told = re.sub(r"'reference': '\w+'|2026, 11, 22", "", told)  # random, and the day of the test
        assert not re.search(r"0310|plastics|22|50-99|score|amount", told)


def test_a_reference_is_useless_in_other_hands(alpha: Firm, omega: Firm, database: Database) -> None:
    third = Firm.of(database, "Thetaguss", district="03153", sector="metal_forming")
    third.joins("cybersecurity", "automation_robotics")
    (others,) = [[p.reference for p in alpha.sees().proposals]]

    for reference in (*others, omega.only().reference, str(alpha.begun.run_id), "", "x" * 40):
        assert not taking_part.answer(database, **third.own, reference=reference, word="yes", now=NOW)
    assert {p.state for p in alpha.sees().proposals} == {"proposed"}


def test_two_see_a_third_under_different_references(alpha: Firm, omega: Firm, database: Database) -> None:
    third = Firm.of(database, "Thetaguss", district="03153", sector="metal_forming")
    third.joins("automation_robotics", "cybersecurity")
    assert alpha.only().reference != third.only().reference
    assert len({*[p.reference for p in omega.sees().proposals], alpha.only().reference}) == 3


def test_without_the_right_key_nothing_opens(alpha: Firm, omega: Firm, database: Database) -> None:
    foreign: dict[str, Any] = {"run_id": alpha.begun.run_id, "key": omega.begun.key}
    contact = Contact("X", "email", "x@x.example")
    ticked: dict[str, Any] = {"offers": ["hydrogen"], "seeks": ["hydrogen"], "competitors": False}
    reference = alpha.only().reference
    attempts: list[Callable[[], object]] = [
        lambda: taking_part.board(database, **foreign, now=NOW),
        lambda: taking_part.draft(database, **foreign, now=NOW),
        lambda: taking_part.withdraw(database, **foreign, now=NOW),
        lambda: taking_part.answer(database, **foreign, reference=reference, word="yes", now=NOW),
        lambda: taking_part.join(database, **foreign, **ticked, contact=contact, consent_text="1", now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(KeyNeeded):
            attempt()
    assert alpha.states() == omega.states() == ["proposed"]


def test_who_has_not_opted_in_is_seen_by_nobody_and_sees_nobody(alpha: Firm, database: Database) -> None:
    silent = Firm.of(database, "Thetaguss", district="03153", sector="metal_forming", T08="4")
    assert taking_part.board(database, **silent.own, now=NOW) is None
    assert alpha.states() == []


def test_the_examples_with_their_public_keys_never_meet_a_real_company(
    alpha: Firm, database: Database
) -> None:
    key = next(iter(companies.COMPANIES))
    begun = runs.begin(database, check="short", language="de", now=NOW, key=key)
    example = Firm(database, begun, "Muster").joins("cybersecurity", "automation_robotics")
    assert example.states() == alpha.states() == []


def test_own_competitors_are_shown_only_where_both_allow_it(alpha: Firm, database: Database) -> None:
    rival = Firm.of(database, "Rivalwerk", district="03102", sector="machining", T08="4")
    rival.joins("cybersecurity", "automation_robotics", competitors=True)
    assert alpha.states() == rival.states() == []

    alpha.joins("automation_robotics", "cybersecurity", competitors=True)

    assert alpha.states() == rival.states() == ["proposed"]


def test_an_open_interest_ends_where_competitors_are_no_longer_wanted(
    alpha: Firm, database: Database
) -> None:
    rival = Firm.of(database, "Rivalwerk", district="03102", sector="machining", T08="4")
    rival.joins("cybersecurity", "automation_robotics", competitors=True)
    alpha.joins("automation_robotics", "cybersecurity", competitors=True)
    alpha.says("yes")

    alpha.joins("automation_robotics", "cybersecurity")

    assert alpha.states() == rival.states() == []


def test_other_answers_do_not_move_what_one_sees_until_the_consent_is_renewed(
    alpha: Firm, omega: Firm, database: Database
) -> None:
    before = alpha.only()
    told = {"district": Answer("03153")}
    runs.save(database, **alpha.own, given=told, seen={"district": 9}, now=NOW)

    assert alpha.only() == before
    assert alpha.sees().outdated


def test_at_most_five_are_proposed(alpha: Firm, database: Database) -> None:
    for number in range(7):
        firm = Firm.of(database, f"Werk{number}", district="03153", sector="machinery", T08="4")
        firm.joins("cybersecurity", "automation_robotics")
    assert len(alpha.sees().proposals) == RULES.shown == 5
    assert {p.card.division for p in alpha.sees().proposals} == {"28"}


def test_a_missing_district_or_sector_is_told_as_a_question(database: Database) -> None:
    unsaid = Firm.of(database, "Stumm", district="dont_know", sector="dont_know")
    assert unsaid.joins("hydrogen", "charging").sees().unsaid == ("district", "sector")


def test_only_topics_for_exchange_are_taken(database: Database) -> None:
    firm = Firm.of(database, "Thetaguss", district="03153", sector="metal_forming")
    board = firm.joins("hydrogen financing nonsense", "customer_dependency charging").sees()
    assert [topic.need for topic in (*board.offers, *board.seeks)] == ["hydrogen", "charging"]


def test_only_topics_for_exchange_are_proposed_to_tick(alpha: Firm, database: Database) -> None:
    draft = taking_part.draft(database, **alpha.own, now=NOW)
    assert {topic.need for topic in (*draft.offers, *draft.seeks)} <= set(RULES.topics)
    assert draft.contact is not None
    assert draft.contact.name == alpha.name


# --- at the same time ---------------------------------------------------------------------------


def at_once(*acts: Any) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Any) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def saying(alpha: Firm, omega: Firm) -> dict[str, Any]:
    """The acts of both sides, with the references read beforehand."""
    seen: list[tuple[Firm, dict[str, Any]]] = [
        (firm, {"reference": firm.only().reference, "now": NOW}) for firm in (alpha, omega)
    ]
    return {
        f"{firm.name} {word}": partial(taking_part.answer, firm.database, **firm.own, **given, word=word)
        for firm, given in seen
        for word in ("yes", "no")
    }


def test_both_agree_at_the_same_moment(alpha: Firm, omega: Firm, saying: dict[str, Any]) -> None:
    assert at_once(saying["Alphametall yes"], saying["Omegaplast yes"]) == [True, True]
    assert alpha.states() == omega.states() == ["agreed"]


def test_one_agrees_while_the_other_takes_it_back(alpha: Firm, omega: Firm, saying: dict[str, Any]) -> None:
    alpha.says("yes")
    at_once(saying["Alphametall no"], saying["Omegaplast yes"])
    for firm in (alpha, omega):
        assert "agreed" not in firm.states()
        assert all(p.contact is None for p in firm.sees().introductions)


@pytest.mark.parametrize("attempt", range(5))
def test_one_agrees_while_the_other_withdraws(
    alpha: Firm, omega: Firm, saying: dict[str, Any], database: Database, attempt: int
) -> None:
    alpha.says("yes")
    at_once(saying["Omegaplast yes"], lambda: taking_part.withdraw(database, **alpha.own, now=NOW))
    assert omega.states() == []
    assert alpha.name not in everything_in(database)


def test_one_agrees_after_the_other_withdrew(alpha: Firm, saying: dict[str, Any], database: Database) -> None:
    taking_part.withdraw(database, **alpha.own, now=NOW)
    assert saying["Omegaplast yes"]() is False


# --- the database -------------------------------------------------------------------------------


def test_contacts_are_not_read_before_both_agree(alpha: Firm, omega: Firm, database: Database) -> None:
    alpha.says("yes")
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    omega.sees()
    alpha.sees()
    assert {statement.split()[0] for statement in asked} <= {"BEGIN", "SELECT"}
    assert not any("partner_contact" in statement for statement in asked)


def test_what_was_agreed_to_is_kept_with_its_version_and_date(alpha: Firm, database: Database) -> None:
    with database.reading() as connection:
        kept = connection.execute(text("SELECT text_version FROM consent")).scalar()
    assert kept == "1"
    assert alpha.sees().consented_at == NOW


def test_a_wrong_key_and_an_unknown_run_are_the_same(database: Database, alpha: Firm) -> None:
    with pytest.raises(KeyNeeded):
        taking_part.board(database, run_id=alpha.begun.run_id, key=keys.new(), now=NOW)
