"""Beside the ICE sheet: the score so far with its bounds, and the last five scores."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.timeline import Entry
from grading.grade import Grade
from grading.signs import ICE_ITEMS, Baseline, Ice
from ui import theme
from ui.screens.patient.forms import IfSaved
from ui.shown import NOTHING, moment_text
from ui.widgets.parts import label
from ui.widgets.spark import Spark
from ui.words import codes

LAST = 5
_JOINED = timedelta(days=400)


def last_examinations(chart: Chart, count: int = LAST) -> tuple[Entry, ...]:
    """The latest ICE examinations, oldest first."""
    found = []
    for entry in reversed(chart.timeline):
        if isinstance(entry.fact, Ice):
            found.append(entry)
            if len(found) == count:
                break
    return tuple(reversed(found))


def score_text(ice: Ice) -> str:
    """A score: "8", "6–8" where items are unknown, "—" where nothing was assessable."""
    if ice.score is not None:
        return str(ice.score)
    if len(ice.missing) == len(ICE_ITEMS):
        return NOTHING
    return f"{ice.passed}–{ice.best}"


class Answers(NamedTuple):
    """The answers as they stand: the examination, and the items without any answer yet."""

    ice: Ice
    left: int

    @property
    def given(self) -> int:
        """How many items have an answer."""
        return len(ICE_ITEMS) - self.left


def answers(said: Mapping[str, str]) -> Answers:
    """The answers of the sheet as an examination; only what was answered is in it."""
    kept = {item: answer.partition(":") for item, answer in said.items()}
    reasons = tuple((item, reason) for item, (_, _, reason) in kept.items() if reason)
    marks = {item: answer for item, (answer, _, _) in kept.items()}
    ice = Ice(**marks, reasons=reasons)  # type: ignore[arg-type]
    return Answers(ice, len(ICE_ITEMS) - len(kept))


class ScoreCard(QWidget):
    """The score so far, between which bounds it will end, and the grade if saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("score so far"), "small"))
        head.addStretch()
        self._grades = IfSaved({"icans": self.tr("ICANS")})
        head.addWidget(self._grades)
        layout.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        self._score = label("–", "score")
        line.addWidget(self._score)
        line.addWidget(label(self.tr("/ 10"), "name"), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addSpacing(theme.px(10))
        self._bounds = label("", "second", wrap=True)
        line.addWidget(self._bounds, 1)
        layout.addLayout(line)

    def show_answers(self, now: Answers) -> None:
        """Show the score of these answers; nothing answered is no score at all."""
        ice = now.ice
        certain = now.given - sum(answer == "not_assessable" for answer in _marks(ice))
        certain += sum(reason == "icans" for _, reason in ice.reasons)
        self._score.setText(str(ice.passed) if certain else "–")
        self._bounds.setText(self._words(now))
        spoken = f"{self._score.text()} / 10"
        self._score.setAccessibleName(spoken)

    def _words(self, now: Answers) -> str:
        ice, left = now.ice, now.left
        unknown = len(ice.missing) - left
        shown = {"left": left, "unknown": unknown, "low": ice.passed, "high": ice.best}
        if not now.given:
            return self.tr("nothing answered yet")
        if unknown == len(ICE_ITEMS):
            reasons = {reason for _, reason in ice.reasons}
            return self.tr("cannot be assessed: {reason}").format(
                reason=", ".join(codes.not_assessable(reason) for reason in sorted(reasons))
            )
        if left and unknown:
            words = self.tr("{left} left, {unknown} not assessable · between {low} and {high}")
        elif left == 1:
            words = self.tr("1 item left · between {low} and {high}")
        elif left:
            words = self.tr("{left} items left · between {low} and {high}")
        elif unknown:
            words = self.tr("{unknown} not assessable · between {low} and {high}")
        elif ice.failed:
            lost = ", ".join(codes.ice_item_short(item) for item in ice.failed)
            return self.tr("lost: {items}").format(items=lost)
        else:
            return self.tr("nothing lost")
        return words.format(**shown)

    def show_grades(self, grades: Mapping[str, Grade | None]) -> None:
        """Show the grade as it would be."""
        self._grades.show_grades(grades)

    def texts(self) -> tuple[str, str, str]:
        """Score, bounds and grade as they stand."""
        return (self._score.text(), self._bounds.text(), self._grades.texts()[0])


def _marks(ice: Ice) -> list[str]:
    return [getattr(ice, item) or "" for item in ICE_ITEMS]


class LastFive(QWidget):
    """The last five scores as a line, with the baseline and the language of the latest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Last five"), "h2"))
        head.addStretch()
        self._baseline = label("", "second")
        head.addWidget(self._baseline)
        layout.addLayout(head)
        self._spark = Spark(_JOINED, "ice")
        self._spark.setFixedHeight(theme.px(38))
        layout.addWidget(self._spark)
        self._scores = label("", "faint", wrap=True)
        layout.addWidget(self._scores)

    def show_chart(self, chart: Chart) -> None:
        """Show the scores of this patient."""
        baseline = chart.latest(Baseline, "ice")
        usual = baseline.sign.ice if baseline else None
        self._baseline.setText(
            self.tr("no baseline yet")
            if usual is None
            else self.tr("baseline {score}").format(score=usual)
        )
        found = last_examinations(chart)
        scored = [
            (entry.at, float(entry.fact.passed))
            for entry in found
            if isinstance(entry.fact, Ice) and score_text(entry.fact) != NOTHING
        ]
        self._spark.setVisible(len(scored) > 1)
        if len(scored) > 1:
            line = None if usual is None else float(usual)
            self._spark.set_points(scored, scored[0][0], scored[-1][0], line, -0.5, 10.5)
        self._scores.setText(self._words(chart, found))

    def _words(self, chart: Chart, found: tuple[Entry, ...]) -> str:
        if not found:
            return self.tr("No examination yet.")
        examinations = [entry.fact for entry in found if isinstance(entry.fact, Ice)]
        shown = {
            "scores": " · ".join(score_text(ice) for ice in examinations),
            "moment": moment_text(found[-1].at, chart.zone, QLocale(), chart.now),
            "language": examinations[-1].language or "",
        }
        if not shown["language"]:
            return self.tr("{scores} · last {moment}").format(**shown)
        if examinations[-1].interpreter:
            return self.tr("{scores} · last {moment} in {language}, with interpreter").format(
                **shown
            )
        return self.tr("{scores} · last {moment} in {language}").format(**shown)

    def text(self) -> str:
        """The words below the line."""
        return f"{self._baseline.text()} · {self._scores.text()}"
