"""The study: every patient of a protocol on one page, each figure with its way to the entries."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from bedside.study import MONTHS, Study, study
from ui import theme, words
from ui.pages import Printing, ask_printer, file_day, pdf, printed
from ui.screens.study.basis import Basis, Part, of_one
from ui.screens.study.cards import Cards
from ui.screens.study.curves import CurveCard, fit_box
from ui.screens.study.entries import EntriesPanel, Lookup
from ui.screens.study.legend import LevelLegend
from ui.screens.study.levels import LevelsTable
from ui.screens.study.progress import ReadingBar
from ui.screens.study.swimmer import SwimmerPage
from ui.screens.study.table import StudyTable
from ui.study.columns import At, Column, column_spoken
from ui.study.pictures import CURVES, groups, lanes
from ui.study.sheet import StudyCopy
from ui.widgets.parts import ElidedLabel, card, label
from ui.words import study as said
from ui.words import study_counts as counted

PAGES = ("table", "curves", "swimmer")
_ASIDE, _TABLE = 290, 690
_LOW = 560
_ABOVE = 2
_CROWD = 200


class StudyScreen(QWidget):
    """The cards, and below them table, curves or swimmer plot of the patients that are chosen.

    ``lookup`` finds entries. A figure opens its entries beside it, an entry asks for the history
    of its patient by ``opened``. Ctrl+1 to Ctrl+3 choose the page, Esc goes back.
    """

    opened = Signal(str, str)
    """Patient and entry."""
    closed = Signal()
    asked_csv = Signal(object)
    """The study that is shown, to be written for a spreadsheet."""
    cancelled = Signal()
    asked_rest = Signal()
    """The patients that were not read are to be read after all."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        zone: tzinfo,
        lookup: Lookup,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone = zone
        self._whole = study(())
        self._shown = self._whole
        self._names: Mapping[str, str] = {}
        self._by = ""
        self._month_chosen = False
        self._stale: set[str] = set(PAGES)
        self._before: QWidget | None = None
        self._waiting: list[CurveCard] = []
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._feed_curves)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._make_head())
        self.reading = ReadingBar()
        self.reading.cancelled.connect(self.cancelled)
        self.reading.asked_rest.connect(self.asked_rest)
        layout.addWidget(self.reading)
        self.cards = Cards()
        self.cards.asked.connect(self.show_basis)
        layout.addWidget(self.cards)
        layout.addLayout(self._make_tabs())
        layout.addLayout(self._make_body(lookup), 1)
        self._empty = label("", "second", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._empty, 1)
        self._said = label("", "second", wrap=True)
        self._said.hide()
        layout.addWidget(self._said)
        for place in range(len(PAGES)):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.tabs.setCurrentIndex, place))
        self._turn(0)

    # --- making it ----------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(label(self.tr("Study"), "title"))
        self._what = ElidedLabel("", "second")
        head.addWidget(self._what)
        self._synthetic = _SyntheticMark(self.tr("synthetic cohort"))
        self._synthetic.hide()
        head.addWidget(self._synthetic, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self.protocol = self._make_box(self.tr("Protocol"), head)
        self.protocol.currentIndexChanged.connect(self._choose)
        self._csv = QPushButton(self.tr("CSV"))
        self._csv.setAccessibleName(self.tr("Save patients or dose levels for a spreadsheet"))
        self._csv.clicked.connect(lambda: self.asked_csv.emit(self._shown))
        self._pdf = QPushButton(self.tr("PDF"))
        self._pdf.setAccessibleName(self.tr("Save as PDF"))
        self._pdf.clicked.connect(self._ask_pdf)
        self._print = QPushButton(self.tr("Print"))
        self._print.clicked.connect(self.print_out)
        for button in (self._csv, self._pdf, self._print):
            button.setAutoDefault(False)
            head.addWidget(button)
        return head

    def _make_box(self, name: str, row: QHBoxLayout) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        row.addWidget(box)
        return box

    def _make_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Pages of the study"))
        for text in (self.tr("Table"), self.tr("Curves"), self.tr("Swimmer")):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(self._turn)
        row.addWidget(self.tabs)
        row.addStretch()
        self.by_level = QCheckBox(self.tr("Bold line by dose level"))
        self.by_level.toggled.connect(self._redraw)
        row.addWidget(self.by_level)
        self.level = self._make_box(self.tr("Dose level"), row)
        self.level.currentIndexChanged.connect(self._choose)
        months = self.tr("Month at which SLEDAI and response are shown")
        self.month = self._make_box(months, row)
        self.month.setToolTip(months)
        for month in MONTHS:
            self.month.addItem(words.capitalised(said.month(month)), month)
        self.month.setCurrentIndex(MONTHS.index(6))
        fit_box(self.month)
        self.month.activated.connect(self._choose_month)
        return row

    def _make_body(self, lookup: Lookup) -> QHBoxLayout:
        body = QHBoxLayout()
        body.setSpacing(theme.px(12))
        self._stack = QStackedWidget()
        self.legends = [LevelLegend()]  # the page of curves brings another
        self._pages: dict[str, QWidget] = {"table": self._make_table()}
        self._stack.addWidget(self._pages["table"])
        self.curves: tuple[CurveCard, ...] = ()
        body.addWidget(self._stack, 1)
        self._beside = QStackedWidget()
        pair = QWidget()
        upright = QVBoxLayout(pair)
        upright.setContentsMargins(0, 0, 0, 0)
        upright.setSpacing(theme.px(10))
        self.pair = (CurveCard("cart"), CurveCard("sledai"))
        for one in self.pair:
            one.asked.connect(self._show_part)
            upright.addWidget(one, 1)
        upright.addWidget(self.legends[0])
        self._beside.addWidget(pair)
        self.panel = EntriesPanel(lookup, self._zone)
        self.panel.opened.connect(self.opened)
        self.panel.left.connect(self.close_panel)
        self._beside.addWidget(self.panel)
        body.addWidget(self._beside)
        return body

    def _make_table(self) -> QWidget:
        page = QWidget()
        upright = QVBoxLayout(page)
        upright.setContentsMargins(0, 0, 0, 0)
        upright.setSpacing(theme.px(10))
        frame = card(margins=(1, 1, 1, 2))
        inside = frame.layout()
        assert inside is not None
        self.table = StudyTable()
        self.table.asked.connect(self._ask_cell)
        inside.addWidget(self.table)
        upright.addWidget(frame, 1)
        self._levels_card = card(margins=(1, 1, 1, 2))
        below = self._levels_card.layout()
        assert below is not None
        self.levels = LevelsTable()
        self.levels.asked.connect(self.show_basis)
        below.addWidget(self.levels)
        upright.addWidget(self._levels_card)
        return page

    def _page(self, name: str) -> QWidget:
        """A page by its name; made now if it was not."""
        if name not in self._pages:
            made = self._make_curves() if name == "curves" else self._make_swimmer()
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    def _make_swimmer(self) -> QWidget:
        self.swimmer = SwimmerPage()
        self.swimmer.asked.connect(self._show_part)
        return self.swimmer

    def _make_curves(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(10))
        made = []
        for place, curve in enumerate(CURVES):
            one = CurveCard(curve, fixed=True)
            one.asked.connect(self._show_part)
            made.append(one)
            # six columns: two above, three below
            row = int(place >= _ABOVE)
            span = 3 if row == 0 else 2
            grid.addWidget(one, row, (place - _ABOVE * row) * span, 1, span)
        self.curves = tuple(made)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        for row in range(2):
            grid.setRowStretch(row, 1)
        legend = LevelLegend(page)  # one without a parent would be a window of its own
        grid.addWidget(legend, 2, 0, 1, 6)
        self.legends.append(legend)
        legend.show_study(self._shown, self._whole)
        return page

    # --- what is shown ------------------------------------------------------------------------

    def show_study(self, of: Study, names: Mapping[str, str], by: str = "") -> None:
        """Show these patients; what was chosen stays.

        ``names`` are those of the protocols, ``by`` who is at the keyboard.
        """
        self._whole, self._names, self._by = of, names, by
        self._fill_protocols()
        self._choose()

    def show_reading(self, done: int, of: int, *, stopped: bool = False) -> None:
        """Say how many patients were read of how many; ``stopped``: no more are read."""
        self.reading.show_reading(done, of, stopped=stopped)

    def study(self) -> Study:
        """The patients that are shown."""
        return self._shown

    def chosen_month(self) -> int:
        """The month at which SLEDAI and response are shown."""
        return int(self.month.currentData())

    def _fill_protocols(self) -> None:
        counts = dict.fromkeys(self._whole.protocols, 0)
        for one in self._whole.subjects:
            counts[one.protocol] += 1
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        known = [self.protocol.itemData(n) for n in range(self.protocol.count())]
        if known != ordered:
            before = self.protocol.currentData()
            blocked = self.protocol.blockSignals(True)
            self.protocol.clear()
            for name in ordered:
                self.protocol.addItem(self._protocol_name(name), name)
            place = ordered.index(before) if before in ordered else 0
            self.protocol.setCurrentIndex(place if ordered else -1)
            fit_box(self.protocol)
            self.protocol.blockSignals(blocked)
        self.protocol.setVisible(len(ordered) > 1)

    def _protocol_name(self, name: str) -> str:
        return self._names.get(name) or name or self.tr("no protocol")

    def _fill_levels(self, of: Study) -> None:
        levels = [""] + [one.dose_level for one in of.levels]
        texts = [self.tr("Dose level: all")] + [counted.level_text(one) for one in of.levels]
        known = [self.level.itemData(n) for n in range(self.level.count())]
        if known != levels:
            before = self.level.currentData()
            blocked = self.level.blockSignals(True)
            self.level.clear()
            for name, text in zip(levels, texts, strict=True):
                self.level.addItem(text, name)
            self.level.setCurrentIndex(levels.index(before) if before in levels else 0)
            fit_box(self.level)
            self.level.blockSignals(blocked)
        self.level.setVisible(len(levels) > 2)  # noqa: PLR2004 - all, and at least two

    def _choose(self) -> None:
        protocol = self.protocol.currentData()
        of = self._whole.of(protocol) if protocol is not None else self._whole
        self._fill_levels(of)
        level = self.level.currentData()
        self._shown = of.of(protocol, level) if level else of
        self._settle_month()
        self._show()

    def _settle_month(self) -> None:
        """Month 6, as long as nobody chose another one; an earlier one where nobody came so far."""
        if self._month_chosen:
            return
        judged = {m for one in self._shown.subjects for m in MONTHS if one.outcome(m).is_judged}
        wanted = 6 if 6 in judged or not judged else max(judged)  # noqa: PLR2004 - month 6
        self.month.setCurrentIndex(MONTHS.index(wanted))

    def _choose_month(self) -> None:
        self._month_chosen = True
        self._show()

    def _show(self) -> None:
        of = self._shown
        some = bool(of.subjects)
        infused = of.summary.infused
        self._what.setText(
            words.dotted(
                [
                    "" if self.protocol.isVisibleTo(self) else self._title(),
                    self.tr("{n} infused").format(n=infused),
                ]
            )
            if some
            else ""
        )
        self._synthetic.setVisible(of.synthetic)
        self._empty.setVisible(not some)
        self._empty.setText(
            self.tr("Nobody is enrolled yet. Enrol a patient with Ctrl+E.")
            if not self._whole.subjects
            else self.tr("Nobody is enrolled at this dose level.")
        )
        for part in (self.cards, self.tabs, self._stack, self.by_level, self._csv):
            part.setVisible(some)
        for button in (self._pdf, self._print):
            button.setVisible(some)
        self._beside.setVisible(some)
        self.month.setVisible(some)
        self.cards.show_study(of, self.chosen_month())
        several = len({one.dose_level for one in self._whole.subjects}) > 1
        self.by_level.setVisible(some and several)
        for legend in self.legends:
            legend.show_study(of, self._whole)
        self._stale = set(PAGES)
        self._feed()
        self._fit()

    def _title(self) -> str:
        protocol = self.protocol.currentData()
        return "" if protocol is None else self._protocol_name(protocol)

    def _redraw(self) -> None:
        self._stale |= {"curves", "table"}
        self._feed()

    def _feed(self) -> None:
        """Give the page that is open what it shows, unless it has it."""
        page = PAGES[self.tabs.currentIndex()]
        if page not in self._stale:
            return
        self._stale.discard(page)
        of, by_level = self._shown, self.by_level.isChecked()
        if page == "table":
            at = At(self.chosen_month(), of.summary.variant)
            self.table.show_subjects(of.subjects, at)
            self.levels.show_study(of, dict(self._names))
            self.levels.setFixedHeight(self.levels.wanted_height())
            self._levels_card.setFixedHeight(self._levels_card.sizeHint().height())
            for one in self.pair:
                one.show_study(of, self._whole, by_level=by_level)
        elif page == "curves":
            self._waiting = list(self.curves)
            if len(of.subjects) > _CROWD:
                self._later.start()
            else:
                self._feed_curves(len(self.curves))
        else:
            self.swimmer.show_lanes(lanes(of, groups(self._whole), self._zone))

    def _feed_curves(self, count: int = 1) -> None:
        """Give some of the curves what they show; of very many patients one at a time."""
        for _ in range(min(count, len(self._waiting))):
            one = self._waiting.pop(0)
            one.show_study(self._shown, self._whole, by_level=self.by_level.isChecked())
        if not self._waiting:
            self._later.stop()

    def _turn(self, place: int) -> None:
        self._stack.setCurrentWidget(self._page(PAGES[place]))
        self._feed()
        self._fit()
        self.begin()

    def _fit(self) -> None:
        """What stands beside: curves by the table, the entries of a figure anywhere."""
        on_table = PAGES[self.tabs.currentIndex()] == "table"
        asked = self._beside.currentWidget() is self.panel
        wide = self.width() >= theme.px(_TABLE + _ASIDE)
        self._beside.setVisible(bool(self._shown.subjects) and (asked or (on_table and wide)))
        spare = self.width() - theme.px(12)
        if on_table:
            spare -= self.table.wanted_width()
        else:
            spare //= 3
        most = self.width() * 36 // 100
        self._beside.setFixedWidth(max(theme.px(_ASIDE), min(most, spare)))
        self._levels_card.setVisible(self.height() >= theme.px(_LOW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def begin(self) -> None:
        """The keyboard goes to the page that is open."""
        page = PAGES[self.tabs.currentIndex()]
        if page == "table":
            self.table.begin()
        elif page == "curves":
            self.curves[0].view.setFocus()
        else:
            self.swimmer.begin()

    # --- what a figure rests on ---------------------------------------------------------------

    def _ask_cell(self, patient: str, column: int) -> None:
        one = self._shown.subject(patient)
        if one is None:
            return
        row = self.table.study_model.row_of(patient)
        if row is None:
            return
        found = self.table.study_model.cell(row, column)
        title = column_spoken(Column(column), self.table.study_model.at)
        self.show_basis(of_one(one, title, found.spoken, found.entries))

    def _show_part(self, patient: str, text: str, entries: Sequence[str]) -> None:
        self.show_basis(Basis(patient, (Part(patient, text, tuple(entries)),)))

    def show_basis(self, basis: Basis) -> None:
        """Show the entries on which a figure rests."""
        focus = self.focusWidget()
        if self._beside.currentWidget() is not self.panel:
            self._before = focus
        self.panel.show_basis(basis, self._whole.subjects)
        self._beside.setCurrentWidget(self.panel)
        self._fit()
        self.panel.begin()

    def close_panel(self) -> None:
        """Back to where the figure was asked."""
        self._beside.setCurrentIndex(0)
        self._fit()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        else:
            self.begin()
        self._before = None

    # --- on paper -----------------------------------------------------------------------------

    def copy(self) -> StudyCopy:
        """What is shown, for paper."""
        return StudyCopy(
            self._shown,
            self._whole,
            self.chosen_month(),
            self._title(),
            dict(self._names),
            self._clock(),
            self._zone,
        )

    def _printing(self) -> Printing:
        return Printing(self._by, self._clock(), self._zone)

    def print_out(self) -> None:
        """Ask for a printer and print."""
        printer = ask_printer(self)
        if printer is None:
            return
        try:
            printed([self.copy()], printer, self._printing())
        except OSError as error:
            self._refuse(self.tr("It cannot be printed: {why}"), error)

    def _ask_pdf(self) -> None:
        day = file_day(self._clock(), self._zone)
        name = self.tr("study-{day}.pdf").format(day=day)
        path, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), name, self.tr("PDF (*.pdf)")
        )
        if path:
            self.save_pdf(path)

    def save_pdf(self, path: str) -> None:
        """Write what is shown as a PDF."""
        try:
            pdf([self.copy()], path, self._printing())
        except OSError as error:
            self._refuse(self.tr("The PDF cannot be written: {why}"), error)
        else:
            self.tell(self.tr("Saved: {path}").format(path=path))

    def _refuse(self, text: str, error: OSError) -> None:
        self.tell(text.format(why=error.strerror or str(error)), "refused")

    def tell(self, text: str, role: str = "ok") -> None:
        """Say what became of a file, or which patients cannot be read."""
        self._said.setProperty("role", role)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(text)
        self._said.setVisible(bool(text))

    # --- the keyboard -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._beside.currentWidget() is self.panel:
                self.close_panel()
            else:
                self.closed.emit()
        else:
            super().keyPressEvent(event)


class _SyntheticMark(QLabel):
    """That the patients were made up."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("mark", "synthetic")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
