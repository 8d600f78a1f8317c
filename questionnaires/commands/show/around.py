"""What stands beside questions and tree: how the axes are read together, what to do, what to reach."""

from collections.abc import Iterator

from questionnaires.commands.show.page import Page

READINGS = ("act_now", "secure", "watch", "build_on")


def around(page: Page) -> Iterator[str]:
    yield from _fields(page)
    yield from _actions(page)
    yield from _profiles(page)


def _fields(page: Page) -> Iterator[str]:
    fields = page.questionnaire.written_fields
    if not fields:
        return
    yield from page.heading("fields")
    cut = fields.cut
    yield from page.lines(page("cut", page.percent(cut.exposure), page.percent(cut.readiness)))
    for reading in READINGS:
        field = getattr(fields, reading)
        yield from page.lines(f"{reading} · {page.text(field.title)}: {page.text(field.text)}", "", "    ")


def _actions(page: Page) -> Iterator[str]:
    if page.questionnaire.actions:
        yield from page.heading("to_do")
    for action in page.questionnaire.actions:
        more = [page("effort", action.effort)]
        more += [page(key, ", ".join(ids)) for key in ("after", "needs") if (ids := getattr(action, key))]
        yield from page.lines(f"{action.id} · {page.text(action.title)} ({'; '.join(more)})", "", "    ")


def _profiles(page: Page) -> Iterator[str]:
    if page.questionnaire.profiles:
        yield from page.heading("profiles")
    for profile in page.questionnaire.profiles:
        targets = ", ".join(f"{id_} {page.points(target)}" for id_, target in profile.targets.items())
        yield from page.lines(f"{profile.id} · {page.text(profile.title)}: {targets}", "", "    ")
