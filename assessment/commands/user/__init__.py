"""Accounts by their address: who there is, inviting people, ending what somebody does, signing somebody out.

Operators do the same at their desk, where everything also goes out by mail. The first operator comes in by
`operator`; `rescue` takes off a lost second step; `erase account` erases an account.
"""

from assessment.commands.user import end, invite, list_, sign_out
from questionnaires.commands import Command

NAME = "user"
HELP = "list accounts, invite people, end what somebody does, sign somebody out"
COMMANDS: tuple[Command, ...] = (list_, invite, end, sign_out)
