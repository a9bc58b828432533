"""The visits of one patient, as a tab of the patient screen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside.appointments import Closed, SiteCalendar
from bedside.chart import Chart
from bedside.follow import Follow
from bedside.timeline import Entry
from ui.drafts import Drafts
from ui.screens.visits.rows import Rows
from ui.screens.visits.worklist import Worklist


class PatientVisits(QWidget):
    """One patient's twelve months, the table of the visits, and the page of the chosen one.

    ``show_chart`` tells which entries show the items of a checklist, ``show_follow`` the plan.
    """

    entered = Signal(object)

    def __init__(
        self,
        clock: Callable[[], datetime],
        drafts: Drafts,
        closed: Closed | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = Rows()
        self._patient = ""
        self._entries: Mapping[str, Entry] = {}
        self._chart: Chart | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.list = Worklist(
            clock, drafts, closed or SiteCalendar("").closed, self._entry, of_one=True
        )
        self.list.set_charts(lambda _patient: self._chart)
        self.list.entered.connect(self.entered)
        layout.addWidget(self.list)

    def _entry(self, _patient: str, name: str) -> Entry | None:
        return self._entries.get(name)

    def set_closed(self, closed: Closed) -> None:
        """The days on which the site does not work."""
        self.list.set_closed(closed)

    def show_chart(self, chart: Chart) -> None:
        """Take the entries of this chart as what shows the items of a checklist."""
        self._chart = chart
        self._entries = {entry.id: entry for entry in chart.timeline}

    def show_follow(self, follow: Follow, now: datetime) -> None:
        """Show this plan as of now; another patient's begins at the visit that is next."""
        other = self._patient != follow.patient
        self._patient = follow.patient
        self._rows.take((follow,), follow.day_of(now))
        urgent = self._rows.of("all")
        rows = tuple(sorted(urgent, key=lambda row: row.standing.visit.target))
        empty = self.tr("No visits are planned for this patient yet.")
        self.list.show_rows(rows, now, empty, self._rows.row)
        if other and urgent:
            self.list.select(*urgent[0].key)

    def begin(self) -> None:
        """The keyboard goes to the list."""
        self.list.begin()

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""
        self.list.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""
        self.list.refused(message)
