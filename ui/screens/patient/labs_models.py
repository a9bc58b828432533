"""The models of the laboratory grid: new results, and earlier ones a column a moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from bedside.analytes import Analyte, analytes
from bedside.chart import Chart
from bedside.timeline import Entry
from grading.signs import Lab
from ui.screens.patient.results import (
    GROUPS,
    ROUTINE,
    Typed,
    change_text,
    group_text,
    read,
    result_text,
    unit_text,
    units_of,
)
from ui.shown import date_text, day_text, moment_text

Index = QModelIndex | QPersistentModelIndex
ANALYTE, ENTRY, UNIT, CHANGE = range(4)
"""Columns of the table of new results."""


class Row(NamedTuple):
    """A line of the grid: the title of a group, or an analyte."""

    title: str
    analyte: Analyte | None = None


class Results(NamedTuple):
    """All results of a patient: the moments, latest first, and what was reported at each."""

    moments: tuple[datetime, ...] = ()
    cells: Mapping[tuple[str, datetime], Entry] = {}

    def of(self, analyte: str) -> list[Lab]:
        """The results of an analyte, latest first."""
        found = (self.cells.get((analyte, at)) for at in self.moments)
        return [entry.fact for entry in found if entry and isinstance(entry.fact, Lab)]


def results(chart: Chart) -> Results:
    """The laboratory results of a chart; of two of one moment the one written last."""
    cells: dict[tuple[str, datetime], Entry] = {}
    for entry in chart.timeline:
        if isinstance(entry.fact, Lab):
            cells[entry.fact.analyte, entry.at] = entry
    moments = sorted({at for _, at in cells}, reverse=True)
    return Results(tuple(moments), cells)


def rows(known: Results, typed: Mapping[str, str], find: str, *, every: bool) -> tuple[Row, ...]:
    """The lines of the grid: routine analytes, those with results, those typed into; or all.

    ``find`` leaves only those whose name contains it.
    """
    wanted = find.strip().casefold()
    reported = {analyte for analyte, _ in known.cells}
    found: list[Row] = []
    for group in GROUPS:
        of_group = [
            Row("", analyte)
            for analyte in analytes().values()
            if analyte.group == group
            and (wanted in analyte.label.casefold() or wanted in analyte.key)
            and (every or wanted or analyte.key in ROUTINE | reported or typed.get(analyte.key))
        ]
        if of_group:
            found += [Row(group_text(group)), *of_group]
    unknown = sorted(reported - set(analytes()))
    found += [Row(key) for key in unknown if wanted in key.casefold() and not wanted]
    return tuple(found)


class EntryModel(QAbstractTableModel):
    """What is typed, a line an analyte, with its unit and the latest change beside it."""

    retyped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Row, ...] = ()
        self._known = Results()
        self.typed: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.edited: str = ""

    def set_rows(self, lines: tuple[Row, ...], known: Results) -> None:
        """Show these lines."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines, self._known = lines, known
            self.endResetModel()
        else:
            self._known = known
            self._all_changed()

    def set_text(self, typed: Mapping[str, str], units: Mapping[str, str]) -> None:
        """Put text and units back, without a word of change."""
        self.typed, self.units = dict(typed), dict(units)
        self._all_changed()

    def _all_changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, CHANGE))

    def unit(self, analyte: Analyte) -> str:
        """The unit in which an analyte is typed now."""
        return self.units.get(analyte.key) or units_of(analyte)[0]

    def set_unit(self, analyte: Analyte, unit: str) -> None:
        """Type this analyte in another unit."""
        self.units[analyte.key] = unit
        self._all_changed()
        self.retyped.emit()

    def reading(self, analyte: Analyte) -> Typed | None:
        """What is typed for an analyte, None where nothing is."""
        text = self.typed.get(analyte.key, "")
        return read(analyte, text, self.unit(analyte)) if text.strip() else None

    def state(self, analyte: Analyte) -> str:
        """Plain, unlikely or refused; what is still being typed is not scolded."""
        reading = self.reading(analyte)
        if reading is None or (reading.growing and self.edited == analyte.key):
            return ""
        return "refused" if reading.refused else "warn" if reading.question else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else CHANGE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].analyte is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled
        if index.column() in {ENTRY, UNIT}:
            flags |= Qt.ItemFlag.ItemIsSelectable
        if index.column() == ENTRY:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Analyte"), self.tr("New"), self.tr("Unit"), self.tr("Change"))[section]

    def data(self, index: Index, role: int = 0) -> Any:
        line = self.lines[index.row()]
        column = index.column()
        if line.analyte is None:
            shown = line.title if column == ANALYTE else ""
            return shown if role == Qt.ItemDataRole.DisplayRole else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._shown(line.analyte, column)
        if role == Qt.ItemDataRole.UserRole:
            return self.state(line.analyte)
        if role == Qt.ItemDataRole.ToolTipRole and column == ENTRY:
            reading = self.reading(line.analyte)
            return (reading.refused or reading.question or None) if reading else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{analyte}: {text}").format(
                analyte=line.analyte.label, text=self._shown(line.analyte, column)
            )
        return None

    def _shown(self, analyte: Analyte, column: int) -> str:
        match column:
            case 0:
                return analyte.label
            case 1:
                return self.typed.get(analyte.key, "")
            case 2:
                return self.unit(analyte)
            case _:
                if analyte.group not in {"cytokine", "inflammation"}:
                    return ""
                known = self._known.of(analyte.key)
                return change_text(known[0], known[1], QLocale()) if len(known) > 1 else ""

    def setData(self, index: Index, value: object, role: int = 0) -> bool:
        analyte = self.lines[index.row()].analyte
        if analyte is None or index.column() != ENTRY or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        if self.typed.get(analyte.key, "") != text:
            self.typed[analyte.key] = text
            self.dataChanged.emit(index, index)
            self.retyped.emit()
        return True


class ValuesModel(QAbstractTableModel):
    """Earlier results: a column a moment, the latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Row, ...] = ()
        self._known = Results()
        self._chart: Chart | None = None

    def set_results(self, lines: tuple[Row, ...], known: Results, chart: Chart) -> None:
        """Show these results."""
        self.beginResetModel()
        self._lines, self._known, self._chart = lines, known, chart
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._known.moments)

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self._entry(index)
        return Qt.ItemFlag.ItemIsEnabled if entry else Qt.ItemFlag.NoItemFlags

    def _entry(self, index: Index) -> Entry | None:
        analyte = self._lines[index.row()].analyte
        if analyte is None:
            return None
        return self._known.cells.get((analyte.key, self._known.moments[index.column()]))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or self._chart is None:
            return None
        at, chart = self._known.moments[section], self._chart
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment_text(at, chart.zone, QLocale())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        day = chart.day_of(at)
        first = date_text(at.astimezone(chart.zone).date(), QLocale()) if day is None else ""
        return "\n".join((first or day_text(day or 0), moment_text(at, chart.zone, QLocale(), at)))

    def data(self, index: Index, role: int = 0) -> Any:
        line = self._lines[index.row()]
        entry = self._entry(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if entry is None or not isinstance(entry.fact, Lab) or self._chart is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return result_text(entry.fact, line.analyte, QLocale())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._origin(entry, entry.fact, line)
        return None

    def _origin(self, entry: Entry, result: Lab, line: Row) -> str:
        assert self._chart is not None
        unit = line.analyte.shown if line.analyte else unit_text(result.unit)
        shown = {
            "analyte": line.analyte.label if line.analyte else result.analyte,
            "value": result_text(result, line.analyte, QLocale()),
            "unit": unit if result.value is not None else "",
            "moment": moment_text(entry.at, self._chart.zone, QLocale()),
            "author": entry.author,
        }
        written = dict(entry.original)
        said = self.tr("{analyte} {value} {unit} at {moment}, by {author}").format(**shown)
        if "value" in written:
            said = self.tr(
                "{analyte} {value} {unit} at {moment}, written as {typed} {typed_unit} by {author}"
            ).format(**shown, typed=written["value"], typed_unit=written.get("unit", ""))
        return " ".join(said.split())  # words have no unit
