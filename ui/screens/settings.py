"""The settings that are one's own: colours, text size, language."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.settings import Settings
from ui.widgets.parts import KeyButton, card, label


class SettingsScreen(QWidget):
    """Each choice takes effect and is kept at once.

    ``languages`` names the languages there are, by code; with one alone nothing is asked.
    ``facts`` are lines about the program and its record: (what, value).
    """

    closed = Signal()

    def __init__(
        self,
        settings: Settings,
        languages: Mapping[str, str],
        facts: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._groups: dict[str, QButtonGroup] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(14))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Settings"), "title"))
        head.addStretch()
        back = KeyButton(self.tr("Back to the ward"), hint="Esc")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        outer.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(area, 1)
        inside = QWidget()
        area.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(14))
        column.addWidget(self._make_choices(languages))
        column.addWidget(_facts_card(self.tr("About"), facts))
        self._said = label("", "refused", wrap=True)
        self._said.hide()
        column.addWidget(self._said)
        column.addStretch()

    def _make_choices(self, languages: Mapping[str, str]) -> QWidget:
        choices = card()
        layout = choices.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(14))
        layout.addLayout(
            self._row(
                "appearance",
                self.tr("Colours"),
                {
                    "follow": self.tr("As the system has them"),
                    "day": self.tr("Day"),
                    "night": self.tr("Night"),
                },
                self._settings.appearance,
            )
        )
        sizes = {
            f"{size:g}": self.tr("{n} %").format(n=f"{size:.0%}"[:-1]) for size in theme.SCALES
        }
        layout.addLayout(
            self._row("text_size", self.tr("Text size"), sizes, f"{self._settings.text_size:g}")
        )
        if len(languages) > 1:
            named = {"": self.tr("As the system has it"), **languages}
            layout.addLayout(
                self._row("language", self.tr("Language"), named, self._settings.language)
            )
        return choices

    def _row(self, name: str, title: str, choices: Mapping[str, str], chosen: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addWidget(label(title, "label"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        group = self._groups[name] = QButtonGroup(self)
        for number, (value, words) in enumerate(choices.items()):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setChecked(value == chosen)
            button.setMinimumHeight(theme.px(36))
            button.setAccessibleName(self.tr("{title}: {choice}").format(title=title, choice=words))
            button.clicked.connect(lambda _on, value=value: self._choose(name, value))
            group.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return column

    def _choose(self, name: str, value: str) -> None:
        setattr(self._settings, name, float(value) if name == "text_size" else value)
        if not self._settings.kept:
            self._said.setText(
                self.tr("This choice holds until the program is closed: it could not be written.")
            )
            self._said.show()

    def begin(self, name: str = "appearance") -> None:
        """Put the keyboard to the chosen value of a setting."""
        button = self._groups[name].checkedButton()
        if button is not None:
            button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _facts_card(title: str, facts: Sequence[tuple[str, str]]) -> QWidget:
    frame = card()
    layout = frame.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(label(title, "h2"))
    for what, value in facts:
        row = QHBoxLayout()
        name = label(what, "second")
        name.setMinimumWidth(theme.px(140))
        row.addWidget(name)
        words = label(value, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(words, 1)
        layout.addLayout(row)
    return frame
