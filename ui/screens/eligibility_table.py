"""The criteria as a table: each with its wording, how it stands, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bedside.eligibility import Outcome, Verdict
from bedside.protocol.edition import Protocol, Question
from ui import theme
from ui.widgets.parts import plain_table
from ui.words.eligibility import line, outcome, verdict, wording

Index = QModelIndex | QPersistentModelIndex
CRITERION, WORDING, OUTCOME, REASON = range(4)
"""Columns of the table."""
_ID_WIDTH, _OUTCOME_WIDTH = 60, 122
_WORDING_PX = 13
_ACROSS, _DOWN, _LEAST = 26, 12, 36
"""Room around the words of a cell, and the least height of a row."""


class Criteria(QAbstractTableModel):
    """Verdicts, one a row, in the order of the protocol."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: tuple[Verdict, ...] = ()
        self._questions: Mapping[str, Question] | None = None
        self._assumed: frozenset[str] = frozenset()

    def show_verdicts(self, verdicts: Sequence[Verdict], protocol: Protocol) -> None:
        """Show these verdicts on the criteria of a protocol."""
        same = [v.criterion for v in verdicts] == [v.criterion for v in self._verdicts]
        if not same:
            self.beginResetModel()
        self._verdicts, self._questions = tuple(verdicts), protocol.questions
        self._assumed = protocol.assumed
        if not same:
            self.endResetModel()
        elif self._verdicts:
            last = self.index(len(self._verdicts) - 1, REASON)
            self.dataChanged.emit(self.index(0, 0), last)

    def verdict(self, row: int) -> Verdict:
        """The verdict of a row."""
        return self._verdicts[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._verdicts)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else REASON + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            QCoreApplication.translate("Criteria", "No."),
            QCoreApplication.translate("Criteria", "Criterion"),
            QCoreApplication.translate("Criteria", "Outcome"),
            QCoreApplication.translate("Criteria", "Why"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found, column = self._verdicts[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(found, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return line(found, self._questions)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(_colour(found.outcome, column))
            case Qt.ItemDataRole.FontRole:
                return _font(column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def _text(self, found: Verdict, column: int) -> str:
        match column:
            case 0:
                return found.criterion.id
            case 1:
                return wording(found.criterion, self._assumed)
            case 2:
                return outcome(found.outcome)
            case _:
                return verdict(found, self._questions)


def _font(column: int) -> QFont:
    if column in {CRITERION, OUTCOME}:
        return theme.font(theme.BODY_PX, QFont.Weight.DemiBold)
    return theme.font(_WORDING_PX if column == WORDING else theme.BODY_PX)


def _colour(found: Outcome, column: int) -> str:
    colours = theme.current()
    if column == OUTCOME:
        match found:
            case "pass":
                return colours.ok
            case "fail":
                return colours.late
            case "unknown":
                return colours.warn_text
            case "not_applicable":
                return colours.second
    return colours.second if column == WORDING else colours.ink


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their longest cell at the width of its column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.initStyleOption(option, index)
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 0
        room = QRect(0, 0, max(1, width - theme.px(_ACROSS)), 10_000)
        words = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, option.text)
        return QSize(width, max(theme.px(_LEAST), words.height() + theme.px(_DOWN)))


class CriteriaTable(QTableView):
    """The table on the screen; ``asked`` with the criterion on which somebody pressed Enter."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = Criteria(self)
        self.setModel(self._model)
        plain_table(self)
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapped(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for column, width in ((CRITERION, _ID_WIDTH), (OUTCOME, _OUTCOME_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, theme.px(width))
        for column in (WORDING, REASON):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(QCoreApplication.translate("Criteria", "Eligibility criteria"))
        self.doubleClicked.connect(self._ask)

    def show_verdicts(self, verdicts: Sequence[Verdict], protocol: Protocol) -> None:
        """Show these, one a row."""
        self._model.show_verdicts(verdicts, protocol)
        self.resizeRowsToContents()

    def texts(self, row: int) -> tuple[str, ...]:
        """The words of a row, by column."""
        return tuple(str(self._model.index(row, column).data()) for column in range(REASON + 1))

    def point_to(self, question: str) -> None:
        """Mark the first criterion that asks this question, and bring it into sight."""
        for row in range(self._model.rowCount()):
            if question in self._model.verdict(row).criterion.asks:
                self.selectRow(row)
                self.scrollTo(self._model.index(row, CRITERION))
                return
        self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resizeRowsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.currentIndex())
        elif event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            self.asked.emit(self._model.verdict(index.row()).criterion)
