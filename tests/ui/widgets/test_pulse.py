"""Marks flash at the pace of their priority, together, and never faster than is safe."""

import pytest
from PySide6.QtCore import SIGNAL, QObject

from ui.widgets.parts import AlarmFrame
from ui.widgets.pulse import HALF_MS, Flash, Pulse, pulse

SAFE_HZ = 3.0
BANDS = {"high": (1.4, 2.8), "medium": (0.4, 0.8)}


@pytest.mark.parametrize("level", ["high", "medium"])
def test_a_mark_flashes_within_the_band_of_its_priority_lit_half_of_the_time(qtbot, level):
    frame = AlarmFrame()
    qtbot.addWidget(frame)
    frame.set_level(level, flashing=True)
    timer = pulse(level).timer
    assert timer.isActive()
    shown = []
    for _ in range(8):
        timer.timeout.emit()
        shown.append(frame.lit)
    assert shown in ([True, False] * 4, [False, True] * 4)
    rate = 1000 / (2 * timer.interval())
    low, high = BANDS[level]
    assert low <= rate <= high < SAFE_HZ


def test_low_ones_and_those_that_somebody_has_seen_are_steady(qtbot):
    frame = AlarmFrame()
    qtbot.addWidget(frame)
    assert "low" not in HALF_MS
    for level, flashing in (("low", True), ("high", False), ("medium", False)):
        frame.set_level(level, flashing=flashing)
        for other in HALF_MS:
            pulse(other).timer.timeout.emit()
            assert frame.lit


def test_all_of_a_priority_flash_together_and_the_others_at_their_own_pace(qtbot):
    frames = [AlarmFrame() for _ in range(3)]
    for frame, level in zip(frames, ("high", "high", "medium"), strict=True):
        qtbot.addWidget(frame)
        frame.set_level(level, flashing=True)
    for _ in range(3):
        medium = frames[2].lit
        pulse("high").timer.timeout.emit()
        assert frames[0].lit is frames[1].lit is pulse("high").lit
        assert frames[2].lit is medium
    late = AlarmFrame()
    qtbot.addWidget(late)
    late.set_level("high", flashing=True)
    assert late.lit is frames[0].lit


def test_a_screen_that_was_busy_flashes_slower_never_faster(qtbot):
    holder = QObject()
    flash = Flash(holder, lambda _lit: None)
    flash.set("high")
    timer = pulse("high").timer
    assert timer.isSingleShot(), "the next turn waits its whole time from this one on"
    timer.timeout.emit()
    assert timer.remainingTime() > HALF_MS["high"] / 2


def test_who_stops_flashing_is_lit(qtbot):
    frame = AlarmFrame()
    qtbot.addWidget(frame)
    frame.set_level("medium", flashing=True)
    if frame.lit:
        pulse("medium").timer.timeout.emit()
    assert not frame.lit
    frame.set_level("medium")
    assert frame.lit


def test_the_timer_rests_while_nobody_listens(qapp):
    holder = QObject()
    one = Pulse("high", holder)
    heard = []
    assert not one.timer.isActive()
    one.join(heard.append)
    assert one.timer.isActive()
    one.timer.timeout.emit()
    one.leave(heard.append)
    assert heard == [True, False, True]
    one.timer.stop()
    one.timer.timeout.emit()
    assert not one.timer.isActive()
    assert one.lit


def test_who_is_gone_is_told_no_more(qtbot):
    frame = AlarmFrame()
    frame.set_level("high", flashing=True)
    before = pulse("high").receivers(SIGNAL("beat(bool)"))
    with qtbot.waitSignal(frame.destroyed):
        frame.deleteLater()
    assert pulse("high").receivers(SIGNAL("beat(bool)")) < before


@pytest.mark.parametrize("lit", [True, False])
def test_only_the_stroke_goes_out(qtbot, lit):
    frame = AlarmFrame()
    qtbot.addWidget(frame)
    frame.resize(300, 44)
    frame.set_level("high")
    steady = frame.grab().toImage()
    frame.set_level("high", flashing=True)
    while frame.lit is not lit:
        pulse("high").timer.timeout.emit()
    seen = frame.grab().toImage()
    assert (seen.pixelColor(3, 22) == steady.pixelColor(3, 22)) is lit
    assert seen.copy(10, 0, 290, 44) == steady.copy(10, 0, 290, 44)
