"""What a session adds to a report: views that differ, and surer values."""

from functools import cache

from questionnaires import library
from questionnaires.library import cases
from questionnaires.routing import Path, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Scorecard, State
from reports import confident, html
from reports.language import language
from reports.report import Report
from reports.talked import Outcome, with_session
from tests.reports.builders import FULL, a_report
from tests.reports.protocols import said, settled

READINESS = library.released("readiness")
AREA = "work"


@cache
def the_check() -> tuple[Path, Scorecard]:
    worked = cases.worked("readiness", "1.0")[FULL]
    path = route(READINESS, worked.answers, worked.check)
    return path, score(READINESS, path)


def after(outcome: Outcome) -> Report:
    return with_session(a_report(FULL), READINESS, *the_check(), outcome)


def agreed_on_all(
    roles: int = 3, evidence: str = "document", leave: int = 0, left: tuple[str, ...] = ()
) -> Outcome:
    """Every answered question of one area agreed as it was, but for some."""
    path, card = the_check()
    answered = [item.id for item in card.node(AREA).weighed if item.state is State.ANSWERED]
    found = tuple(
        settled(id_, said(management="2", production="2"), path.answers[id_].choice, evidence=evidence)
        for id_ in answered[leave:]
    )
    return Outcome(roles, found, frozenset(one.question for one in found), left)


def grades(report: Report, area: str = AREA) -> tuple[str, str, bool]:
    found = next(part for part in report.areas if part.id == area).confidence
    assert found
    return found.voices, found.evidence, found.several


def test_three_roles_that_agree_and_show_documents_make_a_value_sure() -> None:
    assert grades(a_report(FULL)) == ("low", "low", False)
    assert grades(after(agreed_on_all())) == ("high", "high", True)
    assert grades(after(agreed_on_all(roles=2, evidence="opinion"))) == ("medium", "low", True)


def test_an_area_that_was_not_talked_about_is_as_sure_as_before() -> None:
    assert grades(after(agreed_on_all()), "technology") == ("low", "low", False)
    exposure = after(agreed_on_all()).exposure.confidence
    assert exposure
    assert (exposure.voices, exposure.several) == ("low", False)


def test_a_session_that_settled_little_of_an_area_says_nothing_about_its_value() -> None:
    few = agreed_on_all(leave=8)
    assert grades(after(few))[0] == "low"


def test_where_dissent_stands_the_value_is_not_sure_and_it_says_why() -> None:
    kept = agreed_on_all(leave=1)
    apart = settled("W01", said(management="4", works_council="0"))
    report = after(Outcome(3, (apart, *kept.settled), kept.standing))
    assert grades(report)[0] == "low"

    area = next(part for part in report.areas if part.id == AREA)
    words = language("de")
    assert confident.alone(area, words) == ""
    sure = area.model_copy(update={"confidence": area.confidence.model_copy(update={"evidence": "medium"})})  # type: ignore[union-attr]
    assert "bei denen die Sichtweisen noch auseinandergehen" in confident.lift(sure, words)


def test_what_nobody_talked_about_yet_keeps_a_value_unsure() -> None:
    assert grades(after(agreed_on_all(leave=1, left=("W01",))))[0] == "low"


def test_an_answer_that_the_company_changed_since_rests_on_nothing_any_more() -> None:
    told = agreed_on_all()
    assert grades(after(Outcome(3, told.settled, frozenset()))) == ("low", "low", False)


def test_dissent_comes_first_and_what_all_said_alike_is_no_dissent() -> None:
    alike = settled("T01", said(management="2", production="2"), "2")
    talked = settled("T02", said(management="0", production="3"), "2")
    stands = settled("W01", said(management="4", production="1"))
    report = after(Outcome(2, (alike, talked, stands), frozenset({"T01", "T02"})))
    assert [one.question for one in report.dissent] == ["W01", "T02"]
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_page_shows_every_view_and_what_was_agreed() -> None:
    stands = settled("W01", said(management="4", production="1"), reason="Noch keine Zusage.")
    report = after(Outcome(2, (stands,), frozenset()))
    shown = str(html.Fragments(report, "de").views)
    for voice in stands.voices:
        assert voice.answer.de.partition(" ")[0] in shown
    assert "Nichts. Beide Sichtweisen bleiben stehen." in shown
    assert "Begründung: Noch keine Zusage." in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert str(html.Fragments(a_report(FULL), "de").views).strip() == ""
