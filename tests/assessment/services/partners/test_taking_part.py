"""Companies that find one another, on both databases: from a proposal to the contact, and its end."""

import pytest
from sqlalchemy import text

from assessment.services import runs
from assessment.services.partners import taking_part
from assessment.services.partners.taking_part import Contact
from assessment.store.database import Database
from tests.assessment.services.firms import DAY, NOW, PATIENCE, RULES, TABLES, Firm, everything_in

# --- the way ------------------------------------------------------------------------------------


def test_from_a_proposal_to_the_contact(alpha: Firm, omega: Firm) -> None:
    assert (alpha.only().state, omega.only().state) == ("proposed", "proposed")

    assert alpha.says("yes")
    assert (alpha.only().state, omega.only().state) == ("waiting", "asked")
    assert omega.says("yes", NOW + DAY)

    for firm, other in ((alpha, omega), (omega, alpha)):
        found = firm.only(NOW + DAY)
        assert found.state == "agreed"
        assert found.contact == Contact(
            other.name, "email", f"post@{other.name.lower()}.example", f"Wir sind {other.name}."
        )


def test_both_see_the_same_topics_each_with_its_own_answers(alpha: Firm, omega: Firm) -> None:
    mine, theirs = alpha.only().card, omega.only().card
    assert [r.need for r in mine.takes] == [r.need for r in theirs.gives] == ["cybersecurity"]
    assert [r.need for r in mine.gives] == [r.need for r in theirs.takes] == ["automation_robotics"]
    assert "T08" in mine.takes[0].questions


def test_the_timeline_tells_both_what_happened_and_when(acquainted: tuple[Firm, Firm]) -> None:
    alpha, omega = acquainted
    assert [moment.happened for moment in alpha.only().timeline] == ["you_yes", "they_yes", "agreed"]
    assert {moment.at for moment in omega.only().timeline} == {NOW}


def test_saying_the_same_twice_changes_nothing(alpha: Firm, omega: Firm) -> None:
    reference = alpha.only().reference
    said = [
        taking_part.answer(alpha.database, **alpha.own, reference=reference, word="yes", now=NOW + n * DAY)
        for n in range(2)
    ]
    assert said == [True, False]
    assert alpha.only().timeline[0].at == NOW


# --- no, and the end ----------------------------------------------------------------------------


def test_who_declines_a_proposal_is_not_seen_any_more(alpha: Firm, omega: Firm) -> None:
    assert alpha.says("no")
    assert alpha.states() == omega.states() == []


def test_a_decline_is_told_without_reason_or_date(alpha: Firm, omega: Firm) -> None:
    alpha.says("yes")
    omega.says("no", NOW + DAY)

    told = alpha.only(NOW + DAY)
    assert told.state == "not_met"
    assert told.contact is None
    assert [moment.happened for moment in told.timeline] == ["you_yes"]
    assert omega.states(NOW + DAY) == []


def test_an_interest_without_answer_ends(alpha: Firm, omega: Firm) -> None:
    alpha.says("yes")
    assert alpha.only().until == NOW + PATIENCE
    assert omega.states(NOW + PATIENCE - DAY) == ["asked"]

    assert alpha.states(NOW + PATIENCE) == ["not_met"]
    assert omega.states(NOW + PATIENCE) == []


def test_an_interest_can_be_taken_back(alpha: Firm, omega: Firm) -> None:
    alpha.says("yes")
    alpha.says("no")
    assert alpha.states() == omega.states() == []


@pytest.mark.parametrize("who", [0, 1])
def test_either_side_can_end_the_contact(acquainted: tuple[Firm, Firm], who: int) -> None:
    assert acquainted[who].says("no", NOW + DAY)
    for firm in acquainted:
        assert firm.only(NOW + DAY).state == "ended"
        assert firm.only(NOW + DAY).contact is None


@pytest.mark.parametrize("who", [0, 1])
def test_withdrawing_the_consent_removes_everything_at_once(
    acquainted: tuple[Firm, Firm], who: int, database: Database
) -> None:
    gone, left = acquainted[who], acquainted[1 - who]
    taking_part.withdraw(database, **gone.own, now=NOW)

    assert taking_part.board(database, **gone.own, now=NOW) is None
    assert left.states() == []
    assert gone.name not in everything_in(database)


def test_erasing_a_run_leaves_nothing_on_the_other_side(
    acquainted: tuple[Firm, Firm], database: Database
) -> None:
    alpha, omega = acquainted
    runs.erase(database, **alpha.own, now=NOW)

    assert omega.states() == []
    assert alpha.name not in everything_in(database)
    with database.reading() as connection:
        counts = [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in TABLES]
    assert counts == [1, 1, 0]


def test_a_consent_ends_after_a_year_and_its_data_go_with_the_next_opt_in(
    acquainted: tuple[Firm, Firm], database: Database
) -> None:
    alpha, omega = acquainted
    later = NOW + RULES.consent_days * DAY
    assert taking_part.board(database, **alpha.own, now=later) is None

    omega.joins("cybersecurity", "automation_robotics", now=later)

    assert omega.states(later) == []
    assert alpha.name not in everything_in(database)


def test_a_renewed_consent_keeps_what_is_going_on(acquainted: tuple[Firm, Firm]) -> None:
    alpha, _ = acquainted
    alpha.joins("automation_robotics hydrogen", "cybersecurity", now=NOW + 300 * DAY)

    board = alpha.sees(NOW + 300 * DAY)
    assert board.expires_at == NOW + (300 + RULES.consent_days) * DAY
    assert [proposal.state for proposal in board.introductions] == ["agreed"]


def test_what_came_to_nothing_is_forgotten(alpha: Firm, omega: Firm, database: Database) -> None:
    alpha.says("no")
    third = Firm.of(database, "Thetaguss", district="03153", sector="metal_forming")
    third.joins("hydrogen", "charging")
    later = NOW + (RULES.kept_days + 1) * DAY

    taking_part.answer(database, **third.own, reference="0" * 20, word="no", now=later)

    assert alpha.states(later) == ["proposed"]


def test_what_both_agreed_is_not_forgotten(acquainted: tuple[Firm, Firm], database: Database) -> None:
    later = NOW + (RULES.kept_days + 1) * DAY
    alpha, omega = acquainted
    taking_part.answer(database, **omega.own, reference="0" * 20, word="no", now=later)
    assert alpha.states(later) == ["agreed"]
