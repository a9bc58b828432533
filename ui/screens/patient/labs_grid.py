"""New results and earlier ones side by side, with the words about the place one looks at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from bedside.analytes import Analyte
from bedside.timeline import Entry
from ui import theme
from ui.screens.patient.forms import fill_numbered, take_the_rest
from ui.screens.patient.labs_about import rich
from ui.screens.patient.labs_marks import Marks
from ui.screens.patient.labs_models import (
    ANALYTE,
    CHANGE,
    ENTRY,
    UNIT,
    EntryModel,
    Results,
    Row,
)
from ui.screens.patient.labs_table import EntryView
from ui.screens.patient.labs_values import ValuesModel, ValuesView
from ui.screens.patient.results import units_of
from ui.widgets.choice import Option
from ui.widgets.parts import KeyButton, card, label, set_look

_WIDTHS = {ANALYTE: 150, ENTRY: 112, UNIT: 96, CHANGE: 72}
_HEADER = 46


class LabsGrid(QWidget):
    """The two tables of the grid; they scroll and change together.

    ``retyped`` at every keystroke in a field, ``finished`` on Enter in the last one;
    ``history_wanted`` brings the id of the earlier result that one looks at.
    """

    retyped = Signal()
    finished = Signal()
    history_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EntryModel(self)
        self.values_model = ValuesModel(self)
        self.view, self.values = EntryView(), ValuesView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._make_tables(), 1)
        self.about = self._make_about()
        layout.addWidget(self.about)
        self._bubble = self._make_bubble()
        self.model.retyped.connect(self.retyped)
        self.view.finished.connect(self.finished)
        self.view.unit_wanted.connect(self._open_units)
        self.view.selectionModel().currentChanged.connect(self.place_bubble)
        self.values.selectionModel().currentChanged.connect(self._show_about)
        self.view.earlier_wanted.connect(self._go_to_earlier)
        self.values.left_at.connect(self.view.go_to)
        self.values.history_wanted.connect(self._ask_history)
        self.values.doubleClicked.connect(self._ask_history)

    def _make_tables(self) -> QFrame:
        frame = card(upright=False, margins=(4, 2, 4, 4))
        box = frame.layout()
        assert isinstance(box, QHBoxLayout)
        box.setSpacing(0)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("New results"))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setFixedHeight(theme.px(_HEADER))
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.view.setColumnWidth(column, theme.px(width))
        self.view.setFixedWidth(theme.px(sum(_WIDTHS.values())) + 2)
        self.values.setModel(self.values_model)
        self.values.setAccessibleName(self.tr("Earlier results"))
        one, other = self.view.verticalScrollBar(), self.values.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        one.valueChanged.connect(self.place_bubble)
        for table in (self.view, self.values):
            policy = table.sizePolicy().horizontalPolicy()
            take_the_rest(table, 140)
            table.setSizePolicy(policy, table.sizePolicy().verticalPolicy())
        box.addWidget(self.view)
        box.addWidget(self.values, 1)
        return frame

    def _make_about(self) -> QFrame:
        frame = card(upright=False, margins=(14, 8, 10, 8))
        inside = frame.layout()
        assert inside is not None
        self._about = label("", "", wrap=True)
        self._about.setTextFormat(Qt.TextFormat.RichText)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self._about)
        self._history = KeyButton(self.tr("History"), hint="Enter")
        self._history.setAutoDefault(False)
        self._history.clicked.connect(self._ask_history)
        inside.addWidget(self._history, 0, Qt.AlignmentFlag.AlignTop)  # type: ignore[call-arg]
        assert isinstance(inside, QHBoxLayout)
        inside.setStretch(0, 1)
        frame.hide()
        return frame

    def _make_bubble(self) -> QLabel:
        bubble = QLabel(self.view.viewport())
        bubble.setTextFormat(Qt.TextFormat.PlainText)
        bubble.setWordWrap(True)
        bubble.setProperty("card", "true")
        bubble.setContentsMargins(*(theme.px(7),) * 4)
        bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bubble.hide()
        return bubble

    # --- what is shown --------------------------------------------------------------------------

    def show_lines(self, lines: tuple[Row, ...], known: Results, marks: Marks) -> None:
        """Show these lines in both tables; the result that one looks at stays where it is."""
        if lines != self.model.lines or not self.values_model.rowCount():
            self.leave_field()
        looked_at = self.values_model.entry(self.values.currentIndex())
        self.model.set_rows(lines, known)
        self.values_model.set_results(lines, known, marks)
        if looked_at is not None:
            self.look_at(looked_at.id)
        self._show_about()
        self.place_bubble()

    def leave_field(self) -> None:
        """No field has the keyboard any more."""
        self.view.leave_field()

    def look_at(self, entry: str) -> None:
        """Choose an earlier result, or what stands in its place now."""
        place = self.values_model.place_of(entry)
        self.values.setCurrentIndex(self.values_model.index(place.row(), place.column()))

    def _go_to_earlier(self, row: int) -> None:
        self.values.setCurrentIndex(self.values_model.index(row, 0))
        self.values.setFocus(Qt.FocusReason.OtherFocusReason)

    def scroll_to(self, analyte: Analyte) -> None:
        """Have the line of an analyte on top, with the title of its group."""
        row = self.line_of(analyte)
        if row is not None:
            hint = self.view.ScrollHint.PositionAtTop
            self.view.scrollTo(self.model.index(max(row - 1, 0), ENTRY), hint)

    def line_of(self, analyte: Analyte) -> int | None:
        """The line of an analyte; None where it is not shown."""
        return next((n for n, one in enumerate(self.model.lines) if one.analyte is analyte), None)

    def below(self) -> tuple[str, ...]:
        """The analytes from the current line down; none without a current line."""
        first = self.view.currentIndex().row()
        lines = self.model.lines[first:] if first >= 0 else ()
        return tuple(line.analyte.key for line in lines if line.analyte)

    def _show_about(self) -> None:
        said = self.values_model.said(self.values.currentIndex())
        self._about.setText(rich(said))
        self.about.setVisible(bool(said))

    def about_text(self) -> str:
        """What is said of the earlier result that one looks at, as rich text."""
        return "" if self.about.isHidden() else self._about.text()

    def _ask_history(self) -> None:
        entry: Entry | None = self.values_model.entry(self.values.currentIndex())
        if entry is not None:
            self.history_wanted.emit(entry.id)

    def place_bubble(self) -> None:
        """The words about the field that has the keyboard, just below it."""
        index = self.view.currentIndex()
        line = self.model.lines[index.row()] if index.isValid() else None
        reading = self.model.reading(line.analyte) if line and line.analyte else None
        state = self.model.state(line.analyte) if line and line.analyte else ""
        if reading is None or not state:
            self._bubble.hide()
            return
        set_look(self._bubble, "role", "refused" if reading.refused else "warn")
        self._bubble.setText(reading.refused or reading.question)
        width = self.view.viewport().width() - theme.px(_WIDTHS[ANALYTE]) - theme.px(8)
        self._bubble.setFixedWidth(width)
        self._bubble.adjustSize()
        cell = self.view.visualRect(index)
        left = self.view.columnViewportPosition(ENTRY) + theme.px(3)
        below = cell.bottom() + theme.px(3)
        fits = below + self._bubble.height() <= self.view.viewport().height()
        self._bubble.move(left, below if fits else cell.top() - self._bubble.height())
        self._bubble.show()
        self._bubble.raise_()

    def bubble(self) -> str:
        """The words beside the field that has the keyboard; empty where there are none."""
        return "" if self._bubble.isHidden() else self._bubble.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_bubble()

    # --- units ----------------------------------------------------------------------------------

    def _open_units(self, row: int) -> None:
        analyte = self.model.lines[row].analyte
        if analyte is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        options = [Option(unit, unit or self.tr("no unit")) for unit in units_of(analyte)]
        fill_numbered(menu, options, lambda unit: self._choose_unit(row, analyte, unit))
        menu.popup(self.view.under(row))

    def _choose_unit(self, row: int, analyte: Analyte, unit: str) -> None:
        self.model.set_unit(analyte, unit)
        self.view.go_to(row)
