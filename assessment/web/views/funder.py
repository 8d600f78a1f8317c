"""The report to a funder: choose it, read how each figure is counted, take it home, type in the rest."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.funder import entering, reporting
from assessment.services.funder.reporting import Choice, Desk, Wish
from assessment.web import access, i18n
from assessment.web.context import database, operator
from assessment.web.forms.funder import EntriesForm
from assessment.web.sending import EXCEL, attached
from assessment.web.views.staff import staff
from reports.funder import document, library, words, workbook
from reports.funder.report import FunderReport
from reports.language import language as written_in

funder = Blueprint("funder", __name__, url_prefix=f"{staff.url_prefix}/funder")
UNPROCESSABLE, CONFLICT = 422, 409
Page = Response | str | tuple[str, int]


@funder.get("")
def page() -> str:
    found = reporting.desk(database(), actor=access.signed_in(), wish=_wish(), operator=operator())
    return _page(found)


@funder.get("/report.pdf")
def report_pdf() -> Response:
    found = reporting.report(database(), actor=access.signed_in(), wish=_wish(), operator=operator())
    file = document.render(found, i18n.language())
    return attached(file, "application/pdf", f"{words.file_name(found, i18n.speaker(i18n.language()))}.pdf")


@funder.get("/report.xlsx")
def report_xlsx() -> Response:
    found = reporting.report(database(), actor=access.signed_in(), wish=_wish(), operator=operator())
    file = workbook.write(found, i18n.language())
    return attached(file, EXCEL, f"{words.file_name(found, i18n.speaker(i18n.language()))}.xlsx")


@funder.get("/entries")
def entries() -> str:
    return _entries(EntriesForm.shown(_fields(), i18n.language()))


@funder.post("/entries")
def enter() -> Page:
    form = EntriesForm.sent(_fields(), i18n.language())
    if not form.is_sound():
        return _entries(form), UNPROCESSABLE
    clashes = entering.enter(
        database(),
        actor=access.signed_in(),
        set_id=_set_id(),
        house=_house(),
        quarter=_quarter(),
        wanted=form.wanted,
        seen=form.seen,
    )
    if clashes:
        form.tell(clashes)
        return _entries(form), CONFLICT
    return redirect(url_for("funder.entries", **_asked({"did": "saved"})))


# --- what was asked for --------------------------------------------------------------------------


def _wish() -> Wish:
    return Wish(
        set_id=request.args.get("set", ""),
        last=_day(request.args.get("last")),
        span=request.args.get("span", ""),
        house=_uuid("house"),
    )


def _asked(more: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What stands in the address, to be kept in the next one."""
    kept = {name: value for name in ("set", "quarter") if (value := request.args.get(name))}
    house = {"house": str(found)} if (found := _house()) else {}
    return {**kept, **house, **(more or {})}


def _day(sent: str | None) -> date | None:
    try:
        return date.fromisoformat(sent or "")
    except ValueError:
        return None


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def _house() -> UUID | None:
    """The one that is asked for; else the one whose report opens first."""
    if "funder_house" not in g:
        g.funder_house = _uuid("house") or reporting.first_house(database(), actor=access.signed_in())
    found: UUID | None = g.funder_house
    return found


def _set_id() -> str:
    sets = library.released()
    asked = request.args.get("set") or next(iter(sets))
    return asked if asked in sets else abort(404)


def _quarters() -> list[date]:
    return entering.quarters(clock.day(access.signed_in().now))


def _quarter() -> date:
    """The one that is asked for; else the newest that is over."""
    asked, known = _day(request.args.get("quarter")), _quarters()
    return asked if asked in known else known[1]


def _fields() -> tuple[entering.Field, ...]:
    return entering.fields(
        database(), actor=access.signed_in(), set_id=_set_id(), house=_house(), quarter=_quarter()
    )


# --- pages ---------------------------------------------------------------------------------------


def _page(found: Desk) -> str:
    house = found.choice.house
    return render_template(
        "funder/report.html",
        desk=found,
        choice=found.choice,
        report=found.report,
        address=_address(found.choice),
        house=str(house.id) if house else None,
        spans=words.SPANS,
        **(_told(found.report) if found.report else {}),
    )


def _told(report: FunderReport) -> dict[str, Any]:
    """What a template needs to tell the figures of a report, and to draw them."""
    speaker = i18n.speaker(i18n.language())
    return {
        "attributes": words.ATTRIBUTES,
        "how": words.HOW,
        "meanings": [(words.LABELS[one], words.MEANINGS[one]) for one in words.states(report)],
        "period": words.period(report.period, speaker),
        "elsewhere": words.elsewhere(report, speaker),
        "shown": lambda figure, line=None: words.shown(figure, speaker, line),
        "named": lambda part: words.name(part.title, speaker),
        "rows": document.rows,
        "bars": lambda one, parts: document.bars(one, parts, report, speaker),
        "growth": lambda: document.growth(report, speaker),
    }


def _address(choice: Choice) -> dict[str, str]:
    """The parts of an address that lead to the same report."""
    found = {"set": choice.set.id, "span": choice.span}
    if choice.last:
        found["last"] = choice.last.isoformat()
    return found | ({"house": str(choice.house.id)} if choice.house else {})


def _entries(form: EntriesForm) -> str:
    speaker, wanted = written_in(i18n.language()), library.of(_set_id())
    return render_template(
        "funder/entries.html",
        form=form,
        set=wanted,
        quarter=_quarter(),
        quarters=[(one, words.quarter(one, speaker)) for one in _quarters()],
        named=words.quarter(_quarter(), speaker),
        address=_asked(),
        house=_asked().get("house"),
        said=lambda row, indicator: words.typed(entering.said(row), indicator.entry, speaker),
        day=clock.day,
        did=request.args.get("did") if request.method == "GET" else None,
        refused=form.refused,
    )
