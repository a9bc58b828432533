"""The settings of a workstation: colours, text size, language, reminders, holidays, backups."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, tzinfo

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bedside.appointments import places
from bedside.reminders import LONGEST_LEAD, Leads, shortest_lead
from ui import theme
from ui.backing import Backing
from ui.screens.backups import BackupCard
from ui.settings import Settings
from ui.widgets.parts import KeyButton, card, label


class SettingsScreen(QWidget):
    """Each choice takes effect and is kept at once.

    ``languages`` names the languages there are, by code; with one alone nothing is asked.
    ``facts`` are lines about the program and its record: (what, value). Without ``backing``
    nothing is asked about backups; ``zone`` is the site's.
    """

    closed = Signal()
    asked_lab_ranges = Signal()
    asked_lab_import = Signal()

    def __init__(
        self,
        settings: Settings,
        languages: Mapping[str, str],
        facts: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        backing: Backing | None = None,
        zone: tzinfo = UTC,
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
        column.addWidget(self._make_leads())
        column.addWidget(self._make_holidays())
        column.addWidget(self._make_laboratory())
        if backing is not None:
            backups = BackupCard(backing, settings, zone)
            backups.chosen.connect(self._tell_if_not_kept)
            column.addWidget(backups)
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

    def _make_leads(self) -> QWidget:
        """When each kind of reminder begins, a line each."""
        frame = card()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(self.tr("Reminders of visits"), "h2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(2, 1)
        layout.addLayout(grid)
        self._leads: dict[str, QSpinBox] = {}
        said = self._lead_words()
        for row, lead in enumerate(fields(Leads)):
            caption, words = said[lead.name]
            editor = self._leads[lead.name] = _Days()
            editor.setKeyboardTracking(False)
            editor.setRange(shortest_lead(lead.name), LONGEST_LEAD)
            editor.setValue(getattr(self._settings.leads, lead.name))
            editor.setMinimumWidth(theme.px(72))
            editor.setMinimumHeight(theme.px(36))
            editor.setAccessibleName(
                self.tr("{title}: {choice}").format(title=caption, choice=words)
            )
            editor.valueChanged.connect(lambda days, name=lead.name: self._lead(name, days))
            grid.addWidget(label(caption, "second"), row, 0)
            grid.addWidget(editor, row, 1)
            grid.addWidget(label(words, "second"), row, 2)
        return frame

    def _lead_words(self) -> Mapping[str, tuple[str, str]]:
        """What stands before and behind each number of days."""
        return {
            "window_opens": (self.tr("A window opens"), self.tr("days before it opens")),
            "appointment": (self.tr("An appointment"), self.tr("days before its day")),
            "due": (self.tr("A visit is due"), self.tr("days before its target")),
            "closes": (self.tr("A window closes"), self.tr("days before its last day")),
            "overdue": (self.tr("A visit is overdue"), self.tr("days after its window closed")),
            "incomplete": (self.tr("A checklist is incomplete"), self.tr("days after the visit")),
            "dlt_review": (self.tr("DLT review is due"), self.tr("days after it falls due")),
            "closure": (self.tr("Month 12 is over"), self.tr("days after its last visit")),
        }

    def _lead(self, name: str, days: int) -> None:
        self._settings.leads = replace(self._settings.leads, **{name: days})
        self._tell_if_not_kept()

    def _make_holidays(self) -> QWidget:
        """Where the site is, for its public holidays."""
        frame = card()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(self.tr("Public holidays"), "h2"))
        layout.addWidget(
            label(
                self.tr(
                    "Weekends and holidays move the day that is suggested for an appointment,"
                    " never the window of a visit."
                ),
                "second",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self._country, self._region = _Choice(), _Choice()
        for caption, editor in (
            (self.tr("Country"), self._country),
            (self.tr("Region"), self._region),
        ):
            editor.setMinimumHeight(theme.px(36))
            editor.setAccessibleName(caption)
            words = label(caption, "second")
            words.setBuddy(editor)
            row.addWidget(words)
            row.addWidget(editor)
        row.addStretch()
        layout.addLayout(row)
        self._country.addItem(self.tr("None: weekends only"), "")
        named = [(_country_text(code), code) for code in places()]
        for text, code in sorted(named):
            self._country.addItem(text, code)
        chosen = self._settings.country
        if self._country.findData(chosen) < 0:
            unknown = self.tr("{code}: no holidays known").format(code=chosen)
            self._country.addItem(unknown, chosen)
        self._country.setCurrentIndex(self._country.findData(chosen))
        self._fill_regions()
        self._country.currentIndexChanged.connect(self._choose_country)
        self._region.currentIndexChanged.connect(self._choose_region)
        return frame

    def _make_laboratory(self) -> QWidget:
        """What is normal in which laboratory, and results from a file."""
        frame = card()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(self.tr("Laboratory"), "h2"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        for text, asked in (
            (self.tr("Reference ranges…"), self.asked_lab_ranges),
            (self.tr("Results from a file…"), self.asked_lab_import),
        ):
            button = QPushButton(text)
            button.setMinimumHeight(theme.px(36))
            button.clicked.connect(asked)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        return frame

    def _fill_regions(self) -> None:
        country, region = self._settings.country, self._settings.region
        with QSignalBlocker(self._region):
            self._region.clear()
            self._region.addItem(self.tr("The whole country"), "")
            for code in places().get(country, ()):
                self._region.addItem(code, code)
            if self._region.findData(region) < 0:
                unknown = self.tr("{code}: not known").format(code=region)
                self._region.addItem(unknown, region)
            self._region.setCurrentIndex(self._region.findData(region))
        self._region.setEnabled(self._region.count() > 1)

    def _choose_country(self) -> None:
        self._settings.country = str(self._country.currentData())
        self._fill_regions()
        self._tell_if_not_kept()

    def _choose_region(self) -> None:
        self._settings.region = str(self._region.currentData())
        self._tell_if_not_kept()

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
        self._tell_if_not_kept()

    def _tell_if_not_kept(self) -> None:
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


class _Days(QSpinBox):
    """A number of days; the wheel scrolls the page, and changes nothing in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Choice(QComboBox):
    """A list to choose from; the wheel scrolls the page, and changes nothing in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _country_text(code: str) -> str:
    """A country by name and code: "China (CN)"."""
    return f"{QLocale.territoryToString(QLocale.codeToTerritory(code))} ({code})"


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
