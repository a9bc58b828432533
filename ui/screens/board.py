"""The ward board: one line a patient, who needs somebody first on top."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bedside.survey import Survey
from bedside.timeline import Entry
from ui import theme
from ui.screens.board_cells import Column
from ui.screens.board_lines import lines
from ui.screens.board_model import Lines
from ui.screens.board_paint import ELIDED, ROW, ROW_LEAST, TITLE_ROW, Hand
from ui.screens.board_table import Table
from ui.shown import clock_text, date_text
from ui.widgets.parts import ElidedLabel, FlowRow, KeyButton, card, label, plain_table

if TYPE_CHECKING:
    from ui.screens.not_done import NotDoneMenu

PRIVATE_COLUMNS = (Column.BED, Column.CRS, Column.ICANS, Column.NEXT)
"""What is shown where passers-by may look on."""
_WORDS_FROM, _TITLE_FROM, _FOOT_FROM = 740, 500, 340
"""From this width on the buttons are named in full and the title is shown, and from this height
on the words at the foot, in design pixels."""
_SPACING = 14


def _shared(least: dict[Column, int], liked: dict[Column, int], extra: int) -> dict[Column, int]:
    """Widths between least and liked: smaller lines that would be cut come first, then all."""
    widths = dict(least)
    for column in ELIDED:
        grown = min(extra, liked.get(column, 0) - least.get(column, 0))
        if column in widths:
            widths[column] += grown
            extra -= grown
    wanted = {column: liked[column] - widths[column] for column in widths}
    share = extra / max(1, sum(wanted.values()))
    return {column: width + int(wanted[column] * share) for column, width in widths.items()}


class WardBoard(QWidget):
    """The board of a ward; ``private`` shows beds in place of patients, with nothing to press.

    ``zone`` is the site's, for the clock in the title. ``clock`` tells when something was not
    done; without it that is the moment of the survey. ``entered`` brings what is to be recorded.
    """

    entered = Signal(object)

    opened = Signal(str)
    """A patient is to be opened."""
    wanted = Signal(str, str)
    """A patient is to be opened for "record", "ice", "labs" or "therapies"."""
    asked_find = Signal()
    asked_enrol = Signal()
    painted = Signal()

    def __init__(
        self,
        zone: tzinfo,
        *,
        clock: Callable[[], datetime] | None = None,
        private: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._clock_of = clock
        self._survey: Survey | None = None
        self._not_done: NotDoneMenu | None = None
        self._private = private
        self._least: dict[Column, int] = {}
        self._liked: dict[Column, int] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(_SPACING))
        self._head = self._make_head()
        layout.addLayout(self._head)
        self._top = QVBoxLayout()
        layout.addLayout(self._top)
        self._card = self._make_table()
        layout.addWidget(self._card, 1000)
        self._foot = label("", "faint", wrap=True)
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout.addWidget(self._foot)
        layout.addStretch(1)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        title = self.tr("Ward · locked") if self._private else self.tr("Ward")
        self._title = label(title, "title")
        head.addWidget(self._title)
        self._clock = ElidedLabel("", "second")
        head.addWidget(self._clock, 1)
        if not self._private:
            head.addWidget(self._make_acts())
        return head

    def _make_acts(self) -> FlowRow:
        acts = FlowRow(12)
        self._find = KeyButton("", hint="Ctrl+K")
        self._find.setAccessibleName(self.tr("Find patient"))
        self._find.clicked.connect(self.asked_find)
        self._enrol = KeyButton("", hint="Ctrl+E")
        self._enrol.setAccessibleName(self.tr("New patient"))
        self._enrol.clicked.connect(self.asked_enrol)
        self._record = KeyButton("", hint="Ctrl+N", primary=True)
        self._record.setAccessibleName(self.tr("Record observations"))
        self._record.clicked.connect(lambda: self._choose("record"))
        for button in (self._find, self._enrol, self._record):
            acts.add(button)
        return acts

    def _make_table(self) -> QFrame:
        frame = card(margins=(1, 1, 1, 1))
        self._model = Lines()
        self._hand = Hand()
        self._table = Table()
        self._table.setModel(self._model)
        self._table.setItemDelegate(self._hand)
        self._table.setProperty("board", "true")
        self._table.setAccessibleName(self.tr("Ward board"))
        plain_table(self._table)
        self._table.horizontalHeader().setStretchLastSection(False)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._table.doubleClicked.connect(lambda _index: self._choose("open"))
        self._table.chosen.connect(self._choose)
        self._table.asked_find.connect(self.asked_find)
        self._table.painted.connect(self.painted)
        self._table.resized.connect(self._fit)
        if self._private:
            self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._table.setSelectionMode(QTableView.SelectionMode.NoSelection)
            for column in Column:
                self._table.setColumnHidden(column, column not in PRIVATE_COLUMNS)
        layout = frame.layout()
        assert layout is not None
        layout.addWidget(self._table)
        return frame

    # --- what it shows ------------------------------------------------------------------------

    def show_survey(self, survey: Survey) -> None:
        """Show the ward as it stands."""
        self._survey = survey
        now = survey.now
        marked = self.marked()
        changed = self._model.show(lines(survey, private=self._private))
        day = date_text(now.astimezone(self._zone).date(), QLocale(), weekday=True)
        clock = clock_text(now, self._zone, QLocale())
        self._clock.setText(self.tr("{day}, {clock}").format(day=day, clock=clock))
        if changed:
            self._table.clearSpans()
            for row, line in enumerate(self._model.lines):
                if line.title:
                    self._table.setSpan(row, 0, 1, len(Column))
            self._mark(marked)
        self._say(len(survey.charts))
        self._measure()
        self._fit()

    def _say(self, count: int) -> None:
        if not count:
            said = self.tr("No patients yet. Press Ctrl+E to enter the first one.")
        elif self._private:
            said = self.tr("Locked. Press any key and say who you are to go on.")
        else:
            said = self.tr(
                "Patients: {n} · overdue at the bedside first, then by grade, NEWS2 and due time ·"
                " dashed badge = grade cannot be stated: an input is missing or out of date"
            ).format(n=count)
        self._foot.setText(said)
        self._card.setVisible(count > 0)
        if not self._private:
            self._record.setEnabled(count > 0)
            self._find.setEnabled(count > 0)

    def marked(self) -> str:
        """The patient whose line is marked; empty where none is."""
        index = self._table.currentIndex()
        return self._model.lines[index.row()].patient if index.isValid() else ""

    def _mark(self, patient: str) -> None:
        places = [line.patient for line in self._model.lines if line.patient]
        if not self._private and places:
            self._table.mark(places.index(patient) if patient in places else 0)

    def begin(self) -> None:
        """Give the keyboard to the lines."""
        self._table.setFocus()

    def record(self) -> None:
        """Ask to record observations of the marked patient."""
        self._choose("record")

    def _choose(self, what: str) -> None:
        patient = self.marked()
        if not patient:
            return
        if what == "open":
            self.opened.emit(patient)
        elif what == "not_done":
            self._ask_not_done(patient)
        else:
            self.wanted.emit(patient, what)

    # --- what was not done --------------------------------------------------------------------

    def _ask_not_done(self, patient: str) -> None:
        chart = None if self._survey is None else self._survey.of(patient)
        if chart is None or self._survey is None:
            return
        rounds = self._survey.rounds.get(patient, ())
        if any(found.due is not None for found in rounds):
            self._menu().open(chart, rounds, self._table.below_mark())

    def _menu(self) -> "NotDoneMenu":
        if self._not_done is None:
            from ui.screens.not_done import (  # noqa: PLC0415 - the first picture does not wait
                NotDoneMenu,
            )

            self._not_done = NotDoneMenu(self._now, self)
            self._not_done.entered.connect(self.entered)
            self._top.addWidget(self._not_done.refusal)
        return self._not_done

    def _now(self) -> datetime:
        if self._clock_of is not None:
            return self._clock_of()
        assert self._survey is not None
        return self._survey.now

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""
        self._menu().saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved, and why; what was chosen or typed is kept."""
        self._menu().refused(message)

    # --- its measures -------------------------------------------------------------------------

    def _fit_words(self) -> None:
        """Fewer words where there is little room."""
        wide, high = self.width() / theme.scale(), self.height() / theme.scale()
        self._foot.setVisible(high >= _FOOT_FROM or not self._model.lines)
        self._title.setVisible(wide >= _TITLE_FROM)
        if self._private:
            return
        if wide >= _WORDS_FROM:
            self._find.setText(self.tr("Find patient"))
            self._enrol.setText(self.tr("New patient"))
            self._record.setText(self.tr("Record observations"))
        else:
            self._find.setText(self.tr("Find"))
            self._enrol.setText(self.tr("New"))
            self._record.setText(self.tr("Record"))

    def _fit(self) -> None:
        """Rows as high as all of them allow, columns as wide as their words and the room."""
        self._fit_words()
        if not self._least:
            return
        titles = [row for row, line in enumerate(self._model.lines) if line.title]
        count = len(self._model.lines) - len(titles)
        header = self._table.horizontalHeader().height()
        room = self.height() - self._table_top() - header - len(titles) * theme.px(TITLE_ROW)
        row = max(theme.px(ROW_LEAST), min(theme.px(ROW), room // count if count else 0))
        self._table.verticalHeader().setDefaultSectionSize(row)
        for place in range(len(self._model.lines)):
            height = theme.px(TITLE_ROW) if place in titles else row
            if self._table.rowHeight(place) != height:
                self._table.setRowHeight(place, height)
        whole = header + count * row + len(titles) * theme.px(TITLE_ROW)
        wide = self._fit_columns() > self._table.viewport().width()
        bar = self._table.horizontalScrollBar().sizeHint().height() if wide else 0
        self._card.setMaximumHeight(whole + bar + 4 * theme.px(1))

    def _table_top(self) -> int:
        """The height of everything but the table."""
        head = self._head.sizeHint().height()
        shown = not self._foot.isHidden()
        foot = self._foot.heightForWidth(max(1, self.width())) if shown else 0
        return head + foot + 3 * theme.px(_SPACING) + 4

    def _measure(self) -> None:
        """Find out how wide the columns must be and would like to be."""
        columns = PRIVATE_COLUMNS if self._private else tuple(Column)
        for column in columns:
            cells = [line.cells[column] for line in self._model.lines if line.cells]
            self._least[column], self._liked[column] = self._hand.widths(cells, column)

    def _fit_columns(self) -> int:
        """Set the widths; the sum of them."""
        room = self._table.viewport().width()
        least, liked = self._least, self._liked
        columns = tuple(least)
        all_least, all_liked = sum(least.values()), sum(liked.values())
        self._model.set_short(room < all_liked)
        if room >= all_liked:
            widths = {c: liked[c] * room // all_liked for c in columns}
        elif room > all_least:
            widths = _shared(least, liked, room - all_least)
        else:
            widths = least
        rest = room - sum(widths.values())
        if rest > 0:
            widths[columns[-1]] += rest
        for column, width in widths.items():
            self._table.setColumnWidth(column, width)
        return sum(widths.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.lines:
            self.painted.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._least:
            self._measure()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(1000), theme.px(600))
