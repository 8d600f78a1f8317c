"""Rank documents for queries with the index that finds offers for goals, so that it can be judged elsewhere.

DOCS and QUERIES are JSON lines with `id` and `text` (a document may also have a `title`, which counts as
text). Per query one line is printed: `query`, and `ranking`, a list of [id, score], the best first. Scores
lie in [0, 1]; documents that share nothing with the query are left out.

With `--encoder` the meaning counts too, by a multilingual text model that is installed as an extra: a query
in one language then finds documents in another, and takes some tens of times longer.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from matching import meaning
from matching.text import Index, PiecesOfWords

NAME = "search"
HELP = "rank documents for queries, both given as JSON lines"
TOP = 100


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("docs", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument(
        "--top", type=int, default=TOP, help=f"documents per query at most; {TOP} when not given"
    )
    parser.add_argument("--encoder", action="store_true", help=f"by meaning too ({meaning.REQUIREMENT})")


def run(options: Namespace) -> str:
    index = _index(dict(_texts(options.docs)), by_meaning=options.encoder)
    queries = _texts(options.queries)
    return "\n".join(_line(id_, index.similarities(text), options.top) for id_, text in queries)


def _index(texts: Mapping[str, str], *, by_meaning: bool) -> Index:
    return meaning.PiecesAndMeaning(texts, meaning.encoder()) if by_meaning else PiecesOfWords(texts)


def _texts(file: Path) -> Iterator[tuple[str, str]]:
    """The texts of a file by id. Raises ValueError that names the line."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _text(file, number, line)


def _text(file: Path, number: int, line: str) -> tuple[str, str]:
    try:
        found = json.loads(line)
        words = [found[key] for key in ("title", "text") if found.get(key)]
        if isinstance(found["id"], str | int) and words and all(isinstance(word, str) for word in words):
            return str(found["id"]), "\n".join(words)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass  # told below, as whatever else is not the form
    raise ValueError(f'{file}:{number}: expected {{"id": ..., "text": "..."}}, found {line.strip()[:60]!r}')


def _line(query: str, scores: Mapping[str, float], top: int) -> str:
    found = [(id_, round(value, 6)) for id_, value in scores.items() if value > 0]
    ranking = sorted(found, key=lambda one: (-one[1], one[0]))[:top]
    return json.dumps({"query": query, "ranking": ranking}, ensure_ascii=False)
