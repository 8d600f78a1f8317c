"""A released version never changes: whatever differs is named with its file, and with what to do."""

import shutil
from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.library import locking
from questionnaires.library.cases import worked
from questionnaires.library.proving import deviations, prove
from questionnaires.library.releasing import release
from questionnaires.library.source import ContentError
from tests.questionnaires.commands.test_main import Command
from tests.questionnaires.folders import TINY, Folder

CONTENT = library.CONTENT
LOCKED = [(id_, version) for id_, known in locking.lock(CONTENT).released.items() for version in known]
CASE = """\
title: "Nobody plans"
check: short
answers: {council: present, share: some, plan: "1"}
expect:
  hidden: []
  scores: {readiness: {score: 0.25, level: 0, state: answered}, exposure: {points: 4}}
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of questionnaires with one that is not released yet."""
    shutil.copytree(TINY, tmp_path / "tiny" / "1.0")
    (tmp_path / "tiny" / "1.0" / "needs.yaml").rename(tmp_path / "needs.yaml")
    monkeypatch.setattr(library, "CONTENT", tmp_path)
    return tmp_path


@pytest.fixture
def folder(content: Path) -> Folder:
    return Folder(content / "tiny" / "1.0")


def problems(folder: Folder) -> list[str]:
    """What is said against using or releasing what stands in the folder, by file."""
    with pytest.raises(ContentError) as refusal:
        library.released("tiny", folder.path.name)
    return [
        f"{p.place.file.relative_to(folder.path).as_posix()}: {p.message}" for p in refusal.value.problems
    ]


def objections(folder: Folder) -> list[str]:
    with pytest.raises(ContentError) as refusal:
        release(folder.path)
    return [
        f"{p.place.file.relative_to(folder.path).as_posix()}: {p.message}" for p in refusal.value.problems
    ]


def next_version(folder: Folder, version: str, follows: str = "") -> Folder:
    """A copy under a higher number."""
    copy = Folder(Path(shutil.copytree(folder.path, folder.path.parent / version)))
    copy.replace("questionnaire.yaml", f'version: "{folder.path.name}"', f'version: "{version}"')
    if follows:
        copy.replace("questionnaire.yaml", "files:", f"follows: {follows}\nfiles:")
    return copy


# --- what is released here ---------------------------------------------------------------------


@pytest.mark.parametrize(("id_", "version"), LOCKED)
def test_every_released_version_is_what_it_was_and_can_be_used(id_: str, version: str) -> None:
    questionnaire = library.released(id_, version)
    assert (questionnaire.id, questionnaire.version) == (id_, version)


@pytest.mark.parametrize(("id_", "version"), LOCKED)
def test_every_worked_case_of_a_released_version_holds(id_: str, version: str) -> None:
    questionnaire = library.released(id_, version)
    off = {name: list(deviations(questionnaire, case)) for name, case in worked(id_, version).items()}
    assert {name: found for name, found in off.items() if found} == {}


def test_every_folder_of_content_is_released() -> None:
    folders = {(head.parent.parent.name, head.parent.name) for head in CONTENT.glob("*/*/questionnaire.yaml")}
    assert folders - set(LOCKED) == set()


# --- checksums ---------------------------------------------------------------------------------


def test_line_endings_do_not_matter_and_comments_do(folder: Folder) -> None:
    before = locking.sums(folder.path)
    text = (folder / "first.yaml").read_bytes()
    (folder / "first.yaml").write_bytes(text.replace(b"\n", b"\r\n"))
    assert locking.sums(folder.path) == before
    (folder / "first.yaml").write_bytes(text + b"# a remark\n")
    assert locking.sums(folder.path)["first.yaml"] != before["first.yaml"]


def test_worked_cases_and_other_files_are_not_summed_up(folder: Folder) -> None:
    before = locking.sums(folder.path)
    assert list(before) == ["first.yaml", "questionnaire.yaml", "second.yaml"]
    (folder / "cases").mkdir()
    (folder / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    (folder / "notes.txt").write_text("where it comes from", encoding="utf-8")
    assert locking.sums(folder.path) == before


# --- the lock holds ----------------------------------------------------------------------------


def test_what_is_not_released_is_unknown_and_loads_by_its_folder(folder: Folder, content: Path) -> None:
    assert library.versions("tiny") == ()
    with pytest.raises(library.UnknownQuestionnaire):
        library.released("tiny")
    assert library.load(folder.path, content / "needs.yaml").id == "tiny"


def test_a_released_version_is_found_by_its_number(folder: Folder) -> None:
    release(folder.path)
    assert library.versions("tiny") == ("1.0",)
    assert library.released("tiny").version == "1.0"


def test_a_changed_file_is_refused_by_its_name(folder: Folder) -> None:
    release(folder.path)
    folder.replace("second.yaml", "Wird gelernt?", "Wird viel gelernt?")
    advice = "restore it, or release the change as the next version"
    assert problems(folder) == [f"second.yaml: differs from the released tiny@1.0: {advice}"]


def test_a_missing_and_an_added_file_are_refused(folder: Folder) -> None:
    release(folder.path)
    (folder / "second.yaml").rename(folder / "third.yaml")
    assert problems(folder) == [
        "second.yaml: missing, but part of the released tiny@1.0: restore it",
        "third.yaml: no part of the released tiny@1.0: remove it, or release it with the next version",
    ]


def test_a_file_that_is_restored_can_be_used_again(folder: Folder) -> None:
    release(folder.path)
    folder.replace("second.yaml", "Wird gelernt?", "Wird viel gelernt?")
    assert problems(folder)
    folder.replace("second.yaml", "Wird viel gelernt?", "Wird gelernt?")
    assert library.released("tiny").version == "1.0"


def test_a_version_whose_folder_is_gone_is_refused(folder: Folder) -> None:
    release(folder.path)
    shutil.rmtree(folder.path)
    assert len(problems(folder)) == 3


def test_a_lock_that_is_no_lock_is_refused_by_its_line(content: Path) -> None:
    (content / locking.LOCK).write_text("tiny:\n  newest: {}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"released\.yaml:2: "):
        locking.lock(content)


# --- releasing ---------------------------------------------------------------------------------


def test_the_command_says_what_it_released(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    run = Command(capsys)
    (folder / "cases").mkdir()
    (folder / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    assert run("release", folder.path)[1] == "tiny@1.0 released; 1 worked cases hold\n"
    said = run("release", folder.path)[1]
    assert said == "tiny@1.0 is released already, with this content; 1 worked cases hold\n"
    folder.replace("first.yaml", 'de: "Ja"', 'de: "Jawohl"')
    assert "first.yaml:1: differs from the released tiny@1.0" in run.refused("release", folder.path)


def test_what_is_released_later_stands_in_order_and_leaves_the_rest_alone(
    folder: Folder, content: Path
) -> None:
    release(folder.path)
    first = locking.lock(content).released["tiny"]["1.0"]
    follows = {"1.9": "1.0", "1.10": "1.9"}
    for version, before in follows.items():
        release(next_version(folder, version, f'{{version: "{before}"}}').path)
    written = (content / locking.LOCK).read_text(encoding="utf-8")
    assert written.startswith("# What is released")
    assert library.versions("tiny") == ("1.0", "1.9", "1.10")
    assert written.index("1.9") < written.index("1.10")
    assert locking.lock(content).released["tiny"]["1.0"] == first
    assert [q.version for q in library.lineage("tiny", "1.0", "1.10")] == ["1.0", "1.9", "1.10"]
    assert [q.version for q in library.lineage("tiny", "1.9", "1.9")] == ["1.9"]


def test_nothing_is_locked_that_does_not_load(folder: Folder, content: Path) -> None:
    folder.replace("second.yaml", "check: full", "check: endless")
    assert objections(folder) == ["second.yaml: unknown check 'endless'; known: short, full"]
    assert not (content / locking.LOCK).exists()


def test_a_version_stands_in_a_folder_of_its_name(folder: Folder) -> None:
    moved = Folder(folder.path.rename(folder.path.with_name("1.1")))
    assert objections(moved) == ["questionnaire.yaml: expected in a folder tiny/1.0"]


def test_every_file_of_a_version_is_one_that_is_summed_up(folder: Folder) -> None:
    (folder / "second.yaml").rename(folder / "second.yml")
    folder.replace("questionnaire.yaml", "second.yaml", "second.yml")
    assert objections(folder) == [
        "questionnaire.yaml: expected files: *.yaml within this folder and outside cases/, found second.yml"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("score: 0.25", "score: 0.5", "readiness: expected score 0.5, found 0.2500"),
        ("level: 0", "level: 1", "readiness: expected level 1, found 0"),
        ("state: answered", "state: open", "readiness: expected state open, found answered"),
        ("points: 4", "points: 3", "exposure: expected points 3.0, found 4.0000"),
        ("exposure:", "luck:", "unknown node 'luck'"),
        ("hidden: []", "hidden: [plan]", "expected plan to be hidden, found it asked"),
        ("council: present", "council: absent", "expected plan to be asked, found it hidden"),
        ("hidden: []", "field: watch", "expected the field watch, found act_now"),
        ("check: short", "check: endless", "unknown check 'endless'; known: short, full"),
        ('plan: "1"', 'plan: "9"', "answers: plan: no option '9'"),
    ],
)
def test_a_worked_case_that_does_not_hold_is_told(folder: Folder, old: str, new: str, said: str) -> None:
    (folder / "cases").mkdir()
    (folder / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    folder.replace("cases/one.yaml", old, new)
    assert f"cases/one.yaml: {said}" in objections(folder)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("{score: 0.25,", "\n      {score: 0.5,", "score: 0.5"),
        ("exposure:", "\n    luck:", "luck:"),
        ("hidden: []", "hidden: [plan]", "hidden:"),
        ("hidden: []", "field: watch", "field:"),
        ("check: short", "check: endless", "check:"),
        ('plan: "1"', '\n  plan: "9"', "plan:"),
    ],
)
def test_a_worked_case_is_told_with_the_line_that_does_not_hold(
    folder: Folder, old: str, new: str, at: str
) -> None:
    (folder / "cases").mkdir()
    (folder / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    folder.replace("cases/one.yaml", old, new)
    with pytest.raises(ContentError) as refusal:
        prove(library.load(folder.path, folder.path.parents[1] / "needs.yaml"), folder.path)
    lines = {problem.place.line for problem in refusal.value.problems}
    assert folder.line_of("cases/one.yaml", at) in lines


def test_what_comes_after_a_released_version_follows_it(folder: Folder) -> None:
    release(folder.path)
    assert objections(next_version(folder, "1.1")) == [
        "questionnaire.yaml: expected follows: {version: '1.0'}, the version before"
    ]


def test_a_version_that_is_not_released_cannot_be_followed(folder: Folder) -> None:
    second = next_version(folder, "1.1", '{version: "1.0"}')
    assert objections(second) == ["questionnaire.yaml: follows '1.0', which is not released"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ask_again: [budget]", "ask_again: unknown question 'budget'"),
        ("mapped: [{question: plan, was: budget}]", "mapped budget: 1.0 has no question 'budget'"),
        ("mapped: [{question: budget, was: plan}]", "mapped plan: 1.1 has no question 'budget'"),
        (
            "mapped: [{question: learn, was: plan, options: {often: daily}}]",
            "mapped plan: plan has no option 'often'",
        ),
        (
            'mapped: [{question: learn, was: plan, options: {"3": often}}]',
            "mapped plan: learn has no option 'often'",
        ),
    ],
)
def test_what_is_said_about_the_version_before_has_to_fit(folder: Folder, said: str, told: str) -> None:
    release(folder.path)
    second = next_version(folder, "1.1", f'{{version: "1.0", {said}}}')
    assert objections(second) == [f"questionnaire.yaml: follows: {told}"]
