"""All fields of the entry strip: which there are now, in which order, what stands around them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bedside.chart import Chart
from grading.signs import Support
from ui.screens.patient.fields import Field, Tick
from ui.screens.patient.neighbours import last_sets
from ui.screens.patient.observations import (
    FIO2_DEVICES,
    NO_FLOW_DEVICES,
    PURPOSE_DEVICES,
    RUN,
    pressors,
    run_field,
)
from ui.screens.patient.options import (
    AIR,
    consciousness_options,
    device_options,
    hypotension_options,
    purpose_options,
    run_text,
)
from ui.screens.patient.remarks import field_text, spoken_text
from ui.screens.patient.seen import last_seen, value_text
from ui.shown import clock_text, moment_text
from ui.widgets.choice import Choice
from ui.widgets.parts import FlowRow

_WIDTHS = {
    "time": 80,
    "temp": 82,
    "hr": 62,
    "bp": 104,
    "rr": 56,
    "spo2": 60,
    "device": 186,
    "flow": 62,
    "fio2": 62,
    "consciousness": 134,
    "purpose": 150,
    "hypotension": 118,
    "weight": 82,
    "note": 360,
}
_EXTRAS = ("purpose", "hypotension", "weight", "note")
"""Fields that come only when they are called for; they stand in a row of their own."""
_UNSEEN = ("purpose", "hypotension", "note")
"""Fields of which no earlier values are shown."""


class StripFields(QObject):
    """The fields by name, in two rows: those of every set, and those called for by what is typed.

    ``retyped``, ``advanced`` and ``left`` name the field; ``arrived`` when the keyboard comes.
    """

    retyped = Signal(str)
    advanced = Signal(str)
    left = Signal(str)
    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.row = FlowRow(8)
        self.extras = FlowRow(12)
        self._fields: dict[str, Field] = {}
        self._then: tuple[QWidget, ...] = ()
        editors: dict[str, QLineEdit | Choice] = {
            "device": Choice(device_options(), {"a": AIR}, refusable=False),
            "purpose": Choice(purpose_options(), deferrable=False, refusable=False),
            "consciousness": Choice(consciousness_options()),
            "hypotension": Choice(hypotension_options(), deferrable=False, refusable=False),
        }
        for name, width in _WIDTHS.items():
            editor = editors.get(name) or QLineEdit()
            self._add(name, field_text(name), spoken_text(name), editor, width)
        self._reorder()
        for name in _EXTRAS:
            self._fields[name].hide()
        self.extras.hide()

    def _add(
        self, name: str, caption: str, spoken: str, editor: QLineEdit | Choice | Tick, width: int
    ) -> None:
        field = Field(caption, spoken, editor, width)
        field.changed.connect(lambda: self.retyped.emit(name))
        field.advanced.connect(lambda: self.advanced.emit(name))
        field.left.connect(lambda: self.left.emit(name))
        field.arrived.connect(self.arrived)
        self._fields[name] = field
        (self.extras if name in _EXTRAS or name.startswith(RUN) else self.row).add(field)

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    # --- text ---------------------------------------------------------------------------------

    def text(self) -> dict[str, str]:
        """What is typed now, by field, of the fields that are in sight."""
        shown = {n: f.text() for n, f in self._fields.items() if not f.isHidden()}
        return {name: text for name, text in shown.items() if text.strip()}

    def put_back(self, text: Mapping[str, str]) -> None:
        """Put text back that was typed before."""
        for name, typed in text.items():
            if name in self._fields:
                self._fields[name].set_text(typed)
        if "weight" in text or "note" in text:
            self.open_more()

    def clear(self) -> None:
        """Empty every field."""
        for field in self._fields.values():
            field.set_text("")
        self.close_more()

    # --- which there are ----------------------------------------------------------------------

    def order(self) -> list[str]:
        """The fields that can be reached now, in the order in which they stand."""
        things = [*self.row.things(), *self.extras.things()]
        names = {id(field): name for name, field in self._fields.items()}
        order = [names[id(thing)] for thing in things if id(thing) in names]
        return [name for name in order if self._fields[name].editor.isEnabled()]

    def here(self) -> str:
        """The field that has the keyboard; empty where none has."""
        return next((n for n, f in self._fields.items() if f.editor.hasFocus()), "")

    def show_called_for(self, *, candidate: bool) -> None:
        """Show the fields that the device calls for, and the word on a pressure that is low."""
        fields = self._fields
        device = fields["device"].text()
        fields["fio2"].setVisible(device in FIO2_DEVICES or bool(fields["fio2"].text()))
        flows = device not in NO_FLOW_DEVICES or bool(fields["flow"].text())
        fields["flow"].editor.setEnabled(flows)
        for name, wanted in (("purpose", device in PURPOSE_DEVICES), ("hypotension", candidate)):
            if not wanted:
                fields[name].set_text("")
            fields[name].setVisible(wanted)
        self._show_extras()

    def open_more(self) -> None:
        """Show weight and note."""
        self._show_more(shown=True)

    def close_more(self) -> None:
        """Hide weight and note."""
        self._show_more(shown=False)

    def _show_more(self, *, shown: bool) -> None:
        for name in ("weight", "note"):
            self._fields[name].setVisible(shown)
        self._show_extras()

    def _show_extras(self) -> None:
        """The second row takes no room while it is empty."""
        self.extras.setVisible(bool(self.extras.things()))

    def offer_runs(self, chart: Chart) -> None:
        """A field to tick for each running vasopressor."""
        wanted = {run_field(run): run for run in pressors(chart)}
        offered = [name for name in self._fields if name.startswith(RUN)]
        for name in set(offered) - set(wanted):
            field = self._fields.pop(name)
            field.hide()
            field.setParent(None)
            field.deleteLater()
        for name, run in wanted.items():
            if name not in self._fields:
                self._add(name, "", "", Tick(), 0)
            field = self._fields[name]
            field.set_words(run_text(run))
            seen = moment_text(run.at, chart.zone, QLocale(), chart.now)
            hint = QCoreApplication.translate("Strip", "{moment} · Space confirms")
            field.show_hint(hint.format(moment=seen))
        if set(offered) != set(wanted):
            self._reorder()
            self._show_extras()

    def _reorder(self) -> None:
        """Fields that come and go stand where they belong, and the keyboard finds them there."""
        runs = [name for name in self._fields if name.startswith(RUN)]
        order = [name for name in _WIDTHS if name not in _EXTRAS]
        order += ["purpose", *runs, "hypotension", "weight", "note"]
        for name in order:
            self._fields[name].raise_()  # a row stands in the order of its stack
        self._fields = {name: self._fields[name] for name in order}
        if self._then:
            self.set_tab_order(*self._then)

    def set_tab_order(self, *then: QWidget) -> None:
        """The tabulator goes the way the eye goes, and on to these widgets of the same window."""
        self._then = then
        way = [*(field.editor for field in self._fields.values()), *then]
        for before, after in pairwise(way):
            QWidget.setTabOrder(before, after)

    # --- what stands around them --------------------------------------------------------------

    def show_past(self, chart: Chart, count: int, now: datetime, fresh: datetime | None) -> None:
        """Show the values of so many latest sets above; a set of the moment ``fresh`` marked."""
        sets = last_sets(chart, count) if count else ()
        marked = bool(sets) and sets[-1].at == fresh
        for name, field in self._fields.items():
            if not name.startswith(RUN) and name not in _UNSEEN:
                values = [value_text(name, one, chart.zone, now) for one in sets]
                field.show_past(values, fresh=marked)
        time, device = self._fields["time"].editor, self._fields["device"].editor
        assert isinstance(time, QLineEdit)
        assert isinstance(device, Choice)
        time.setPlaceholderText(clock_text(now, chart.zone, QLocale()))
        last = chart.latest(Support, "support")
        device.same = last.sign.device if last else ""

    def show_hints(
        self,
        chart: Chart,
        understood: Mapping[str, str],
        now: datetime,
        fresh: datetime | None,
    ) -> None:
        """Show below each field how its text was understood, else the last value and its age."""
        sets = last_sets(chart, 1)
        latest = sets[-1].at if sets else None
        for name, field in self._fields.items():
            if name.startswith(RUN):
                continue
            if name in understood:
                field.show_hint(understood[name], "second")
                continue
            last = last_seen(name, chart, now, latest)
            role = "ok" if last.at is not None and last.at == fresh else "small"
            field.show_hint(last.short, role, last.whole)

    def show_states(self, refused: Sequence[str], asked: Sequence[str]) -> None:
        """Mark these fields as refused, those as unlikely, all others as plain."""
        for name, field in self._fields.items():
            field.set_state("refused" if name in refused else "warn" if name in asked else "")
