"""A questionnaire as YAML files: `questionnaire.yaml` and the files of sections that its head names.

Structure is written in blocks, what fits on one line in braces, texts as `{de: "...", en: "..."}`. The same
questionnaire always gives the same files, and `library.load` makes an equal one of them.
"""

import io
import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path, PurePath
from typing import Any

import yaml

from questionnaires.definition import Questionnaire
from questionnaires.exchange import plain
from questionnaires.library import HEAD

WIDTH = 110
ENDLESS = 2**30
"""A text is never broken over lines: that keeps differences between two versions readable."""
IN_BLOCKS = {"questions", "children", "sections", "tree", "levels", "options", "rows", "checks", "scales"}


def write(questionnaire: Questionnaire, folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Writes all files. Raises FileExistsError for a folder with something in it unless `force` is set."""
    contents = files(questionnaire)
    if not force and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder}: it exists already; --force overwrites what is there")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in contents)


def files(questionnaire: Questionnaire) -> dict[str, str]:
    """The content of each file by its name. Raises ValueError for names that lead out of the folder."""
    head = plain.head(questionnaire)
    sections = plain.sections(questionnaire)
    if sections and not head["files"]:
        head["files"] = [f"{section['id']}.yaml" for section in sections]
    refuse_paths(head["files"])
    pages = _distributed(sections, head["files"])
    return {HEAD: rendered(head)} | {name: rendered({"sections": page}) for name, page in pages.items()}


def refuse_paths(names: Sequence[str]) -> None:
    """Raises ValueError for names of section files that are none, or that lead out of their folder."""
    for name in names:
        odd = PurePath(name).name != name or set(name) & set('\\:*?"<>|\0') or name.startswith(".")
        if odd or not name.endswith(".yaml") or name == HEAD or list(names).count(name) > 1:
            raise ValueError(f"expected different names such as work.yaml as files, found {name!r}")


def _distributed(sections: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Sections in their order over the files in theirs: by name (`work.yaml`: work_skills), else one each."""
    pages: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    if len(sections) == len(names):
        return {name: [section] for name, section in zip(names, sections, strict=True)}
    current = 0
    for section in sections:
        likeness = [_alike(section["id"], name.removesuffix(".yaml")) for name in names[current:]]
        current += likeness.index(max(likeness)) if max(likeness) else 0
        pages[names[current]].append(section)
    return pages


def _alike(section: str, file: str) -> int:
    """How many words their names begin with in common."""
    pairs = zip(re.split(r"[_.-]", section), re.split(r"[_.-]", file), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


# --- YAML --------------------------------------------------------------------------------------

STRING = "tag:yaml.org,2002:str"
BARE = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*(/[1-9][0-9]*)?|[0-9]+/[0-9]+")


class _Dumper(yaml.SafeDumper):
    """Entries of lists are indented, as in the files that people write."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def rendered(data: Mapping[str, Any]) -> str:
    """Plain data as YAML text."""
    root = _node(data, 0, "")
    root.flow_style = False
    return str(yaml.serialize(root, Dumper=_Dumper, width=ENDLESS, allow_unicode=True, line_break="\n"))


def _node(data: Any, indent: int, key: str) -> Any:
    if isinstance(data, Mapping):
        pairs = [(_scalar(name), _node(value, indent + 2, name)) for name, value in data.items()]
        node: Any = yaml.MappingNode("tag:yaml.org,2002:map", pairs)
    elif isinstance(data, list):
        node = yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(value, indent + 4, "") for value in data])
    else:
        return _scalar(data, quoted=key in {"de", "en"})
    node.flow_style = _is_flat(data, key) and indent + len(key) + 2 + _length(node) <= WIDTH
    return node


def _is_flat(data: Any, key: str) -> bool:
    """Whether something may stand on one line: no list of parts, and nothing deeper than an option."""
    return _depth(data) <= 2 and not (key in IN_BLOCKS and any(isinstance(x, dict | list) for x in _in(data)))


def _in(data: Any) -> list[Any]:
    return list(data.values()) if isinstance(data, dict) else data if isinstance(data, list) else []


def _depth(data: Any) -> int:
    return isinstance(data, dict | list) and 1 + max((_depth(inner) for inner in _in(data)), default=0)


def _length(node: Any) -> int:
    """Columns that a node takes on one line, about."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2 * bool(node.style)
    parts = (
        [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    )
    return 2 + sum(_length(part) + 2 for part in parts)


def _scalar(value: Any, *, quoted: bool = False) -> yaml.ScalarNode:
    if not isinstance(value, str):
        made = _MAKER.represent_data(value)
        return yaml.ScalarNode(made.tag, made.value)
    bare = not quoted and BARE.fullmatch(value) and _resolved(value) == STRING
    return yaml.ScalarNode(STRING, value, style=None if bare else '"')


_MAKER: Any = yaml.SafeDumper(io.StringIO())


def _resolved(word: str) -> Any:
    """What YAML takes a word for that stands without quotes."""
    return _MAKER.resolve(yaml.ScalarNode, word, (True, False))
