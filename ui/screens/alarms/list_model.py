"""The lines of the list of alarms: those of patients, and apart from them those of the program."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from bedside.alarms import Alarm
from bedside.chart import Chart
from bedside.survey import Survey
from ui.screens.alarms.moments import Key, key_of
from ui.screens.alarms.tables import Tables
from ui.shown import moment_text
from ui.words.alarm_kinds import MARKS, alarm_text, priority
from ui.words.alarm_state import acknowledged, call_now, paused, unacknowledged
from ui.words.codes import dotted

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole
"""The `Item` of a line; None for a title."""


class Item(NamedTuple):
    """An alarm on the list, the chart of its patient, and its words.

    ``state`` says how it stands, ``call`` whom to call now ("" for what waits), ``since`` when
    it rose.
    """

    alarm: Alarm
    of: Chart | None
    mark: str
    who: str
    text: str
    since: str
    state: str
    call: str

    @property
    def key(self) -> Key:
        """What stays the same of it while its level changes."""
        return key_of(self.alarm)

    @property
    def flashing(self) -> bool:
        """Whether its mark flashes: nobody has acknowledged it."""
        return self.alarm.acknowledged is None


Line = Item | str
"""An alarm, or the title of those below it."""


def item(alarm: Alarm, of: Chart | None, tables: Tables, now: datetime, zone: tzinfo) -> Item:
    """An alarm as a line of the list."""
    steps = tables.steps(alarm, of, now, zone)
    call = ""
    if alarm.acknowledged is not None:
        state = acknowledged(alarm, now, zone)
    else:
        state = unacknowledged(alarm, now)
        ladder = tables.table(of).ladder
        if alarm.patient is not None and alarm.priority in ladder.steps:
            call = call_now(steps, ladder, now, zone)
    if alarm.silence is not None:
        state = dotted([paused(alarm.silence, now), state])
    return Item(
        alarm,
        of,
        f"{MARKS[alarm.priority]} {priority(alarm.priority)}",
        alarm.patient or "",
        alarm_text(alarm),
        moment_text(alarm.since, zone, QLocale(), now),
        state,
        call,
    )


class AlarmList(QAbstractListModel):
    """The lines, the highest priority first; the program's own alarms come last."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show(self, survey: Survey, tables: Tables, now: datetime) -> None:
        """Take the alarms of this survey."""
        items = [
            item(
                alarm,
                None if alarm.patient is None else survey.of(alarm.patient),
                tables,
                now,
                survey.zone,
            )
            for alarm in survey.alarms
        ]
        own = [one for one in items if one.alarm.patient is None]
        lines: list[Line] = [one for one in items if one.alarm.patient is not None]
        if own:
            if lines:
                lines.insert(0, self.tr("Patients"))
            lines += [self.tr("This workstation"), *own]
        self._take(tuple(lines))

    def _take(self, lines: tuple[Line, ...]) -> None:
        if [_identity(line) for line in lines] == [_identity(line) for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def item(self, row: int) -> Item | None:
        """The alarm on a line; None for a title, and where no line is."""
        line = self.lines[row] if 0 <= row < len(self.lines) else ""
        return None if isinstance(line, str) else line

    def row_of(self, key: Key | None) -> int:
        """The line of an alarm; -1 where it is not on the list."""
        rows: Sequence[int] = [
            row
            for row, line in enumerate(self.lines)
            if not isinstance(line, str) and line.key == key
        ]
        return rows[0] if rows else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.item(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        words = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if isinstance(line, str):
            return line if role in words else None
        if role == ITEM_ROLE:
            return line
        if role in words:
            return dotted([line.mark, line.who, line.text, line.since, line.state, line.call])
        return None


def _identity(line: Line) -> object:
    return line if isinstance(line, str) else line.key
