"""Dose levels: how many patients were enrolled and infused, and where their DLT windows stand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from bedside.follow import Follow
from bedside.protocol.edition import Protocol
from ui import theme
from ui.shown import NOTHING
from ui.widgets.parts import card, label, plain_table
from ui.words.protocol import level as level_words

Index = QModelIndex | QPersistentModelIndex


class LevelRow(NamedTuple):
    """The patients of one level of one edition, counted."""

    protocol: str
    level: str
    enrolled: int
    infused: int
    in_window: int
    review_due: int
    reviewed: int
    dlts: int


def level_rows(follows: Sequence[Follow], today: date) -> tuple[LevelRow, ...]:
    """One row a level, in the order in which the edition has them; those without one come last."""
    groups: dict[tuple[str, str], list[Follow]] = {}
    named: dict[str, str] = {}
    editions: dict[str, Protocol] = {}
    for follow in follows:
        enrolled, protocol = follow.enrolled, follow.protocol
        key = enrolled.protocol if protocol is None else protocol.id
        named.setdefault(key, enrolled.protocol if protocol is None else protocol.short)
        if protocol is not None:
            editions[key] = protocol
            for one in protocol.levels:
                groups.setdefault((key, one.id), [])
        groups.setdefault((key, enrolled.dose_level), []).append(follow)
    order = {key: place for place, key in enumerate(sorted(named))}
    rows = []
    for (key, level), of in sorted(groups.items(), key=lambda pair: order[pair[0][0]]):
        statuses = [follow.dlt(today) for follow in of]
        states = Counter(status.state for status in statuses)
        rows.append(
            LevelRow(
                named[key] or NOTHING,
                _level_text(editions.get(key), level),
                len(of),
                sum(follow.infused is not None for follow in of),
                states["in_window"],
                states["review_due"],
                states["reviewed"],
                sum(status.dlts or 0 for status in statuses),
            )
        )
    return tuple(rows)


def _level_text(protocol: Protocol | None, named: str) -> str:
    """A level with its figure and what it is for; its name alone where the edition has none."""
    level = None if protocol is None else protocol.level(named)
    if protocol is None or level is None:
        return named or NOTHING
    return level_words(level, protocol)


class LevelsModel(QAbstractTableModel):
    """The rows as a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LevelRow, ...] = ()

    def show_rows(self, rows: tuple[LevelRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(LevelRow._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Protocol"),
            self.tr("Dose level"),
            self.tr("Enrolled"),
            self.tr("Infused"),
            self.tr("In DLT window"),
            self.tr("Review due"),
            self.tr("Reviewed"),
            self.tr("DLTs"),
        )[section]

    def data(self, index: Index, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.headerData(
                index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
            )
            value = self.rows[index.row()][index.column()]
            return self.tr("{title}: {value}").format(title=title, value=value)
        return None


class LevelsPage(QWidget):
    """The table of dose levels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert inside is not None
        self.model = LevelsModel(self)
        self.view = QTableView()
        plain_table(self.view, 40)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Dose levels"))
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.setMinimumHeight(theme.px(160))
        inside.addWidget(self.view)
        layout.addWidget(frame, 1)
        layout.addWidget(
            label(
                self.tr(
                    "DLTs are those that a review found. Day 0 to the last day of the window both"
                    " count."
                ),
                "small",
                wrap=True,
            )
        )

    def show_follows(self, follows: Sequence[Follow], today: date) -> None:
        """Count these patients as of today."""
        self.model.show_rows(level_rows(follows, today))

    def begin(self) -> None:
        """The keyboard goes to the table."""
        self.view.setFocus()
