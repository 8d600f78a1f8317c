"""The pictures: geometry that stays inside, words that say the same, nothing by colour alone."""

from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.scoring.scorecard import State
from questionnaires.text import LANGUAGES, Text
from questionnaires.text import Language as Code
from reports import html
from reports.charts import Bars, Change, Field, Paint
from reports.charts.areas import LETTER
from reports.charts.drawing import Box, hatching, mixed, wrapped
from reports.charts.field import PLOT
from reports.language import language
from reports.report import Report
from tests.reports import samples
from tests.reports.builders import FULL, SHORT, UNCERTAIN, a_report, begun, nobody_knows, wordy

SVG = "{http://www.w3.org/2000/svg}"
REPORTS = {
    "short": a_report(SHORT),
    "full": a_report(FULL),
    "uncertain": a_report(UNCERTAIN),
    "begun": begun(),
    "nobody knows": nobody_knows(),
    "wordy": wordy(),
}
Draw = Callable[[Report, Code], ElementTree.Element]


def field(report: Report, code: Code = "de") -> ElementTree.Element:
    return ElementTree.fromstring(html.field_chart(report, code))


def bars(report: Report, code: Code = "de") -> ElementTree.Element:
    return ElementTree.fromstring(html.bars_chart(report.operator, report.areas, code))


def change(report: Report, code: Code = "de") -> ElementTree.Element:
    since = report.since or samples.again(report).since
    assert since is not None
    return ElementTree.fromstring(html.change_chart(report.operator, since, code))


def beside(report: Report, code: Code = "de") -> ElementTree.Element:
    found = report.benchmark or samples.beside(report).benchmark
    assert found is not None
    return ElementTree.fromstring(html.beside_chart(report.operator, found, code))


def words(drawing: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in drawing.iter(f"{SVG}text")]


def said(drawing: ElementTree.Element, tag: str) -> str:
    return drawing.findtext(f"{SVG}{tag}") or ""


def number(element: ElementTree.Element, *names: str) -> float:
    return float(next((element.get(name, "0") for name in names if name in element.attrib), 0))


def drawn(drawing: ElementTree.Element, part: str) -> list[ElementTree.Element]:
    return [element for element in drawing.iter() if part in element.get("class", "").split()]


def test_a_chamber_reads_of_the_company_not_of_its_own() -> None:
    theirs = ElementTree.fromstring(html.field_chart(REPORTS["full"], "de", theirs=True))
    assert [word for word in words(theirs) if "insgesamt" in word] == ["Der Betrieb insgesamt"]
    own = words(field(REPORTS["full"]))
    assert [word for word in own if "insgesamt" in word] == ["Ihr Betrieb insgesamt"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("draw", [field, bars, change, beside])
def test_a_drawing_has_a_role_a_title_and_a_description(draw: Draw, report: Report, code: Code) -> None:
    drawing = draw(report, code)
    named = [element.get("id") for element in drawing if element.tag in {f"{SVG}title", f"{SVG}desc"}]

    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby", "").split() == named
    assert len(said(drawing, "title")) > 20
    assert len(said(drawing, "desc")) > 20


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("draw", [field, bars, change, beside])
def test_a_drawing_needs_neither_styles_nor_scripts(draw: Draw, report: Report) -> None:
    for element in draw(report, "de").iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("draw", [field, bars, change, beside])
def test_everything_is_drawn_inside_the_picture(draw: Draw, report: Report) -> None:
    drawing = draw(report, "de")
    _, _, width, height = map(float, drawing.get("viewBox", "").split())

    for element in drawing.iter():
        x, y = (
            float(element.get("x") or element.get("cx") or 0),
            float(element.get("y") or element.get("cy") or 0),
        )
        assert 0 <= x <= x + float(element.get("width") or 0) <= width or element is drawing
        assert 0 <= y <= y + float(element.get("height") or 0) <= height or element is drawing


def test_the_text_alternative_says_what_the_picture_shows() -> None:
    report = REPORTS["short"]

    assert said(field(report), "title") == (
        "Vier-Felder-Bild: Der Wandel trifft den Betrieb mit 3,0 von 4, "
        "vorbereitet ist er mit 0,9 von 4. Das heißt: Jetzt handeln."
    ).replace(" von 4", "\N{NO-BREAK SPACE}von\N{NO-BREAK SPACE}4")
    assert "Technology: 0.7" in said(field(report, "en"), "desc").replace("\N{NO-BREAK SPACE}", " ")
    assert "alle Fragen beantwortet" in said(bars(report), "desc")


def test_the_field_a_company_lies_in_is_bold_and_not_only_tinted() -> None:
    names = drawn(field(REPORTS["short"]), "chart__name")

    assert [name.text for name in names if name.get("font-weight") == "600"] == ["Jetzt handeln"]


def test_a_certain_company_is_a_point_without_a_range() -> None:
    drawing = field(REPORTS["short"])

    assert drawn(drawing, "chart__company")
    assert not drawn(drawing, "chart__span")


def test_an_unknown_company_is_a_range_without_a_point() -> None:
    drawing = field(REPORTS["nobody knows"])

    assert "Noch zu wenig Antworten" in words(drawing)
    assert drawn(drawing, "chart__span")
    assert not drawn(drawing, "chart__company")


def test_an_area_without_enough_answers_is_hatched_and_says_so() -> None:
    drawing = bars(REPORTS["begun"])

    assert words(drawing).count("noch zu wenig Antworten") == 2
    assert len(drawn(drawing, "chart__span")) == len(drawn(drawing, "chart__bar")) == 2


def test_an_area_that_does_not_apply_says_so_and_is_not_hatched() -> None:
    report = REPORTS["short"]
    absent = {"state": State.NOT_APPLICABLE, "value": None, "published": False, "level": None, "upper": 1.0}
    drawing = bars(report.model_copy(update={"areas": (report.areas[0].model_copy(update=absent),)}))

    assert "trifft nicht zu" in words(drawing)
    assert not drawn(drawing, "chart__span")


def test_a_level_that_is_not_settled_names_both_ends() -> None:
    work = REPORTS["full"].areas[1]
    assert work.level is not None
    unsettled = work.level.model_copy(
        update={"low": work.level.high - 1, "name": Text(de="Darunter", en="Below")}
    )
    drawing = bars(
        REPORTS["full"].model_copy(update={"areas": (work.model_copy(update={"level": unsettled}),)})
    )

    assert "Darunter (höchstens: In Teilen eingeführt)" in words(drawing)


def test_a_value_with_open_answers_has_a_whisker_over_its_bounds() -> None:
    report = REPORTS["uncertain"]
    chart = Bars(report.areas, language("de"), Paint(), "areas")
    work = next(bar for bar in chart.rows if bar.standing.id == "work")

    assert work.standing.shown is not None
    assert work.whisker
    assert work.fill is not None
    assert work.standing.lower * 318 < work.fill < work.standing.upper * 318


def test_the_accent_of_the_operator_colours_the_drawing_and_never_its_words() -> None:
    operator = REPORTS["short"].operator.model_copy(update={"accent_colour": "#fff200"})
    drawing = bars(REPORTS["short"].model_copy(update={"operator": operator}))

    assert {bar.get("fill") for bar in drawn(drawing, "chart__bar")} == {"#fff200"}
    assert "#fff200" not in {text.get("fill") for text in drawing.iter(f"{SVG}text")}


def placed(values: list[float], exposure: float) -> Field:
    """The field of a company whose areas have these values."""
    report = REPORTS["short"]
    shown = {"published": True, "state": "answered"}
    areas = tuple(
        area.model_copy(update={**shown, "value": value})
        for area, value in zip(report.areas, values, strict=True)
    )
    where = report.exposure.model_copy(update={**shown, "value": exposure})
    return Field(report.model_copy(update={"areas": areas, "exposure": where}), language("de"), Paint())


share = st.floats(0, 1)


@settings(deadline=None)
@given(st.lists(share, min_size=4, max_size=4), share)
def test_an_area_stands_at_its_value_below_the_plot_in_a_row_of_its_own(
    values: list[float], exposure: float
) -> None:
    rows = placed(values, exposure).areas

    assert [row.number for row in rows] == [1, 2, 3, 4]
    for row, value in zip(rows, values, strict=True):
        assert row.value == pytest.approx(PLOT.x + value * PLOT.width)
    assert rows[0].box.y > PLOT.bottom
    assert all(upper.box.bottom <= lower.box.y for upper, lower in pairwise(rows))


@settings(deadline=None)
@given(st.lists(share, min_size=3, max_size=3))
def test_the_name_of_an_area_stays_in_its_row_and_off_its_mark(values: list[float]) -> None:
    lower, value, upper = sorted(values)
    area = REPORTS["short"].areas[2].model_copy(update={"value": value, "lower": lower, "upper": upper})
    field = Field(REPORTS["short"].model_copy(update={"areas": (area,)}), language("de"), Paint())
    (row,) = field.areas
    first = row.x if row.anchor == "start" else row.x - LETTER * len(row.name)

    assert PLOT.x <= first <= first + row.width <= PLOT.right
    assert row.value is None or first > row.value or first + row.width < row.value


def test_the_plot_holds_the_company_alone_so_that_no_height_is_taken_for_an_exposure() -> None:
    for report in REPORTS.values():
        for mark in drawn(field(report), "chart__mark"):
            assert number(mark, "cy") > PLOT.bottom


def test_an_area_with_open_answers_has_a_band_over_what_is_possible() -> None:
    report = REPORTS["uncertain"]
    chart = Field(report, language("de"), Paint())
    work = next(row for row in chart.areas if row.standing.id == "work")

    assert work.band
    assert work.value is not None
    assert work.band.x < work.value < work.band.right
    assert len(drawn(field(report), "chart__band")) == 4
    assert "Arbeit: 2,0 von 4, möglich sind 1,3 bis 2,7." in chart.description.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_an_area_without_enough_answers_has_a_band_and_no_mark() -> None:
    drawing = field(REPORTS["nobody knows"])

    assert len(drawn(drawing, "chart__band")) == 4
    assert not drawn(drawing, "chart__mark")


def test_an_area_that_does_not_apply_says_so_in_its_row() -> None:
    absent = {"state": State.NOT_APPLICABLE, "value": None, "published": False, "level": None, "upper": 1.0}
    report = REPORTS["short"]
    areas = (report.areas[0].model_copy(update=absent), *report.areas[1:])
    drawing = field(report.model_copy(update={"areas": areas}))

    assert "Technologie: trifft nicht zu" in words(drawing)
    assert not drawn(drawing, "chart__band")


def test_the_words_that_replace_the_point_leave_what_is_possible_to_be_seen() -> None:
    chart = Field(REPORTS["uncertain"], language("de"), Paint())

    assert chart.span
    assert chart.nowhere > chart.span.bottom or chart.nowhere < chart.span.y


@given(share, share, share, share)
def test_hatching_stays_in_its_box(x: float, y: float, width: float, height: float) -> None:
    box = Box(100 * x, 100 * y, 100 * width, 100 * height)
    points = hatching(box).replace("M", " ").replace("L", " ").split()

    for across, down in zip(points[::2], points[1::2], strict=True):
        assert box.x - 0.1 <= float(across) <= box.right + 0.1
        assert box.y - 0.1 <= float(down) <= box.bottom + 0.1


def test_words_that_fit_no_line_are_shortened_and_keep_their_number_of_lines() -> None:
    assert wrapped("Jetzt handeln", 140, 13) == ["Jetzt handeln"]
    assert wrapped("Jetzt handeln", 60, 13) == ["Jetzt", "handeln"]
    assert wrapped("Donaudampfschifffahrt und mehr davon", 90, 13) == ["Donaudampfsc…", "und mehr dav…"]


def test_a_tint_is_the_accent_mixed_with_white() -> None:
    assert mixed("#000000", 0) == "#ffffff"
    assert mixed("#0b5a6b", 1) == "#0b5a6b"


def since(*pairs: tuple[float | None, float | None]) -> Change:
    """A comparison of areas that had and have these values."""
    made = samples.again(REPORTS["short"]).since
    assert made is not None
    values = tuple(
        value.model_copy(update={"before": before, "after": after})
        for value, (before, after) in zip(made.values, pairs, strict=False)
    )
    return Change(made.model_copy(update={"values": values}), language("de"), Paint(), "since")


def test_then_is_hollow_and_now_is_full_so_that_both_are_told_apart_in_grey() -> None:
    drawing = change(samples.everything())

    assert {dot.get("fill") for dot in drawn(drawing, "chart__before")} == {"#ffffff"}
    assert "#ffffff" not in {dot.get("fill") for dot in drawn(drawing, "chart__after")}
    assert {"2,0 → 2,6", "2,9 → 2,7"} <= set(words(drawing))


def test_the_own_value_stands_on_the_scale_of_the_others_and_says_where_in_words() -> None:
    drawing = beside(samples.beside(REPORTS["short"]))
    places = [float(dot.get("cx", 0)) for dot in drawn(drawing, "chart__own")]
    bands = [(float(band.get("x", 0)), float(band.get("width", 0))) for band in drawn(drawing, "chart__band")]

    assert len(places) == len(bands) == 1 + 6, "the first of each is in the key"
    (own, (left, width)) = (places[1], bands[1])
    assert left < own <= left + width, "an exposure of 3.0 between 1.8 and 3.0"
    assert words(drawing)[3:6] == [
        "Wie stark der Wandel den Betrieb trifft",
        "3,0",
        "In der mittleren Hälfte, eher oben.",
    ]


def test_without_a_value_of_its_own_a_company_sees_the_others_and_no_dot() -> None:
    drawing = beside(samples.beside(REPORTS["nobody knows"]))

    assert len(drawn(drawing, "chart__own")) == 1
    assert len(drawn(drawing, "chart__band")) == 1 + 6
    assert "Für Ihren Wert gibt es noch zu wenig Antworten." in words(drawing)
    assert "die mittlere Hälfte liegt bei" in said(drawing, "desc")


def test_the_arrow_points_the_way_a_value_went() -> None:
    up, down = since((0.2, 0.6), (0.6, 0.2)).ways

    assert float(up.arrow.split("H")[1].split("M")[0]) > float(up.arrow[1:].split()[0])
    assert float(down.arrow.split("H")[1].split("M")[0]) < float(down.arrow[1:].split()[0])


def test_dots_that_touch_have_no_arrow_and_a_missing_value_has_no_dot() -> None:
    near, missing = since((0.5, 0.52), (None, None)).ways

    assert near.arrow == missing.arrow == ""
    assert near.before is not None
    assert missing.before is missing.after is None
    assert missing.words == "– → –"


def test_the_comparison_in_words_tells_every_area() -> None:
    told = said(change(samples.everything(), "en"), "desc")

    assert "Technology: then 2.0, today 2.6." in told
    assert since((None, 0.5)).description.endswith("nicht vergleichbar.")
