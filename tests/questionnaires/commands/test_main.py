"""`python -m questionnaires`: scores as JSON, refusals as one sentence and exit code 2."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires import library
from questionnaires.__main__ import COMMANDS, main
from questionnaires.library.cases import worked
from tests.questionnaires.folders import Folder, tiny

OK, REFUSED = 0, 2


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return tiny(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> "Command":
    return Command(capsys)


class Command:
    """Runs the command in this process; remembers what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:  # argparse leaves by itself
            code = int(exit_.code or 0)
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *arguments: object) -> Any:
        code, out, err = self(*arguments)
        assert (code, err) == (OK, "")
        return json.loads(out)

    def refused(self, *arguments: object) -> str:
        code, out, err = self(*arguments)
        assert (code, out) == (REFUSED, "")
        assert "Traceback" not in err
        return err.strip()


def answers(folder: Folder, data: object) -> Path:
    file = folder / "answers.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


# --- score -------------------------------------------------------------------------------------


def test_scores_path_and_field_come_out_as_json(folder: Folder, run: Command) -> None:
    given = {"council": "absent", "share": "some", "plan": "3", "learn": "daily"}
    found = run.json("score", folder.path, answers(folder, given))
    assert (found["questionnaire"], found["check"]) == ("tiny@1.0", "full")
    assert found["asked"] == ["council", "share", "learn"]
    assert found["hidden"] == {"plan": {"reason": "routed_past", "facts": ["council"]}}
    assert found["settled"] == {}
    assert list(found["scores"]) == ["exposure", "readiness", "work"]
    assert found["scores"]["work"] == {
        "state": "answered",
        "value": 1.0,
        "points": 4.0,
        "range": [0.0, 4.0],
        "coverage": 1.0,
        "lower": 1.0,
        "upper": 1.0,
        "published": True,
        "level": [1, 1],
        "answered": 1,
        "dont_know": 0,
        "open": 0,
        "not_applicable": 0,
        "lowest": "learn",
    }
    assert found["field"] == {"reading": "secure", "possible": ["secure"]}


def test_the_check_can_be_chosen(folder: Folder, run: Command) -> None:
    found = run.json("score", folder.path, answers(folder, {"share": "dont_know"}), "--check", "short")
    assert (found["check"], found["asked"]) == ("short", ["council", "share", "plan"])
    assert found["hidden"] == {"learn": {"reason": "not_in_check", "facts": []}}
    assert found["scores"]["exposure"]["value"] is None
    assert found["field"] == {"reading": None, "possible": ["act_now", "secure", "watch", "build_on"]}


def test_the_head_file_stands_for_its_folder(folder: Folder, run: Command) -> None:
    by_file = run.json("score", folder / "questionnaire.yaml", answers(folder, {}))
    assert by_file == run.json("score", folder.path, answers(folder, {}))


@pytest.mark.parametrize("name", sorted(worked("readiness", "1.0")))
def test_a_worked_case_scores_the_same_by_command(folder: Folder, run: Command, name: str) -> None:
    case = worked("readiness", "1.0")[name]
    found = run.json("score", "readiness", answers(folder, case.given), "--check", case.check)
    assert found["field"]["reading"] == case.expect.field
    for node, expected in case.expect.scores.items():
        value = found["scores"][node]["value"]
        assert (value if value is None else round(value, 4)) == expected.score


def test_the_order_of_the_files_changes_no_score(folder: Folder, run: Command) -> None:
    folder.replace("second.yaml", "        ask_if: {fact: council, is: present}\n", "")
    folder.replace("second.yaml", "        ask_if: {fact: percent, at_least: 1}\n", "")
    given = answers(folder, {"council": "absent", "share": "some", "plan": "3", "learn": "dont_know"})
    one = run.json("score", folder.path, given)
    folder.replace("questionnaire.yaml", "[first.yaml, second.yaml]", "[second.yaml, first.yaml]")
    other = run.json("score", folder.path, given)
    assert (other["scores"], other["field"]) == (one["scores"], one["field"])
    assert sorted(other["asked"]) == sorted(one["asked"])


@pytest.mark.parametrize("language", ["C", "de_DE.UTF-8"])
def test_neither_the_language_of_the_system_nor_chance_changes_a_result(
    folder: Folder, run: Command, language: str
) -> None:
    """Sets of ids come in another order with every seed."""
    file = answers(folder, {"share": "dont_know", "plan": "3", "learn": "never"})
    expected = run("score", folder.path, file)[1]
    environment = {"PYTHONPATH": str(library.CONTENT.parents[1]), "LC_ALL": language, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "questionnaires", "score", str(folder.path), str(file)]
    assert subprocess.run(command, env=environment, capture_output=True, text=True).stdout == expected


# --- check -------------------------------------------------------------------------------------


def test_a_good_questionnaire_is_told_so(folder: Folder, run: Command) -> None:
    code, out, _ = run("check", folder.path)
    assert (code, out) == (OK, "tiny@1.0: 4 questions in 2 sections, worked cases: 0, nothing to object to\n")
    assert run("check", "readiness")[0] == OK


def test_one_question_on_one_page_is_counted_as_one(folder: Folder, run: Command) -> None:
    head, page = (
        yaml.safe_load((folder / f).read_text("utf-8")) for f in ("questionnaire.yaml", "first.yaml")
    )
    del head["fields"], page["sections"][0]["questions"][0]
    head |= {"files": ["first.yaml"], "tree": head["tree"][:1]}
    for file, data in (("questionnaire.yaml", head), ("first.yaml", page)):
        (folder / file).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (folder / "second.yaml").unlink()
    assert run("check", folder.path)[1].startswith("tiny@1.0: 1 question in 1 section, worked cases: 0,")


def test_a_section_file_that_the_head_does_not_name_is_told(folder: Folder, run: Command) -> None:
    third = folder / "third.yaml"
    third.write_text("sections: []\n", encoding="utf-8")
    (folder / "notes.yaml").write_text("- remember\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    told = "expected in files of questionnaire.yaml, or in another folder"
    assert run.refused("check", folder.path) == f"{third}:1: {told}"
    assert run.refused("check", folder / "questionnaire.yaml") == f"{third}:1: {told}"


def test_every_mistake_is_told_with_its_line(folder: Folder, run: Command) -> None:
    folder.replace("second.yaml", "needs: [qualification]", "needs: [luck]")
    folder.replace("second.yaml", "check: full", "check: endless")
    assert run.refused("check", folder.path).splitlines() == [
        f"{folder / 'second.yaml'}:5: unknown need 'luck'",
        f"{folder / 'second.yaml'}:18: unknown check 'endless'; known: short, full",
    ]


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "expected an object such as"),
        ({"plan": None}, "plan: expected the id of an option, a list of ids or a number"),
        ({"plan": 5}, "plan: no option '5'"),
        ({"plan": ["3", "4"]}, "plan: no option '3 4'"),
        ({"plan@": "3"}, "plan@: unknown question"),
        ({"plan@team": "3"}, "plan@team: unknown question"),
        ({"plan": "9"}, "plan: no option '9'"),
        ({"budget": "3"}, "budget: unknown question"),
        ({"learn": {"choice": "not_applicable"}}, "learn: expected one of the reasons: alone"),
    ],
)
def test_answers_that_do_not_fit_are_refused_in_a_sentence(
    folder: Folder, run: Command, data: object, said: str
) -> None:
    assert run.refused("score", folder.path, answers(folder, data)).startswith(said)


@pytest.mark.parametrize("content", [b"", b"{", b'{"plan": 3', b"\xff\xfe", b"[" * 100_000, b"{'plan': '3'}"])
def test_broken_json_is_refused_with_its_file(folder: Folder, run: Command, content: bytes) -> None:
    file = folder / "answers.json"
    file.write_bytes(content)
    said = run.refused("score", folder.path, file)
    assert said.startswith(f"{file}: not readable as JSON: ")
    assert "\n" not in said


def test_a_missing_file_is_refused(folder: Folder, run: Command) -> None:
    assert "No such file" in run.refused("score", folder.path, folder / "nowhere.json")
    assert "Is a directory" in run.refused("score", folder.path, folder.path)


def test_an_unknown_questionnaire_is_refused(folder: Folder, run: Command) -> None:
    assert run.refused("check", "nowhere") == "no questionnaire 'nowhere'"
    assert run.refused("score", "", answers(folder, {}))


def test_a_folder_without_a_questionnaire_is_refused(tmp_path: Path, run: Command) -> None:
    assert run.refused("check", tmp_path).endswith(
        "questionnaire.yaml:1: expected this file, it is not there"
    )


def test_an_unknown_check_is_refused_with_those_that_are_known(folder: Folder, run: Command) -> None:
    said = run.refused("score", folder.path, answers(folder, {}), "--check", "endless")
    assert said == "unknown check 'endless'; known: short, full"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], f"the following arguments are required: {{{','.join(command.NAME for command in COMMANDS)}}}"),
        (["check"], "the following arguments are required: questionnaire"),
        (["check", "readiness", "--strict"], "unrecognized arguments: --strict"),
        (["score", "readiness"], "the following arguments are required: answers"),
        (["score", "readiness", "a.json", "--check"], "expected one argument"),
        (["forget", "readiness"], "invalid choice: 'forget'"),
    ],
)
def test_what_the_command_does_not_know_is_refused(run: Command, arguments: list[str], said: str) -> None:
    assert said in run.refused(*arguments)


def test_it_runs_as_a_module_from_anywhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "questionnaires", "score", "readiness", "no.json"]
    repository = library.CONTENT.parents[1]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(repository)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert done.stderr == "[Errno 2] No such file or directory: 'no.json'\n"


def test_a_version_that_was_never_released_is_unknown() -> None:
    with pytest.raises(library.UnknownQuestionnaire, match=r"no questionnaire 'readiness' in version '9\.9'"):
        library.released("readiness", "9.9")
    assert library.released("readiness") is library.released("readiness", library.versions("readiness")[-1])
