"""Who may do what: every actor, every action, and the reason where the answer is no."""

import ast
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from assessment.services import policy
from assessment.services.policy import (
    Action,
    Actor,
    Kind,
    On,
    Place,
    Reason,
    Role,
    Run,
    Scope,
    Seat,
    Staff,
    System,
    Visitor,
)
from assessment.store.mandates import MandateRow
from tests.assessment.house import NOW
from tests.codebase.tree import ROOT, files, named

HOME, AWAY = uuid4(), uuid4()
KEY = b"k" * 32


def somebody(role: Role | None, organisation_id: UUID = HOME) -> Staff:
    kinds = {r: kind for kind, roles in policy.ROLES_IN.items() for r in roles}
    seats = (Seat(organisation_id, "Haus", kinds[role], role),) if role else ()
    return Staff(uuid4(), "Jemand", "jemand@example.org", seats, NOW)


def mandate(organisation_id: UUID = HOME, person_id: UUID | None = None) -> MandateRow:
    ends = NOW + timedelta(days=1)
    return MandateRow(uuid4(), uuid4(), organisation_id, person_id, "", "1", NOW, ends)


ADVISOR, OFFICER = somebody(Role.ADVISOR), somebody(Role.CHAMBER_OFFICER)
CONTACT, OPERATOR, NOBODY = somebody(Role.PROVIDER_CONTACT), somebody(Role.OPERATOR), somebody(None)
STAFF = (ADVISOR, OFFICER, CONTACT, OPERATOR, NOBODY)
GIVEN = Run(KEY, (mandate(),))


def test_every_action_has_a_rule_and_every_rule_an_action() -> None:
    assert set(policy.RULES) == set(Action)


def test_every_reason_is_given_by_some_rule() -> None:
    source = (ROOT / "assessment/services/policy/rules.py").read_text(encoding="utf-8")
    assert [reason for reason in Reason if f"Reason.{reason.name}" not in source] == []


def test_only_the_policy_compares_roles() -> None:
    """Elsewhere a role is a word that is shown, stored or handed on."""
    guilty = [
        f"{named(path)}:{node.lineno}"
        for path in files("assessment/*.py")
        if path.parent.name != "policy"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and any("Role" in ast.dump(part) for part in ast.walk(node))
    ]
    assert guilty == []


@pytest.mark.parametrize(
    ("actor", "on", "reading", "changing"),
    [
        (Visitor(KEY), GIVEN, None, None),
        (Visitor(b"x" * 32), GIVEN, Reason.KEY_NEEDED, Reason.KEY_NEEDED),
        (Visitor(), GIVEN, Reason.KEY_NEEDED, Reason.KEY_NEEDED),
        (Visitor(KEY), None, Reason.KEY_NEEDED, Reason.KEY_NEEDED),
        (ADVISOR, GIVEN, None, Reason.READING_ONLY),
        (ADVISOR, Run(KEY), Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (ADVISOR, Run(KEY, (mandate(AWAY),)), Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (ADVISOR, Run(KEY, (mandate(person_id=ADVISOR.person_id),)), None, Reason.READING_ONLY),
        (ADVISOR, Run(KEY, (mandate(person_id=uuid4()),)), Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (ADVISOR, None, Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (OFFICER, GIVEN, Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (OPERATOR, GIVEN, Reason.MANDATE_NEEDED, Reason.READING_ONLY),
        (CONTACT, GIVEN, Reason.MANDATE_NEEDED, Reason.READING_ONLY),
    ],
)
def test_a_run_opens_with_its_key_and_for_reading_with_a_mandate(
    actor: Actor, on: On, reading: Reason | None, changing: Reason | None
) -> None:
    assert policy.decide(actor, Action.READ_RUN, on).reason == reading
    assert policy.decide(actor, Action.CHANGE_RUN, on).reason == changing


def test_who_leads_a_session_under_way_works_along_and_only_while_the_mandate_stands() -> None:
    helped = replace(GIVEN, led_by=ADVISOR.person_id, helped_by=frozenset({ADVISOR.person_id}))
    for action in policy.IN_SESSION:
        assert policy.decide(Visitor(KEY), action, GIVEN).allowed
        assert policy.decide(Visitor(), action, helped).reason == Reason.KEY_NEEDED
        assert policy.decide(ADVISOR, action, helped).allowed
        assert policy.decide(ADVISOR, action, GIVEN).reason == Reason.READING_ONLY
        assert policy.decide(ADVISOR, action, replace(helped, mandates=())).reason == Reason.MANDATE_NEEDED
        assert policy.decide(OPERATOR, action, helped).reason == Reason.MANDATE_NEEDED
    assert policy.decide(ADVISOR, Action.LEAD_WORKSHOP, helped).allowed
    assert policy.decide(ADVISOR, Action.LEAD_WORKSHOP, GIVEN).reason == Reason.ANOTHER_LEADS
    assert policy.decide(ADVISOR, Action.CHANGE_RUN, helped).reason == Reason.READING_ONLY


def test_who_no_longer_advises_reads_nothing_although_the_mandate_names_them() -> None:
    left = Staff(ADVISOR.person_id, "Jemand", "jemand@example.org", (), NOW)
    named_one = Run(KEY, (mandate(person_id=left.person_id),))
    assert policy.decide(left, Action.READ_RUN, named_one).reason == Reason.MANDATE_NEEDED


WITHOUT_ACCOUNT = {Action.READ_RUN, Action.CHANGE_RUN, Action.CHANGE_PLAN, Action.SETTLE}
WITHOUT_ACCOUNT |= {Action.JOIN_ROUND, Action.SPEAK}
"""What companies and voices do."""
OF_SYSTEMS = {Action.START_FOR_MEMBER, Action.READ_SHARED, Action.PUSH_REFERRAL, Action.READ_FIGURES}


@pytest.mark.parametrize("action", sorted(set(Action) - WITHOUT_ACCOUNT - OF_SYSTEMS))
def test_without_signing_in_nobody_does_what_staff_do(action: Action) -> None:
    assert policy.decide(Visitor(KEY), action).reason == Reason.SIGN_IN_NEEDED


def test_a_system_does_what_its_scopes_allow_for_its_own_house_and_nothing_that_people_do() -> None:
    everything = System(uuid4(), HOME, Kind.CHAMBER, frozenset(Scope), NOW)
    for action in Action:
        wanted = None if action in OF_SYSTEMS else Reason.SIGN_IN_NEEDED
        assert policy.decide(everything, action, Place(HOME)).reason == wanted
    for action in OF_SYSTEMS:
        nothing = replace(everything, scopes=frozenset())
        assert policy.decide(nothing, action).reason == Reason.SCOPE_NEEDED
        assert policy.decide(everything, action, Place(AWAY)).reason == Reason.OTHER_ORGANISATION
        for person in (*STAFF, Visitor(KEY)):
            assert policy.decide(person, action).reason == Reason.SYSTEM_NEEDED


ALLOWED = {
    Action.SEE_ACCOUNT: STAFF,
    Action.KEEP_CHECKS: STAFF,
    Action.SEE_WORK: (ADVISOR, OFFICER, CONTACT, OPERATOR),
    Action.SEE_PORTFOLIO: (ADVISOR,),
    Action.OFFER_ADVICE: (ADVISOR,),
    Action.SEE_ORGANISATION: (OFFICER, OPERATOR),
    Action.INVITE: (OFFICER, OPERATOR),
    Action.REMOVE_MEMBER: (OFFICER, OPERATOR),
    Action.SEE_ORGANISATIONS: (OPERATOR,),
    Action.FOUND_ORGANISATION: (OPERATOR,),
}


@pytest.mark.parametrize("action", ALLOWED)
def test_each_role_does_what_is_its_own_and_nothing_else(action: Action) -> None:
    decisions = {actor.person_id: policy.decide(actor, action) for actor in STAFF}
    allowed = {actor.person_id for actor in ALLOWED[action]}
    assert {person for person, decision in decisions.items() if decision.allowed} == allowed
    against = {decisions[actor.person_id].reason for actor in STAFF if actor not in ALLOWED[action]}
    assert against <= {Reason.SEAT_NEEDED if action is Action.SEE_WORK else Reason.ROLE_NEEDED}


@pytest.mark.parametrize("action", [Action.SEE_ORGANISATION, Action.INVITE, Action.REMOVE_MEMBER])
def test_an_officer_looks_after_the_own_chamber_and_an_operator_after_all(action: Action) -> None:
    assert policy.decide(OFFICER, action, Place(HOME)).allowed
    assert policy.decide(OFFICER, action, Place(AWAY)).reason == Reason.OTHER_ORGANISATION
    assert policy.decide(OPERATOR, action, Place(AWAY)).allowed


def test_nobody_offers_advice_for_another_organisation() -> None:
    assert policy.decide(ADVISOR, Action.OFFER_ADVICE, Place(AWAY)).reason == Reason.OTHER_ORGANISATION


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", Kind)
def test_a_role_is_given_only_where_it_belongs(kind: Kind, role: Role) -> None:
    decision = policy.decide(OPERATOR, Action.INVITE, Place(AWAY, kind, role))
    assert decision.reason == (None if role in policy.ROLES_IN[kind] else Reason.ROLE_NOT_HERE)


def test_no_officer_makes_an_operator() -> None:
    place = Place(HOME, Kind.CHAMBER, Role.OPERATOR)
    assert policy.decide(OFFICER, Action.INVITE, place).reason == Reason.ROLE_NOT_HERE


def test_the_last_operator_stays() -> None:
    last = Place(HOME, role=Role.OPERATOR, last=True)
    assert policy.decide(OPERATOR, Action.REMOVE_MEMBER, last).reason == Reason.LAST_OPERATOR
    assert policy.decide(OPERATOR, Action.REMOVE_MEMBER, Place(HOME, role=Role.ADVISOR, last=True)).allowed
