"""How staff come in, stay and leave. One file for each way, and what they share below.

`links` from the mailbox are always there. Beside them: `passwords`, `passkeys` (which count as both steps),
`other_accounts` at a house that the operator trusts. A `second_step` follows where an account has a passkey
or `one_time_codes`; `recovery_codes` stand in for what is lost. `sessions` says who is signed in, `attempts`
how often one may try, `changes` tells of everything that is changed, `joining` takes in whom an invitation
was for. Rights are not in here: services.policy decides.
"""

from assessment.services.sign_in.attempts import MOST, WINDOW, count_try
from assessment.services.sign_in.links import LINK_LIFE, claim, request_link
from assessment.services.sign_in.sessions import (
    RESTING,
    SESSION_LIFE,
    Account,
    SignedIn,
    account,
    begin_session,
    half_of,
    of_token,
    sign_out,
    sign_out_everywhere,
    staff_of,
)
from assessment.services.sign_in.tidying import tidy
from assessment.services.sign_in.tokens import cleaned, hashed, new_token

__all__ = [
    "LINK_LIFE",
    "MOST",
    "RESTING",
    "SESSION_LIFE",
    "WINDOW",
    "Account",
    "SignedIn",
    "account",
    "begin_session",
    "claim",
    "cleaned",
    "count_try",
    "half_of",
    "hashed",
    "new_token",
    "of_token",
    "request_link",
    "sign_out",
    "sign_out_everywhere",
    "staff_of",
    "tidy",
]
