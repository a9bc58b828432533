"""One visit on one page: when it took place, its checklist, what differs from the protocol."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.facts import DeviationKind
from bedside.follow import Standing
from bedside.timeline import Draft
from ui import theme
from ui.drafts import Drafts
from ui.screens.visits.checklist import Checklist, Lookup
from ui.screens.visits.head import Companions, VisitHead
from ui.screens.visits.rows import Row
from ui.screens.visits.said import Said
from ui.screens.visits.together import companions, deviates, drafts, took_place
from ui.screens.visits.typed_day import visit_moment
from ui.screens.visits.unsaved import Marked, Unsaved, forget, kept
from ui.shown import refusal_text
from ui.typed import Refusal, Unreadable
from ui.widgets.parts import FlowRow, KeyButton, label, set_state
from ui.words.visits import deviation_text, outside_text


class VisitPanel(QFrame):
    """The page of one visit.

    ``entered`` brings the visit itself, the items ticked by hand, those not done, and a deviation
    where it took place outside of its window, all to be saved together. ``acted`` names what else
    is wanted: "missed", "appointment", "rule".
    """

    entered = Signal(object)
    acted = Signal(str)
    left = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        drafts: Drafts,
        lookup: Lookup | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._clock = clock
        self._drafts = drafts
        self._row: Row | None = None
        self._entering = ("", "")
        self._marked = Marked()
        self._asked: date | None = None
        self._omitting = ("", "")
        self._own_words = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(m) for m in (4, 4, 4, 10)))
        outer.setSpacing(theme.px(8))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(*(theme.px(m) for m in (12, 8, 10, 0)))
        page.setSpacing(theme.px(6))
        self.head = VisitHead()
        self.head.left.connect(self.left)
        self.head.asked_rule.connect(lambda: self.acted.emit("rule"))
        page.addWidget(self.head)
        self._make_when(page)
        self.checklist = Checklist(lookup)
        self.checklist.toggled.connect(self._toggle)
        self.checklist.asked_omit.connect(self._ask_omit)
        page.addWidget(self.checklist, 1)
        self._make_words(page)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        self._area = area
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(12), 0, theme.px(10), 0)
        foot.setSpacing(theme.px(6))
        self.said = Said()
        foot.addWidget(self.said)
        foot.addWidget(self._make_buttons())
        outer.addLayout(foot)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    # --- making it ----------------------------------------------------------------------------

    def _make_when(self, page: QVBoxLayout) -> None:
        self._when_row = QWidget()
        row = QHBoxLayout(self._when_row)
        row.setContentsMargins(0, theme.px(4), 0, 0)
        row.setSpacing(theme.px(10))
        caption = label(self.tr("Took place"), "strong")
        self.when = QLineEdit()
        self.when.setPlaceholderText(self.tr("blank is now; or 12.11., 12.11. 0930, 0930"))
        self.when.setAccessibleName(self.tr("Took place on; blank is now"))
        self.when.setMaxLength(40)
        self.when.textChanged.connect(self._retype)
        self.when.installEventFilter(self)
        caption.setBuddy(self.when)
        row.addWidget(caption)
        row.addWidget(self.when, 1)
        page.addWidget(self._when_row)
        self._outside = label("", "warn", wrap=True)
        page.addWidget(self._outside)
        self.also = Companions()
        self.also.changed.connect(self._retick)
        page.addWidget(self.also)

    def _make_words(self, page: QVBoxLayout) -> None:
        self._why_words = label("", "strong", wrap=True)
        self.why = QLineEdit()
        self.why.setAccessibleName(self.tr("Why it was not done"))
        self.why.setMaxLength(400)
        self.why.installEventFilter(self)
        self._deviation_words = label(self.tr("Deviation, written down with it"), "strong")
        self.deviation = QPlainTextEdit()
        self.deviation.setAccessibleName(self._deviation_words.text())
        self.deviation.setTabChangesFocus(True)
        self.deviation.setFixedHeight(theme.px(64))
        self.deviation.textChanged.connect(self._reword)
        self._others_words = label("", "small", wrap=True)
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(self.tr("Comment"))
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setMaxLength(400)
        self.comment.textEdited.connect(self._keep)
        self.comment.installEventFilter(self)
        for part in (
            self._why_words, self.why, self._deviation_words, self.deviation,
            self._others_words, self.comment,
        ):  # fmt: skip
            page.addWidget(part)

    def _make_buttons(self) -> FlowRow:
        row = FlowRow(8)
        self.save = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.enter)
        row.add(self.save)
        for act, words, key in (
            ("missed", self.tr("Missed…"), "M"),
            ("appointment", self.tr("Appointment…"), "P"),
        ):
            button = KeyButton(words, hint=key)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, act=act: self.acted.emit(act))
            row.add(button)
        return row

    # --- what is shown ------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The visit that is shown."""
        return self._row

    def set_lookup(self, lookup: Lookup) -> None:
        """From where the entries come that show an item."""
        self.checklist.items.set_lookup(lookup)

    def show_row(self, row: Row | None, now: datetime) -> None:
        """Show a visit; what is typed and not saved for another one waits in the drafts."""
        other = row is None or self._row is None or row.key != self._row.key
        self._row = row
        self.setEnabled(row is not None)
        self.head.show_row(row, now)
        if row is None:
            self.also.forget()
            self.checklist.items.show_visits((), self._marked, now)
            return
        done = took_place(row.standing)
        self._when_row.setVisible(not done)
        self.comment.setVisible(not done)
        if other:
            self.said.silence()
            self._asked = None
            self.also.forget()
            self._stop_omitting()
            self._fill(kept(self._drafts, *row.key))
        self._show_others()
        self._drop_done()
        self._show_items()
        self._show_deviation()

    def _drop_done(self) -> None:
        """Forget marks of what the record shows by now."""
        if self._row is None:
            return
        visits = (self._row.standing, *self.also.standings)
        done = {(s.visit.id, t.item.id) for s in visits for t in s.ticks if t.done}
        self._marked.ticked -= done
        for key in done & self._marked.omitted.keys():
            del self._marked.omitted[key]

    def _show_others(self) -> None:
        """Offer the other visits that the same day can stand for."""
        assert self._row is not None
        found = companions(self._row, self._typed_day(), self._today())
        self.also.offer(found, self._row.standing)

    def _chosen(self) -> tuple[Standing, ...]:
        """The visit of the page, and those of the same day that are chosen with it."""
        assert self._row is not None
        return (self._row.standing, *self.also.chosen())

    def _today(self) -> date:
        assert self._row is not None
        return self._row.follow.day_of(self._clock())

    def _show_items(self) -> None:
        assert self._row is not None
        visits = self._chosen()
        self.checklist.items.set_zone(self._row.follow.zone)
        self.checklist.items.show_visits(visits, self._marked, self._clock())
        lines = sum(len(one.ticks) for one in visits)
        self.checklist.setVisible(lines > 0)

    # --- typing -------------------------------------------------------------------------------

    def _typed(self) -> datetime | None:
        """When it took place, as typed; None where that cannot be read."""
        assert self._row is not None
        try:
            return visit_moment(self.when.text(), self._clock(), self._row.follow.zone)
        except Unreadable:
            return None

    def _typed_day(self) -> date | None:
        at = self._typed()
        return None if at is None or self._row is None else self._row.follow.day_of(at)

    def _retype(self) -> None:
        set_state(self.when, "")
        self._asked = None
        self.said.silence()
        if self._row is not None:
            self._show_others()
            self._show_items()
            self._show_deviation()
            self._keep()

    def _retick(self) -> None:
        self._show_items()
        self._show_deviation()
        self._keep()

    def _deviates(self) -> DeviationKind | None:
        """What is to be written down about the visit if it is saved as it stands on the page."""
        assert self._row is not None
        return deviates(self._row.standing, self._typed_day())

    def _other_deviations(self) -> dict[str, tuple[DeviationKind, str]]:
        """The words for those of the same day of which it lies outside of the window."""
        assert self._row is not None
        on, today = self._typed_day(), self._today()
        found: dict[str, tuple[DeviationKind, str]] = {}
        for one in self._chosen()[1:]:
            kind = deviates(one, on)
            if kind is not None:
                found[one.visit.id] = (kind, deviation_text(one, today, on=on))
        return found

    def _show_deviation(self) -> None:
        assert self._row is not None
        kind = self._deviates()
        standing, today = self._row.standing, self._today()
        on = standing.on or self._typed_day()
        said = "" if kind is None or on is None else outside_text(standing.visit, on, today)
        self._outside.setText(said)
        self._outside.setVisible(bool(said))
        self._deviation_words.setVisible(kind is not None)
        self.deviation.setVisible(kind is not None)
        if kind is not None and not self._own_words:
            self._set_words(deviation_text(standing, today, on=on))
        others = [words for _, words in self._other_deviations().values()]
        text = self.tr("Written down as well: {words}").format(words=" ".join(others))
        self._others_words.setText(text)
        self._others_words.setVisible(bool(others))

    def _set_words(self, words: str) -> None:
        blocked = self.deviation.blockSignals(True)
        self.deviation.setPlainText(words)
        self.deviation.blockSignals(blocked)

    def _reword(self) -> None:
        self._own_words = True
        self._keep()

    # --- ticking ------------------------------------------------------------------------------

    def _item(self, visit: str, item: str) -> str:
        for one in self._chosen():
            for tick in one.ticks:
                if (one.visit.id, tick.item.id) == (visit, item):
                    return "" if tick.done else tick.item.title
        return ""

    def _toggle(self, visit: str, item: str) -> None:
        if not self._item(visit, item):
            self.said.ask(self.tr("The record shows this already; it is not ticked by hand."))
            return
        self.said.silence()
        self._marked.omitted.pop((visit, item), None)
        self._marked.ticked ^= {(visit, item)}
        self.checklist.items.restate()
        self._keep()

    def _ask_omit(self, visit: str, item: str) -> None:
        title = self._item(visit, item)
        if not title:
            self.said.ask(self.tr("The record shows this already."))
            return
        self.said.silence()
        if (visit, item) in self._marked.omitted:
            del self._marked.omitted[visit, item]
            self.checklist.items.restate()
            self._keep()
            return
        self._omitting = (visit, item)
        self._why_words.setText(self.tr("Why was “{item}” not done?").format(item=title))
        self.why.clear()
        self._why_words.show()
        self.why.show()
        self.why.setFocus()

    def _omit(self) -> None:
        reason = " ".join(self.why.text().split())
        if not reason:
            set_state(self.why, "refused")
            self.said.refuse(self.tr("Say why it was not done, or leave with Esc."))
            return
        self._marked.ticked.discard(self._omitting)
        self._marked.omitted[self._omitting] = reason
        self.said.silence()
        self.checklist.items.restate()
        self._stop_omitting()
        self.checklist.setFocus()
        self._keep()

    def _stop_omitting(self) -> None:
        self._omitting = ("", "")
        set_state(self.why, "")
        self.why.clear()
        self.why.hide()
        self._why_words.hide()

    # --- what is not saved yet ----------------------------------------------------------------

    def _keep(self) -> None:
        """Keep what is typed and ticked, so that nothing is lost."""
        if self._row is None:
            return
        words = self.deviation.toPlainText() if self._own_words else ""
        unsaved = Unsaved(self.when.text(), self.comment.text(), words, self._marked)
        unsaved.keep(self._drafts, *self._row.key)

    def _fill(self, unsaved: Unsaved) -> None:
        for editor, text in ((self.when, unsaved.when), (self.comment, unsaved.comment)):
            blocked = editor.blockSignals(True)
            editor.setText(text)
            editor.blockSignals(blocked)
            set_state(editor, "")
        self._own_words = bool(unsaved.deviation)
        self._set_words(unsaved.deviation)
        self._marked = unsaved.marked

    # --- saving -------------------------------------------------------------------------------

    def enter(self) -> None:
        """Ask to save the visit with all that is marked, or say why not."""
        row = self._row
        if row is None:
            return
        if self._omitting[1]:
            self._omit()
            if self._omitting[1]:
                return
        try:
            at = visit_moment(self.when.text(), self._clock(), row.follow.zone)
        except Unreadable as error:
            self._refuse_when(error)
            return
        if not self._is_sure(at):
            return
        made = self._read(row, at)
        if made:
            self._entering = row.key
            self.entered.emit(made)
        else:
            self.said.refuse(self.tr("There is nothing to save: tick an item, or X leaves it out."))

    def _refuse_when(self, error: Unreadable) -> None:
        set_state(self.when, "refused")
        words = refusal_text(error)
        if error.code is Refusal.NOT_A_MOMENT:
            words = self.tr("“{typed}” is not a day: write 12.11., 12.11. 0930, or 0930.").format(
                typed=error.typed
            )
        self.said.refuse(words)
        self.when.setFocus()

    def _is_sure(self, at: datetime) -> bool:
        """Whether a day outside of the window was asked about, and its deviation has words."""
        row = self._row
        assert row is not None
        on = row.follow.day_of(at)
        if self._deviates() is None:
            return True
        if not self.deviation.toPlainText().strip():
            self.said.refuse(self.tr("Say what is to be written down as deviation."))
            self.deviation.setFocus()
            return False
        if took_place(row.standing) or self._asked == on:
            return True
        self._asked = on
        set_state(self.when, "warn")
        self.said.ask(
            self.tr("{outside} Save again to keep it, with the deviation below.").format(
                outside=outside_text(row.standing.visit, on, self._today())
            )
        )
        return False

    def _read(self, row: Row, at: datetime) -> tuple[Draft, ...]:
        """The drafts that the page makes; none where nothing is marked."""
        deviations = self._other_deviations()
        kind = self._deviates()
        if kind is not None:
            words = " ".join(self.deviation.toPlainText().split())
            deviations = {row.standing.visit.id: (kind, words), **deviations}
        comment = " ".join(self.comment.text().split())
        return drafts(self._chosen(), self._marked, at, self._clock(), comment, deviations)

    def saved(self) -> None:
        """The store holds it: forget what was typed and marked."""
        forget(self._drafts, *self._entering)
        if self._row is not None and self._row.key == self._entering:
            self._fill(Unsaved())
            self._asked = None
            self.said.silence()
            self.show_row(self._row, self._clock())

    def refused(self, message: str) -> None:
        """Nothing was saved; all that is typed stays."""
        self.said.refuse(message)

    # --- the keyboard -------------------------------------------------------------------------

    def begin(self) -> None:
        """The keyboard goes to the day, or to the checklist of a visit that took place."""
        if self._row is not None and not took_place(self._row.standing):
            self.when.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.checklist.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on: from the day to the checklist, from a reason back to it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
            if watched is self.when:
                self.checklist.begin()
            elif watched is self.why:
                self._omit()
            else:
                self.enter()
            return True
        if event.key() == Qt.Key.Key_Escape and watched is self.why:
            self._stop_omitting()
            self.checklist.setFocus()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and held:
            self.enter()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.checklist.hasFocus():
            self.save.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight, however large the text."""
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, theme.px(30))

    def states(self) -> Sequence[str]:
        """How each item of the page stands, in order."""
        items = self.checklist.items
        return [items.state(one) for one in items.lines if one.tick is not None]
