"""Our documents are read as the trees that a parser of HTML makes of them, only faster."""

from collections.abc import Callable
from functools import partial
from xml.etree.ElementTree import Element

import pytest

from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports import html, parsing
from reports.report import Report
from tests.reports.builders import FULL, UNCERTAIN, a_report, nobody_knows, wordy

REPORTS: dict[str, Callable[[], Report]] = {
    "full": partial(a_report, FULL),
    "uncertain": partial(a_report, UNCERTAIN, goal="A <b> & „C“ > D"),
    "nobody knows": nobody_knows,
    "wordy": wordy,
}


def content(element: Element) -> list[tuple[str, dict[str, str], str, str]]:
    """Every tag in order, with its attributes and the words in it and after it."""
    return [
        (
            node.tag,
            {name: value for name, value in node.attrib.items() if not name.endswith("xmlns")},
            " ".join((node.text or "").split()),
            " ".join((node.tail or "").split()),
        )
        for node in element.iter()
    ]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_is_read_as_a_browser_reads_it(report: Callable[[], Report], code: Code) -> None:
    import weasyprint  # not where tests are collected: it takes a while

    document = html.document(report(), code)
    tree = parsing.tree(document)

    assert tree is not None
    assert content(tree) == content(weasyprint.HTML(string=document).etree_element)


def test_what_only_a_parser_of_html_can_read_is_left_to_one() -> None:
    assert parsing.tree("<!DOCTYPE html><p>One<p>Two") is None


@pytest.mark.parametrize("tag", ["br", "hr", "wbr"])
def test_tags_without_an_end_are_read(tag: str) -> None:
    tree = parsing.tree(f"<!doctype html>\n<body>a<{tag}>b<{tag} class='c'/></body>")

    assert tree is not None
    assert [node.tag for node in tree] == [tag, tag]
    assert tree[0].tail == "b"
