"""Erase for good what somebody has asked to be erased, and print a receipt that names nobody.

Companies erase their checks, and people their accounts, by themselves; this is for those who write a letter.
Receipts keep backups from bringing anything back.
"""

from assessment.commands.erase import account, check
from questionnaires.commands import Command

NAME = "erase"
HELP = "erase a check or an account for good, and print a receipt"
COMMANDS: tuple[Command, ...] = (check, account)
