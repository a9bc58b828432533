"""What the alarms ask of the ward: how many, how many were acknowledged, and how soon."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bedside.alarms import OverdueRounds, Source
from bedside.alarms.burden import Burden, Share, added, share
from bedside.chart import Chart, chart
from bedside.exports.burden import burden_csv
from bedside.survey import Survey
from bedside.timeline import Entry
from ui import theme
from ui.screens.alarms.tables import Tables
from ui.shown import NOTHING, date_text, moment_text, quantity_text, span_text
from ui.ward import StoreError
from ui.widgets.parts import FlowRow, card, label, plain_table, set_look
from ui.words.alarm_kinds import alarm_kind
from ui.words.refusals import trouble

PERIODS: tuple[timedelta | None, ...] = (timedelta(hours=24), timedelta(days=7), None)
"""How far back one may look; None is as far as the record goes."""
_EVER = datetime.min.replace(tzinfo=UTC)
_ROW = 36


class BurdenPane(QWidget):
    """The report for 24 hours, 7 days or all, worked out when it is asked for.

    It goes on patient by patient whenever there is nothing else to do, and can be stopped.
    """

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self._tables = Tables()
        self._patients: Callable[[], Iterable[str]] | None = None
        self._log: Callable[[str], Sequence[Entry]] | None = None
        self._sources: tuple[Source, ...] = (OverdueRounds(),)
        self._waiting: list[str] = []
        self._shares: list[Share] = []
        self._times: tuple[datetime, datetime] | None = None
        self._first: datetime | None = None
        self.burden: Burden | None = None
        self._step = QTimer(self)
        self._step.setInterval(0)
        self._step.timeout.connect(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._make_head())
        self._sums = FlowRow(28)
        column.addWidget(self._sums)
        self._figures = [self._figure() for _ in range(4)]
        self._frame = card(margins=(1, 1, 1, 1))
        inside = self._frame.layout()
        assert inside is not None
        self._table = self._make_table()
        inside.addWidget(self._table)
        column.addWidget(self._frame, 1)
        self._said = label("", "second", wrap=True)
        column.addWidget(self._said)
        column.addStretch()
        self._show(None)

    def _make_head(self) -> QWidget:
        head = FlowRow(8)
        self._periods: list[QPushButton] = []
        names = (self.tr("24 hours"), self.tr("7 days"), self.tr("All"))
        for name, period in zip(names, PERIODS, strict=True):
            button = QPushButton(name)
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _on, period=period: self.begin(period))
            head.add(button)
            self._periods.append(button)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(theme.px(180))
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Patients looked at"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.clicked.connect(self.cancel)
        self.save = QPushButton(self.tr("Save as CSV…"))
        self.save.clicked.connect(self._ask_file)
        for part in (self.progress, self.stop, self.save):
            head.add(part)
        return head

    def _figure(self) -> tuple[QLabel, QLabel]:
        pair = QWidget()
        column = QVBoxLayout(pair)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        value, caption = label("", "day"), label("", "small")
        column.addWidget(value)
        column.addWidget(caption)
        self._sums.add(pair)
        return value, caption

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        plain_table(table, _ROW)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Alarm"),
                self.tr("How many"),
                self.tr("Acknowledged"),
                self.tr("Median time until then"),
            ]
        )
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setStretchLastSection(False)
        table.setAccessibleName(self.tr("Alarms by kind"))
        return table

    # --- what it knows ------------------------------------------------------------------------

    def set_tables(self, tables: Tables) -> None:
        """Go by these tables."""
        self._tables = tables

    def set_record(
        self,
        patients: Callable[[], Iterable[str]],
        log: Callable[[str], Sequence[Entry]],
        sources: Sequence[Source] | None = None,
    ) -> None:
        """Count everybody in the record, also those who have left; else only the ward's.

        ``log`` may raise :class:`ui.ward.StoreError`; ``sources`` tell what was overdue.
        """
        self._patients, self._log = patients, log
        if sources is not None:
            self._sources = tuple(sources)

    def show_survey(self, survey: Survey) -> None:
        """Take the ward as of now; what is worked out already stays as it is."""
        self._survey = survey

    # --- working it out -----------------------------------------------------------------------

    def begin(self, period: timedelta | None) -> None:
        """Work out the report of a period that ends now; one that is on is given up."""
        self._step.stop()
        for button, one in zip(self._periods, PERIODS, strict=True):
            button.setChecked(one == period)
        survey = self._survey
        if survey is None:
            return
        since = _EVER if period is None else survey.now - period
        self._times = since, survey.now
        self._first = None if period is None else since
        present = [of.patient for of in survey.charts]
        self._waiting = present if self._patients is None else list(self._patients())
        self._shares = []
        self.progress.setRange(0, max(1, len(self._waiting)))
        self._show(None)
        self._say("", "second")
        self._step.start()
        self._arrange()

    def cancel(self) -> None:
        """Stop, and show nothing: half a report would mislead."""
        self._step.stop()
        self._waiting = []
        for button in self._periods:
            button.setChecked(False)
        self._say(self.tr("Stopped."), "second")
        self._arrange()

    def _next(self) -> None:
        """One patient more; the report once there is nobody left."""
        assert self._times is not None
        if not self._waiting:
            self._step.stop()
            _, until = self._times
            self._show(added(self._shares, self._first or until, until))
            self._arrange()
            self.done.emit()
            return
        patient = self._waiting.pop()
        try:
            of = self._chart(patient)
        except StoreError as error:
            self.cancel()
            self._say(trouble(error), "refused")
            return
        if of is not None:
            self._shares.append(share(of, self._tables.of, *self._times, self._sources))
            self._widen(of)
        self.progress.setValue(self.progress.value() + 1)

    def _chart(self, patient: str) -> Chart | None:
        assert self._survey is not None
        assert self._times is not None
        known = self._survey.of(patient)
        if known is not None or self._log is None:
            return known
        log = self._log(patient)
        return chart(log, self._times[1], self._survey.zone) if log else None

    def _widen(self, of: Chart) -> None:
        """The report of all begins with the first entry that there is."""
        if self._times is not None and self._times[0] is _EVER and of.timeline:
            begun = of.timeline[0].at
            self._first = begun if self._first is None else min(self._first, begun)

    # --- what it shows ------------------------------------------------------------------------

    def _arrange(self) -> None:
        on = self._step.isActive()
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.progress.setValue(0 if not on else self.progress.value())
        self.save.setVisible(self.burden is not None and not on)

    def _show(self, found: Burden | None) -> None:
        self.burden = found
        self._frame.setVisible(found is not None)
        self._sums.setVisible(found is not None)
        if found is None:
            self._say(self.tr("Choose a time; the record is then gone through."), "second")
            self._arrange()
            return
        locale = QLocale()
        share_text = NOTHING
        if found.share is not None:
            share_text = quantity_text(found.share * 100, 0, locale, "%")
        per_day = quantity_text(found.per_day, 1, locale)
        figures = (
            (quantity_text(found.patient_days, 1, locale), self.tr("patient-days on the ward")),
            (per_day, self.tr("alarms a patient-day, {n} in all").format(n=found.alarms)),
            (share_text, self.tr("of them acknowledged")),
            (_span(found.median), self.tr("median time until then")),
        )
        for (value, caption), (figure, name) in zip(self._figures, figures, strict=True):
            value.setText(figure)
            caption.setText(name)
        self._fill(found)
        text = self.tr(
            "From {since} to {until}. Every rise of a condition is one alarm, also of those who"
            " have left; alarms of the program itself are not counted."
        )
        assert self._survey is not None
        zone = self._survey.zone
        since = date_text(found.since.astimezone(zone).date(), locale)
        if found.until - found.since <= timedelta(days=7):
            since = moment_text(found.since, zone, locale, found.until)
        until = moment_text(found.until, zone, locale, found.until)
        self._say(text.format(since=since, until=until), "second")

    def _fill(self, found: Burden) -> None:
        self._table.setRowCount(len(found.kinds))
        for row, one in enumerate(found.kinds):
            seen = self.tr("{n} of {all}").format(n=one.acknowledged, all=one.alarms)
            words = (alarm_kind(one.kind), str(one.alarms), seen, _span(one.median))
            for column, text in enumerate(words):
                cell = QTableWidgetItem(text)
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._table.setItem(row, column, cell)

    def _say(self, text: str, role: str) -> None:
        set_look(self._said, "role", role)
        self._said.setText(text)
        self._said.setVisible(bool(text))

    # --- the file -----------------------------------------------------------------------------

    def _ask_file(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save"), "alarms.csv", self.tr("Spreadsheet (*.csv)")
        )
        if path:
            self.save_csv(path)

    def save_csv(self, path: str) -> None:
        """Write the report that is shown to a file."""
        if self.burden is None or self._survey is None:
            return
        try:
            Path(path).write_bytes(burden_csv(self.burden, self._survey.zone))
        except OSError as error:
            why = error.strerror or str(error)
            self._say(self.tr("The file cannot be written: {why}").format(why=why), "refused")
        else:
            self._say(self.tr("Saved: {path}").format(path=path), "ok")


def _span(time: timedelta | None) -> str:
    return NOTHING if time is None else span_text(time)
