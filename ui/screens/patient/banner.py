"""The banner: who this is, the study day, the grades as they stand; always in sight."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.facts import Confirmed
from bedside.follow import Editions
from grading.grade import Grade
from ui import theme
from ui.screens.patient.dues import Rounds, usual
from ui.screens.patient.identity import lacking, trial_text, who_text
from ui.screens.patient.situation import (
    below_text,
    is_before,
    last_stated_text,
    round_text,
    title_text,
)
from ui.screens.patient.standing import is_outdated, show_grade, signed_text
from ui.screens.patient.turning import Turning
from ui.shown import day_text
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import ElidedLabel, card, label, set_look

_ACROSS = 860
_KEPT = 120
"""So much of the short lines of ICANS and NEWS2 is always in sight."""
_ROOM = {"crs": 270, "icans": 270, "news2": 150}
"""How wide the lines beside a badge may become."""


class Banner(QWidget):
    """Identity at the left, the study day, then a badge with its words for each scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = card(upright=False, margins=(16, 10, 16, 10))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._name = label("", "name")
        self._who = label("", "second")
        self._trial = label("", "small", wrap=True)
        self._lacks = label("", "late", wrap=True)
        for line in (self._trial, self._lacks):
            # they wrap, so that the grades have their room first
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._day = label("", "day")
        self._blocks = {scale: GradeBlock(scale) for scale in ("crs", "icans", "news2")}
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self._name)
        first.addWidget(self._who, 1)
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        words.addLayout(first)
        words.addWidget(self._trial)
        words.addWidget(self._lacks)
        self._editions: Editions | None = None
        self._rounds: Rounds = usual
        identity = QWidget()
        left = QHBoxLayout(identity)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(18))
        left.addLayout(words, 1)
        left.addWidget(self._day)
        grades = QWidget()
        right = QHBoxLayout(grades)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px(14))
        for block in self._blocks.values():
            right.addWidget(block)
        turning = Turning(_ACROSS, 14)
        turning.add(identity, 1)
        turning.add(grades)
        layout = frame.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(turning)

    def set_editions(self, editions: Editions) -> None:
        """Where the edition is found that a patient follows, so that it has its name."""
        self._editions = editions

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: the banner says how often."""
        self._rounds = rounds

    def show_chart(self, chart: Chart) -> None:
        """Show whose chart this is and how it stands."""
        self._name.setText(chart.patient)
        self._who.setText(who_text(chart))
        enrolled = chart.person.enrolled
        protocol = None
        if self._editions is not None and enrolled.protocol:
            protocol = self._editions(enrolled.protocol, enrolled.edition)
        self._trial.setText(trial_text(chart, protocol))
        lacks = lacking(chart)
        self._lacks.setText(" ".join(lacks))
        self._lacks.setVisible(bool(lacks))
        how_often = round_text(self._rounds(chart))
        day = chart.study_day
        self._day.setText("" if day is None else day_text(day))
        for block in self._blocks.values():
            block.show_chart(chart, how_often)

    def block(self, scale: str) -> "GradeBlock":
        """The grade of one scale as it is shown. Raises KeyError."""
        return self._blocks[scale]

    def words(self) -> tuple[str, ...]:
        """What is said of the patient: id, person, trial, what is lacking, day."""
        return tuple(
            line.text() for line in (self._name, self._who, self._trial, self._lacks, self._day)
        )


class GradeBlock(QWidget):
    """One scale: its badge, a physician's beside it where there is one, and a few words."""

    def __init__(self, scale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self.badge = GradeBadge(scale.upper(), "banner")
        self.other = GradeBadge(scale.upper(), "board")
        self._title = label("", "strong")
        self._lines = (ElidedLabel("", "small"), ElidedLabel("", "small"))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(self.badge)
        across.addWidget(self.other)
        upright = QVBoxLayout()
        upright.setSpacing(theme.px(1))
        upright.addStretch()
        upright.addWidget(self._title)
        for line in self._lines:
            # of one size in every role
            line.setStyleSheet(f"font-size: {theme.px(12)}px")
            upright.addWidget(line)
        upright.addStretch()
        across.addLayout(upright)

    def show_chart(self, chart: Chart, how_often: str) -> None:
        """Show how this scale stands in this chart, and how often it asks for vital signs."""
        scale = self._scale
        grade = chart.grade(scale)
        before = self.badge.text()
        show_grade(self.badge, scale, grade)
        if self.badge.text() != before and self.badge.isVisible():
            self.badge.repaint()  # before all else that the new chart changes
        self._show_other(chart, grade)
        self._title.setText(title_text(scale, grade))
        signed = signed_text(chart, scale)
        second = signed or last_stated_text(chart, scale)
        if scale == "news2":
            second = how_often
        self._say(self._lines[0], below_text(chart, scale), "small")
        outdated = bool(signed) and is_outdated(chart, scale)
        self._say(self._lines[1], second, "warn" if outdated else "ok" if signed else "small")

    def _show_other(self, chart: Chart, grade: Grade | None) -> None:
        """A physician's grade in full beside the faded computed one, or the last one stated."""
        entry = chart.signed.get(self._scale)
        self.other.hide()
        if entry is not None and isinstance(entry.fact, Confirmed) and entry.fact.overrides:
            outdated = is_outdated(chart, self._scale)
            self.other.set_level(entry.fact.level, faded=outdated)
            self.other.show()
            if not outdated and grade is not None and grade.level is not None:
                self.badge.set_level(grade.level, faded=True)
            return
        if self._scale == "news2" or grade is None or grade.level is not None:
            return
        stated = chart.stated(self._scale)
        if stated is not None and stated.grade.level is not None and not is_before(grade):
            self.other.set_level(stated.grade.level, faded=True)
            self.other.show()

    def _say(self, line: QLabel, words: str, role: str) -> None:
        set_look(line, "role", role)
        line.setText(words)
        line.setVisible(bool(words))
        room = min(line.sizeHint().width() + 1, theme.px(_ROOM[self._scale]))
        line.setMaximumWidth(room)
        # Where it is tight the long lines of CRS give way, not when ICE was done.
        line.setMinimumWidth(0 if self._scale == "crs" else min(room, theme.px(_KEPT)))

    def words(self) -> tuple[str, ...]:
        """The title and the lines below it."""
        return (self._title.text(), *(line.text() for line in self._lines if line.text()))
