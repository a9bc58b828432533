"""The lines of the laboratory grid, all results of a patient, and the model of new results."""

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
from ui.screens.patient.labs_sheets import Sheet
from ui.screens.patient.results import GROUPS, ROUTINE, Typed, change_text, group_text

Index = QModelIndex | QPersistentModelIndex
ANALYTE, ENTRY, UNIT, CHANGE = range(4)
"""Columns of the table of new results."""


class Row(NamedTuple):
    """A line of the grid: the title of a group, or an analyte."""

    title: str
    analyte: Analyte | None = None


class Results(NamedTuple):
    """All results of a patient: the moments, latest first, and what was reported at each.

    ``beside`` are other results of the same analyte and moment, which were written before.
    """

    moments: tuple[datetime, ...] = ()
    cells: Mapping[tuple[str, datetime], Entry] = {}
    beside: Mapping[str, tuple[Entry, ...]] = {}

    def of(self, analyte: str) -> list[Lab]:
        """The results of an analyte, latest first."""
        found = (self.cells.get((analyte, at)) for at in self.moments)
        return [entry.fact for entry in found if entry and isinstance(entry.fact, Lab)]


def results(chart: Chart) -> Results:
    """The laboratory results of a chart; of two of one moment the one written last."""
    cells: dict[tuple[str, datetime], Entry] = {}
    beside: dict[str, tuple[Entry, ...]] = {}
    for entry in chart.timeline:
        if isinstance(entry.fact, Lab):
            place = entry.fact.analyte, entry.at
            before = cells.get(place)
            if before is not None:
                beside[entry.id] = (*beside.pop(before.id, ()), before)
            cells[place] = entry
    moments = sorted({at for _, at in cells}, reverse=True)
    return Results(tuple(moments), cells, beside)


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
    """What is typed into a sheet, a line an analyte, with its unit and the latest change."""

    retyped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Row, ...] = ()
        self._known = Results()
        self.sheet = Sheet()
        self.edited: str = ""

    @property
    def typed(self) -> dict[str, str]:
        """The text by analyte."""
        return self.sheet.typed

    @property
    def units(self) -> dict[str, str]:
        """The unit chosen by analyte."""
        return self.sheet.units

    def set_rows(self, lines: tuple[Row, ...], known: Results) -> None:
        """Show these lines."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines, self._known = lines, known
            self.endResetModel()
        else:
            self._known = known
            self._all_changed()

    def set_sheet(self, sheet: Sheet) -> None:
        """Type into this sheet, without a word of change."""
        self.sheet = sheet
        self._all_changed()

    def _all_changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, CHANGE))

    def unit(self, analyte: Analyte) -> str:
        """The unit in which an analyte is typed now."""
        return self.sheet.unit(analyte)

    def set_unit(self, analyte: Analyte, unit: str) -> None:
        """Type this analyte in another unit."""
        self.units[analyte.key] = unit
        self._all_changed()
        self.retyped.emit()

    def reading(self, analyte: Analyte) -> Typed | None:
        """What is typed for an analyte, None where nothing is."""
        return self.sheet.reading(analyte)

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
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line.analyte, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{analyte}: {text}").format(
                analyte=line.analyte.label, text=self._shown(line.analyte, column)
            )
        return None

    def _tip(self, analyte: Analyte, column: int) -> str:
        if column == CHANGE and self._limits(analyte):
            return self.tr("Reference range as it was pasted with the value")
        reading = self.reading(analyte) if column == ENTRY else None
        return (reading.refused or reading.question) if reading else ""

    def _shown(self, analyte: Analyte, column: int) -> str:
        match column:
            case 0:
                return analyte.label
            case 1:
                return self.typed.get(analyte.key, "")
            case 2:
                return self.unit(analyte)
            case _:
                return self._limits(analyte) or self._change(analyte)

    def _limits(self, analyte: Analyte) -> str:
        """The reference limits that were pasted with a value."""
        low, high = self.sheet.limits.get(analyte.key, ("", ""))
        if not (low or high) or not self.typed.get(analyte.key, "").strip():
            return ""
        return f"{low}–{high}" if low and high else f"<{high}" if high else f">{low}"

    def _change(self, analyte: Analyte) -> str:
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
            if not text.strip():  # a range belongs to the value with which it came
                self.sheet.limits.pop(analyte.key, None)
            self.dataChanged.emit(index, index)
            self.retyped.emit()
        return True
