"""What a change of the catalogue does to companies, before it is released."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from matching.__main__ import main
from matching.catalogue import CONTENT, released
from matching.offers import Offer
from matching.profile import Profile
from matching.simulate import ListChange, Simulation, Standings, simulate
from tests.matching.builders import TODAY, a_catalogue, a_company, a_supplier, an_offer
from tests.matching.strategies import profiles

SALZGITTER = a_supplier().needing(automation_robotics=0.5).profile
GIFHORN = a_company().in_district("03151").with_employees(300, 499).needing(automation_robotics=0.5).profile
BOTH = {"salzgitter": SALZGITTER, "gifhorn": GIFHORN}


def change(old: list[Offer], new: list[Offer]) -> Simulation:
    return simulate(a_catalogue(*old), a_catalogue(*new), BOTH, TODAY)


def test_the_same_catalogue_changes_nothing() -> None:
    found = simulate(released(), released(), BOTH, TODAY)
    assert (found.companies, found.offers, found.lists) == (2, (), ())


def test_who_gains_by_a_wider_district_is_named() -> None:
    narrow = an_offer("x", criteria={"district": ["03102"]})
    wide = an_offer("x", criteria={"district": ["03102", "03151"]})
    (found,) = change([narrow], [wide]).offers
    assert (found.offer, found.gain, found.lose) == ("x", ("gifhorn",), ())
    (verdict,) = found.verdicts
    assert verdict.before == Standings("not_met", ("district_not_served",))
    assert verdict.after == Standings("unknown", ("status_sourced",))
    assert verdict.companies == 1


def test_who_loses_by_a_limit_is_named_with_its_reason() -> None:
    (found,) = change([an_offer("x")], [an_offer("x", criteria={"employees": {"max": 249}})]).offers
    assert (found.gain, found.lose) == ((), ("gifhorn",))
    assert found.verdicts[0].after == Standings("not_met", ("employees_too_many",))


def test_a_verdict_that_opens_is_told_though_nobody_loses() -> None:
    confirmed = an_offer("x", status={"confirmed_on": "2026-10-01"})
    (found,) = change([confirmed], [an_offer("x")]).offers
    assert (found.gain, found.lose) == ((), ())
    (verdict,) = found.verdicts
    assert (verdict.before, verdict.companies) == (Standings("met"), 2)
    assert verdict.after == Standings("unknown", ("status_sourced",))


def test_an_offer_that_comes_and_one_that_goes() -> None:
    found = change([an_offer("old")], [an_offer("new")])
    assert [(o.offer, o.gain, o.lose) for o in found.offers] == [
        ("new", ("salzgitter", "gifhorn"), ()),
        ("old", (), ("salzgitter", "gifhorn")),
    ]
    assert found.lists == (
        ListChange("salzgitter", ("new",), ("old",)),
        ListChange("gifhorn", ("new",), ("old",)),
    )


def test_an_offer_that_ends_is_withheld_with_its_reason() -> None:
    (found,) = change([an_offer("x")], [an_offer("x", status={"state": "ended"})]).offers
    assert found.lose == ("salzgitter", "gifhorn")
    assert found.verdicts[0].after == Standings("withheld", ("ended",))


def test_a_list_may_change_in_its_order_alone() -> None:
    near = {"criteria": {"district": ["03102", "03151"]}}
    found = change([an_offer("a"), an_offer("b", **near)], [an_offer("a", **near), an_offer("b")])
    assert found.offers == ()
    assert [changed.reordered for changed in found.lists] == [True, True]


@settings(deadline=None, max_examples=15)
@given(profiles())
def test_there_and_back_again_who_gained_loses(profile: Profile) -> None:
    fewer = a_catalogue(*(o for o in released().offers if o.kind != "funding"))
    there = simulate(released(), fewer, {"a": profile}, TODAY)
    back = simulate(fewer, released(), {"a": profile}, TODAY)
    assert [(o.offer, o.gain, o.lose) for o in there.offers] == [
        (o.offer, o.lose, o.gain) for o in back.offers
    ]


# --- the command


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["simulate", *arguments, "--today", "2026-11-22"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_folder_is_compared_with_what_is_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    gone = folder / "offers/partners/itubs.yaml"
    gone.unlink()
    found = printed(capsys, released().revision, str(folder), "cases")
    assert found["old"] == released().revision != found["new"]
    assert found["companies"] == 5
    assert [offer["offer"] for offer in found["offers"]] == ["itubs"]
    assert len(found["offers"][0]["lose"]) == 5


def test_profiles_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "profiles.json"
    file.write_text('[{"id": "a", "needs": {"hydrogen": 0.5}}]', encoding="utf-8")
    assert printed(capsys, "released", "released", str(file))["companies"] == 1


def test_a_catalogue_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "released", "nowhere", "cases"]) == 2
    assert "nowhere: neither a folder nor the released revision" in capsys.readouterr().err
