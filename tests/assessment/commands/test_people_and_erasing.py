"""Accounts and erasing from the command line, as those who are at the machine read it."""

import io
from datetime import UTC, datetime

import pytest

from assessment import clock
from assessment.services import people, runs
from assessment.services.kept_checks import keeping
from assessment.services.kept_checks.keeping import Keeper
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from questionnaires.commands import REFUSED
from tests.assessment.commands.conftest import Line
from tests.assessment.house import House

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def network(database: Database) -> House:
    house = House.of(database, "Netzwerk", Kind.NETWORK)
    house.takes_in("robin@example.org", "Robin", Role.OPERATOR)
    return house


def test_somebody_is_invited_listed_and_put_out(
    wandelkompass: Line, database: Database, network: House
) -> None:
    asked = wandelkompass("user", "invite", "kim@example.org", "chamber_officer", "Kammer")
    assert asked.code == REFUSED
    assert asked.err == "There is no organisation 'Kammer'; there are: Netzwerk. --found KIND founds it.\n"
    refused = wandelkompass("user", "invite", "kim@example.org", "chamber_officer", "Netzwerk")
    assert refused.err == "Netzwerk is of the kind network, where people can be: operator, advisor.\n"

    words = ("kim@example.org", "chamber_officer", "Kammer")
    link, where = wandelkompass("user", "invite", *words, "--found", "chamber").lines
    assert where == "It opens on this machine alone, since WANDELKOMPASS_PUBLIC_URL is not set."
    assert wandelkompass("operator", "nobody").err == "nobody is no e-mail address.\n"
    token = link.rpartition("/invitation/")[2]
    come = {"name": "Kim", "language": "de", "network": "192.0.2.1", "replaces": None, "now": clock.now()}
    people.accept_invitation(database, token=token, **come)  # type: ignore[arg-type]
    listed = wandelkompass("user", "list").lines
    assert listed[0].startswith("kim@example.org: Kim, chamber_officer of Kammer; checks kept: 0; one step; ")

    assert wandelkompass("user", "sign-out", "Kim@Example.org").out == (
        "Kim@Example.org is signed out; sessions ended: 1.\n"
    )
    ended = wandelkompass("user", "end", *words)
    assert ended.lines[1] == "Nothing else was done with this account, so it is gone."
    assert "is no chamber_officer" in wandelkompass("user", "end", "robin@example.org", *words[1:]).err
    assert wandelkompass("user", "sign-out", "kim@example.org").code == REFUSED


def test_the_last_operator_is_neither_put_out_nor_erased(wandelkompass: Line, network: House) -> None:
    for words in (("user", "end"), ("erase", "account")):
        seat = ("operator", "Netzwerk") if words[0] == "user" else ("--yes",)
        refused = wandelkompass(*words, "robin@example.org", *seat)
        assert refused.code == REFUSED
        assert "robin@example.org is the last operator; please invite another one first." in refused.err


def test_a_check_is_erased_by_its_key_and_leaves_a_receipt(
    wandelkompass: Line, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    unasked = wandelkompass("erase", "check", begun.key)
    assert (unasked.code, "add --yes" in unasked.err) == (REFUSED, True)

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{begun.key.lower()}\n"))
    erased = wandelkompass("erase", "check", "-", "--yes")
    assert erased.lines[0].startswith("Receipt ")
    assert erased.lines[1] == "      1  run"
    assert "There is no check" in wandelkompass("erase", "check", str(begun.run_id), "--yes").err


def test_a_company_account_goes_with_its_checks_where_it_wants_so(
    wandelkompass: Line, database: Database, network: House
) -> None:
    actor = network.takes_in("firma@example.org", "", Role.ADVISOR)
    begun = runs.begin(database, check="short", language="de", now=NOW)
    keeping.keep(database, run_id=begun.run_id, key=begun.key, keeper=Keeper(actor, "s" * 32))

    asked = wandelkompass("erase", "account", "firma@example.org", "--with-checks")
    assert "Erase the account firma@example.org and 1 of 1 checks?" in asked.err
    erased = wandelkompass("erase", "account", "firma@example.org", "--with-checks", "--yes")
    assert [line.split()[0] for line in erased.lines].count("Receipt") == 2
    assert "Nobody has an account" in wandelkompass("erase", "account", "firma@example.org").err
