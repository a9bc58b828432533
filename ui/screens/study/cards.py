"""The five cards above the table: each figure opens what it rests on."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bedside.study import BASELINE, Share, Study
from ui import theme
from ui.screens.study.basis import Basis, of_mean, of_share
from ui.study.cards import CardText, cards
from ui.widgets.parts import ElidedLabel, card, label

__all__ = ["Cards"]


class _Figure(NamedTuple):
    """A figure of a card: how it is called, and what it rests on."""

    title: str
    basis: Basis


class Card(QWidget):
    """A title, figures that can be clicked, a note."""

    asked = Signal(int)
    """The place of the figure that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card(margins=(12, 8, 6, 8))
        outer.addWidget(frame)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(1))
        self.title = ElidedLabel("", "small")
        layout.addWidget(self.title)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(2))
        self.figures: list[QPushButton] = []
        self._between: list[QWidget] = []
        layout.addLayout(self._row)
        self.note = label("", "small", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.note)
        self.setAccessibleName("")

    def show_text(self, text: CardText) -> None:
        """Show these words."""
        self.title.setText(text.title)
        self.note.setText(text.note)
        if len(self.figures) != len(text.figures):
            self._make(len(text.figures), text.between)
        for button, (figure, spoken) in zip(self.figures, text.figures, strict=True):
            button.setText(figure)
            button.setAccessibleName(spoken)
            button.setToolTip(spoken)
        self.setAccessibleName(f"{text.title}: {text.line}")

    def _make(self, count: int, between: str) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.figures, self._between = [], []
        for place in range(count):
            if place:
                mark = label(between, "day")
                self._row.addWidget(mark)
                self._between.append(mark)
            button = QPushButton()
            button.setProperty("kind", "figure")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, place=place: self.asked.emit(place))
            self._row.addWidget(button)
            self.figures.append(button)
        self._row.addStretch()


class Cards(QWidget):
    """What is counted over all patients that are shown."""

    asked = Signal(object)
    """A `Basis`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self._month = 6
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.cards: list[Card] = []
        for place in range(5):
            one = Card()
            one.asked.connect(lambda figure, place=place: self._ask(place, figure))
            self.cards.append(one)
            row.addWidget(one, 1)

    def show_study(self, study: Study, month: int) -> None:
        """Show the counts of these patients, the responses at this month."""
        self._study, self._month = study, month
        for one, text in zip(self.cards, cards(study, month), strict=True):
            one.show_text(text)

    def _ask(self, place: int, figure: int) -> None:
        study, month = self._study, self._month
        if study is None:
            return
        of = study.summary
        title = cards(study, month)[place].figures[figure][1]
        shares: dict[int, Sequence[tuple[Share, str]]] = {
            0: ((of.evaluable, "evaluable"), (of.dlt, "dlt")),
            1: ((of.crs.any, "crs"), (of.crs.severe, "crs")),
            2: ((of.icans.any, "icans"), (of.icans.severe, "icans")),
            4: ((of.sri4[month], "sri4"), (of.lldas[month], "lldas"), (of.doris[month], "doris")),
        }
        if place in shares:
            share, what = shares[place][figure]
            basis = of_share(study, title, share, what, month)
        else:
            at = BASELINE if figure == 0 else month
            basis = of_mean(study, title, at, of.sledai[at].patients)
        self.asked.emit(basis)
