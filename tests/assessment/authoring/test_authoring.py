"""What authors are told of content, and what becomes of a catalogue that goes out and comes in."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assessment import authoring
from assessment.authoring import catalogue_files, checking, releasing, translations
from matching import catalogue
from matching.catalogue import Catalogue
from matching.statements import Statement, with_statements
from questionnaires.library.source import ContentError, revision

TODAY = date(2026, 11, 22)
OFFER = "kean"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(catalogue.CONTENT, tmp_path / "content"))


def stated() -> Catalogue:
    """The catalogue with what an operator found out."""
    over = next(offer.id for offer in catalogue.released().offers if offer.status.state == "running")
    said = [Statement(OFFER, "holds", TODAY, date(2027, 12, 31)), Statement(over, "over", TODAY)]
    return with_statements(catalogue.released(), said)


def test_every_part_of_the_content_is_looked_at() -> None:
    parts = [part for part, _ in checking.checks(TODAY)]
    assert {"released questionnaires", "readiness@1.0", "samm@2.0", "catalogue"} < set(parts)
    assert parts[-4:] == ["exchange between companies", "indicator sets", *translations.FOLDERS]


@pytest.mark.parametrize("part", ["catalogue", "exchange between companies", "indicator sets"])
def test_the_content_there_is_has_nothing_to_be_mended(part: str) -> None:
    found = checking.result_of(dict(checking.checks(TODAY))[part])
    assert (found.problems, bool(found.told)) == ((), True)


def test_an_english_text_that_lacks_or_has_other_blanks_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "en/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    file.write_text(
        head
        + 'msgid "Weiter"\nmsgstr ""\n\n#, python-format\nmsgid "%(number)s Fragen"\n'
        + 'msgstr "%(count)s questions"\n\n#, fuzzy\nmsgid "Ja"\nmsgstr "Yes"\n'
    )
    with pytest.raises(ContentError) as refused:
        translations.check(tmp_path)
    first, second, third = str(refused.value).splitlines()

    assert first == f"{file}:4: expected a text in English for 'Weiter', found none"
    assert second.startswith(f"{file}:8: expected the same blanks as in German: ")
    assert third.startswith(f"{file}:12: expected somebody to look at this text")


def test_what_was_said_at_the_desk_goes_out_and_comes_in_as_yaml(content: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert catalogue_files.export(stated(), out, content) == 2
    written = catalogue.load(out)
    assert {offer.id: offer.status for offer in written.offers} == {
        offer.id: offer.status for offer in stated().offers
    }
    file = written.documents[OFFER].file
    assert "confirmed_on: 2026-11-22" in file.read_text(encoding="utf-8")

    found = catalogue_files.difference(out, TODAY, content)
    assert found.changed[OFFER] == ("status",)
    assert not found.added
    assert any(change.lose for change in found.simulation.offers)
    catalogue_files.bring_in(out, content)
    assert revision(content) == revision(out)
    assert (content / "exchange.yaml").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_catalogue_that_is_wrong_takes_no_place(content: Path, tmp_path: Path) -> None:
    file = content / "offers/funding" / f"{OFFER}.yaml"
    file = file if file.is_file() else next(content.glob(f"offers/*/{OFFER}.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("needs: [", "needs: [gold, "), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"{OFFER}.yaml:\d+: unknown need 'gold'"):
        catalogue_files.difference(content, TODAY)


def test_revisions_are_noted_with_their_day_and_what_they_changed(content: Path, tmp_path: Path) -> None:
    file = tmp_path / "revisions.yaml"
    first = releasing.note(catalogue.released(), TODAY, file)
    assert (first.new, first.revision.offers, first.revision.changed) == (True, 97, ())
    assert not releasing.note(catalogue.released(), TODAY, file).new

    catalogue_files.export(stated(), tmp_path / "out", content)
    second = releasing.note(catalogue.load(tmp_path / "out"), date(2026, 12, 1), file)
    noted = releasing.revisions(file)
    assert [one.day for one in noted.revisions] == [date(2026, 12, 1), TODAY]
    assert OFFER in second.revision.changed
    assert len(second.revision.changed) == 2


def test_an_installed_package_is_looked_at_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authoring.in_checkout()
    monkeypatch.setattr(authoring, "HOME", tmp_path)
    with pytest.raises(authoring.Installed, match="the next upgrade would undo a change"):
        authoring.in_checkout()
