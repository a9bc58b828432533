"""The rows of a file of laboratory results as a table, each with what it would become."""

from collections.abc import Collection, Sequence
from datetime import tzinfo
from typing import NamedTuple

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
from PySide6.QtGui import QColor

from bedside.facts import Fact
from bedside.imports import FileReport, Matched
from bedside.imports.lab_beside import ISSUED, STATUS
from grading.signs import Lab
from ui import theme
from ui import words as all_words
from ui.shown import moment_text
from ui.words import lab_import as words
from ui.words import laboratory
from ui.words.codes import dotted
from ui.words.lab_import import Becomes

SHOWN = ("all", "conflict", "refused", "stranger", "superseding", "new", "present")
"""The filters, in their order."""
translate = QCoreApplication.translate
_BESIDE = frozenset({STATUS, ISSUED})
_Index = QModelIndex | QPersistentModelIndex


class Line(NamedTuple):
    """A result or a refused cell. ``place`` is that of its result, None where there is none."""

    state: Becomes
    number: int
    place: int | None = None
    result: Matched | None = None
    remark: str = ""


def lines_of(
    results: Sequence[Matched], report: FileReport, patients: Collection[str]
) -> tuple[Line, ...]:
    """All lines of a file in its order; ``patients`` are those that the record knows."""
    found = [
        Line(
            one.state if one.draft.patient in patients else "stranger",
            one.line,
            place,
            one,
            _remark(one, one.draft.patient in patients),
        )
        for place, one in enumerate(results)
    ]
    found += [Line("refused", one.line, remark=words.refusal(one)) for one in report.refusals]
    return tuple(sorted(found, key=lambda line: line.number))


def _remark(one: Matched, known: bool) -> str:  # noqa: FBT001 - one word about the patient
    if not known:
        return translate("LabImport", "No patient of this record has this id.")
    if one.is_retracted:
        return translate("LabImport", "A person has retracted this result.")
    if one.after is not None:
        return translate("LabImport", "In place of an earlier line of this file.")
    fact = one.draft.fact
    said = [laboratory.reported(fact)] if isinstance(fact, Lab) else []
    typed = [text for name, text in one.draft.original if name not in _BESIDE]
    if typed:
        text = translate("LabImport", "written as: {typed}")
        said.insert(0, text.format(typed=", ".join(typed)))
    return dotted(said)


class ImportModel(QAbstractTableModel):
    """Line, what becomes of it, patient, time, result, what stands on record, remarks.

    Conflicts are ticked in the first column; ``ticked`` are the places of their results.
    """

    ticked_changed = Signal()

    def __init__(self, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._all: tuple[Line, ...] = ()
        self._state = "all"
        self.lines: tuple[Line, ...] = ()
        self.ticked: set[int] = set()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines, nothing ticked."""
        self._all = tuple(lines)
        self.ticked = set()
        self.filter("all")

    def filter(self, state: str) -> None:
        """Show the lines of one state, or "all"."""
        self.beginResetModel()
        self._state = state
        self.lines = tuple(line for line in self._all if state in {"all", line.state})
        self.endResetModel()

    def count(self, state: str) -> int:
        """How many lines are in a state, or "all"."""
        return sum(state in {"all", line.state} for line in self._all)

    def wanted(self) -> frozenset[int]:
        """The places of the results that are to be written."""
        return frozenset(
            line.place
            for line in self._all
            if line.place is not None
            and (line.state in {"new", "superseding"} or line.place in self.ticked)
        )

    def toggle(self, row: int) -> None:
        """Tick or untick a conflict; nothing happens to other lines."""
        line = self.lines[row]
        if line.state != "conflict" or line.place is None:
            return
        self.ticked ^= {line.place}
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.ticked_changed.emit()

    # --- Qt -------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            if line.state != "conflict":
                return None
            on = line.place in self.ticked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(line, index.column())
        return None

    def _colour(self, line: Line, column: int) -> QColor | None:
        colours = theme.current()
        if line.state == "present":
            return QColor(colours.faint)
        if column in {1, 2, 6} and line.state in {"refused", "stranger"}:
            return QColor(colours.refused)
        if column == 1 and line.state in {"conflict", "superseding"}:
            return QColor(colours.warn_text)
        return None

    def _text(self, line: Line, column: int) -> str:  # noqa: PLR0911 - one text a column
        one = line.result
        if column == 0:
            return QLocale().toString(line.number)
        if column == 1:
            return words.becomes(line.state)
        if one is None:
            return line.remark if column in {2, 6} else ""
        if column == 6:  # noqa: PLR2004
            return line.remark
        if column == 2:  # noqa: PLR2004
            return one.draft.patient
        if column == 3:  # noqa: PLR2004
            return moment_text(one.draft.at, self._zone, QLocale())
        if column == 4:  # noqa: PLR2004
            return self._fact(one.draft.fact)
        held = one.entry if one.state != "present" else None
        if held is None:
            return ""
        return dotted([self._fact(held.fact), held.author])

    def _fact(self, fact: Fact) -> str:
        """A fact in words; of a result what was measured alone."""
        return all_words.lab(fact) if isinstance(fact, Lab) else all_words.fact(fact, self._zone)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Line"),
                self.tr("Will be"),
                self.tr("Patient"),
                self.tr("Taken"),
                self.tr("In the file"),
                self.tr("On record"),
                self.tr("Remarks"),
            )[section]
        return None
