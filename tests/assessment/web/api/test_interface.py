"""What other systems do at the interface, and what they are told when it does not go."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from lxml import html

from assessment import clock
from assessment.errors import InterfaceError
from assessment.services.campaigns import desk, sharing
from assessment.services.campaigns.items import Item
from assessment.services.figures import freezing
from assessment.services.interfaces import coming_in
from assessment.services.policy import Kind, Role, Scope
from assessment.services.referrals.states import Step
from assessment.store import figures as frozen
from assessment.store import people
from assessment.store import sharing as shared_items
from assessment.store.database import Database
from assessment.store.sharing import ItemRow
from assessment.web.api.operations import OPERATIONS
from assessment.web.api.problems import AS_404, PROBLEMS
from reports.cohorts.statistics import Crossing, Figure, Population, Statistics
from tests.assessment.house import House, a_company
from tests.assessment.services.referring import HOUSE, SECRETS, Case
from tests.assessment.systems import Program, Reply, a_keeper, a_token
from tests.assessment.web.desks import at_desk
from tests.assessment.web.visitor import Visitor
from tests.codebase.tree import ROOT


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "Kammer Mitte", Kind.CHAMBER)


@pytest.fixture
def program(application: Flask, database: Database, chamber: House) -> Program:
    return Program(application.test_client(), a_token(database, chamber, now=clock.now()))


def system_of(application: Flask, database: Database, house: House, *scopes: Scope) -> Program:
    return Program(application.test_client(), a_token(database, house, *scopes, now=clock.now()))


# --- a check for a member ------------------------------------------------------------------------


def test_a_member_begins_a_check_by_a_link_that_its_chamber_cannot_use_afterwards(
    application: Flask, program: Program
) -> None:
    answer = program.post("/runs", {"check": "short", "reference": "4711"})
    assert (answer.status_code, answer.json["reference"]) == (201, "4711")
    path = answer.json["link"].partition("8000")[2]

    member = Visitor(application.test_client()).open(path)
    assert "Diesen Link hat Ihnen Kammer Mitte geschickt." in member.text
    assert "Dort erfährt man nicht, ob Sie ihn benutzen, und keine Ihrer Antworten." in member.text
    member.press()
    assert "Ihr Betrieb" in member.text

    late = Visitor(application.test_client()).open(path)
    assert (late.status, "Dieser Link gilt nicht mehr" in late.text) == (404, True)


def test_a_link_of_a_campaign_counts_the_check_there(
    application: Flask, database: Database, chamber: House, program: Program
) -> None:
    officer = a_keeper(database, chamber)
    today = clock.day(clock.now())
    made: dict[str, Any] = {"organisation_id": chamber.id, "name": "Frühjahr", "begins_on": today}
    desk.make(database, actor=officer, **made, ends_on=today + timedelta(days=9))
    (campaign,) = desk.listed(database, actor=officer)

    answer = program.post("/runs", {"check": "full", "campaign": campaign.code.upper(), "language": "en"})
    member = Visitor(application.test_client(), "en").open(answer.json["link"].partition("8000")[2])
    assert "All they learn" in member.text
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT started FROM campaign").scalar() == 0
    member.press()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT started FROM campaign").scalar() == 1

    refused = program.post("/runs", {"check": "full", "campaign": "bcdfg"})
    assert (refused.status_code, refused.json["code"]) == (409, "no_such_campaign")


def test_a_repeated_request_gets_the_same_link_and_another_one_with_its_key_none(
    program: Program, database: Database
) -> None:
    first, again = (program.post("/runs", {"check": "short"}, key="order-4711") for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM start_link").scalar() == 1
    other = program.post("/runs", {"check": "full"}, key="order-4711")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


# --- what companies show -------------------------------------------------------------------------


def shows(database: Database, chamber: House, name: str, *items: Item) -> dict[str, Any]:
    """A company that shows these items to the chamber; what opens it."""
    begun = a_company(database)
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}
    contact = ItemRow(Item.CONTACT, "Kim Muster", "kim@musterbetrieb.example", "05341 1")
    sharing.share(
        database,
        **own,
        organisation_id=chamber.id,
        company_name=name,
        items=items,
        contact=contact if Item.CONTACT in items else None,
        months=12,
        text_version="1",
        now=clock.now(),
    )
    return own


def test_a_system_reads_exactly_what_a_company_shows_its_house_and_only_as_long(
    application: Flask, database: Database, chamber: House, program: Program
) -> None:
    own = shows(database, chamber, "Alphametall", Item.PARTICIPATION, Item.CONTACT, Item.PROGRESS)
    (company,) = program.get("/results").json["items"]
    assert (company["company"], set(company["items"])) == (
        "Alphametall",
        {"participation", "contact", "progress"},
    )
    detail = program.get(f"/results/{company['id']}").json
    assert detail["contact"]["email"] == "kim@musterbetrieb.example"
    assert (detail["progress"], detail["needs"], detail["result"]) == ({"done": 0, "of": 0}, None, None)

    other = system_of(application, database, House.of(database, "Andere Kammer", Kind.CHAMBER))
    assert other.get("/results").json == {"items": [], "next": None}
    assert other.get(f"/results/{company['id']}").status_code == 404

    with database.reading() as connection:
        (shared,) = shared_items.of_run(connection, own["run_id"], clock.now())
    assert sharing.stop(database, **own, consent_id=shared.id, now=clock.now())
    assert program.get("/results").json["items"] == []
    assert program.get(f"/results/{company['id']}").json["code"] == "not_found"


def test_a_long_list_comes_in_pages_and_shows_everybody_once(
    database: Database, chamber: House, program: Program
) -> None:
    for number in range(3):
        shows(database, chamber, f"Betrieb {number}")
    seen, after = [], ""
    while after is not None:
        page = program.get(f"/results?limit=2{after and '&after=' + after}").json
        seen += [one["company"] for one in page["items"]]
        after = page["next"]
    assert sorted(seen) == ["Betrieb 0", "Betrieb 1", "Betrieb 2"]


# --- referrals -----------------------------------------------------------------------------------


@pytest.fixture
def lab(database: Database) -> House:
    house = House.of(database, "Labor", Kind.PROVIDER)
    house.takes_in("lab@example.org", "Alex", Role.PROVIDER_CONTACT)
    with database.writing() as connection:
        people.be_house(connection, house.id, HOUSE)
    return house


def test_a_provider_reports_how_a_referral_stands_and_company_sees_it(
    application: Flask, database: Database, lab: House
) -> None:
    case = Case.of(database)
    case.now = clock.now()
    case.sent()
    provider = system_of(application, database, lab)

    (found,) = provider.get("/referrals").json["items"]
    assert (found["id"], found["status"], found["expected"]) == (str(case.id), "sent", ["seen", "declined"])
    assert not any(word in str(found) for word in SECRETS)

    path = f"/referrals/{case.id}/status"
    assert provider.post(path, {"status": "accepted"}).json["status"] == "accepted"
    assert provider.post(path, {"status": "accepted"}).json["status"] == "accepted"
    refused = provider.post(path, {"status": "closed_helped"})
    assert (refused.status_code, refused.json["code"]) == (409, "step_not_possible")
    assert provider.post(path, {"status": "contacted"}).json["expected"] == [
        *("closed_helped", "closed_not_helped", "closed_unreachable"),
    ]
    case.now = clock.now()
    assert [one.step for one in case.shown.timeline][-3:] == [Step.OPEN, Step.ACCEPT, Step.CONTACT]

    other = House.of(database, "Anderes Labor", Kind.PROVIDER)
    stranger = system_of(application, database, other)
    assert stranger.get("/referrals").json["items"] == []
    assert stranger.post(path, {"status": "closed_helped"}).status_code == 404


def test_a_provider_declines_with_a_reason(application: Flask, database: Database, lab: House) -> None:
    case = Case.of(database)
    case.now = clock.now()
    case.sent()
    provider = system_of(application, database, lab)
    path = f"/referrals/{case.id}/status"
    wrong = provider.post(path, {"status": "accepted", "reason": "no_capacity"})
    assert wrong.status_code == 422
    told = {"status": "declined", "reason": "no_capacity", "words": "Im Januar wieder."}
    assert provider.post(path, told).json["status"] == "declined"
    assert case.shown.reason == "no_capacity"


# --- figures -------------------------------------------------------------------------------------


def test_a_system_reads_the_figures_that_were_frozen_and_no_others(
    database: Database, program: Program
) -> None:
    assert program.get("/figures").json == {"days": [], "figures": None}
    for day, companies in ((date(2026, 6, 30), 12), (date(2026, 9, 30), 18)):
        figures = Crossing(attributes=(), figures=(Figure(codes=(), count=companies),))
        told = Population(
            as_of=day,
            companies=companies,
            begun=Figure(codes=("yes",), count=None),
            started=20,
            finished=15,
            tables=(figures,),
            quartiles=(),
        )
        content = Statistics(as_of=day, known=told, anonymous=None).model_dump_json()
        with database.writing() as connection:
            frozen.keep(
                connection, kind=freezing.KIND, as_of=day, made_at=clock.now(), engine="1", content=content
            )
    answer = program.get("/figures").json
    assert answer["days"] == ["2026-09-30", "2026-06-30"]
    assert answer["figures"]["known"]["companies"] == 18
    assert program.get("/figures?day=2026-06-30").json["figures"]["known"]["companies"] == 12
    assert program.get("/figures?day=2026-07-01").status_code == 404


# --- who comes in --------------------------------------------------------------------------------


def test_without_a_token_or_with_a_cookie_alone_nobody_comes_in(
    application: Flask, database: Database, chamber: House
) -> None:
    officer = at_desk(application, chamber, Role.CHAMBER_OFFICER, "kim@example.org")
    assert officer.open("/de/work").status == 200
    for client in (officer.client, application.test_client()):
        for token in (None, "wk_" + "x" * 43):
            answer = Program(client, token).get("/results")
            assert (answer.status_code, answer.json["code"]) == (401, "token_needed")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert "Set-Cookie" not in answer.headers
        answer = Program(client, None).post("/runs", {"check": "short"})
        assert answer.status_code == 401


def test_a_token_opens_no_page_for_people(application: Flask, program: Program, chamber: House) -> None:
    for page in ("/de/work", f"/de/work/interfaces/{chamber.id}", "/de/account"):
        answer = program.client.get(page, headers=program.headers())
        assert answer.status_code == 403


def test_a_token_does_what_its_scopes_allow_and_nothing_else(
    application: Flask, database: Database, chamber: House
) -> None:
    reader = system_of(application, database, chamber, Scope.READ_RESULTS)
    assert reader.get("/results").status_code == 200
    refused = reader.post("/runs", {"check": "short"})
    assert (refused.status_code, refused.json["code"]) == (403, "scope_needed")
    assert reader.get("/referrals").json["code"] == "scope_needed"


def test_who_asks_too_often_is_told_when_to_come_again(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming_in, "MOST", {"api_token": 2, "api_network": 9})
    assert [program.get("/results").status_code for _ in range(3)] == [200, 200, 429]
    refused = program.get("/results")
    assert (refused.json["code"], refused.headers["Retry-After"]) == ("too_many_requests", "60")


# --- what is refused -----------------------------------------------------------------------------


def test_what_does_not_fit_is_told_by_its_place_in_the_language_that_was_asked_for(program: Program) -> None:
    told = {"check": "longest", "reference": "x" * 101, "colour": "blue"}
    refused = program.post("/runs", told)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.status_code, refused.json["title"]) == (422, "Einige Angaben passen nicht")
    assert {one["where"]: one["why"] for one in refused.json["errors"]} == {
        "/check": "Dieser Wert ist hier nicht möglich.",
        "/reference": "Bitte kürzen Sie diese Angabe auf höchstens 100 Zeichen.",
        "/colour": "Diese Angabe gibt es hier nicht.",
    }
    program.language = "en"
    refused = program.post("/runs", told)
    assert (refused.json["title"], refused.headers["Content-Language"]) == (
        "Some values do not fit",
        "en",
    )
    assert program.get("/results?limit=0").json["errors"][0]["where"] == "limit"
    assert program.get("/results?limit=1&limit=2").status_code == 422


def test_what_is_no_json_or_has_no_key_is_refused(program: Program) -> None:
    def code(**sent: Any) -> str:
        headers = program.headers() | {"Idempotency-Key": "order-4711"} | sent.pop("headers", {})
        return str(Reply.of(program.client.post("/api/v1/runs", headers=headers, **sent)).json["code"])

    assert code(data=b"{", content_type="application/json") == "not_json"
    assert code(data=b"\xff", content_type="application/json") == "not_json"
    assert code(data={"check": "short"}) == "media_type"
    assert code(json={"check": "short"}, headers={"Idempotency-Key": "short"}) == "idempotency_key_needed"
    assert code(data=b"x" * 1_000_001, content_type="application/json") == "too_large"


def test_an_error_of_ours_tells_nothing_of_the_code(
    program: Program, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE start_link")
    refused = program.post("/runs", {"check": "short"})
    assert (refused.status_code, refused.json["code"]) == (500, "ours")
    assert "start_link" not in refused.text


def test_two_at_the_same_moment_with_one_key_get_one_link(program: Program, database: Database) -> None:
    got: list[str] = []

    def asks() -> None:
        mine = Program(program.client.application.test_client(), program.token)
        got.append(mine.post("/runs", {"check": "short"}, key="order-4711").json["link"])

    threads = [threading.Thread(target=asks) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1


def test_every_error_of_the_interface_has_words() -> None:
    assert {error for error in InterfaceError.__subclasses__() if error not in {*PROBLEMS, *AS_404}} == set()


def test_the_manual_names_every_operation_and_every_problem(application: Flask) -> None:
    page = html.fromstring(application.test_client().get("/de/work/interfaces/manual").text)
    text = page.text_content()
    assert [one.shown_path for one in OPERATIONS.values() if one.shown_path not in text] == []
    assert [one.code for one in PROBLEMS.values() if one.code not in text] == []
    readme = (ROOT / "assessment/web/api/README.md").read_text(encoding="utf-8")
    calls = [f"`{one.method} {one.shown_path}`" for one in OPERATIONS.values()]
    assert [call for call in calls if call not in readme] == []
