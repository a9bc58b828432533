"""The list of series: baseline, peak, fold, day; chosen ones are drawn, each leads to entries."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from bedside.chart import Chart
from bedside.kinetics import Sample, Trend, course, trend
from grading.signs import Lab
from ui import theme
from ui.screens.patient.forms import ReadTable
from ui.screens.patient.kinetics_plan import groups
from ui.screens.patient.results import group_text
from ui.shown import NOTHING, moment_text
from ui.widgets.parts import plain_table
from ui.words import kinetics
from ui.words.measures import with_unit

Index = QModelIndex | QPersistentModelIndex
NAME, BASELINE, PEAK, FOLD, DAY, LOWEST, LATEST = range(7)
_ROOMY = 780
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Line(NamedTuple):
    """One line: the title of a group, or a series with what it came to.

    ``trend`` is None before any infusion; then ``latest`` is the last result.
    """

    title: str = ""
    analyte: str = ""
    trend: Trend | None = None
    latest: Sample | None = None


def group_title(group: str) -> str:
    """The title of a group of series."""
    match group:
        case "lymphocytes":
            return QCoreApplication.translate("KineticsPane", "Lymphocytes")
        case "antibodies":
            return QCoreApplication.translate("KineticsPane", "Antibodies")
        case "cytokine" | "inflammation" | "pkpd":
            return group_text(group)
        case _:
            raise KeyError(group)


def lines(chart: Chart) -> tuple[Line, ...]:
    """The series that were ever reported, by group."""
    within = course(chart)
    last = {} if within is not None else _last_results(chart)
    listed: list[Line] = []
    for group, keys in groups().items():
        if within is None:
            of = [Line("", key, None, last[key]) for key in keys if key in last]
        else:
            made = (trend(within, key) for key in keys)
            of = [Line("", one.analyte, one, one.latest) for one in made if one is not None]
        if of:
            listed += [Line(group_title(group)), *of]
    return tuple(listed)


def _last_results(chart: Chart) -> dict[str, Sample]:
    """The last result of each analyte before any infusion, from which no day counts yet."""
    found = {}
    for entry in chart.timeline:
        lab = entry.fact
        if isinstance(lab, Lab):
            found[lab.analyte] = Sample(0.0, entry.at, entry.id, lab.value, lab.bound, lab.text)
    return found


class SeriesModel(QAbstractTableModel):
    """The lines; the first column can be checked. ``chosen`` when other series are drawn."""

    chosen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.drawn: frozenset[str] = frozenset()
        self._chart: Chart | None = None

    def show_lines(self, chart: Chart, listed: tuple[Line, ...], drawn: Iterable[str]) -> None:
        """Show these lines; ``drawn`` are the analytes that have a curve."""
        self._chart = chart
        self.drawn = frozenset(drawn)
        if [line.analyte for line in listed] == [line.analyte for line in self.lines]:
            self.lines = listed
            if listed:
                self.dataChanged.emit(self.index(0, 0), self.index(len(listed) - 1, LATEST))
            return
        self.beginResetModel()
        self.lines = listed
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else LATEST + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line = self.lines[index.row()]
        if not line.analyte:
            return Qt.ItemFlag.ItemIsEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == NAME else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Series"),
            self.tr("Baseline"),
            self.tr("Peak"),
            self.tr("Fold"),
            self.tr("Peak day"),
            self.tr("Lowest"),
            self.tr("Latest"),
        )[section]

    def data(self, index: Index, role: int = 0) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column == NAME else _RIGHT
        if not line.analyte:
            return self._of_title(line, column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            on = line.analyte in self.drawn
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return self._spoken(line, column) if spoken else self._said(line, column)
        return None

    def _of_title(self, line: Line, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and column == NAME:
            return line.title
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(12, QFont.Weight.DemiBold)
        return None

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        line = self.lines[index.row()]
        if role != Qt.ItemDataRole.CheckStateRole or not line.analyte:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.drawn = self.drawn | {line.analyte} if on else self.drawn - {line.analyte}
        self.dataChanged.emit(index, index)
        self.chosen.emit()
        return True

    def toggle(self, row: int) -> None:
        """Draw the series of a line, or draw it no more."""
        on = self.lines[row].analyte in self.drawn
        state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
        self.setData(self.index(row, NAME), state, Qt.ItemDataRole.CheckStateRole)

    def sample(self, row: int, column: int) -> Sample | None:
        """The result behind a cell; of the name and the fold the peak, else the latest."""
        line = self.lines[row]
        if line.trend is None:
            return line.latest
        found = {
            BASELINE: line.trend.baseline,
            LOWEST: line.trend.lowest,
            LATEST: line.trend.latest,
        }
        if column in found:
            return found[column]
        return line.trend.peak or line.trend.baseline

    def _text(self, line: Line, column: int) -> str:
        locale = QLocale()
        if column == NAME:
            return with_unit(kinetics.label(line.analyte), kinetics.unit(line.analyte))
        of = line.trend
        if of is None:
            return kinetics.value(line.latest, locale) if column == LATEST else NOTHING
        if column == FOLD:
            return kinetics.fold(of.fold, locale)
        if column == DAY:
            return NOTHING if of.peak is None else kinetics.true_day(of.peak.day, locale)
        samples = {BASELINE: of.baseline, PEAK: of.peak, LOWEST: of.lowest, LATEST: of.latest}
        return kinetics.value(samples[column], locale)

    def _said(self, line: Line, column: int) -> str:
        """What a cell rests on."""
        locale = QLocale()
        of = line.trend
        if of is not None and column == FOLD:
            return kinetics.fold_spoken(of, locale)
        if of is not None and column == BASELINE and of.baseline is not None:
            return kinetics.baseline_day(of, locale)
        sample = None
        if line.analyte and column != NAME and self._text(line, column) != NOTHING:
            sample = self.sample(self.lines.index(line), column)
        if sample is None or self._chart is None:
            return ""
        when = moment_text(sample.at, self._chart.zone, locale)
        if of is None:
            return when
        return self.tr("{day}, {when}").format(day=kinetics.true_day(sample.day, locale), when=when)

    def _spoken(self, line: Line, column: int) -> str:
        title = self.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        if column == NAME:
            drawn = line.analyte in self.drawn
            text = self.tr("{name}, drawn") if drawn else self.tr("{name}, not drawn")
            return text.format(name=self._text(line, NAME))
        return self.tr("{name}: {title} {value} {said}").format(
            name=kinetics.label(line.analyte),
            title=title,
            value=self._text(line, column),
            said=self._said(line, column),
        )


class SeriesTable(ReadTable):
    """The list. Space draws a series, Enter or a double click leads to the entry of a cell."""

    asked_entry = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = SeriesModel(self)
        self.setModel(self.series)
        plain_table(self, 28)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(56))
        self.setAccessibleName(
            self.tr("Series: Space draws one, Enter shows the entry of a figure in the history")
        )
        self.doubleClicked.connect(self._lead)
        self.series.modelReset.connect(self._span)

    def _span(self) -> None:
        self.clearSpans()
        for row, line in enumerate(self.series.lines):
            if not line.analyte:
                self.setSpan(row, NAME, 1, LATEST + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(LOWEST, self.width() < theme.px(_ROOMY))  # the names need its room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        on_series = index.isValid() and bool(self.series.lines[index.row()].analyte)
        if event.key() == Qt.Key.Key_Space and on_series:
            self.series.toggle(index.row())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and on_series:
            self._lead(index)
        else:
            super().keyPressEvent(event)

    def _lead(self, index: QModelIndex) -> None:
        if not self.series.lines[index.row()].analyte:
            return
        sample = self.series.sample(index.row(), index.column())
        if sample is not None:
            self.asked_entry.emit(sample.entry)
