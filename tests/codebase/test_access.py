"""Every address has exactly one rule, and nobody gets past it: each role, each address, foreign objects."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule

from assessment import config
from assessment.errors import AssessmentError
from assessment.services import people
from assessment.services.advising import mandates
from assessment.services.policy import Action, Kind, Reason, Role
from assessment.store import people as person_store
from assessment.store.database import Database
from assessment.web import error_pages
from assessment.web.access import RULES
from assessment.web.app import create_app
from tests.assessment.house import NOW, House, a_company, mailed, staff
from tests.assessment.meetings import Meeting
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.statements import writing

OPEN_TO_ALL = {
    *("pages.root", "pages.start", "pages.privacy", "pages.imprint", "pages.accessibility"),
    *(
        "pages.accent",
        "operation.healthz",
        "operation.readyz",
        "operation.metrics",
        "runs.begin",
        "runs.enter_code",
        "runs.open_code",
        "runs.resume",
    ),
    *("api.openapi", "interfaces.manual", "starting.offered", "starting.begin"),
    *("offers.shared", "voices.invited", "voices.join"),
    *("invited.short", "invited.opened", "invited.begin", "invited.card"),
    *("entry.on_paper", "entry.begin", "entry.questionnaire", "downloads.result_schema"),
    *("account.sign_in", "account.request_link", "account.open_link", "account.claim", "account.sign_out"),
    *("account.invitation", "account.accept", "mandates.offered", "mandates.accept"),
    *("entrance.password", "entrance.with_password", "entrance.passkey_options", "entrance.with_passkey"),
    *("entrance.second", "entrance.with_code", "entrance.leave", "entrance.back", "entrance.arrive"),
    *("handovers.by_link", "handovers.act_by_link"),
    *("privacy.receipt", "privacy.receipt_file", "kept_checks.open_link", "kept_checks.claim"),
}
"""Addresses that open without key and account. Whoever adds one says so here, too."""
OF_OPERATORS = {"mailboxes", "upkeep", "learning", "rounds", "insight"}
OF_STAFF = {"staff", "account", "factors", "confirmation", "entrance", "kept_checks"} | OF_OPERATORS
OF_EVERYBODY = {Action.SEE_ACCOUNT, Action.CHANGE_SIGN_IN, Action.ERASE_ACCOUNT, Action.KEEP_CHECKS}
"""What an account is for where somebody works for nobody."""
ANYTHING = {"then": "next"}
AN_ID = uuid4()
"""Of whatever else an address may name."""


@pytest.fixture
def app(application: Flask) -> Flask:
    return application


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "Kammer", Kind.CHAMBER)


def addresses(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.build_only]


def address(app: Flask, rule: Rule, run_id: UUID, organisation_id: UUID, **more: Any) -> str:
    values = {"lang": "de", "run_id": run_id, "organisation_id": organisation_id, "section_id": "company"}
    values |= {"token": "x" * 43, "code": "0000-0000-0000-0000", "offer_id": "retrason", "check": "short"}
    values["number"] = "0000-0000-0000-0000"
    known = {name: (values | more).get(name, AN_ID) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, known)


def desks(app: Flask, database: Database) -> dict[Role, Desk]:
    """Somebody in each role, each in an organisation of their own."""
    homes = {Role.ADVISOR: Kind.ADVICE, Role.CHAMBER_OFFICER: Kind.CHAMBER}
    homes |= {Role.PROVIDER_CONTACT: Kind.PROVIDER, Role.OPERATOR: Kind.NETWORK}
    return {
        role: at_desk(app, House.of(database, f"Haus {role}", kind), role, f"{role}@example.org")
        for role, kind in homes.items()
    }


def test_every_address_has_exactly_one_rule(app: Flask) -> None:
    assert {rule.endpoint for rule in addresses(app)} == set(RULES)


def test_every_rule_fits_what_the_address_names(app: Flask) -> None:
    for rule in addresses(app):
        kind = RULES[rule.endpoint].kind
        assert (kind in {"key", "reader", "helper", "leader"}) == ("run_id" in rule.arguments), rule.rule
        assert "organisation_id" not in rule.arguments or kind == "staff", rule.rule
        assert (kind == "voice") == ("voice_id" in rule.arguments), rule.rule
        assert kind != "reader" or rule.methods == {"GET", "HEAD", "OPTIONS"}, rule.rule


def test_what_is_open_to_all_is_listed_here_once_more() -> None:
    assert {name for name, rule in RULES.items() if rule.kind == "everyone"} == OPEN_TO_ALL


def test_every_action_of_staff_guards_an_address_or_belongs_to_a_service() -> None:
    guarding = {rule.action for rule in RULES.values() if rule.action}
    assert set(Action) - guarding == {
        Action.READ_RUN,
        Action.REFER,
        Action.CHANGE_RUN,
        Action.CHANGE_PLAN,
        Action.SETTLE,
        Action.PREPARE_WORKSHOP,
        Action.LEAD_WORKSHOP,
        Action.SEE_PORTFOLIO,
        Action.SEE_ORGANISATIONS,
        Action.REPORT_FOR_NETWORK,
        Action.JOIN_ROUND,
        Action.SPEAK,
    }


def test_an_address_without_a_rule_is_shut(database: Database, tmp_path: Path) -> None:
    app = create_app(config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path)}), database)
    app.add_url_rule("/new", "pages.new", lambda: "secret")
    answer = app.test_client().get("/new")
    assert (answer.status_code, "secret" in answer.text) == (403, False)


def test_every_reason_and_every_error_has_a_page() -> None:
    assert set(error_pages.REFUSALS) == set(Reason)
    known = {error for error in error_pages.PAGES if isinstance(error, type)}
    elsewhere = {"InterfaceError", "OfferNotShown", "Refused"}
    assert {e.__name__ for e in AssessmentError.__subclasses__() if e not in known} == elsewhere


def test_no_role_opens_the_run_of_a_company_without_mandate(app: Flask, database: Database) -> None:
    begun, nobody = a_company(database), uuid4()
    for role, desk in desks(app, database).items():
        for rule in addresses(app):
            if "run_id" not in rule.arguments:
                continue
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                places = [address(app, rule, run_id, nobody) for run_id in (begun.run_id, nobody)]
                answers = [desk.client.open(place, method=method, data=ANYTHING) for place in places]
                assert [answer.status_code for answer in answers] == [403, 403], (role, rule.rule)
                told = {answer.text.replace(answer.headers["X-Request-ID"], "") for answer in answers}
                assert len({text.replace(str(begun.run_id), str(nobody)) for text in told}) == 1


def test_a_session_is_led_by_one_and_found_at_its_own_company_only(app: Flask, database: Database) -> None:
    meeting = Meeting.prepared(database).running().says("production", T01="1")
    other = Meeting.prepared(database, house=meeting.house, advisor=meeting.advisor)
    leader = at_desk(app, meeting.house, Role.ADVISOR, meeting.advisor.email)
    colleague = at_desk(app, meeting.house, Role.ADVISOR, "kim@example.org")
    before = written(database), meeting.seen()
    for rule in addresses(app):
        if "workshop_id" not in rule.arguments or RULES[rule.endpoint].kind == "key":
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            mixed = address(app, rule, other.company.run_id, other.house.id, workshop_id=meeting.id)
            assert leader.client.open(mixed, method=method, data=ANYTHING).status_code == 404, rule.rule
            if RULES[rule.endpoint].kind == "leader":
                theirs = address(app, rule, meeting.company.run_id, other.house.id, workshop_id=meeting.id)
                answer = colleague.client.open(theirs, method=method, data=ANYTHING)
                assert answer.status_code in {403, 422}, rule.rule
    assert (written(database), meeting.seen()) == before


def test_no_role_opens_what_another_role_or_organisation_does(
    app: Flask, database: Database, chamber: House
) -> None:
    company = a_company(database).run_id
    chamber.takes_in("foreign@example.org", "Fremd", Role.CHAMBER_OFFICER)
    allowed = {
        Role.ADVISOR: {"staff.work", "staff.offer_advice"},
        Role.CHAMBER_OFFICER: {"staff.work"},
        Role.PROVIDER_CONTACT: {"staff.work"},
        Role.OPERATOR: {name for name in RULES if name.split(".")[0] in {"staff", *OF_OPERATORS}}
        - {"staff.offer_advice"},
    }
    for role, desk in desks(app, database).items():
        for rule in addresses(app):
            if rule.endpoint.split(".")[0] not in {"staff", *OF_OPERATORS}:
                continue
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            answer = desk.client.open(address(app, rule, company, chamber.id), method=method, data=ANYTHING)
            opened = answer.status_code != 403
            assert answer.status_code < 500
            assert opened == (rule.endpoint in allowed[role]), (role, rule.rule, answer.status_code)
            assert opened or "foreign@example.org" not in answer.text


def test_who_only_keeps_checks_opens_nothing_that_is_for_staff(
    app: Flask, database: Database, chamber: House
) -> None:
    with database.writing() as connection:
        person_store.added(connection, email="firma@example.org", name="", language="de", moment=NOW)
    company = Desk(app.test_client()).signs_in(app, "firma@example.org")
    before = written(database)
    for rule in addresses(app):
        if RULES[rule.endpoint].kind != "staff" or RULES[rule.endpoint].action in OF_EVERYBODY:
            continue
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            place = address(app, rule, uuid4(), chamber.id)
            answer = company.client.open(place, method=method, data=ANYTHING)
            led_away = method == "GET" and answer.location == "/de/account/checks?then=staff.work"
            assert answer.status_code == 403 or led_away, (method, rule.rule)
    assert written(database) == before


def test_without_an_account_the_desk_is_shut_and_says_where_to_go(app: Flask, database: Database) -> None:
    client = app.test_client()
    client.get(f"/de/resume/{a_company(database).key}")  # a company is no member of staff
    for rule in addresses(app):
        if RULES[rule.endpoint].kind == "staff":
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            answer = client.open(address(app, rule, uuid4(), uuid4()), method=method, data=ANYTHING)
            assert answer.status_code == 403
            assert "Bitte melden Sie sich an" in answer.text


def test_staff_send_nothing_without_the_token_of_the_form(
    app: Flask, database: Database, chamber: House
) -> None:
    chamber.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    everybody = desks(app, database)
    before = written(database)
    data = {"email": "x@example.org", "role": "chamber_officer", "name": "Neu", "kind": "chamber"}
    data |= {"person": str(staff(database, "kim@example.org").person_id), "organisation": str(chamber.id)}
    for role, desk in everybody.items():
        for rule in addresses(app):
            if rule.endpoint.split(".")[0] in OF_STAFF and "POST" in (rule.methods or ()):
                desk.client.post(address(app, rule, uuid4(), chamber.id), data=data)
                assert written(database) == before, (role, rule.rule)
    assert {receiver for receiver, _ in mailed(database)} == {f"{role}@example.org" for role in everybody}


def written(database: Database) -> list[object]:
    tables = ["person", "organisation", "membership", "staff_session", "link", "consent", "audit_entry"]
    tables += ["kept_check"]
    with database.reading() as connection:
        return [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables]


def test_no_get_of_staff_writes(app: Flask, database: Database, chamber: House) -> None:
    everybody = desks(app, database)
    begun = a_company(database)
    advisor = staff(database, "advisor@example.org")
    given: dict[str, Any] = {
        "company_name": "",
        "text_version": "1",
        "organisation_id": advisor.seats[0].organisation_id,
    }
    mandates.give(database, run_id=begun.run_id, key=begun.key, now=NOW, **given)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    for desk in everybody.values():
        read_all(app, desk.client, begun.run_id, chamber.id)

    assert writing(statements) == []


def read_all(app: Flask, client: FlaskClient, run_id: UUID, organisation_id: UUID) -> None:
    for rule in addresses(app):
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("downloads."):
            client.get(address(app, rule, run_id, organisation_id), headers={"If-None-Match": "*"})


def test_a_right_ends_with_the_membership_not_with_the_session(
    app: Flask, database: Database, chamber: House
) -> None:
    desk = at_desk(app, chamber, Role.CHAMBER_OFFICER, "kim@example.org")
    away = House.of(database, "Anderswo", Kind.PROVIDER)
    away.takes_in("kim@example.org", "Kim", Role.PROVIDER_CONTACT)
    home = f"/de/work/organisations/{chamber.id}"
    assert desk.open(home).status == 200

    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    kim = staff(database, "kim@example.org").person_id
    gone: dict[str, Any] = {"organisation_id": chamber.id, "person_id": kim}
    gone |= {"role": Role.CHAMBER_OFFICER}
    assert people.remove(database, actor=replace(operator, now=NOW), **gone)

    assert desk.open(home).status == 403
    assert desk.open("/de/work").status == 200
