"""Who may open which address: exactly one rule for each, all of them here. An address without a rule is shut.

The rule is the first door, and reads neither a run nor an organisation; the services ask the same policy
again about the very object. `tests/codebase/test_access.py` holds this table equal to the map of addresses.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from flask import Flask, abort, g, request

from assessment import clock
from assessment.errors import KeyNeeded, Refused, TokenRefused, VoiceKeyNeeded
from assessment.logs import Event
from assessment.services import policy, sign_in
from assessment.services.interfaces import coming_in
from assessment.services.policy import Action, Place, Reason, Staff, System, Visitor
from assessment.services.runs import WayIn
from assessment.web import browser_keys, staff_cookie, voice_keys
from assessment.web.api.operations import OPERATIONS
from assessment.web.coming_in import home, network
from assessment.web.context import database, settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """`key`: whoever holds the key of the run. `reader`: they, and advisors with a mandate, to read;
    `helper`: the same two, to write in a session. `leader`: an advisor who prepares or leads a session.
    `voice`: the browser in which somebody answers for a role. `staff`: whoever is signed in and may do
    `action`. `token`: the system of an organisation whose token allows `action`, without any cookie."""

    kind: Literal["everyone", "key", "reader", "helper", "leader", "voice", "staff", "token"]
    action: Action | None = None


class open_to:  # noqa: N801 - reads as a sentence where it is used
    everyone = Rule("everyone")
    key_holder = Rule("key")
    reader = Rule("reader")
    helper = Rule("helper")
    leader = Rule("leader")
    voice = Rule("voice")

    @staticmethod
    def staff(action: Action) -> Rule:
        return Rule("staff", action)

    @staticmethod
    def token(action: Action) -> Rule:
        return Rule("token", action)


def _all(rule: Rule, blueprint: str, *views: str) -> dict[str, Rule]:
    return {f"{blueprint}.{view}": rule for view in views}


RULES: Mapping[str, Rule] = {
    **_all(open_to.everyone, "pages", "root", "start", "privacy", "imprint", "accessibility"),
    **_all(open_to.everyone, "pages", "accent"),
    **_all(open_to.everyone, "operation", "healthz", "readyz", "metrics"),
    **_all(open_to.everyone, "runs", "begin", "enter_code", "open_code", "resume"),
    **_all(open_to.everyone, "starting", "offered", "begin"),
    **_all(open_to.key_holder, "runs", "go_on", "section", "answer", "save", "pause", "extend"),
    **_all(open_to.key_holder, "runs", "confirm_delete", "delete"),
    **_all(open_to.reader, "runs", "review"),
    **_all(open_to.key_holder, "results", "finish", "exposure"),
    **_all(open_to.reader, "results", "result", "report_pdf", "result_json"),
    **_all(open_to.key_holder, "benchmarks", "agree", "withdraw"),
    **_all(open_to.everyone, "offers", "shared"),
    **_all(open_to.reader, "offers", "listed", "compare", "one"),
    "offers.answer": open_to.key_holder,
    **_all(open_to.key_holder, "responses", "say", "take_back", "application", "apply", "withdraw"),
    "whatif.page": open_to.key_holder,
    **_all(open_to.everyone, "downloads", "result_schema"),
    **_all(open_to.reader, "downloads", "report_page", "report_file", "result_xlsx"),
    **_all(open_to.everyone, "entry", "on_paper", "begin", "questionnaire"),
    **_all(open_to.key_holder, "entry", "screen", "keep", "save"),
    **_all(open_to.key_holder, "partners", "board", "consent", "join", "answer", "withdraw"),
    **_all(open_to.reader, "plan", "board", "table", "calendar"),
    **_all(open_to.helper, "plan", "choose", "new", "add", "entry", "change", "finish", "move", "remove"),
    **_all(open_to.key_holder, "follow_up", "offered", "begin", "taken_over", "comparison", "look_back"),
    **_all(open_to.key_holder, "mandates", "advice", "give", "withdraw"),
    **_all(open_to.everyone, "mandates", "offered", "accept"),
    **_all(open_to.everyone, "voices", "invited", "join"),
    **_all(open_to.voice, "voices", "answers", "keep", "save", "done", "reopen", "leave"),
    **_all(open_to.reader, "workshops", "newest", "one", "progress", "code"),
    **_all(open_to.leader, "workshops", "new", "prepare", "edit", "change", "call_off", "start", "admit"),
    **_all(open_to.leader, "workshops", "ask_open", "open_board", "ask_close", "close"),
    **_all(open_to.key_holder, "workshops", "agree", "withdraw"),
    **_all(open_to.reader, "topics", "board", "live", "topic"),
    **_all(open_to.reader, "protocols", "protocol_pdf", "calendar", "dates"),
    "protocols.write_dates": open_to.helper,
    **_all(open_to.leader, "notes", "page", "add", "change", "remove"),
    **_all(open_to.helper, "topics", "settle", "take_over"),
    **_all(open_to.everyone, "account", "sign_in", "request_link", "open_link", "claim"),
    **_all(open_to.everyone, "account", "invitation", "accept", "sign_out"),
    **_all(open_to.everyone, "entrance", "password", "with_password", "passkey_options", "with_passkey"),
    **_all(open_to.everyone, "entrance", "second", "with_code", "leave", "back", "arrive"),
    **_all(open_to.staff(Action.SEE_ACCOUNT), "account", "own", "sign_out_everywhere"),
    **_all(open_to.key_holder, "kept_checks", "request_link", "keep"),
    **_all(open_to.everyone, "kept_checks", "open_link", "claim"),
    **_all(open_to.staff(Action.KEEP_CHECKS), "kept_checks", "listed", "take_up", "take_out"),
    **_all(open_to.staff(Action.SEE_ACCOUNT), "confirmation", "page", "with_proof", "options"),
    **_all(open_to.staff(Action.SEE_ACCOUNT), "confirmation", "with_passkey", "by_link"),
    **_all(open_to.staff(Action.CHANGE_SIGN_IN), "factors", "password", "set_password", "remove_password"),
    **_all(open_to.staff(Action.CHANGE_SIGN_IN), "factors", "propose_app", "app", "app_picture"),
    **_all(open_to.staff(Action.CHANGE_SIGN_IN), "factors", "confirm_app", "remove_app"),
    **_all(open_to.staff(Action.CHANGE_SIGN_IN), "factors", "new_passkey", "passkey_options", "add_passkey"),
    **_all(open_to.staff(Action.CHANGE_SIGN_IN), "factors", "remove_passkey", "make_recovery_codes"),
    "factors.remove_other_account": open_to.staff(Action.CHANGE_SIGN_IN),
    **_all(open_to.key_holder, "privacy", "consents", "withdraw", "my_data"),
    **_all(open_to.everyone, "privacy", "receipt", "receipt_file"),
    "privacy.my_account": open_to.staff(Action.SEE_ACCOUNT),
    **_all(open_to.staff(Action.ERASE_ACCOUNT), "privacy", "confirm_erasing", "erase_account"),
    "staff.work": open_to.staff(Action.SEE_WORK),
    "staff.offer_advice": open_to.staff(Action.OFFER_ADVICE),
    **_all(open_to.staff(Action.FOUND_ORGANISATION), "staff", "new_organisation", "found"),
    "staff.organisation": open_to.staff(Action.SEE_ORGANISATION),
    **_all(open_to.staff(Action.INVITE), "staff", "invite", "withdraw_invitation"),
    "staff.remove": open_to.staff(Action.REMOVE_MEMBER),
    **_all(open_to.staff(Action.REPORT_TO_FUNDER), "funder", "page", "report_pdf", "report_xlsx"),
    **_all(open_to.staff(Action.REPORT_TO_FUNDER), "funder", "entries", "enter"),
    **_all(open_to.staff(Action.KEEP_TOKENS), "interfaces", "houses", "board", "make", "revoke"),
    **_all(open_to.staff(Action.KEEP_TOKENS), "interfaces", "add_webhook", "try_webhook", "remove_webhook"),
    **_all(open_to.everyone, "api", "openapi"),
    "interfaces.manual": open_to.everyone,
    **{f"api.{name}": open_to.token(one.action) for name, one in OPERATIONS.items()},
    **_all(open_to.staff(Action.KEEP_CATALOGUE), "upkeep", "board", "one", "say"),
    **_all(open_to.staff(Action.TURN_LEARNING), "learning", "desk", "train", "turn_on", "turn_off"),
    **_all(open_to.staff(Action.GIVE_PLACES), "rounds", "listed", "new", "begin", "one", "run"),
    **_all(open_to.staff(Action.GIVE_PLACES), "rounds", "hand", "confirm", "move_up"),
    "staff.say_house": open_to.staff(Action.SAY_HOUSE),
    **_all(open_to.everyone, "invited", "short", "opened", "begin", "card"),
    **_all(open_to.key_holder, "sharing", "page", "share", "stop", "stop_item"),
    **_all(open_to.staff(Action.RUN_CAMPAIGNS), "campaigns", "listed", "new", "make", "one", "end"),
    **_all(open_to.staff(Action.RUN_CAMPAIGNS), "campaigns", "code", "card"),
    **_all(open_to.staff(Action.SEE_MEMBERS), "members", "listed", "one", "choose", "propose", "take_back"),
    **_all(open_to.reader, "referrals", "listed"),
    **_all(open_to.key_holder, "referrals", "draft", "ask", "proposal", "release", "withdraw", "say"),
    **_all(open_to.leader, "referrals", "choose", "propose", "take_back"),
    **_all(open_to.everyone, "handovers", "by_link", "act_by_link"),
    **_all(open_to.staff(Action.ACT_FOR_PROVIDER), "received", "listed", "one", "act"),
    **_all(open_to.staff(Action.KEEP_ABSENCE), "absence", "page", "say", "back", "limit"),
    **_all(open_to.staff(Action.SEE_REFERRALS), "referral_boards", "board", "take_back"),
    **_all(open_to.staff(Action.KEEP_CATALOGUE), "mailboxes", "listed", "say"),
    **_all(open_to.staff(Action.SEE_INSIGHT), "insight", "overview", "offer"),
    "operation.page": open_to.staff(Action.WATCH_OPERATION),
    "figures.page": open_to.staff(Action.SEE_FIGURES),
    "figures.freeze": open_to.staff(Action.FREEZE_FIGURES),
}


def init_app(app: Flask) -> None:
    app.before_request(_guard)
    app.context_processor(lambda: {"guest": is_guest(), "at_work": _has_cookie(), "home": home})


def staff() -> Staff | None:
    """Who is signed in here, as of this request."""
    if "staff" not in g:
        token = staff_cookie.token()
        demanded = (settings().second_factor_for or "").replace(",", " ").split()
        now = clock.now()
        g.staff = sign_in.of_token(database(), token=token, now=now, demanded=demanded) if token else None
    found: Staff | None = g.staff
    return found


def signed_in() -> Staff:
    """The same for views of staff, which nobody else reaches."""
    found = staff()
    if found is None:
        raise Refused(Reason.SIGN_IN_NEEDED)
    return found


def bearer() -> str:
    """The token that a system sends along. Raises TokenRefused."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused
    return token.strip()


def system() -> System:
    """Which system asks; counted once for each request. Raises what `coming_in.of_token` does."""
    if "system" not in g:
        now = clock.now()
        g.system = coming_in.of_token(database(), token=bearer(), network=network(), now=now)
    found: System = g.system
    return found


def may(action: Action, organisation_id: UUID | None = None) -> bool:
    """Whether who is here may do this, there or anywhere: for what a page shows."""
    place = Place(organisation_id) if organisation_id else None
    return policy.decide(staff() or Visitor(), action, place).allowed


def way_in(run_id: UUID) -> WayIn:
    """What opens a run for reading: its key, or who is signed in. Whatever writes asks `browser_keys`."""
    key = browser_keys.key_for(run_id)
    g.guest = key is None and staff() is not None
    return key or staff()


def way_in_as(actor: Staff) -> WayIn:
    """The same, for a browser that holds the key, too, and is used by whoever advises."""
    g.guest = True
    return actor


def is_guest() -> bool:
    """Whether the run of this request has been opened by an advisor, not by its company."""
    return bool(g.get("guest"))


def _guard() -> None:
    if request.endpoint is None:
        return  # no such address: the answer is 404
    rule = RULES.get(request.endpoint)
    if rule is None:
        log.error(Event("no_rule", route=request.url_rule))
        abort(403)
    _DOORS[rule.kind](rule)


def _key_holder(_rule: Rule) -> None:
    run_id = _in_address("run_id")
    if run_id and browser_keys.key_for(run_id) is None:
        raise KeyNeeded(run_id)


def _reader(_rule: Rule) -> None:
    run_id = _in_address("run_id")
    if run_id and way_in(run_id) is None:
        raise KeyNeeded(run_id)


def _leader(_rule: Rule) -> None:
    run_id = _in_address("run_id")
    if run_id and staff() is None:
        raise KeyNeeded(run_id)


def _voice_holder(_rule: Rule) -> None:
    voice_id = _in_address("voice_id")
    if voice_id and voice_keys.key_for(voice_id) is None:
        raise VoiceKeyNeeded


def _staff(rule: Rule) -> None:
    organisation_id = _in_address("organisation_id")
    place = Place(organisation_id) if organisation_id else None
    if rule.action:
        policy.require(staff() or Visitor(), rule.action, place)


def _token(rule: Rule) -> None:
    if rule.action:
        policy.require(system(), rule.action)


_DOORS = {
    "everyone": lambda _rule: None,
    "key": _key_holder,
    "reader": _reader,
    "helper": _reader,
    "leader": _leader,
    "voice": _voice_holder,
    "staff": _staff,
    "token": _token,
}


def _in_address(name: str) -> UUID | None:
    value = (request.view_args or {}).get(name)
    return value if isinstance(value, UUID) else None


def _has_cookie() -> bool:
    return staff_cookie.token() is not None and request.blueprint != "entrance"
