import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QTableWidget, QVBoxLayout, QWidget

from ui import theme
from ui.theme import DAY, NIGHT
from ui.widgets.parts import (
    AlarmFrame,
    ElidedLabel,
    FlowRow,
    KeyButton,
    NavButton,
    card,
    key_chip,
    label,
    plain_table,
    rule,
    set_state,
)


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)
    yield
    theme.apply(qapp, DAY)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_a_button_shows_and_obeys_its_key(qtbot):
    window = QWidget()
    button = KeyButton("Find patient", shortcut="Ctrl+K")
    QVBoxLayout(window).addWidget(button)
    shown(qtbot, window)
    with qtbot.waitActive(window):
        window.activateWindow()
    assert button.chip_text() == "Ctrl+K"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_the_key_outlives_a_change_of_words(qtbot):
    button = KeyButton("Save", shortcut="Ctrl+Return")
    qtbot.addWidget(button)
    button.setText("Speichern")
    assert button.shortcut() == QKeySequence("Ctrl+Return")


def test_a_hint_is_shown_and_binds_nothing(qtbot):
    button = KeyButton("Save", hint="Enter")
    qtbot.addWidget(button)
    assert button.chip_text() == "Enter"
    assert button.shortcut().isEmpty()


def test_a_button_has_room_for_its_chip(qtbot):
    plain, keyed = KeyButton("Save"), KeyButton("Save", hint="Ctrl+Enter")
    for button in (plain, keyed):
        qtbot.addWidget(button)
    assert plain.chip_text() == ""
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 40
    assert KeyButton("Save", main=True).sizeHint().height() == 44


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_words_of_a_button_are_painted_whole(qapp, qtbot, scale):
    theme.apply(qapp, DAY, scale)
    button = shown(qtbot, KeyButton("WWWW", shortcut="Ctrl+W", primary=True))
    button.resize(button.sizeHint())
    image = button.grab().toImage()
    middle = image.height() // 2
    ends = [*range(5, 10), *range(image.width() - 10, image.width() - 5)]
    assert {image.pixelColor(x, middle).name().upper() for x in ends} == {DAY.accent}


def test_keys_are_shown_as_the_platform_writes_them(qtbot):
    chip = key_chip("Ctrl+K")
    qtbot.addWidget(chip)
    assert chip.text() == QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)


def test_elided_words_end_in_dots_and_are_whole_in_the_tool_tip(qtbot):
    words = ElidedLabel("RC-014 · CRS rose to grade 3 at 14:21")
    shown(qtbot, words)
    words.resize(words.sizeHint())
    words.grab()
    assert words.shown_text() == words.text()
    assert words.toolTip() == ""
    words.resize(120, 20)
    words.grab()
    assert words.shown_text().endswith("…")
    assert words.toolTip() == words.text()


def test_a_count_is_shown_only_where_something_waits(qtbot):
    nav = NavButton("Ward")
    shown(qtbot, nav)
    nav.set_count(2)
    count = nav.findChild(QLabel)
    assert count.isVisible()
    assert count.text() == "2"
    assert nav.accessibleDescription() == "2"
    nav.set_count(0)
    assert not count.isVisible()
    assert nav.accessibleDescription() == ""


def five_boxes():
    row = FlowRow(spacing=10)
    for n in range(5):
        box = QWidget()
        box.setFixedSize(100, 60 if n == 0 else 30)
        row.add(box)
    return row


@pytest.fixture
def flow(qtbot):
    return shown(qtbot, five_boxes())


def rows_of(flow):
    bottoms = [thing.geometry().bottom() for thing in flow.things()]
    return [bottoms.count(bottom) for bottom in sorted(set(bottoms))]


@pytest.mark.parametrize(
    ("width", "rows", "height"),
    [(540, [5], 60), (539, [4, 1], 100), (210, [2, 2, 1], 140), (100, [1] * 5, 220)],
)
def test_things_flow_into_rows(flow, width, rows, height):
    flow.resize(width, 300)
    assert flow.heightForWidth(width) == height
    assert rows_of(flow) == rows


def test_a_flow_closes_ranks_when_a_thing_is_hidden(qtbot, flow):
    flow.resize(539, 300)
    flow.things()[1].hide()
    qtbot.waitUntil(lambda: rows_of(flow) == [4])
    assert flow.sizeHint().width() == 430


def test_a_flow_in_a_layout_gets_the_height_it_needs(qtbot):
    window, flow = QWidget(), five_boxes()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(flow)
    layout.addStretch()
    window.resize(210, 400)
    shown(qtbot, window)
    qtbot.waitUntil(lambda: flow.height() == 140)


def test_the_state_of_a_field_takes_effect_at_once(qtbot):
    field = shown(qtbot, QLineEdit("43"))
    plain = field.grab().toImage()
    set_state(field, "refused")
    refused = field.grab().toImage()
    assert refused != plain
    set_state(field, "")
    assert field.grab().toImage() == plain


@pytest.mark.parametrize("level", ["high", "medium", "low"])
def test_an_alarm_shows_its_level(qapp, qtbot, level):
    frame = AlarmFrame(level)
    qtbot.addWidget(frame)
    frame.resize(300, 44)
    for colours in (NIGHT, DAY):
        theme.apply(qapp, colours)
        image = frame.grab().toImage()
        assert image.pixelColor(3, 22).name().upper() == colours.alarm(level).mark
        assert image.pixelColor(150, 22).name().upper() == colours.alarm(level).fill


def test_cards_rules_and_labels_know_their_look(qtbot):
    frame = card()
    words = label("<b>x</b>", "small", wrap=True)
    frame.layout().addWidget(words)
    frame.layout().addWidget(rule())
    qtbot.addWidget(frame)
    frame.ensurePolished()
    words.ensurePolished()
    assert words.textFormat() == Qt.TextFormat.PlainText
    assert words.font().pixelSize() == 12
    assert words.palette().color(words.foregroundRole()).name().upper() == DAY.faint


def test_a_plain_table_is_read_row_by_row(qtbot):
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    plain_table(table, row_height=40)
    table.selectRow(1)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert table.rowHeight(0) == 40
