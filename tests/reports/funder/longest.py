"""The longest report that content allows: every text at its limit, and nothing that is hidden."""

from collections.abc import Sequence

from questionnaires.text import Text
from reports.funder import fitting, library
from reports.funder.report import FunderReport, Line, Shown
from reports.funder.sets import COUNTING, NOTE, TITLE, Entered, IndicatorSet, Part
from tests.reports.funder.networks import FIRST, a_report

WORDS = "Überaus langes Wort mit Donaudampfschifffahrt "
MANY = Shown(state="at_least", value=12_345)
WITHOUT = [Shown(state=state) for state in ("few", "held_back", "too_few", "network", "missing")]


def long(length: int) -> Text:
    """A text that uses its room to the last letter."""
    words = (WORDS * 10)[: length - 1].rstrip()
    words += "x" * (length - len(words))
    return Text(de=words, en=words)


def the_longest_set() -> IndicatorSet:
    """As many figures as fit, five under each heading, beside three that are divided."""
    base, figures = library.of("federal_networks"), list[Entered]()
    while fitting.lines(_set(base, [*figures, _figure(len(figures))])) <= fitting.MOST:
        figures.append(_figure(len(figures)))
    return _set(base, figures)


def _figure(number: int) -> Entered:
    return Entered(
        id=f"figure-{number}",
        kind="entered",
        entry="count",
        title=long(TITLE),
        counting=long(COUNTING),
        unit=long(20),
        code="CODE12345678",
        target=1_000_000,
    )


def _set(base: IndicatorSet, figures: Sequence[Entered]) -> IndicatorSet:
    changed = {"title": long(TITLE), "counting": long(COUNTING)}
    divided = tuple(one.model_copy(update=changed) for one in base.counted if one.by)
    parts = [tuple(figures[first : first + 5]) for first in range(0, len(figures), 5)]
    sections = [Part(id=f"part-{n}", title=long(TITLE), indicators=part) for n, part in enumerate(parts)]
    return IndicatorSet(
        id="longest",
        title=long(TITLE),
        programme=base.programme.model_copy(update={"name": long(100), "funder": long(100)}),
        origin="typical",
        note=long(NOTE),
        sections=(Part(id="divided", title=long(TITLE), indicators=divided), *sections),
    )


def the_longest_report() -> FunderReport:
    """With a number for every part, and every word that can stand in the place of one."""
    report = a_report(wanted=the_longest_set(), entered=[])
    divided = [
        one.model_copy(
            update={
                "as_of": FIRST,
                "slices": tuple(s.model_copy(update={"known": MANY, "anonymous": MANY}) for s in one.slices),
            }
        )
        for one in report.divided
    ]
    parts = [part.model_copy(update={"lines": tuple(_filled(part.lines))}) for part in report.parts]
    moments = [one.model_copy(update={"reached": MANY, "finished": WITHOUT[0]}) for one in report.moments]
    update = {"divided": tuple(divided), "parts": tuple(parts), "moments": tuple(moments)}
    return report.model_copy(update=update | {"scope": long(120).de})


def _filled(lines: Sequence[Line]) -> list[Line]:
    figures = {"gained": MANY, "total": MANY, "anonymous": MANY}
    filled = [one.model_copy(update=figures) for one in lines]
    return [
        one.model_copy(update={"gained": WITHOUT[n % len(WITHOUT)]}) if n % 2 else one
        for n, one in enumerate(filled)
    ]
