"""The cards of figures: each figure is a button that leads to the entry it rests on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.screens.patient.kinetics_figures import Figure, Results, Section
from ui.widgets.parts import card, label


class FigureCards(QScrollArea):
    """Cards one below the other. ``asked_entry`` brings the id of the entry that is wanted."""

    asked_entry = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self._fill(())

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Show these cards; the keyboard stays on the figure that it was on."""
        if sections == self._sections:
            return
        held = self._held()
        self._sections = sections
        self._fill(sections)
        if held is not None:
            for figure in self.figures()[: held + 1][-1:]:
                figure.setFocus()

    def _held(self) -> int | None:
        return next((n for n, one in enumerate(self.figures()) if one.hasFocus()), None)

    def figures(self) -> list[QPushButton]:
        """Every figure and list that leads somewhere, from top to bottom."""
        inside = self.widget()
        return [] if inside is None else inside.findChildren(QPushButton)

    def begin(self) -> None:
        """Put the keyboard on the first figure."""
        for button in self.figures()[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, sections: Sequence[Section]) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(6), 0)
        column.setSpacing(theme.px(10))
        for section in sections:
            column.addWidget(self._card(section))
        column.addStretch()
        self.setWidget(inside)

    def _card(self, section: Section) -> QFrame:
        frame = card(margins=(14, 9, 10, 10))
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(3))
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(label(section.title, "h2", wrap=True), 1)
        layout.addLayout(head)
        strong = [note for note in section.notes if note.tone == "strong"]
        for note in strong:
            layout.addWidget(label(note.text, note.tone, wrap=True))
        if section.figures:
            layout.addLayout(self._grid(section))
        for note in section.notes:
            if note not in strong:
                role = "small" if note.tone == "second" else note.tone
                layout.addWidget(label(note.text, role, wrap=True))
        for results in section.results:  # made last: the keyboard comes to the figures first
            head.addWidget(self._opener(results), 0, Qt.AlignmentFlag.AlignTop)
        return frame

    def _grid(self, section: Section) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, figure in enumerate(section.figures):
            grid.addWidget(label(figure.caption, "second"), row, 0)
            grid.addWidget(self._shown(figure, section), row, 1)
        return grid

    def _shown(self, figure: Figure, section: Section) -> QWidget:
        if not figure.entry:
            made = label(figure.value, "strong", wrap=True)
            made.setContentsMargins(theme.px(4), theme.px(2), 0, theme.px(2))
            return made
        button = QPushButton(figure.value)
        button.setProperty("kind", "lead")
        button.setAutoDefault(False)
        said = QCoreApplication.translate("KineticsPane", "{title}: {caption} {value}").format(
            title=section.title, caption=figure.caption, value=figure.value
        )
        button.setAccessibleName(said)
        button.setToolTip(
            QCoreApplication.translate("KineticsPane", "Shows the entry in the history")
        )
        button.clicked.connect(partial(self.asked_entry.emit, figure.entry))
        return button

    def _opener(self, results: Results) -> QPushButton:
        button = QPushButton(results.button)
        button.setProperty("kind", "link")
        button.setProperty("opens", "true")
        button.setAutoDefault(False)
        button.setAccessibleName(
            QCoreApplication.translate("KineticsPane", "{what}: {results}").format(
                what=results.of, results=results.button
            )
        )
        menu = QMenu(button)
        for choice in results.choices:
            action = menu.addAction(choice.text.replace("&", "&&"))
            action.triggered.connect(partial(self.asked_entry.emit, choice.entry))
        button.setMenu(menu)
        return button
