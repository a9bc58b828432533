from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QColor

from ui import theme
from ui.theme import DAY, NIGHT, THEMES
from ui.widgets.spark import Spark

END = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
START = END - timedelta(hours=48)


def hours(*pairs):
    return [(START + timedelta(hours=h), value) for h, value in pairs]


@pytest.fixture(params=["day", "night"])
def colours(request, qapp):
    theme.apply(qapp, THEMES[request.param])
    yield THEMES[request.param]
    theme.apply(qapp, DAY)


@pytest.fixture
def spark(qtbot):
    made = Spark(gap=timedelta(hours=9))
    made.resize(120, 34)
    qtbot.addWidget(made)
    return made


def count(spark, colour, x_from=0, x_to=120):
    image = spark.grab().toImage()
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(x_from, x_to) for y in range(image.height())
    )


def test_points_lie_at_their_true_time_and_height(spark):
    spark.set_points(hours((0, 36.0), (12, 38.0), (48, 40.0)), START, END, 38.0, 36, 40)
    left, right = spark.place(START, 36.0), spark.place(END, 40.0)
    middle = spark.place(START + timedelta(hours=12), 38.0)
    assert (left.x(), left.y()) == (4, 30)
    assert (right.x(), right.y()) == (116, 4)
    assert middle.x() == pytest.approx(4 + 112 / 4)
    assert middle.y() == pytest.approx(17)


def test_values_beyond_the_range_are_drawn_at_its_edge(spark):
    spark.set_points(hours((1, 43.0)), START, END, None, 36, 40)
    assert spark.place(END, 43.0).y() == spark.place(END, 40.0).y()
    assert spark.place(END, 30.0).y() == spark.place(END, 36.0).y()


def test_a_gap_parts_the_line(spark):
    points = hours((0, 37), (8, 37), (17, 37), (27, 37), (40, 37), (44, 37))
    spark.set_points(points, START, END, None, 36, 40)
    assert [len(run) for run in spark.runs()] == [3, 1, 2]


def test_nothing_is_drawn_in_a_gap(spark, colours):
    spark.set_points(hours((0, 38), (6, 38), (40, 38), (46, 38)), START, END, None, 36, 40)
    assert count(spark, colours.temperature) > 20
    assert count(spark, colours.temperature, 25, 90) == 0
    spark.set_points(
        hours((0, 38), (8, 38), (16, 38), (24, 38), (32, 38)), START, END, None, 36, 40
    )
    assert count(spark, colours.temperature, 25, 78) > 40


def test_order_does_not_matter_and_what_lies_outside_is_left_out(spark):
    points = hours((8, 37.5), (-1, 37.0), (0, 37.2), (49, 37.1))
    spark.set_points(points, START, END, None, 36, 40)
    assert [value for run in spark.runs() for _, value in run] == [37.2, 37.5]


def test_time_is_true_over_the_night_when_clocks_change(spark):
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 25, 0, 0, tzinfo=zone)
    end = datetime(2026, 10, 25, 23, 0, tzinfo=zone)  # 24 hours later
    at = datetime(2026, 10, 25, 11, 0, tzinfo=zone)  # 12 hours after the start
    spark.set_points([(at, 38.0)], start, end, None, 36, 40)
    assert spark.place(at, 38.0).x() == pytest.approx(60)


def test_the_reference_line_is_dashed_across(spark, colours):
    spark.set_points([], START, END, 38.0, 36, 40)
    drawn = count(spark, colours.reference)
    assert 40 <= drawn <= 80
    spark.set_points([], START, END, None, 36, 40)
    assert count(spark, colours.reference) == 0


def test_the_last_point_is_a_dot(spark, colours):
    spark.set_points(hours((0, 38.0), (6, 38.0)), START, END, None, 36, 40)
    at = spark.place(START + timedelta(hours=6), 38.0)
    image = spark.grab().toImage()
    assert image.pixelColor(round(at.x()), round(at.y()) - 2) == QColor(colours.temperature)
    assert image.pixelColor(round(at.x()) - 8, round(at.y()) - 2) != QColor(colours.temperature)


@pytest.mark.parametrize(
    ("start", "end", "low", "high"), [(END, START, 36, 40), (START, END, 40, 36)]
)
def test_an_empty_window_is_refused(spark, start, end, low, high):
    with pytest.raises(ValueError, match="before"):
        spark.set_points([], start, end, None, low, high)


def test_a_spark_without_points_paints_nothing_and_follows_the_theme(spark, qapp):
    assert not spark.grab().isNull()
    spark.set_points(hours((0, 38.0), (6, 38.0)), START, END, None, 36, 40)
    for colours in (NIGHT, DAY):
        theme.apply(qapp, colours)
        assert count(spark, colours.temperature) > 5
