"""Labs & cytokines: a line an analyte, new results at the left, earlier ones beside them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bedside.analytes import Analyte, analytes
from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from grading.signs import Lab
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.forms import (
    MomentField,
    ReadTable,
    Said,
    fill_numbered,
    take_the_rest,
)
from ui.screens.patient.labs_models import (
    ANALYTE,
    CHANGE,
    ENTRY,
    UNIT,
    EntryModel,
    Results,
    ValuesModel,
    results,
    rows,
)
from ui.screens.patient.labs_table import EntryView
from ui.screens.patient.results import result_text, units_of
from ui.shown import clock_text
from ui.widgets.choice import Option
from ui.widgets.parts import KeyButton, card, label, plain_table, set_look

_WIDTHS = {ANALYTE: 150, ENTRY: 112, UNIT: 96, CHANGE: 72}
_VALUE_WIDTH = 86
_HEADER = 46
_UNIT_OF = "unit:"
_NAMED = 3


class LabsPane(QWidget):
    """The laboratory grid of one patient, and the form for new results.

    ``entered`` brings one draft a result, all of one moment.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._dues = Dues()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        self._chart: Chart | None = None
        self._known = Results()
        self._asked: frozenset[str] = frozenset()
        self._model = EntryModel(self)
        self._values_model = ValuesModel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._make_head())
        layout.addWidget(self._make_grid(), 1)
        layout.addLayout(self._make_foot())
        self._bubble = self._make_bubble()
        self._model.retyped.connect(self._retyped)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(label(self.tr("Laboratory"), "title"))
        row.addSpacing(theme.px(6))
        row.addWidget(label(self.tr("Taken at"), "label"))
        self._time = MomentField(self._clock, self.tr("When the blood was taken"))
        self._time.changed.connect(self._retyped)
        self._time.advanced.connect(self._enter_first)
        row.addWidget(self._time, 1)
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find an analyte"))
        self._find.setAccessibleName(self.tr("Find an analyte"))
        self._find.setFixedWidth(theme.px(150))
        self._find.textChanged.connect(self._show_rows)
        self._find.returnPressed.connect(self._enter_first)
        row.addWidget(self._find)
        self._every = QPushButton(self.tr("All analytes"))
        self._every.setCheckable(True)
        self._every.setAutoDefault(False)
        self._every.toggled.connect(self._show_rows)
        row.addWidget(self._every)
        return row

    def _make_grid(self) -> QFrame:
        grid = card(upright=False, margins=(4, 2, 4, 4))
        box = grid.layout()
        assert isinstance(box, QHBoxLayout)
        box.setSpacing(0)
        self.view = EntryView()
        self.view.setModel(self._model)
        self.view.setAccessibleName(self.tr("New results"))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setFixedHeight(theme.px(_HEADER))
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.view.setColumnWidth(column, theme.px(width))
        self.view.setFixedWidth(theme.px(sum(_WIDTHS.values())) + 2)
        self.values = ReadTable()
        plain_table(self.values, 34)
        self.values.setModel(self._values_model)
        self.values.setAccessibleName(self.tr("Earlier results"))
        self.values.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.values.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        times = self.values.horizontalHeader()
        times.setStretchLastSection(False)
        times.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        times.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        times.setDefaultSectionSize(theme.px(_VALUE_WIDTH))
        times.setFixedHeight(theme.px(_HEADER))
        one, other = self.view.verticalScrollBar(), self.values.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        one.valueChanged.connect(self._place_bubble)
        self.view.unit_wanted.connect(self._open_units)
        self.view.finished.connect(self.save)
        self.view.selectionModel().currentChanged.connect(self._place_bubble)
        for table in (self.view, self.values):
            policy = table.sizePolicy().horizontalPolicy()
            take_the_rest(table, 140)
            table.setSizePolicy(policy, table.sizePolicy().verticalPolicy())
        box.addWidget(self.view)
        box.addWidget(self.values, 1)
        return grid

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self._said = Said()
        row.addWidget(self._said, 1)
        self._hint = label(
            self.tr("Enter goes down · F4 units · <5 and words as they are written"), "faint"
        )
        row.addWidget(self._hint, 1)
        self._count = label("", "second")
        row.addWidget(self._count)
        self._save = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self.save)
        row.addWidget(self._save)
        return row

    def _make_bubble(self) -> QLabel:
        bubble = QLabel(self.view.viewport())
        bubble.setTextFormat(Qt.TextFormat.PlainText)
        bubble.setWordWrap(True)
        bubble.setProperty("card", "true")
        bubble.setContentsMargins(*(theme.px(7),) * 4)
        bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bubble.hide()
        return bubble

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        changed = other or self._chart is None or self._chart.timeline != chart.timeline
        self._chart = chart
        if other:
            self._asked = frozenset()
            self._said.silence()
            self._find.clear()
            text = self._drafts.get(chart.patient, "labs")
            self._time.set_text(text.pop("time", ""))
            units = {
                key.removeprefix(_UNIT_OF): unit
                for key, unit in text.items()
                if key.startswith(_UNIT_OF)
            }
            typed = {key: value for key, value in text.items() if not key.startswith(_UNIT_OF)}
            self._model.set_text(typed, units)
        if changed:
            self._known = results(chart)
            self._show_rows()
        self._time.refresh(chart.zone)
        self._show_count()

    def _show_rows(self) -> None:
        if self._chart is None:
            return
        every = self._every.isChecked()
        lines = rows(self._known, self._model.typed, self._find.text(), every=every)
        if lines != self._model.lines or not self._values_model.rowCount():
            self.view.setCurrentIndex(self._model.index(-1, -1))
        self._model.set_rows(lines, self._known)
        self._values_model.set_results(lines, self._known, self._chart)
        self._place_bubble()

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        self._keep()
        self._place_bubble()
        self._show_count()

    def _keep(self) -> None:
        if self._chart is None:
            return
        units = {
            f"{_UNIT_OF}{key}": unit
            for key, unit in self._model.units.items()
            if self._model.typed.get(key)
        }
        text = {"time": self._time.text(), **self._model.typed, **units}
        self._drafts.keep(self._chart.patient, "labs", text)

    def _show_count(self) -> None:
        count = len(self._typed())
        self._count.setText(self.tr("{n} typed").format(n=count) if count else "")
        self._hint.setVisible(self._said.isHidden())

    def _place_bubble(self) -> None:
        """The words about the field that has the keyboard, just below it."""
        index = self.view.currentIndex()
        line = self._model.lines[index.row()] if index.isValid() else None
        reading = self._model.reading(line.analyte) if line and line.analyte else None
        state = self._model.state(line.analyte) if line and line.analyte else ""
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

    def _open_units(self, row: int) -> None:
        analyte = self._model.lines[row].analyte
        if analyte is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        options = [Option(unit, unit or self.tr("no unit")) for unit in units_of(analyte)]
        fill_numbered(menu, options, lambda unit: self._choose_unit(row, analyte, unit))
        menu.popup(self.view.under(row))

    def _choose_unit(self, row: int, analyte: Analyte, unit: str) -> None:
        self._model.set_unit(analyte, unit)
        self.view.go_to(row)

    # --- saving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self._enter_first()

    def _enter_first(self) -> None:
        first = self.view.first_line()
        if first is not None:
            self.view.go_to(first)

    def _typed(self) -> list[Analyte]:
        return [a for a in analytes().values() if self._model.typed.get(a.key, "").strip()]

    def _line_of(self, analyte: Analyte) -> int | None:
        for row, line in enumerate(self._model.lines):
            if line.analyte is analyte:
                return row
        return None

    def save(self) -> None:
        """Ask to record what is typed; refuse in words what cannot be."""
        chart = self._chart
        typed = self._typed()
        if chart is None:
            return
        if not typed:
            self._refuse(self.tr("Nothing is typed yet."), None)
            return
        if problem := self._time.problem():
            self._refuse(problem, None)
            self._time.edit.setFocus()
            return
        at = self._time.moment()
        drafts, questions = [], []
        for analyte in typed:
            reading = self._model.reading(analyte)
            assert reading is not None
            if reading.result is None:
                self._refuse(reading.refused, analyte)
                return
            questions += [reading.question] if reading.question else []
            drafts.append(Draft(chart.patient, at, reading.result, original=reading.original))
        if not self._asked.issuperset(questions):
            self._asked = frozenset(questions)
            more = len(questions) - 1
            self._said.ask(
                self.tr("{question} ({more} more like it.)").format(
                    question=questions[0], more=more
                )
                if more
                else questions[0]
            )
            self._hint.hide()
            return
        self.entered.emit(tuple(drafts))

    def _refuse(self, words: str, analyte: Analyte | None) -> None:
        self._said.refuse(words)
        self._hint.hide()
        if analyte is None:
            return
        row = self._line_of(analyte)
        if row is None:
            self._find.clear()
            row = self._line_of(analyte)
        if row is not None:
            self.view.go_to(row)

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self._refuse(message, None)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The results are in the record: clear the form and read back what was saved."""
        chart = self._chart
        if chart is None:
            return
        self.view.setCurrentIndex(self._model.index(-1, -1))
        self._model.set_text({}, {})
        self._time.set_text("")
        self._asked = frozenset()
        self._keep()
        self._known = results(chart)
        self._show_rows()
        self._show_count()
        self._said.tell(f"{self._read_back(chart, entries)} {self._dues.text(chart)}".strip())
        self.setFocus()  # single keys are the screen's again
        self._hint.hide()

    def _read_back(self, chart: Chart, entries: Sequence[Entry]) -> str:
        known: Mapping[str, Analyte] = analytes()
        named = [
            self.tr("{analyte} {value}").format(
                analyte=known[entry.fact.analyte].label,
                value=result_text(entry.fact, known[entry.fact.analyte], QLocale()),
            )
            for entry in entries
            if isinstance(entry.fact, Lab) and entry.fact.analyte in known
        ]
        if not named:
            return ""
        words = {
            "results": ", ".join(named[:_NAMED]),
            "time": clock_text(entries[0].at, chart.zone, QLocale()),
            "more": len(named) - _NAMED,
        }
        if len(named) > _NAMED:
            return self.tr("Saved at {time}: {results} and {more} more.").format(**words)
        return self.tr("Saved at {time}: {results}.").format(**words)
