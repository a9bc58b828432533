"""The drug clock: beside a dose that is typed, as a card of what was given, and reference text."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.drug_clock import Guard, Toci, guards, is_dose, steroids, tocilizumab
from bedside.drug_clock.doses import in_mg
from bedside.management import Reference, reference
from grading.drugs import DrugClass
from grading.signs import Drug
from ui import theme
from ui.widgets.parts import KeyButton, label, set_look
from ui.words import drug_clock as clock_words
from ui.words import management as management_words


class _Lines(QWidget):
    """Lines of words, one below the other; blank ones take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(2))
        self._labels: list[QLabel] = []

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show these lines, each with its role."""
        said = [line for line in lines if line[0]]
        while len(self._labels) < len(said):
            made = label("", "", wrap=True)
            self._labels.append(made)
            self._layout.addWidget(made)
        for place, shown in enumerate(self._labels):
            words, role = said[place] if place < len(said) else ("", "")
            set_look(shown, "role", role)
            shown.setText(words)
            shown.setVisible(bool(words))
        self.setVisible(bool(said))

    def words(self) -> str:
        """What stands there, a line each."""
        return "\n".join(shown.text() for shown in self._labels if shown.text())


class DoseNotice(QWidget):
    """What the record says of the dose that is being typed; nothing of it is filled in unasked.

    For tocilizumab the dose by weight, when the last was given and when the next may be; for a
    steroid its equivalents. ``asked`` is what the record asks about the dose, a sentence each;
    ``changed`` says that it is another than before. ``wanted`` asks to take the dose over.
    """

    wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dose_mg: float | None = None
        self.asked: tuple[str, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._dose = label("", "strong", wrap=True)
        row.addWidget(self._dose, 1)
        self.take = KeyButton(self.tr("Take over"), hint="=")
        self.take.setAutoDefault(False)
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.setMinimumHeight(theme.px(32))
        self.take.clicked.connect(self.wanted)
        row.addWidget(self.take)
        layout.addLayout(row)
        self._lines = _Lines()
        layout.addWidget(self._lines)
        self.hide()

    def show_dose(self, chart: Chart, drug: Drug | None, at: datetime, *, settled: bool) -> None:
        """Show what there is to say of a dose at a moment; of its amount once it is ``settled``."""
        before = self.asked
        if drug is not None and is_dose(drug):
            self._show_tocilizumab(chart, drug, at, settled=settled)
        else:
            self._show_steroid(chart, drug, at)
        if self.asked != before:
            self.changed.emit()

    def _show_tocilizumab(self, chart: Chart, drug: Drug, at: datetime, *, settled: bool) -> None:
        toci = tocilizumab(chart, at)
        said = drug if settled else Drug(drug.name, drug.action)
        self.asked = guard_texts(guards(said, at, chart), chart)
        self.dose_mg = toci.dose_mg if drug.action == "given" else None
        self._dose.setText(clock_words.dose_line(toci))
        self._dose.show()
        self.take.setVisible(self.dose_mg is not None)
        self._lines.show_lines(
            [
                (clock_words.weight_line(toci, chart.zone, chart.now), "small"),
                (clock_words.doses_line(toci, chart.zone, at), "second"),
                (self.tr("Arithmetic only: the protocol’s text prevails."), "small"),
            ]
        )
        self.show()

    def _show_steroid(self, chart: Chart, drug: Drug | None, at: datetime) -> None:
        self.asked, self.dose_mg = (), None
        self._dose.hide()
        self.take.hide()
        lines = []
        if drug is not None and drug.drug_class is DrugClass.STEROID:
            mg = None if drug.dose is None else in_mg(drug.dose, drug.dose_unit)
            if mg is not None:
                lines.append((clock_words.steroid_dose_line(drug.name, mg), "strong"))
            lines.append((clock_words.steroid_so_far_line(steroids(chart, at)), "second"))
        self._lines.show_lines(lines)
        self.setVisible(bool(lines))

    def words(self) -> str:
        """All that it says, a line each."""
        return "\n".join(part for part in (self._dose.text(), self._lines.words()) if part)


def guard_texts(asked: Sequence[Guard], chart: Chart) -> tuple[str, ...]:
    """What is asked about a dose, a sentence each."""
    return tuple(clock_words.guard_text(guard, chart.zone, chart.now) for guard in asked)


class ClockCard(QFrame):
    """What was given of tocilizumab and steroids, and when the next dose may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.px(m) for m in (16, 10, 14, 10)))
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        self._rows: list[_Lines] = []
        for place, name in enumerate((self.tr("Tocilizumab"), self.tr("Steroids"))):
            title = label(name, "h2")
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            lines = _Lines()
            grid.addWidget(lines, place, 1)
            self._rows.append(lines)
        self.setAccessibleName(self.tr("Drug clock"))

    def show_chart(self, chart: Chart) -> None:
        """Show this patient as of the chart's moment."""
        now = chart.now
        toci = tocilizumab(chart, now)
        self._rows[0].show_lines(
            [
                (clock_words.dose_line(toci), "strong"),
                (clock_words.weight_line(toci, chart.zone, now), _weight_role(toci)),
                (clock_words.doses_line(toci, chart.zone, now), "second"),
            ]
        )
        given = steroids(chart, now)
        cells = any(entry.at <= now for entry in chart.infusions)
        if not given.lines and not given.uncounted:
            self._rows[1].show_lines([(self.tr("none given"), "second")])
            self._fit()
            return
        self._rows[1].show_lines(
            [
                (clock_words.steroid_day_line(given), "strong"),
                (clock_words.steroid_total_line(given, cells=cells), "second"),
                (clock_words.steroid_uses_line(given), "small"),
                (clock_words.uncounted_line(given.uncounted, chart.zone, now), "warn"),
            ]
        )
        self._fit()

    def _fit(self) -> None:
        """Stand as high as the words need at this width, however little room there is."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def words(self) -> str:
        """All that the card says, a line each."""
        return "\n".join(row.words() for row in self._rows)


def _weight_role(toci: Toci) -> str:
    return "small" if toci.dose_mg is not None else "warn"


class ReferenceCard(QFrame):
    """Reference text at the grades of now, with its source; it scrolls where it is long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._shown: tuple[tuple[Reference, ...], tuple[str, ...]] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(m) for m in (16, 10, 14, 10)))
        layout.setSpacing(theme.px(6))
        layout.addWidget(label(management_words.banner_text(), "label", wrap=True))
        self._lines = _Lines()
        layout.addWidget(self._lines)
        layout.addStretch()
        self.setAccessibleName(self.tr("Reference text by grade"))

    def show_chart(self, chart: Chart) -> None:
        """Show the prompts for this patient; the same ones cost nothing."""
        found = reference(chart)
        titles = tuple(management_words.reference_title(one, chart) for one in found)
        if (found, titles) == self._shown:
            return
        self._shown = (found, titles)
        lines: list[tuple[str, str]] = []
        for one, title in zip(found, titles, strict=True):
            lines.append((title, "strong"))
            if not one.prompts:
                lines.append((management_words.no_prompt_text(one), "second"))
            for source, prompts in groupby(one.prompts, key=lambda prompt: prompt.source):
                lines += [(f"· {management_words.prompt_text(p)}", "second") for p in prompts]
                lines.append((management_words.source_text(source), "small"))
        lines.append((clock_words.equivalents_line(), "small"))
        self._lines.show_lines(lines)

    def words(self) -> str:
        """All that the card says, a line each."""
        return self._lines.words()
