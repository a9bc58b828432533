"""The panel in which an entry is amended or retracted, with what that would change."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.facts import Confirmed, Discharged, Ended, Enrolled, Reassigned, Retracted
from bedside.follow import Editions
from bedside.preview import if_recorded
from bedside.timeline import Draft, Entry
from grading.signs import Death, Infused, Planned
from ui import theme, words
from ui.screens.moves import MovesPreview
from ui.screens.patient.amend_fields import Field, fields_of, lab_units
from ui.screens.patient.amend_reading import (
    Refused,
    fact_of,
    moment_typed,
    original_of,
    questions,
    texts_of,
)
from ui.screens.patient.forms import Chosen, MomentField, Said, take_the_rest
from ui.screens.patient.history_lines import fact_text
from ui.screens.patient.why import Reasons
from ui.shown import moment_text
from ui.typed import Unreadable
from ui.widgets.parts import label, rule, set_state

_PAUSE_MS = 150
_LONG = 20
_SHOWN = 6
_MOVING = (Infused, Planned, Enrolled, Reassigned, Discharged, Ended, Death)
"""Facts from which the visits of a patient's plan have their dates."""
Editor = QLineEdit | Chosen | QComboBox


class AmendPanel(QFrame):
    """One entry, its fields, the reason, and the grades that would change.

    ``entered`` brings one draft; ``retyped`` at every keystroke; ``left`` on Esc.
    """

    entered = Signal(object)
    retyped = Signal()
    left = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._clock = clock
        self._chart: Chart | None = None
        self._editions: Editions | None = None
        self.entry: Entry | None = None
        self.retracting = False
        self.foreseen = ""
        """What would change, as it stood when saving was asked for."""
        self._fields: tuple[Field, ...] = ()
        self._editors: dict[str, Editor] = {}
        self._remarks: dict[str, QLabel] = {}
        self._began: dict[str, str] = {}
        self._asked: frozenset[str] = frozenset()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(8))
        self._title = label("", "h2")
        layout.addWidget(self._title)
        self._what = label("", "second", wrap=True)
        layout.addWidget(self._what)
        self._scroll = QScrollArea()
        take_the_rest(self._scroll, 90)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(rule())
        layout.addWidget(label(self.tr("What would change"), "label"))
        self._changes = label("", "", wrap=True)
        layout.addWidget(self._changes)
        self.moves = MovesPreview(narrow=True)
        layout.addWidget(self.moves)
        layout.addWidget(rule())
        layout.addWidget(label(self.tr("Why? The reason saves."), "label"))
        self.reasons = Reasons()
        self.reasons.chosen.connect(self.save)
        self.reasons.leave.clicked.connect(self.left)
        layout.addWidget(self.reasons)
        self._said = Said()
        layout.addWidget(self._said)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._to_reasons)

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: then it is shown which visits would move."""
        self._editions = editions

    # --- opening ------------------------------------------------------------------------------

    def amend(self, entry: Entry, chart: Chart, texts: dict[str, str] | None = None) -> None:
        """Show the fields of an entry; ``texts`` is what was typed before, where anything was."""
        self._open(entry, chart, retracting=False)
        self._title.setText(self.tr("Amend"))
        self._fields = fields_of(entry.fact)
        self._began = {"at": moment_typed(entry.at, chart), **texts_of(entry, chart)}
        self._make_fields()
        self._put({**self._began, **(texts or {})})
        self._preview()

    def retract(self, entry: Entry, chart: Chart) -> None:
        """Ask for the reason to take an entry out."""
        self._open(entry, chart, retracting=True)
        self._title.setText(self.tr("Retract"))
        self._fields, self._began = (), {}
        self._make_fields()
        self._preview()

    def _open(self, entry: Entry, chart: Chart, *, retracting: bool) -> None:
        self._chart, self.entry, self.retracting = chart, entry, retracting
        self._asked = frozenset()
        self._said.silence()
        self.reasons.other.clear()
        self.reasons.other.hide()
        self._what.setText(
            self.tr("{what} · {moment}, by {author}").format(
                what=fact_text(entry.fact, chart),
                moment=moment_text(entry.at, chart.zone, QLocale(), chart.now),
                author=entry.author,
            )
        )

    def show_chart(self, chart: Chart) -> None:
        """The record went on while the panel was open."""
        self._chart = chart
        self.time.refresh(chart.zone) if self._fields else None
        self._preview()

    def begin(self) -> None:
        """Put the keyboard into the first field that says something."""
        charted = [f.name for f in self._fields if self._began.get(f.name)]
        editor: QWidget = self._editors[charted[0]] if charted else self.reasons
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def _make_fields(self) -> None:
        self._editors, self._remarks = {}, {}
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        if self._fields:
            self.time = MomentField(self._clock, self.tr("Time"), reading=False)
            self.time.edit.setFixedWidth(theme.px(170))
            self.time.changed.connect(self._typed)
            self.time.advanced.connect(partial(self._on_from, "at"))
            charted = [f for f in self._fields if self._began.get(f.name)]
            silent = [f for f in self._fields if not self._began.get(f.name)]
            for field in charted:
                self._add(grid, field)
            row = grid.rowCount()
            grid.addWidget(label(self.tr("Time"), "strong"), row, 0)
            grid.addWidget(self.time, row, 1)
            if silent and charted:
                grid.addWidget(label(self.tr("Not charted"), "label"), grid.rowCount(), 0, 1, 2)
            for field in silent:
                self._add(grid, field)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(content)

    def _add(self, grid: QGridLayout, field: Field) -> None:
        editor: Editor
        if field.kind == "choice" and len(field.options) > _LONG:
            editor = QComboBox()
            for option in field.options:
                editor.addItem(option.words, option.code)
            editor.currentIndexChanged.connect(self._typed)
        elif field.kind == "choice":
            editor = Chosen(field.label, field.options, unchosen=self.tr("not charted"))
            editor.retyped.connect(self._typed)
            editor.retyped.connect(partial(self._on_from, field.name))
        else:
            editor = QLineEdit()
            editor.textEdited.connect(self._typed)
            editor.returnPressed.connect(partial(self._on_from, field.name))
        if not isinstance(editor, Chosen):
            editor.setAccessibleName(field.label)
        row = grid.rowCount()
        caption = label(field.label, "strong", wrap=True)
        caption.setFixedWidth(theme.px(136))
        grid.addWidget(caption, row, 0)
        grid.addWidget(editor, row, 1)
        remark = label("", "refused", wrap=True)
        remark.hide()
        grid.addWidget(remark, row + 1, 1)
        self._editors[field.name], self._remarks[field.name] = editor, remark

    # --- what is typed ------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What stands in every field, the time as ``at``."""
        texts = {name: _text_in(editor) for name, editor in self._editors.items()}
        return {"at": self.time.text(), **texts} if self._fields else {}

    def _put(self, texts: dict[str, str]) -> None:
        self.time.refresh(self._chart.zone) if self._chart else None
        self.time.set_text(texts.get("at", ""))
        for name, editor in self._editors.items():
            text = texts.get(name, "")
            if isinstance(editor, QComboBox):
                editor.blockSignals(True)
                editor.setCurrentIndex(editor.findData(text))
                editor.blockSignals(False)
            elif isinstance(editor, Chosen):
                if name == "unit":
                    editor.set_options(lab_units(texts.get("analyte", "")))
                editor.set_text(text)
            else:
                editor.setText(text)

    def changed_texts(self) -> dict[str, str]:
        """The fields that read otherwise than the entry."""
        return {n: text for n, text in self.texts().items() if text != self._began.get(n, "")}

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        return self._editors[name]

    def _typed(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        unit = self._editors.get("unit")
        if isinstance(unit, Chosen):
            units = lab_units(_text_in(self._editors["analyte"]))
            if units != unit.options():
                unit.set_options(units)
                unit.set_text("")  # milligrams of one analyte are not those of another
        self._unsay()
        try:
            self._draft("")
        except Refused as refused:
            if not refused.growing:
                self._point_at(refused)
        self.retyped.emit()
        self._pause.start()

    def _unsay(self) -> None:
        for name, remark in self._remarks.items():
            remark.hide()
            editor = self._editors[name]
            if not isinstance(editor, Chosen):
                set_state(editor, "")

    def _point_at(self, refused: Refused) -> None:
        remark = self._remarks.get(refused.field)
        if remark is None:
            self._said.refuse(refused.words)
            return
        editor = self._editors[refused.field]
        if not isinstance(editor, Chosen):
            set_state(editor, "refused")
        remark.setText(refused.words)
        remark.show()

    def remark(self, name: str) -> str:
        """What is said at a field."""
        remark = self._remarks[name]
        return "" if remark.isHidden() else remark.text()

    def _on_from(self, name: str) -> None:
        charted = [f.name for f in self._fields if self._began.get(f.name)]
        silent = [f.name for f in self._fields if not self._began.get(f.name)]
        order = [*charted, "at", *silent]
        place = order.index(name)
        # Behind the last charted field comes the reason: what was not charted is rarely wrong.
        if place + 1 < len(charted) or name in silent[:-1]:
            editor = self._editors[order[place + 1]]
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(editor, QLineEdit):
                editor.selectAll()
        else:
            self._to_reasons()

    def _to_reasons(self) -> None:
        if self._pause.isActive():  # nobody gives a reason without having seen what changes
            self._pause.stop()
            self._preview()
        self.reasons.setFocus(Qt.FocusReason.TabFocusReason)

    # --- what would change --------------------------------------------------------------------

    def _draft(self, reason: str) -> Draft:
        """The amendment or retraction. Raises Refused."""
        assert self.entry is not None
        assert self._chart is not None
        entry = self.entry
        if self.retracting:
            return Draft(entry.patient, entry.at, Retracted(), entry.id, reason)
        texts = self.texts()
        at = entry.at
        if texts["at"] != self._began["at"]:
            try:
                at = self.time.moment()
            except Unreadable as error:
                raise Refused("at", self.time.problem()) from error
        fact = fact_of(entry.fact, texts, self._chart)
        original = original_of(entry.fact, texts)
        return Draft(entry.patient, at, fact, entry.id, reason, original)

    def _preview(self) -> None:
        if self.entry is None or self._chart is None:
            return
        try:
            draft = self._draft("")
        except Refused:
            self._changes.setText(self.tr("Not readable yet."))
            self.moves.show_nothing()
            return
        found = if_recorded(self._chart, draft, self._clock())
        chart = self._chart
        said = [words.difference(change, chart.now, chart.zone) for change in found]
        if len(said) > _SHOWN:
            more = len(said) - _SHOWN
            said = [*said[:_SHOWN], self.tr("and {n} more").format(n=more)]
        if self.retracting and isinstance(self.entry.fact, Confirmed):
            gone = self.tr("The physician’s word on {scale} would no longer stand.")
            said = [gone.format(scale=words.scale_name(self.entry.fact.scale)), *said]
        self._changes.setText("\n".join(said) or self.tr("No grade changes."))
        if self._editions is not None and isinstance(self.entry.fact, _MOVING):
            self.moves.show_change(chart, (draft,), self._editions, self._clock())
        else:
            self.moves.show_nothing()

    def changes(self) -> str:
        """The grades that would change, a line each, as shown."""
        return self._changes.text()

    # --- saving -------------------------------------------------------------------------------

    def save(self, reason: str) -> None:
        """Ask to record it for this reason; refuse in words what cannot be."""
        if self.entry is None:
            return
        try:
            draft = self._draft(reason)
        except Refused as refused:
            self._point_at(refused)
            editor = self._editors.get(refused.field, self.time.edit)
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if (draft.at, draft.fact) == (self.entry.at, self.entry.fact):
            self._said.refuse(self.tr("Nothing was changed."))
            return
        asked = frozenset(() if self.retracting else questions(draft.fact))
        if not self._asked.issuperset(asked):
            self._asked = asked
            self._said.ask(" ".join(sorted(asked)))
            return
        self._pause.stop()
        self._preview()
        self.foreseen = self.changes()
        self.entered.emit((draft,))

    def refuse(self, message: str) -> None:
        """Say why nothing was saved."""
        self._said.refuse(message)

    def said(self) -> str:
        """What is said at the form."""
        return self._said.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _text_in(editor: Editor) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    return editor.text_kept() if isinstance(editor, Chosen) else editor.text()
