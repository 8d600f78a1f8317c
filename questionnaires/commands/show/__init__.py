"""Print a questionnaire as a person reads it: what is asked, and how it is scored."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from questionnaires.commands import SOURCE, find
from questionnaires.commands.show.around import around
from questionnaires.commands.show.asked import section
from questionnaires.commands.show.page import Page
from questionnaires.commands.show.scored import scales, tree
from questionnaires.definition import Questionnaire
from questionnaires.text import LANGUAGES

NAME = "show"
HELP = "print a questionnaire as a person reads it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("questionnaire", help=SOURCE)
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="de, if not given")


def run(options: Namespace) -> str:
    return shown(Page(find(options.questionnaire), options.language))


def shown(page: Page) -> str:
    """All of it, in lines of at most `page.WIDTH` characters."""
    parts = [_head(page), *(section(page, part) for part in page.questionnaire.sections)]
    return "\n".join(line for part in (*parts, tree(page), scales(page), around(page)) for line in part)


def _head(page: Page) -> Iterator[str]:
    q = page.questionnaire
    yield from page.lines(page.text(q.title))
    size = page("size", len(q.question), len(q.sections))
    yield from page.lines(f"{q.id} {q.version} · {q.licence} · {size}")
    if q.notice:
        yield from page.lines(page.text(q.notice))
    if q.follows:
        yield from page.lines(page("follows", q.follows.version))
    yield from page.lines(page("checks", _checks(page, q)))
    policy = q.policy
    yield from page.lines(page("published", page.percent(policy.min_coverage), policy.min_answers))
    yield from page.lines(page("flagged", page.percent(policy.not_applicable_flag)))
    yield from page.lines(page("target", page.percent(policy.target)))
    yield from page.lines(page("gaps", page.quoted(q.dont_know), page.quoted(q.not_applicable)))


def _checks(page: Page, q: Questionnaire) -> str:
    return ", ".join(page("check", page.text(check.title), check.id, check.minutes) for check in q.checks)
