"""The chart of the course and its table: true time, gaps, limits, crosshair, growth."""

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from bedside.chart import chart
from bedside.facts import Admitted, Confirmed, Enrolled, Note, Retracted
from bedside.series import Band, Given, Lane, Point, limits, points
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.scales.crs import FEVER_C
from grading.signs import ICE_ITEMS, Drug, Ice, Infused, Lab, Support, Vitals
from ui import theme
from ui.theme import DAY, NIGHT
from ui.widgets.course import RANGES, CourseChart, PointsModel, PointsTable
from ui.widgets.course.bands import _Row
from ui.widgets.course.draw import Frame, sparse, thinned
from ui.widgets.course.legend import amount_text, value_with_unit
from ui.widgets.course.panels import charted, panels, room
from ui.widgets.course.record import SCALES, Drawn
from ui.widgets.course.strips import drug_strips, placed
from ui.widgets.course.ticks import clock_marks, days, decades, value_ticks
from ui.widgets.course.traces import Trace

BERLIN, KATHMANDU, SHANGHAI = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kathmandu", "Asia/Shanghai")
)
INFUSED = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
NOW = INFUSED + timedelta(days=4, hours=4)


def at(hours):
    return INFUSED + timedelta(hours=hours)


def entries(said, patient="RC-014", first=1, recorded=None):
    return [
        Entry(
            f"e{n:05}",
            "ws",
            n,
            patient,
            at(hours),
            recorded or at(hours),
            "Nurse A",
            "nurse",
            fact,
        )
        for n, (hours, fact) in enumerate(said, first)
    ]


WHOLE_ICE = dict.fromkeys(ICE_ITEMS, "yes")


def story():
    """Four days: fever, a gap, oxygen, a pressor, cytokines with limits, words of a physician."""
    chance = random.Random(4)
    said = [(-30, Enrolled()), (-30, Admitted("6")), (0, Infused(1e8, "cells"))]
    for h in range(-24, 100, 4):
        if 40 < h < 60:
            continue
        said.append(
            (
                h,
                Vitals(
                    temp_c=round(36.6 + max(0, h) / 40 + chance.random() / 5, 1),
                    hr_bpm=80 + max(0, h) // 2,
                    sbp_mmhg=124 - max(0, h) // 3,
                    dbp_mmhg=70 - max(0, h) // 5,
                    rr_bpm=16,
                    spo2_pct=97,
                    consciousness="A",
                ),
            )
        )
        said.append((h, Support("room_air") if h < 70 else Support("nasal_cannula", 2.0)))
    said += [(h, Ice(**WHOLE_ICE)) for h in range(0, 96, 12)]
    said += [
        (6, Lab("il6", 1.5, "pg/mL", "<")),
        (30, Lab("il6", 12, "pg/mL")),
        (54, Lab("il6", 240, "pg/mL")),
        (78, Lab("il6", 5000, "pg/mL", ">")),
        (30, Lab("ifng", 40, "pg/mL")),
        (54, Lab("ifng", 90, "pg/mL")),
        (30, Lab("ferritin", 400, "ug/L")),
        (54, Lab("ferritin", text="haemolysed")),
        (30, Lab("crp", 12, "mg/L")),
        (72, Drug("tocilizumab", dose=464, dose_unit="mg")),
        (90, Drug("norepinephrine", "started", rate=0.06, rate_unit="mcg/kg/min")),
        (92, Confirmed("crs", "ASTCT 2019", 3, 2, 2, "graded", "looks worse")),
        (93, Note("seen")),
        (94, Vitals(bp_unrecordable=True)),
    ]
    return sorted(said, key=lambda fact: fact[0])


def charted_story(zone=SHANGHAI, now=NOW):
    return chart(entries(story()), now, zone)


@pytest.fixture
def make(qtbot, qapp):
    theme.apply(qapp, DAY)

    def made(of=None, size=(1200, 900), name="7d"):
        widget = CourseChart()
        qtbot.addWidget(widget)
        widget.resize(*size)
        if of is not None:
            widget.show_chart(of)
        widget.set_range(name)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    yield made
    theme.apply(qapp, DAY)


@pytest.fixture
def shown(make):
    return make(charted_story())


def count(found):
    return sum(len(of) for of in found.values())


# --- the same points in chart and table ----------------------------------------------------------


@pytest.mark.parametrize("name", RANGES)
def test_as_many_points_are_drawn_as_the_table_lists(make, qtbot, name):
    of = charted_story()
    widget = make(of, name=name)
    table = PointsTable()
    qtbot.addWidget(table)
    table.set_window(*widget.window_shown())
    table.show_chart(of)
    table.show()
    start, end = widget.window_shown()
    said = {k: v for k, v in points(of.timeline, start, end).items() if k in charted()}
    assert count(widget.points()) == count(said) > 0
    assert table.points_model().count() == count(said)
    assert widget.points() == {key: said.get(key, ()) for key in widget.points()}
    cells = [
        table.model().index(row, column).data()
        for row in range(table.model().rowCount())
        for column in range(2, table.model().columnCount())
    ]
    assert sum(bool(cell) for cell in cells) == count(said)


def blobs(image, colour):
    """How many connected areas of nearly this colour an image has, single dots left out."""
    wanted = QColor(colour)
    left = set()
    for y in range(image.height()):
        for x in range(image.width()):
            seen = image.pixelColor(x, y)
            far = max(
                abs(seen.red() - wanted.red()),
                abs(seen.green() - wanted.green()),
                abs(seen.blue() - wanted.blue()),
            )
            if far < 40:
                left.add((x, y))
    found = 0
    while left:
        size, todo = 0, [left.pop()]
        while todo:
            x, y = todo.pop()
            size += 1
            for near in ((x + a, y + b) for a in (-1, 0, 1) for b in (-1, 0, 1)):
                if near in left:
                    left.remove(near)
                    todo.append(near)
        found += size > 8
    return found


def panel_image(widget, name):
    """The panel alone, as it is on the screen."""
    place = widget._stack._boxes[name].sceneBoundingRect()
    area = place.translated(QPointF(widget._stack.pos())).toRect()
    return widget.grab(area).toImage()


def test_points_alone_between_gaps_are_seen_one_by_one(make):
    said = [(0, Infused())] + [(h, Vitals(temp_c=37.0 + n)) for n, h in enumerate((4, 30, 60, 90))]
    widget = make(chart(entries(said), NOW, SHANGHAI))
    assert blobs(panel_image(widget, "temperature"), DAY.temperature) == 4


def test_points_of_one_run_are_one_line_and_a_gap_parts_it(make):
    hours = (0, 10, 20, 30, 60, 70, 80)
    said = [(0, Infused())] + [(h, Vitals(temp_c=37.0)) for h in hours]
    widget = make(chart(entries(said), NOW, SHANGHAI))
    assert blobs(panel_image(widget, "temperature"), DAY.temperature) == 2


def test_the_line_across_is_the_fever_that_grades(shown):
    (temperature,) = [p for p in shown._stack.curve_plates() if p.plan.name == "temperature"]
    assert temperature.plan.reference == FEVER_C
    image = panel_image(shown, "temperature")
    frame = temperature.frame()
    y = round(frame.y(FEVER_C))
    seen = {image.pixelColor(x, y).name().upper() for x in range(image.width())}
    assert DAY.reference.upper() in seen


@pytest.mark.parametrize(("hours", "is_open"), [(6, True), (30, False), (54, False), (78, True)])
def test_values_that_are_only_limits_are_open_triangles(make, hours, is_open):
    widget = make(charted_story(), size=(1200, 1000))
    (plate,) = [p for p in widget._stack.curve_plates() if p.plan.name == "cytokines"]
    (il6,) = [trace for trace in plate.traces if trace.key == "lab:il6"]
    place = next(n for n, p in enumerate(il6.valued) if p.at == at(hours))
    frame = plate.frame()
    x, y = frame.x(il6.xs[place]), frame.y(il6.ys[place])
    image = panel_image(widget, "cytokines")
    inside = image.pixelColor(int(x), int(y))
    assert (inside == QColor(DAY.surface)) == is_open
    assert (inside.name() == QColor(DAY.cytokines[0]).name()) == (not is_open)


# --- true time -----------------------------------------------------------------------------------

SPRING = datetime(2026, 3, 29, tzinfo=BERLIN)
AUTUMN = datetime(2026, 10, 25, tzinfo=BERLIN)


def told(zone, start, hours, width=560):
    """Clock times on an axis and the UTC hours at which they stand."""
    start = start.astimezone(UTC)
    marks = clock_marks(start, start + timedelta(hours=hours), zone, width, 40)
    return [
        (f"{m.minutes // 60:02}:{m.minutes % 60:02}", (m.at - start) / timedelta(hours=1))
        for m in marks
    ]


def test_the_hour_that_clocks_skip_has_no_mark():
    assert told(BERLIN, SPRING, 5) == [
        *(("00:00", 0), ("00:30", 0.5), ("01:00", 1), ("01:30", 1.5)),
        *(("03:00", 2), ("03:30", 2.5), ("04:00", 3), ("04:30", 3.5), ("05:00", 4)),
        *(("05:30", 4.5), ("06:00", 5)),
    ]


def test_the_hour_that_comes_twice_has_two_marks():
    assert told(BERLIN, AUTUMN, 6) == [
        *(("00:00", 0), ("00:30", 0.5), ("01:00", 1), ("01:30", 1.5)),
        *(("02:00", 2), ("02:30", 2.5), ("02:00", 3), ("02:30", 3.5)),
        *(("03:00", 4), ("03:30", 4.5), ("04:00", 5), ("04:30", 5.5), ("05:00", 6)),
    ]


@pytest.mark.parametrize(
    ("zone", "night", "lengths"),
    [
        (BERLIN, SPRING, [23, 24]),
        (BERLIN, AUTUMN, [25, 24]),
        (KATHMANDU, datetime(2026, 3, 29, tzinfo=KATHMANDU), [24, 24]),
        (SHANGHAI, datetime(2026, 10, 25, tzinfo=SHANGHAI), [24, 24]),
    ],
)
def test_days_begin_at_midnight_of_the_site_and_are_as_long_as_they_are(zone, night, lengths):
    start = night.astimezone(UTC)
    found, every = days(start, start + timedelta(hours=40), zone, lambda _: None, 560, 46)
    assert every == 1
    assert [(day.end - day.start) / timedelta(hours=1) for day in found] == lengths
    for day in found:
        assert day.start.astimezone(zone).hour == 0
        assert day.start.astimezone(zone).date() == day.date
    assert [day.end for day in found[:-1]] == [day.start for day in found[1:]]


@pytest.mark.parametrize("zone", [BERLIN, KATHMANDU, SHANGHAI])
@pytest.mark.parametrize("night", [SPRING, AUTUMN, datetime(2026, 11, 22, tzinfo=UTC)])
@pytest.mark.parametrize("hours", [1, 7, 24, 60, 168])
def test_every_mark_says_the_time_it_stands_at(zone, night, hours):
    start = night.astimezone(UTC) - timedelta(minutes=37)
    marks = clock_marks(start, start + timedelta(hours=hours), zone, 560, 40)
    assert marks
    for mark in marks:
        local = mark.at.astimezone(zone)
        assert local.hour * 60 + local.minute == mark.minutes
        assert (local.second, local.microsecond) == (0, 0)
    assert all(a.at < b.at for a, b in pairwise(marks))


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        (BERLIN, SPRING, ("00:00", "01:00", "03:00", "04:00")),
        (BERLIN, AUTUMN, ("00:00", "01:00", "02:00", "02:00", "03:00", "04:00")),
        (KATHMANDU, datetime(2026, 5, 1, tzinfo=KATHMANDU), ("00:00", "01:00", "02:00", "03:00")),
        (SHANGHAI, datetime(2026, 5, 1, tzinfo=SHANGHAI), ("00:00", "01:00", "02:00", "03:00")),
    ],
)
def test_the_axis_of_a_chart_tells_the_time_of_the_site(make, zone, now, expected):
    infused = now - timedelta(days=3)
    end = (now + timedelta(hours=12)).astimezone(UTC)
    said = [
        Entry("a", "ws", 1, "P", infused.astimezone(UTC), infused, "A", "nurse", Infused()),
        Entry("b", "ws", 2, "P", now.astimezone(UTC), now, "A", "nurse", Vitals(temp_c=37.0)),
    ]
    widget = make(chart(said, end, zone), size=(1500, 700), name="24h")
    axis = widget._stack.axis
    labels = [label for label in axis.labels() if not label.is_day]
    texts = [label.text for label in labels]
    first = next(n for n, label in enumerate(labels) if label.text == "00:00")
    assert tuple(texts[first : first + len(expected)]) == expected
    start, end_shown = widget.window_shown()
    width = axis.geometry().width()
    for label in labels:
        hours = label.place.center().x() / width * (end_shown - start) / timedelta(hours=1)
        local = (start + timedelta(hours=hours)).astimezone(zone)
        nearest = (local + timedelta(seconds=30)).strftime("%H:%M")
        assert nearest == label.text
    named = [label.text for label in axis.labels() if label.is_day]
    assert any(text.startswith("D+3") for text in named)
    assert any(text.startswith("D+2") for text in named)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [520, 620, 900, 1300])
def test_labels_of_the_axis_never_touch(make, qapp, width, scale):
    theme.apply(qapp, DAY, scale)
    widget = make(charted_story(), size=(width, 700))
    for name in (*RANGES, None):
        if name is not None:
            widget.set_range(name)
        else:
            widget._zoom(0.03, widget._stack.window()[1])
        by_line = {}
        size = widget._stack.axis._look.strong_size
        for label in widget._stack.axis.labels():
            middle, half = label.place.center().x(), size.horizontalAdvance(label.text) / 2
            by_line.setdefault(label.place.top(), []).append((middle - half, middle + half))
        assert by_line
        for spans in by_line.values():
            spans.sort()
            assert all(a[1] < b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("low", "high", "height", "expected"),
    [
        (36, 40.5, 62, (36, 37, 38, 39, 40)),
        (40, 160, 70, (40, 80, 120, 160)),
        (40, 160, 120, (40, 60, 80, 100, 120, 140, 160)),
        (88, 100, 34, (90, 95, 100)),
        (0, 10, 30, (0, 5, 10)),
        (37.2, 37.9, 60, (37.2, 37.4, 37.6, 37.8)),
    ],
)
def test_values_at_the_left_are_round(low, high, height, expected):
    assert value_ticks(low, high, height, 13) == pytest.approx(expected)


def test_decades_are_thinned_where_there_is_little_room():
    assert decades(0, 4, 60, 13) == (0, 1, 2, 3, 4)
    assert decades(-0.2, 4.1, 30, 13) == (0, 2, 4)


# --- ranges, moving about ------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "span"), RANGES.items())
def test_a_range_ends_now_with_a_small_margin(shown, name, span):
    shown.set_range(name)
    start, end = shown.window_shown()
    assert NOW - start == span
    assert timedelta(0) < end - NOW < span * 0.05
    assert shown.range_name == name


def test_no_other_range_is_known(shown):
    with pytest.raises(KeyError):
        shown.set_range("1y")


def wheel(widget, turns, name="temperature"):
    place = widget._stack._boxes[name].sceneBoundingRect().center()
    view = widget._stack.viewport()
    QApplication.sendEvent(
        view,
        QWheelEvent(
            place,
            QPointF(view.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120 * turns),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_the_wheel_zooms_time_alone_about_the_place_under_it(shown):
    plates = shown._stack.curve_plates()
    before, heights = shown.window_shown(), [plate.box.viewRange()[1] for plate in plates]
    wheel(shown, 2)
    after = shown.window_shown()
    assert after[1] - after[0] < before[1] - before[0]
    assert after[0] > before[0]
    assert after[1] < before[1]
    assert [plate.box.viewRange()[1] for plate in plates] == heights
    for plate in plates:
        assert plate.box.viewRange()[0] == pytest.approx([m.timestamp() for m in after], abs=0.01)
    assert shown.range_name is None


def test_panning_keeps_something_of_the_record_in_sight(shown):
    span = timedelta(days=7).total_seconds()
    shown._pan(-1000 * span)
    start, end = shown.window_shown()
    assert start < at(-30) < end
    shown._pan(1000 * span)
    assert timedelta(0) < shown.window_shown()[1] - NOW < timedelta(days=1)


def test_a_drag_moves_the_time(shown, qtbot):
    view = shown._stack.viewport()
    place = shown._stack._boxes["temperature"].sceneBoundingRect().center().toPoint()
    before = shown.window_shown()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    for step in (20, 60, 100):
        qtbot.mouseMove(view, place + QPoint(step, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place + QPoint(100, 0))
    after = shown.window_shown()
    assert after[0] < before[0]
    assert after[1] - after[0] == pytest.approx(before[1] - before[0], abs=timedelta(seconds=1))


def test_ranged_tells_the_time_shown(shown, qtbot):
    with qtbot.waitSignal(shown.ranged) as said:
        shown.set_range("24h")
    assert tuple(said.args) == shown.window_shown()


# --- the crosshair -------------------------------------------------------------------------------


def test_the_crosshair_reads_every_curve(shown):
    shown.point_at(at(92))
    found = shown.reading()
    lines = {line.label: (line.value, line.when) for line in found.lines}
    assert found.heading == "Sun 22 Nov 2026 06:05 · D+4"
    assert lines["Temp"][0].endswith("\N{NO-BREAK SPACE}°C")
    assert lines["HR"] == ("126\N{NO-BREAK SPACE}/min", "")
    assert lines["BP"] == ("94/52\N{NO-BREAK SPACE}mmHg", "")
    assert lines["RR"] == ("16\N{NO-BREAK SPACE}/min", "")
    assert lines["SpO₂"] == ("97\N{NO-BREAK SPACE}%", "")
    assert lines["ICE"] == ("10/10", "21 Nov 22:05")
    assert lines["IL-6"] == ("> 5000 pg/mL".replace(" ", "\N{NO-BREAK SPACE}"), "21 Nov 16:05")
    assert lines["Oxygen"][0] == "Nasal cannula 2 L/min"
    assert lines["Noradrenaline"][0] == "0.06\N{NO-BREAK SPACE}µg/kg/min"
    assert lines["CRS"] == ("≥3", "")
    assert any("in place of" in line.value for line in found.lines)
    assert shown.accessibleDescription() == found.text()
    assert "Oxygen Nasal cannula 2 L/min" in found.text()


def test_what_was_not_charted_near_a_moment_is_not_read(shown):
    shown.point_at(at(50))
    labels = [line.label for line in shown.reading().lines]
    assert "IL-6" in labels
    assert "Temp" not in labels
    assert "Oxygen" not in labels


def test_arrows_go_from_point_to_point(shown, qtbot):
    moments = sorted({p.at for of in shown.points().values() for p in of})
    pointed = []
    shown.pointed.connect(pointed.append)
    shown.setFocus()
    for _ in moments:
        qtbot.keyClick(shown, Qt.Key.Key_Left)
    assert pointed == moments[::-1]
    pointed.clear()
    for _ in moments[1:]:
        qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert pointed == moments[1:]
    qtbot.keyClick(shown, Qt.Key.Key_Home)
    assert pointed[-1] == moments[0]
    qtbot.keyClick(shown, Qt.Key.Key_End)
    assert pointed[-1] == moments[-1]
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert pointed[-1] is None
    assert shown.reading() is None


def test_arrows_bring_the_point_into_sight(shown, qtbot):
    shown.set_range("24h")
    qtbot.keyClick(shown, Qt.Key.Key_Home)
    start, end = shown.window_shown()
    assert start <= at(-24) <= end
    assert end - start == pytest.approx(timedelta(hours=24.6), abs=timedelta(minutes=1))


def test_plus_and_minus_zoom_and_pages_turn(shown, qtbot):
    span = shown.window_shown()[1] - shown.window_shown()[0]
    qtbot.keyClick(shown, Qt.Key.Key_Plus)
    narrow = shown.window_shown()
    assert narrow[1] - narrow[0] < span
    qtbot.keyClick(shown, Qt.Key.Key_PageUp)
    assert shown.window_shown()[1] < narrow[1]
    qtbot.keyClick(shown, Qt.Key.Key_PageDown)
    qtbot.keyClick(shown, Qt.Key.Key_Minus)
    assert shown.window_shown()[1] - shown.window_shown()[0] == pytest.approx(
        span, abs=timedelta(seconds=1)
    )


def test_the_mouse_points_to_the_nearest_moment(shown, qtbot):
    area = shown._stack.area()
    x = shown._stack.x_of(at(20.7).timestamp())
    with qtbot.waitSignal(shown.pointed) as said:
        shown._stack._moved(QPointF(x, area.center().y()))
    assert said.args == [at(20)]
    assert shown._readout.isVisible()
    assert shown.rect().contains(shown._readout.geometry())
    shown._stack._moved(QPointF(2, 2))
    assert not shown._readout.isVisible()


@pytest.mark.parametrize("hours", [-24, 30, 96])
def test_the_card_stays_beside_the_crosshair(shown, hours):
    shown.point_at(at(hours))
    x = shown._stack.x_of(at(hours).timestamp()) + shown._stack.x()
    card = shown._readout.geometry()
    assert not card.left() <= x <= card.right()
    assert shown.rect().contains(card)


# --- growth --------------------------------------------------------------------------------------


def state(drawn):
    return (
        {
            key: (
                trace.valued,
                trace.words,
                trace.xs.tolist(),
                trace.ys.tolist(),
                np.nan_to_num(trace.others, nan=-1).tolist(),
                trace.starts.tolist(),
            )
            for key, trace in drawn.traces.items()
        },
        drawn.limits,
        drawn.bands,
        drawn.oxygen,
        drawn.drugs,
        [(event.at, event.fact) for event in drawn.events],
    )


def afresh(of):
    drawn = Drawn()
    drawn.take(of)
    return state(drawn)


def test_a_chart_grown_entry_by_entry_is_the_chart_made_afresh():
    every = entries(story())
    known = chart(every[:3], every[2].at, SHANGHAI)
    drawn = Drawn()
    drawn.take(known)
    for number, entry in enumerate(every[3:], 4):
        known = known.extended([entry], entry.at)
        drawn.take(known)
        if number % 9 == 0:
            assert state(drawn) == afresh(known)
    known = known.extended([], NOW + timedelta(hours=9))
    drawn.take(known)
    assert state(drawn) == afresh(known)


LATE = Vitals(temp_c=39.9, hr_bpm=133, sbp_mmhg=82, dbp_mmhg=40, spo2_pct=88)


@pytest.mark.parametrize(
    ("hours", "fact", "amends"),
    [
        (50, LATE, None),
        (96.5, LATE, None),
        (20, Support("nasal_cannula", 6.0), None),
        (33, Drug("norepinephrine", "started", rate=0.1), None),
        (54, Lab("il6", 333, "pg/mL"), "il6"),
        (54, Retracted(), "il6"),
        (92, Retracted(), "confirmed"),
        (30, Retracted(), "crp"),
        (-3, Infused(1e8, "cells"), None),
    ],
)
def test_late_amended_and_retracted_entries_are_drawn_as_if_afresh(hours, fact, amends):
    every = entries(story())
    drawn = Drawn()
    known = chart(every, NOW, SHANGHAI)
    drawn.take(known)
    replaced = {
        "il6": lambda e: e.kind == "lab" and e.fact.analyte == "il6" and e.at == at(54),
        "crp": lambda e: e.kind == "lab" and e.fact.analyte == "crp",
        "confirmed": lambda e: e.kind == "confirmed",
    }
    target = next(e.id for e in every if replaced[amends](e)) if amends else None
    late = Entry("z", "ws", 999, "RC-014", at(hours), NOW, "A", "nurse", fact, target, "wrong")
    known = known.extended([late], NOW)
    drawn.take(known)
    assert state(drawn) == afresh(known)
    if amends == "crp":
        assert "lab:crp" not in drawn.traces


def test_a_grown_chart_looks_like_one_made_afresh(make):
    every = entries(story())
    grown = make(chart(every[:40], every[39].at, SHANGHAI))
    known = chart(every[:40], every[39].at, SHANGHAI)
    for entry in every[40:]:
        known = known.extended([entry], entry.at)
        grown.show_chart(known)
    known = known.extended([], NOW)
    grown.show_chart(known)
    fresh = make(known)
    assert grown.panels() == fresh.panels()
    assert grown.window_shown() == fresh.window_shown()
    assert grown.grab().toImage() == fresh.grab().toImage()


def test_a_range_follows_the_time_and_a_chosen_place_stays(make):
    known = charted_story()
    widget = make(known, name="24h")
    later = known.extended([], NOW + timedelta(hours=2))
    widget.show_chart(later)
    assert widget.window_shown()[0] == NOW - timedelta(hours=22)
    widget._pan(-3600 * 30.0)
    before = widget.window_shown()
    widget.show_chart(later.extended([], NOW + timedelta(hours=3)))
    assert widget.window_shown() == before


def test_another_patient_brings_nothing_of_the_last_one(shown):
    shown.point_at(at(20))
    other = chart(entries([(1, Vitals(temp_c=37.7))], patient="BC-003"), NOW, SHANGHAI)
    shown.show_chart(other)
    assert {k: [p.value for p in of] for k, of in shown.points().items()} == {"temp_c": [37.7]}
    assert shown.reading() is None


# --- panels, empty states, appearance ------------------------------------------------------------

ALL_KEYS = charted()


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        (396, ("temperature", "circulation", "saturation", "respiration", "cytokines")),
        (700, tuple(panel.name for panel in panels(ALL_KEYS))),
        (60, ("temperature",)),
    ],
)
def test_what_there_is_room_for_depends_on_the_height(height, expected):
    found = room(panels(ALL_KEYS), height, 20, 1.0, oxygen=True, drugs=9, events=True)
    assert set(found.heights) == set(expected)
    assert {panel.name for panel in found.left_out} == (
        {panel.name for panel in panels(ALL_KEYS)} - set(expected)
    )
    lanes = 20 * (int(found.oxygen) + found.drugs + int(found.events))
    if height > 100:
        assert sum(found.heights.values()) + lanes <= height
        assert sum(found.heights.values()) + lanes > height - 3


def test_panels_without_any_data_take_no_room():
    assert [p.name for p in panels({"temp_c"})] == ["temperature", "circulation", "saturation"]
    assert [p.name for p in panels({"lab:crp"})][-1] == "acute"


def test_what_has_no_room_is_named(make):
    widget = make(charted_story(), size=(620, 480))
    assert "ice" not in widget.panels()
    hidden = {panel.name for panel in widget._stack.left_out()}
    assert hidden == {"ice", "acute"}
    assert "ICE" in widget._stack._corner.toolTip()
    assert "CRP" in widget._stack._corner.toolTip()
    widget.point_at(at(30))
    assert {"ICE", "CRP"} & {line.label for line in widget.reading().lines}


@pytest.mark.parametrize("size", [(620, 480), (1180, 760)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_panels_lie_one_below_the_other_with_their_left_edges_aligned(make, qapp, size, scale):
    theme.apply(qapp, DAY, scale)
    widget = make(charted_story(), size=size)
    boxes = [b.mapRectToScene(b.rect()) for b in widget._stack._boxes.values() if b.isVisible()]
    assert len({round(box.left(), 3) for box in boxes}) == 1
    assert len({round(box.right(), 3) for box in boxes}) == 1
    assert all(a.bottom() <= b.top() + 0.01 for a, b in pairwise(boxes))
    axis = widget._stack.axis.sceneBoundingRect()
    assert axis.left() == pytest.approx(boxes[0].left())
    assert widget._stack.sceneRect().bottom() >= axis.top() + axis.height() * 0.99


def test_an_empty_chart_says_so(make):
    widget = make(chart(entries([(-9, Enrolled())]), NOW, SHANGHAI))
    assert widget._empty.isVisible()
    assert widget._empty.text() == "Nothing has been charted yet."
    widget.show_chart(charted_story())
    assert not widget._empty.isVisible()


def test_a_time_without_points_says_what_was_last(make, monkeypatch):
    said = []
    widget = make(
        chart(entries([(0, Infused()), (1, Vitals(temp_c=38.2))]), NOW, SHANGHAI), name="24h"
    )
    (plate, *_) = widget._stack.curve_plates()

    class Recorder(QPainter):
        def drawText(self, *args):  # noqa: N802
            said.append(args[-1])

    image = widget.grab().toImage()
    painter = Recorder(image)
    plate.draw(painter, plate.frame())
    painter.end()
    assert said == [
        "Nothing charted in this time; last Temp 38.2\N{NO-BREAK SPACE}°C, 18 Nov 2026 11:05."
    ]


def test_colours_follow_the_theme(make, qapp):
    widget = make(charted_story())
    day = widget.grab().toImage()
    theme.apply(qapp, NIGHT)
    night = widget.grab().toImage()
    corner = widget._stack.pos() + QPoint(2, 2)
    assert day.pixelColor(corner) == QColor(DAY.surface)
    assert night.pixelColor(corner) == QColor(NIGHT.surface)
    assert blobs(panel_image(widget, "temperature"), NIGHT.temperature) >= 2


def test_figures_have_the_decimal_sign_of_the_language(make):
    widget = make(charted_story())
    widget.setLocale(QLocale("de_DE"))
    widget.point_at(at(0))
    (temp,) = [line.value for line in widget.reading().lines if line.label == "Temp"]
    assert "," in temp


# --- grades --------------------------------------------------------------------------------------


def band(start, end, level, at_least=0, status="graded", *, before=False):
    return Band(at(start), at(end), level, at_least, status, before)


def frame(hours=100, width=500):
    return Frame(at(0).timestamp(), at(hours).timestamp(), 0, 1, width, 20)


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([band(0, 50, 0), band(50, 100, 2, 2)], [(0, 250, (0, 0)), (250, 500, (2, 2))]),
        ([band(0, 100, None, 2)], [(0, 500, (None, 2))]),
        ([band(0, 100, None, 0)], [(0, 500, (None, 0))]),
        ([band(0, 100, 1, 1, "partial")], [(0, 500, (None, 1))]),
        ([band(0, 40, 0, before=True), band(40, 100, 0)], [(0, 200, None), (200, 500, (0, 0))]),
        (
            [band(0, 50, 0, 0, "no_crs"), band(50, 100, 0, 0, "quiet")],
            [(0, 500, (0, 0))],
        ),
        (
            [
                band(0, 50, 1, 1),
                band(50, 50.2, 3, 3),
                band(50.2, 50.4, None),
                band(50.4, 100, 1, 1),
            ],
            [(0, 250, (1, 1)), (250, 252, (3, 3)), (252, 500, (1, 1))],
        ),
    ],
)
def test_bands_are_drawn_with_the_worst_where_they_crowd(bands, expected):
    found = [
        (round(block.left), round(block.right), block.rank) for block in _Row(bands).blocks(frame())
    ]
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one[2] == other[2]
        assert one[:2] == pytest.approx(other[:2], abs=3)


def test_no_grade_is_lost_however_crowded():
    chance = random.Random(1)
    levels = [chance.choice((0, 0, 0, 1, 2, None)) for _ in range(3000)]
    levels[1717] = 4
    bands = [band(n / 30, (n + 1) / 30, lv, lv or 0) for n, lv in enumerate(levels)]
    blocks = list(_Row(bands).blocks(frame()))
    assert any(block.rank == (4, 4) for block in blocks)
    assert blocks[0].left == 0
    assert blocks[-1].right == pytest.approx(500)
    assert all(a.right == b.left for a, b in pairwise(blocks))


def test_both_scales_have_a_band_with_what_a_physician_said(shown):
    plate = shown._stack._plates["bands"]
    assert [bool(plate.blocks(scale)) for scale in SCALES] == [True, True]
    ((_, said),) = plate._chips(plate.frame(), "crs", 0.0)
    assert said.fact.overrides


# --- lines and lanes in pixels -------------------------------------------------------------------


def test_a_crowded_line_keeps_its_lowest_and_highest_values():
    chance = random.Random(2)
    xs = np.sort(np.array([chance.uniform(0, 200) for _ in range(5000)]))
    ys = np.array([chance.uniform(10, 90) for _ in range(5000)])
    ys[3333], ys[1234] = 2.0, 99.0
    starts = np.zeros(5000, dtype=bool)
    starts[[0, 2500]] = True
    thin = thinned(xs, ys, starts)
    assert len(thin[0]) < 500
    assert (thin[1].min(), thin[1].max()) == (2.0, 99.0)
    assert thin[2].sum() == 2


def test_a_roomy_line_is_left_as_it_is():
    xs, ys = np.arange(0, 200, 5.0), np.arange(40.0)
    assert thinned(xs, ys, np.zeros(40, dtype=bool))[0] is xs


def test_a_point_alone_always_has_its_symbol():
    xs = np.array([0.0, 1.0, 2.0, 3.0, 50.0])
    starts = np.array([True, False, True, True, False])
    assert sparse(xs, starts, 5).tolist() == [True, False, True, True, True]


def lane(*doses):
    def given(start, end):
        return Given(at(start), at(end), Drug("paracetamol", dose=500), "e", at(end))

    return Lane("paracetamol", DrugClass.ANTIPYRETIC, tuple(given(*dose) for dose in doses))


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([(20, 20)], 1),
        ([(20, 20), (40, 40)], 2),
        ([(20, 20), (21, 21)], 2),
        ([(20, 20), (21, 21), (22, 22)], 2),
        ([(2, 2), (97, 97)], 2),
        ([(10, 60)], 1),
    ],
)
def test_words_in_a_lane_never_lie_on_each_other(doses, expected):
    strips = drug_strips(lane(*doses))
    width = 60.0
    found = placed(strips, frame(), 6.0, 3.0, lambda _: ("500 mg", width))
    assert len(found) == expected
    spans = [(w.left, w.left + width) for w in found]
    marks = [(frame().x(s.start) - 6, frame().x(s.end) + 6) for s in strips if s.is_dose]
    for n, (left, right) in enumerate(spans):
        assert left >= 0
        assert right <= 500
        others = [*spans[:n], *spans[n + 1 :], *marks]
        assert all(right <= a or left >= b for a, b in others)


def test_an_infusion_is_one_bar_however_often_its_rate_was_changed():
    chain = lane((0, 4), (4, 9), (20, 25))
    found = drug_strips(chain)
    assert [(s.start, s.end, len(s.cuts)) for s in found] == [
        (at(0).timestamp(), at(9).timestamp(), 1),
        (at(20).timestamp(), at(25).timestamp(), 0),
    ]


def test_a_trace_counts_what_lies_between_two_moments():
    trace = Trace("lab:crp", log=True)
    within = limits("lab:crp", [INFUSED])
    trace.extend([Point(at(h), h, str(h)) for h in (1, 10, 20)], within)
    trace.extend([Point(at(25), None, "w", text="haemolysed")], within)
    assert trace.count(at(10).timestamp(), at(25).timestamp()) == 3
    assert [p.entry for p in trace.points(at(10).timestamp(), at(25).timestamp())] == [
        "10",
        "20",
        "w",
    ]
    assert trace.ys.tolist() == pytest.approx([0, 1, 1.30103], abs=1e-4)
    assert trace.neighbour(at(20), 1) == at(25)
    assert trace.neighbour(at(1), -1) is None


@pytest.mark.parametrize(
    ("key", "point", "expected"),
    [
        ("temp_c", Point(NOW, 38.0, ""), "38.0 °C"),
        ("hr_bpm", Point(NOW, 120, ""), "120 /min"),
        ("bp", Point(NOW, 92, "", other=54), "92/54 mmHg"),
        ("bp", Point(NOW, 92, ""), "92/— mmHg"),
        ("bp", Point(NOW, None, "", text="unrecordable"), "not recordable"),
        ("map", Point(NOW, 66.6667, ""), "67 mmHg"),
        ("ice", Point(NOW, 8, ""), "8/10"),
        ("ice", Point(NOW, 6, "", other=9), "6–9/10"),
        ("lab:il6", Point(NOW, 1.5, "", bound="<"), "< 1.5 pg/mL"),
        ("lab:ferritin", Point(NOW, 3400.0, ""), "3400 µg/L"),
        ("lab:crp", Point(NOW, 0.05, ""), "0.05 mg/L"),
        ("lab:crp", Point(NOW, None, "", text="haemolysed"), "haemolysed"),
    ],
)
def test_a_point_in_words(key, point, expected):
    found = value_with_unit(key, point, QLocale.c())
    assert found.replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("rates", "expected"),
    [((0.04,), "0.04 µg/kg/min"), ((0.04, 0.1, 0.06), "0.04–0.1 µg/kg/min")],
)
def test_the_rates_of_an_infusion_are_a_range(rates, expected):
    drugs = [Drug("norepinephrine", "changed", rate=r, rate_unit="mcg/kg/min") for r in rates]
    assert amount_text(drugs, QLocale.c()).replace("\N{NO-BREAK SPACE}", " ") == expected


# --- the table -----------------------------------------------------------------------------------


@pytest.fixture
def model(qtmodeltester):
    made = PointsModel()
    of = charted_story()
    made.show_points(of, points(of.timeline, at(-100), NOW))
    return made


def row_texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_model_keeps_the_rules_of_models(model, qtmodeltester):
    qtmodeltester.check(model)
    of = charted_story()
    later = of.extended(entries([(99.5, Vitals(temp_c=38.9))], first=900), NOW)
    model.show_points(later, points(later.timeline, at(-100), NOW))
    model.show_points(of, points(of.timeline, at(50), NOW))


def test_the_table_is_newest_first_with_texts_as_on_the_chart(model):
    header = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert header == [
        *("Time", "Day", "Temp °C", "HR /min", "BP mmHg", "MAP mmHg", "RR /min", "SpO₂ %"),
        *("ICE /10", "IL-6 pg/mL", "IFN-γ pg/mL", "Ferritin µg/L", "CRP mg/L"),
    ]
    assert row_texts(model, 0)[:2] == ["22 Nov 2026 10:05", "D+4"]
    by_time = {row_texts(model, row)[0]: row_texts(model, row) for row in range(model.rowCount())}
    assert by_time["22 Nov 2026 06:05"][3:8] == ["126", "94/52", "66", "16", "97"]
    assert by_time["22 Nov 2026 08:05"][4] == "not recordable"
    assert by_time["18 Nov 2026 16:05"][9] == "<\N{NO-BREAK SPACE}1.5"
    assert by_time["20 Nov 2026 16:05"][11] == "haemolysed"
    moments = [model.moment(row) for row in range(model.rowCount())]
    assert moments == sorted(moments, reverse=True)


def test_two_values_of_one_moment_are_both_listed():
    of = chart(
        entries([(1, Vitals(temp_c=37.0, hr_bpm=80)), (1, Vitals(temp_c=38.0))]), NOW, SHANGHAI
    )
    model = PointsModel()
    model.show_points(of, points(of.timeline, at(0), NOW))
    assert sorted(row_texts(model, row)[2] for row in range(2)) == ["37.0", "38.0"]
    assert model.count() == 3


def test_a_screen_reader_hears_quantity_unit_and_time(model):
    row = next(r for r in range(model.rowCount()) if model.moment(r) == at(92))
    heard = model.index(row, 4).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "BP 94/52\N{NO-BREAK SPACE}mmHg, 22 Nov 2026 06:05"


def test_a_new_point_is_a_new_row_and_nothing_else(model, qtbot):
    of = charted_story()
    later = of.extended(entries([(99.5, Vitals(temp_c=38.9))], first=900), NOW)
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted) as said:
        model.show_points(later, points(later.timeline, at(-100), NOW))
    assert said.args[1:] == [0, 0]
    assert not resets
    assert row_texts(model, 0)[2] == "38.9"


def test_the_table_points_and_is_pointed_at(qtbot):
    of = charted_story()
    table = PointsTable()
    qtbot.addWidget(table)
    table.show_chart(of)
    assert table.points_model().count() == 0
    table.show()
    assert table.points_model().count() > 0
    with qtbot.waitSignal(table.pointed) as said:
        table.point_at(at(20.4))
    assert said.args == [at(20)]
    assert table.selectionModel().hasSelection()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.points_model().moment(table.currentIndex().row()) < at(20)


def test_chart_and_table_follow_each_other(make, qtbot):
    said = [(1, Vitals(temp_c=37.0)), (5, Vitals(temp_c=38.0)), (5, Vitals(temp_c=38.2))]
    of = chart(entries([*said, (9, Vitals(temp_c=39.0))]), NOW, SHANGHAI)
    widget, table = make(of), PointsTable()
    qtbot.addWidget(table)
    widget.ranged.connect(table.set_window)
    widget.pointed.connect(table.point_at)
    table.pointed.connect(widget.point_at)
    table.show_chart(of)
    table.show()
    visited = []
    table.pointed.connect(visited.append)
    table.selectRow(0)
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert visited == [at(9), at(5), at(5), at(1)]
    assert widget.reading().at == at(1)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_End)
    assert table.currentIndex().row() == 0


# --- what it costs to be there -------------------------------------------------------------------


def test_only_the_chart_imports_the_plotting_library():
    code = (
        "import sys, ui.widgets.parts, ui.widgets.badge, ui.widgets.spark, ui.ward, ui.theme\n"
        "assert 'pyqtgraph' not in sys.modules\n"
        "import ui.widgets.course\n"
        "assert 'pyqtgraph' in sys.modules\n"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)  # noqa: S603


def test_redrawing_does_not_gather_items(shown):
    before = len(shown._stack.scene().items())
    for _ in range(20):
        shown._pan(-3600.0)
        shown.show_chart(charted_story())
    assert len(shown._stack.scene().items()) == before
