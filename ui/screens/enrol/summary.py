"""The last page of an enrolment: what would be written, and the first dates of the plan."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bedside.follow import Follow
from ui import theme
from ui.widgets.parts import card, label
from ui.words.visit_rules import provisional_text
from ui.words.visits import visit_name, window_text

FIRST = 8
"""So many visits are named before the plan begins."""


class Summary(QWidget):
    """Lines about the patient, then the first visits with their windows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named: list[tuple[str, str]] = []
        self._about = card()
        self._plan = card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(10))
        self._said = label("", "second", wrap=True)
        self._warned = label("", "late", wrap=True)
        for frame, parts in (
            (self._about, (label(self.tr("To be written"), "h2"), self._said, self._warned)),
            (self._plan, (label(self.tr("First visits"), "h2"),)),
        ):
            inside = frame.layout()
            assert inside is not None
            for part in parts:
                inside.addWidget(part)
            column.addWidget(frame)
        self._visits = QWidget()
        self._grid = QGridLayout(self._visits)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(18))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(1, 1)
        self._note = label("", "small", wrap=True)
        inside = self._plan.layout()
        assert inside is not None
        inside.addWidget(self._visits)
        inside.addWidget(self._note)

    def show_lines(self, said: Sequence[str], warned: Sequence[str]) -> None:
        """What would be written, and what of it somebody should look at."""
        self._said.setText("\n".join(line for line in said if line))
        self._warned.setText("\n".join(line for line in warned if line))
        self._warned.setVisible(bool(self._warned.text()))

    def show_plan(self, plan: Follow, today: date) -> None:
        """The first visits that are still to come."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        ahead = [visit for visit in plan.visits if visit.closes >= today]
        self._named = [(visit_name(visit), window_text(visit, today)) for visit in ahead[:FIRST]]
        for row, (name, window) in enumerate(self._named):
            self._grid.addWidget(label(name), row, 0)
            self._grid.addWidget(label(window, "strong"), row, 1)
        self._plan.setVisible(plan.protocol is not None)
        if not ahead:
            self._note.setText(self.tr("The visits get their dates with the planned infusion."))
        else:
            more = len(ahead) - FIRST
            said = [provisional_text()] if plan.provisional else []
            if more > 0:
                said.insert(0, self.tr("Further visits: {n}.").format(n=more))
            self._note.setText(" ".join(said))
        self._note.setVisible(bool(self._note.text()))

    def words(self) -> tuple[str, ...]:
        """What is said, what is warned of, and the visits with their windows."""
        visits = [f"{name}: {window}" for name, window in self._named]
        return (self._said.text(), self._warned.text(), *visits)
