"""Who may do what: the only place that decides, and every refusal has a reason.

`decide` answers for an actor, an action and the object it is about: `actors` do `actions` to `objects`, and a
table in `rules` names one rule for each action. No other module compares roles. The words for the reasons
stand in `web.error_pages`.

Companies need no account: whoever holds the key of a run may do everything with it, and keep it in an account
of their own. An advisor may read a run while a mandate stands, and change nothing; who leads a session to
which the company has agreed works along with it until that is closed. All others see nothing, and are not
told whether it exists.
"""

from dataclasses import dataclass

from assessment.errors import Refused
from assessment.services.policy.actions import Action, Reason
from assessment.services.policy.actors import (
    ROLES_IN,
    SCOPES_IN,
    Actor,
    Kind,
    Role,
    Scope,
    Seat,
    Staff,
    System,
    Visitor,
)
from assessment.services.policy.objects import On, Place, Round, Run
from assessment.services.policy.rules import (
    IN_SESSION,
    RULES,
    SURE_FOR,
    advises,
    for_people,
    is_needed,
    lacks_second,
    unfinished,
)

__all__ = [
    "IN_SESSION",
    "ROLES_IN",
    "RULES",
    "SCOPES_IN",
    "SURE_FOR",
    "Action",
    "Actor",
    "Decision",
    "Kind",
    "On",
    "Place",
    "Reason",
    "Role",
    "Round",
    "Run",
    "Scope",
    "Seat",
    "Staff",
    "System",
    "Visitor",
    "advises",
    "decide",
    "is_needed",
    "lacks_second",
    "require",
]


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: Reason | None = None


def decide(actor: Actor, action: Action, on: On = None) -> Decision:
    """Whether this actor may do this, and if not, why."""
    reason = unfinished(actor, action) or for_people(actor, action) or RULES[action](actor, on)
    return Decision(reason is None, reason)


def require(actor: Actor, action: Action, on: On = None) -> None:
    """Raises Refused with the reason."""
    decision = decide(actor, action, on)
    if decision.reason:
        raise Refused(decision.reason)
