"""The entry strip: one set of observations, typed without a mouse, graded at every keystroke."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.timeline import Entry
from grading.grade import Grade
from grading.signs import Vitals
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.answers import missing_line, saved_line
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.fields import Field
from ui.screens.patient.if_saved import SaveBlock
from ui.screens.patient.observations import Observations, observations
from ui.screens.patient.remarks import Remark, aid_text, will_ask_text
from ui.screens.patient.strip_fields import StripFields
from ui.widgets.parts import ElidedLabel, card, label, set_look

FORM = "vitals"
"""The name under which the strip's unsaved text is kept."""
_WIDE = 1500
_NARROW = 700


class EntryStrip(QWidget):
    """The fields of one set, what the grades would be, and Save.

    It says ``entered`` with the drafts and keeps its text until ``saved``. Whatever is typed is
    kept among the drafts at every keystroke, by patient.
    """

    entered = Signal(object)
    finished = Signal()
    """The set is in the record: the keyboard is free for other keys."""

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._chart: Chart | None = None
        self._begun = ""
        self._asked: frozenset[tuple[str, str]] = frozenset()
        self._pressed = False
        self._waiting = False  # for the answer to Save: then the new chart alone says nothing yet
        self._saved: tuple[Entry, ...] = ()
        self._refusal = ""
        self._past = 0
        self._dues = Dues()
        self._make()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    # --- making it ----------------------------------------------------------------------------

    def _make(self) -> None:
        frame = card(margins=(16, 10, 16, 10))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._fields = StripFields(self)
        self._fields.retyped.connect(self._retyped)
        self._fields.advanced.connect(self._next)
        self._fields.left.connect(self._left)
        self._fields.arrived.connect(self._refresh)
        self._end = SaveBlock()
        self._end.save.clicked.connect(self.save)
        self._end.note.clicked.connect(self.write_note)
        self._missing = ElidedLabel("", "second")
        self._missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._said = label("", "small", wrap=True)
        self._said.setMinimumHeight(theme.px(18))
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines = QWidget()
        lines = QVBoxLayout(self._lines)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(2))
        lines.addWidget(self._fields.extras)
        lines.addStretch()
        lines.addWidget(self._missing)
        lines.addWidget(self._said)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(0, 1)
        self._place()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(self._grid)
        self._fields.set_tab_order(self._end.note, self._end.save)
        self._show_fields()

    def _place(self) -> None:
        """Save stands at the right of the fields, or below them, or below the words."""
        wide, narrow = self.width() >= theme.px(_WIDE), self.width() < theme.px(_NARROW)
        for thing in (self._fields.row, self._lines, self._end):
            self._grid.removeWidget(thing)
        bottom = Qt.AlignmentFlag.AlignBottom
        self._end.set_whole(not narrow)
        self._grid.addWidget(self._fields.row, 0, 0, 1, 1 if wide else 2)
        self._grid.addWidget(self._lines, 1, 0, 1, 2 if narrow else 1)
        if wide:
            self._grid.addWidget(self._end, 0, 1, 2, 1, bottom)
        elif narrow:
            self._grid.addWidget(self._end, 2, 0, 1, 2)
        else:
            self._grid.addWidget(self._end, 1, 1, bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self._fit()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return answer

    def hasHeightForWidth(self) -> bool:
        """It sees to its height itself: a page would take the wish for what is needed at least."""
        return False

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def set_past(self, count: int) -> None:
        """Show the values of so many latest sets above the fields."""
        if count != self._past:
            self._past = count
            self._show_seen()

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds

    # --- the patient --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this chart's patient; what was typed for another one is kept, and put away."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        self._fields.offer_runs(chart)
        if other:
            self._put_away()
            kept = self._drafts.get(chart.patient, FORM)
            self._begun = kept.pop("begun", "")
            self._fields.put_back(kept)
        if self._waiting:
            return
        self._show_seen()
        self._show_fields()
        self._refresh()

    def _put_away(self) -> None:
        self._fields.clear()
        self._begun = ""
        self._asked = frozenset()
        self._pressed = False
        self._saved = ()
        self._refusal = ""

    def text(self) -> dict[str, str]:
        """What is typed now, by field."""
        return self._fields.text()

    def field(self, name: str) -> Field:
        """The field of this name. Raises KeyError."""
        return self._fields[name]

    def order(self) -> list[str]:
        """The fields that can be reached now, in the order in which they stand."""
        return self._fields.order()

    # --- the keyboard -------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        self._fields["time"].take_keyboard()

    def write_note(self) -> None:
        """Open weight and note, and put the keyboard into the note."""
        self._fields.open_more()
        self._fields["note"].take_keyboard()

    def _next(self, name: str) -> None:
        order = self.order()
        later = order[order.index(name) + 1 :]
        if later:
            self._fields[later[0]].take_keyboard()
        else:
            self.save()

    def _left(self, name: str) -> None:
        if name == "time":
            self._fix_time()
        self._refresh()

    def _fix_time(self) -> None:
        """Minutes ago are ago from now: kept as a time of day, they stay true later on."""
        field = self._fields["time"]
        typed = field.text().strip()
        if self._chart is None or not typed.startswith(("-", "−")):
            return
        now = self._clock()
        read = observations({"time": typed}, self._chart, now)
        if "time" not in read.refused:
            zone = self._chart.zone
            same_day = read.at.astimezone(zone).date() == now.astimezone(zone).date()
            at = read.at.astimezone(zone)
            field.set_text(f"{at:%H:%M}" if same_day else f"{at:%Y-%m-%d %H:%M}")
            self._keep()

    # --- typing -------------------------------------------------------------------------------

    def _retyped(self) -> None:
        self._pressed = False
        self._saved = ()
        self._refusal = ""
        self._keep()
        self._show_fields()
        self._show_seen()
        self._refresh()

    def _keep(self) -> None:
        if self._chart is None:
            return
        text = self.text()
        self._begun = (self._begun or self._clock().isoformat()) if text else ""
        kept = {**text, "begun": self._begun} if text else {}
        self._drafts.keep(self._chart.patient, FORM, kept)

    def _read(self) -> Observations | None:
        if self._chart is None:
            return None
        begun = datetime.fromisoformat(self._begun) if self._begun else None
        return observations(self.text(), self._chart, self._clock(), begun)

    def _show_fields(self) -> None:
        """Show the fields that what is typed calls for."""
        read = self._read()
        self._fields.show_called_for(candidate=read is not None and read.candidate)

    # --- what stands around the fields --------------------------------------------------------

    @property
    def _fresh(self) -> datetime | None:
        """The moment of the set just saved."""
        return self._saved[0].at if self._saved else None

    def _show_seen(self) -> None:
        if self._chart is not None:
            self._fields.show_past(self._chart, self._past, self._clock(), self._fresh)

    def _refresh(self) -> None:
        """Say at each field and below them what is to be said of what is typed."""
        chart, read = self._chart, self._read()
        if chart is None or read is None:
            return
        refused = [name for name in self._fields if self._speaks(name, read.refused)]
        asked = [name for name in self._fields if self._speaks(name, read.asked)]
        self._fields.show_states(refused, asked)
        self._fields.show_hints(chart, read.understood, self._clock(), self._fresh)
        grades: Mapping[str, Grade | None] = {k: chart.grade(k) for k in chart.courses}
        missing = ""
        if read.drafts:
            now = max(read.at, self._clock())
            grades = chart.previewed(read.drafts, now)
            missing = missing_line(grades, read, now)
        self._end.show_grades(grades)
        self._missing.setText(missing)
        said, role = self._words(read, chart)
        self._said.setText(said)
        set_look(self._said, "role", role)

    def _speaks(self, name: str, remarks: Mapping[str, Remark]) -> bool:
        """Whether a remark is due: not while further typing in its field may settle it."""
        remark = remarks.get(name)
        if remark is None:
            return False
        return self._pressed or not remark.growing or not self._fields[name].editor.hasFocus()

    def _words(self, read: Observations, chart: Chart) -> tuple[str, str]:
        """The one thing that is most worth saying now, and how it looks."""
        here = self._fields.here()
        order = sorted(self._fields, key=lambda name: name != here)
        if self._refusal:
            return self._refusal, "refused"
        refused = next((n for n in order if self._speaks(n, read.refused)), None)
        if refused is not None:
            return read.refused[refused].words, "refused"
        asked = next((n for n in order if self._speaks(n, read.asked)), None)
        if asked is not None:
            whole = self._pressed or asked == "time"
            return read.asked[asked].words if whole else will_ask_text(asked), "warn"
        if here in read.understood:
            return read.understood[here], "second"
        if self._saved:
            return saved_line(chart, self._saved, self._dues.text(chart)), "ok"
        return aid_text(here), "small"

    def said(self) -> str:
        """The line below the fields."""
        return self._said.text()

    # --- saving -------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask to record the set; say what stands in the way, ask once about what is unlikely."""
        chart, read = self._chart, self._read()
        if chart is None or read is None:
            return
        self._pressed = True
        self._refusal = ""
        if read.refused:
            first = next(name for name in self._fields if name in read.refused)
            self._fields[first].take_keyboard()
        elif not read.drafts:
            self._refusal = self.tr("Nothing is typed yet.")
        else:
            text = self.text()
            asked = frozenset(
                (name, remark.words if name == "time" else text[name])
                for name, remark in read.asked.items()
            )
            if asked <= self._asked:
                self._waiting = True
                self.entered.emit(read.drafts)
                self._waiting = False
                return
            self._asked = asked
        self._refresh()

    def saved(self, entries: Sequence[Entry]) -> None:
        """The set is in the record: clear the fields and read it back."""
        for patient in {entry.patient for entry in entries}:
            self._drafts.keep(patient, FORM, {})
        if self._chart is None or any(entry.patient != self._chart.patient for entry in entries):
            return
        self._put_away()
        self._saved = tuple(entries)
        self._show_fields()
        self._show_seen()
        self.finished.emit()
        self._refresh()

    def just_saved(self) -> Entry | None:
        """The vital signs saved last, else what else was; None once something new is typed."""
        signs = (entry for entry in self._saved if isinstance(entry.fact, Vitals))
        return next(signs, self._saved[0] if self._saved else None)

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self._refusal = message
        self._refresh()
