from dataclasses import fields

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import DAY, NIGHT, SCALES, THEMES, Patch, Theme

TEXT = 4.5
MARK = 3.0

BOTH = pytest.mark.parametrize("colours", [DAY, NIGHT], ids=lambda t: t.name)


@pytest.fixture(autouse=True)
def _day_again(qapp):
    yield
    theme.apply(qapp, DAY)


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(pairs, least):
    return [
        f"{name}: {fore} on {back} {contrast(fore, back):.2f}"
        for name, fore, back in pairs
        if contrast(fore, back) < least
    ]


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def plain_text(t):
    for ink in ("ink", "second", "faint", "accent_text", "ok", "late", "warn_text"):
        for ground in ("ground", "surface", "accent_soft"):
            yield f"{ink} on {ground}", getattr(t, ink), getattr(t, ground)
    for level in ("high", "medium", "low"):
        alarm = t.alarm(level)
        for ink in (alarm.text, t.ink, t.second, t.faint):
            yield f"text on alarm {level}", ink, alarm.fill
    yield "unknown", t.unknown_text, t.surface
    yield "unknown", t.unknown_text, t.ground


def control_text(t):
    for ground in (t.raised, t.raised_hover, t.accent_soft):
        yield "button", t.ink, ground
    yield "button that is down", t.accent_text, t.accent_soft
    yield "button out of use", t.faint, t.ground
    for ground in (t.field, t.warn_ground, t.refused_ground):
        yield "ink in field", t.ink, ground
        yield "place holder in field", t.faint, ground
    yield "primary", t.on_accent, t.accent
    yield "primary under the pointer", t.on_accent, t.accent_hover
    yield "primary out of use", t.second, t.line
    yield "tool tip", t.surface, t.ink
    for ground in (t.side, t.side_on):
        yield "side bar", t.side_ink, ground
        yield "side bar, strong", t.side_strong, ground
    yield "side bar, small", t.side_faint, t.side


def patch_text(t):
    for field in fields(t):
        value = getattr(t, field.name)
        if isinstance(value, Patch):
            yield field.name, value.text, value.fill
    for grade, g in enumerate(t.grades):
        yield f"grade {grade}", g.text, g.fill
        yield f"grade {grade} on its hatch", g.text, g.hatch or g.fill
        yield f"grade {grade} as words on surface", g.mark, t.surface
        yield f"grade {grade} as words on ground", g.mark, t.ground


def mark_pairs(t):
    names = (
        "temperature", "heart_rate", "blood_pressure", "respiration", "spo2", "ice",
        "reference", "warn", "refused", "field_line", "unknown_line", "accent", "accent_text",
    )  # fmt: skip
    marks = [(name, getattr(t, name)) for name in names]
    marks += [(f"cytokine {n}", colour) for n, colour in enumerate(t.cytokines)]
    for name in ("lane_oxygen_low", "lane_oxygen_high", "lane_pressor", "lane_drug"):
        marks.append((name, getattr(t, name).edge))
    for name in ("choice_yes", "choice_no"):
        marks.append((name, getattr(t, name).edge))
    marks += [(f"grade {n}", g.edge) for n, g in enumerate(t.grades) if n > 2]
    for name, colour in marks:
        yield f"{name} on surface", colour, t.surface
    for name in ("field_line", "unknown_line", "accent_text", "reference"):
        yield f"{name} on ground", getattr(t, name), t.ground
    yield "focus ring of the primary button", t.ink, t.ground
    yield "focus ring in the side bar", t.side_focus, t.side
    yield "focus ring in the side bar", t.side_focus, t.side_on
    for level in ("high", "medium", "low"):
        yield f"sign of alarm {level}", t.alarm(level).mark, t.alarm(level).fill
    for patch in (t.count_high, t.count_medium):
        yield "count", patch.fill, t.side


@BOTH
@pytest.mark.parametrize("pairs", [plain_text, control_text, patch_text])
def test_all_text_has_enough_contrast(colours, pairs):
    assert too_weak(pairs(colours), TEXT) == []


@BOTH
def test_all_marks_have_enough_contrast(colours):
    assert too_weak(mark_pairs(colours), MARK) == []


@BOTH
def test_grades_differ_in_lightness_or_hatch_not_in_hue_alone(colours):
    fills = [luminance(g.fill) for g in colours.grades]
    assert fills[1] > fills[2] > fills[3] > fills[4] > fills[5]
    assert [g.hatch is not None for g in colours.grades] == [False] * 4 + [True] * 2


@BOTH
def test_every_colour_is_a_colour(colours):
    def flat(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                yield from flat(part)
        elif isinstance(value, Patch):
            for field in fields(value):
                yield from flat(getattr(value, field.name))

    found = [c for f in fields(Theme) if f.name != "name" for c in flat(getattr(colours, f.name))]
    assert len(found) > 80
    assert all(c == QColor(c).name().upper() for c in found)


@pytest.mark.parametrize("scale", SCALES)
@BOTH
def test_apply_sets_font_palette_and_current(qapp, colours, scale):
    theme.apply(qapp, colours, scale)
    assert theme.current() is colours
    assert theme.scale() == scale
    assert qapp.font().pixelSize() == round(14 * scale)
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == colours.ground
    assert "$" not in qapp.styleSheet()


def test_figures_are_of_equal_width(qapp):
    theme.apply(qapp, DAY)
    for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold):
        metrics = QFontMetricsF(theme.font(14, weight))
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_figures_stay_of_equal_width_where_the_sheet_sets_the_size(qapp, qtbot):
    theme.apply(qapp, DAY)
    label = QLabel("38.8")
    label.setProperty("role", "day")
    qtbot.addWidget(label)
    label.ensurePolished()
    metrics = QFontMetricsF(label.font())
    assert label.font().pixelSize() == 24
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("scale", SCALES)
def test_targets_are_high_enough(qapp, qtbot, scale):
    theme.apply(qapp, DAY, scale)
    button, main, nav = QPushButton("Save"), QPushButton("Save"), QPushButton("Ward")
    main.setProperty("main", "true")
    nav.setProperty("kind", "nav")
    entry = QLineEdit()
    entry.setProperty("entry", "true")
    rest = [QLineEdit(), QComboBox(), QCheckBox("x"), QRadioButton("x"), nav, entry, button]
    for widget in [main, *rest]:
        qtbot.addWidget(widget)
        widget.ensurePolished()
    assert main.sizeHint().height() >= 44 * scale - 1
    assert [w for w in rest if w.sizeHint().height() < 32 * scale - 1] == []


def picture(widget):
    return widget.grab().toImage()


@BOTH
@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        (QLineEdit, {}),
        (QLineEdit, {"state": "warn"}),
        (QLineEdit, {"state": "refused"}),
        (QComboBox, {}),
        (QPushButton, {}),
        (QPushButton, {"kind": "primary"}),
        (QPushButton, {"kind": "nav"}),
        (QPushButton, {"kind": "choice"}),
        (QPushButton, {"kind": "link"}),
        (QCheckBox, {}),
        (QRadioButton, {}),
    ],
    ids=str,
)
def test_focus_can_be_seen_and_moves_nothing(qapp, qtbot, colours, kind, properties):
    theme.apply(qapp, colours)
    window = QWidget()
    layout = QVBoxLayout(window)
    widget = kind()
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        widget.setText("Words")
    for name, value in properties.items():
        widget.setProperty(name, value)
    other = QLineEdit()
    layout.addWidget(other)
    layout.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(other.hasFocus)
    before, size = picture(widget), widget.size()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)
    after = picture(widget)
    changed = sum(
        before.pixel(x, y) != after.pixel(x, y)
        for x in range(before.width())
        for y in range(before.height())
    )
    assert widget.size() == size
    assert changed >= 2 * widget.width()


@BOTH
def test_warned_refused_and_plain_fields_look_different(qapp, qtbot, colours):
    theme.apply(qapp, colours)
    pictures = []
    for state in ("", "warn", "refused"):
        field = QLineEdit("38.8")
        field.setProperty("state", state)
        qtbot.addWidget(field)
        pictures.append(picture(field))
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_changing_the_theme_tells_every_widget(qapp, qtbot):
    theme.apply(qapp, DAY)
    heard = []

    class Listener(QWidget):
        def changeEvent(self, event):  # noqa: N802
            heard.append((event.type(), theme.current().name))

    widget = Listener()
    qtbot.addWidget(widget)
    widget.show()
    heard.clear()
    theme.apply(qapp, NIGHT)
    qtbot.waitUntil(lambda: (QEvent.Type.StyleChange, "night") in heard)


def test_a_theme_is_found_by_its_name():
    assert THEMES == {"day": DAY, "night": NIGHT}
