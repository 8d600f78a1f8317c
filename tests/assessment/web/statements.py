"""How many statements one request may ask of the database, and which may ask more, with the reason; and
which of them write."""

import re
from collections.abc import Iterable

MOST = 6
RESULT = 8
"""The result of a company that has had no session: run, answers, what was kept, by what offers are matched,
plan, sessions, the comparison with others, and what was proposed."""
READING = re.compile(r"(BEGIN|SELECT|WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b))", re.DOTALL)


def writing(statements: Iterable[str]) -> list[str]:
    """Those that may change something."""
    return [one for one in statements if not READING.match(one)]


# A link is used up, checked against the policy, and noted.
LINKS = {"POST mandates.accept": 9}

# Whatever proves who somebody is, is counted, used up, and noted; a change is told by mail beside that.
SIGNING_IN = {
    "POST account.claim": 8,
    "POST account.accept": 14,
    "POST kept_checks.request_link": 7,
    "POST kept_checks.claim": 12,
    "POST entrance.with_password": 9,
    "POST entrance.with_code": 12,
    "POST entrance.with_passkey": 9,
    "POST entrance.arrive": 18,
    "POST factors.make_recovery_codes": 12,
    **{f"POST confirmation.{name}": 10 for name in ("with_proof", "with_passkey", "by_link")},
    **{f"POST factors.{name}": 12 for name in ("set_password", "confirm_app", "add_passkey")},
    **{f"POST factors.remove_{name}": 12 for name in ("password", "app", "passkey", "other_account")},
}

# For the leader, session and mandate are read before; closing keeps a result and a protocol.
SESSIONS = {
    "GET workshops.one": 13,
    "GET workshops.ask_open": 7,
    "GET workshops.ask_close": 13,
    "POST workshops.close": 37,
    **{f"POST workshops.{step}": 12 for step in ("prepare", "agree", "withdraw", "start", "open_board")},
    "GET topics.board": 7,
    "GET topics.topic": 7,
    "POST topics.settle": 11,
    "POST topics.take_over": 11,
    "GET protocols.protocol_pdf": 20,
    "GET protocols.calendar": 9,
    "GET protocols.dates": 8,
    "POST protocols.write_dates": 16,
    "GET voices.invited": 7,
    "GET staff.work": 12,
}

# What was shown before ends, is blanked, and what is shown now is written with its proof.
SHOWING = {"POST sharing.share": 16, "POST sharing.stop": 7, "POST sharing.stop_item": 7}

# A check that begins with one which is kept in an account is kept there, too.
KEEPING = {"POST follow_up.begin": 10}

# A message for another system is written, taken, sent, and noted, so that the next page tells its fate.
INTERFACES = {"POST interfaces.try_webhook": 9}

# The comparison with others stands in every report; a plan says of its offers how requests stand.
REPORTS = {
    **{f"GET downloads.{what}": 7 for what in ("report_page", "report_file", "result_xlsx")},
}

# What was talked about in a session stands in these, for whoever led it, too.
AFTER_SESSIONS = {
    "GET results.result": 14,
    "GET results.result_json": 14,
    "GET results.report_pdf": 16,
    "GET plan.board": 10,
    "GET offers.listed": 10,
    "GET offers.one": 14,
    "POST plan.choose": 13,
    "POST offers.answer": 9,
    **{f"POST plan.{what}": 9 for what in ("add", "change", "finish", "move", "remove")},
}

# What an operator does now and then; places are locked while they are given out.
OPERATING = {
    "POST learning.train": 10,
    "POST learning.turn_on": 8,
    "POST learning.turn_off": 8,
    "POST rounds.run": 9,
    "POST rounds.hand": 13,
    "GET rounds.listed": 12,
    "POST responses.apply": 9,
    "POST figures.freeze": 14,  # one for each table that companies leave something in
}

# One statement for each table that names somebody; a consent, and what hangs on it; a result with its list.
OWN_DATA = {
    "GET privacy.my_data": 60,
    "GET privacy.my_account": 30,
    "POST privacy.erase_account": 12,
    "POST privacy.withdraw": 12,
    "POST partners.join": 7,
    "POST results.finish": 8,
}

# A step writes state, event, consent, audit and mails at once; who proposes is judged by mandate and sharing.
# What fits next is looked for where an offer has not helped, or its provider is away.
REFERRING = {
    "POST referrals.ask": 25,
    "POST referrals.release": 25,
    "POST referrals.withdraw": 12,
    "POST referrals.say": 9,
    "GET referrals.listed": 16,
    "GET referrals.draft": 18,
    "GET referrals.proposal": 18,
    "GET referrals.choose": 16,
    "GET members.choose": 17,
    **{f"POST absence.{name}": 12 for name in ("say", "back", "limit")},
    "POST referrals.propose": 14,
    "POST members.propose": 15,
    **{f"POST {name}.take_back": 15 for name in ("referrals", "members", "referral_boards")},
    "POST handovers.act_by_link": 12,
    "POST received.act": 14,
}

MORE = (
    INTERFACES
    | SHOWING
    | REFERRING
    | LINKS
    | SIGNING_IN
    | KEEPING
    | SESSIONS
    | REPORTS
    | AFTER_SESSIONS
    | OPERATING
    | OWN_DATA
)
