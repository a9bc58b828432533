"""The reasons of one toxicity at the right of the list: its cards, tables and small lines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.toxicities import OlderCrs, OlderEpisode, Toxicities
from grading.scores.easix import Easix
from ui import theme, words
from ui.screens.patient.reasons import GroundsCard
from ui.screens.patient.sheet_card import scrolled
from ui.screens.patient.toxicities_grounds import reasons
from ui.screens.patient.toxicities_lines import Badge, badge_of, chips
from ui.screens.patient.toxicities_list import TREND_GAP, show_badge, show_trend
from ui.shown import NOTHING
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import KeyButton, label
from ui.widgets.spark import Spark
from ui.words import toxicity
from ui.words import toxicity_items as items

Row = tuple[str, tuple[Badge, ...]]


class OlderTable(QFrame):
    """Grades of CRS side by side: by ASTCT and by each older scale, now and of every episode."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._rows: list[tuple[QLabel, tuple[GradeBadge, ...]]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*(theme.px(m) for m in (14, 10, 14, 10)))
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(0, 1)
        for column, scale in enumerate(toxicity.whose.codes, 1):
            title = label(toxicity.whose(scale), "label")
            self._grid.addWidget(title, 0, column, Qt.AlignmentFlag.AlignCenter)

    def show_older(self, older: OlderCrs, chart: Chart) -> None:
        """Show the grades now, and the highest of each episode."""
        now = tuple(chip.badge for chip in chips(chart, older.now))
        rows: list[Row] = [(self.tr("Now"), now)]
        rows += [self._episode(one, chart) for one in reversed(older.episodes)]
        while len(self._rows) < len(rows):
            self._add_row()
        for place, (caption, badges) in enumerate(self._rows):
            there = place < len(rows)
            for part in (caption, *badges):
                part.setVisible(there)
            if there:
                self._show(place, *rows[place])

    def _episode(self, one: OlderEpisode, chart: Chart) -> Row:
        grades = [Badge(one.astct.maximum)]
        for scale in toxicity.OLDER:
            found = one.older.get(scale)
            if found is None:
                grades.append(Badge())
            elif found.open:
                grades.append(Badge(None, found.grade.counted))
            else:
                grades.append(badge_of(found.grade))
        when = words.day_and_clock(one.astct.onset, chart)
        return self.tr("Highest of the episode from {onset}").format(onset=when), tuple(grades)

    def _add_row(self) -> None:
        row = len(self._rows) + 1
        caption = label("", "second", wrap=True)
        self._grid.addWidget(caption, row, 0)
        badges = tuple(GradeBadge(toxicity.whose(scale)) for scale in toxicity.whose.codes)
        for column, badge in enumerate(badges, 1):
            self._grid.addWidget(badge, row, column, Qt.AlignmentFlag.AlignCenter)
        self._rows.append((caption, badges))

    def _show(self, place: int, caption: str, badges: Sequence[Badge]) -> None:
        title, made = self._rows[place]
        title.setText(caption)
        for badge, shown in zip(made, badges, strict=True):
            show_badge(badge, shown)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What each row says: its caption, then the badges."""
        return tuple(
            (caption.text(), *(badge.text() for badge in badges))
            for caption, badges in self._rows
            if not caption.isHidden()
        )


class EasixCard(QFrame):
    """EASIX, s-EASIX and m-EASIX over time: name, latest value with its unit, a small line."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.px(m) for m in (14, 10, 14, 10)))
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._sparks: dict[str, Spark] = {}
        for place, index in enumerate(("easix", "s_easix", "m_easix")):
            value = label("", "name")
            spark = Spark(TREND_GAP, "accent_text")
            grid.addWidget(label(toxicity.scale_called(index), "strong"), place * 2, 0)
            grid.addWidget(label(toxicity.edition(index), "small"), place * 2 + 1, 0)
            grid.addWidget(spark, place * 2, 1, 2, 1)
            grid.addWidget(value, place * 2, 2, Qt.AlignmentFlag.AlignRight)
            unit = label(items.easix_unit(index), "small")
            grid.addWidget(unit, place * 2 + 1, 2, Qt.AlignmentFlag.AlignRight)
            self._values[index] = value
            self._sparks[index] = spark

    def show_course(self, found: Toxicities) -> None:
        """Show the latest values and their course."""
        for index, value in self._values.items():
            course: list[Easix] = [getattr(one, index) for one in found.easix]
            value.setText(items.easix_text(course[-1]) if course else NOTHING)
            points = [
                (one.at, of.value)
                for one, of in zip(found.easix, course, strict=True)
                if of.value is not None
            ]
            show_trend(self._sparks[index], points)

    def texts(self) -> dict[str, str]:
        """The latest value of each index."""
        return {index: value.text() for index, value in self._values.items()}


class ToxicitySide(QWidget):
    """Why one toxicity stands as it does; ``opened`` where its form is wanted."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.older = OlderTable()
        self.easix = EasixCard()
        self.cards: list[GroundsCard] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        head = QHBoxLayout()
        self._title = label("", "title")
        head.addWidget(self._title, 1)
        self.look = KeyButton("", hint="Enter")
        self.look.setAutoDefault(False)
        self.look.setMinimumHeight(theme.px(36))
        self.look.clicked.connect(self.opened)
        head.addWidget(self.look)
        layout.addLayout(head)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self._column.addWidget(self.older)
        self._column.addWidget(self.easix)
        self._column.addStretch()
        self._scroll = scrolled(inside)
        layout.addWidget(self._scroll, 1)
        self._key = ""

    def show_reasons(self, found: Toxicities, chart: Chart, key: str, look: str) -> None:
        """Show why this scale stands so; ``look`` names its form, empty where it has none."""
        self._title.setText(
            self.tr("CRS by older scales") if key == "older_crs" else toxicity.scale_called(key)
        )
        self.look.setText(look)
        self.look.setVisible(bool(look))
        self.older.setVisible(key == "older_crs")
        self.easix.setVisible(key == "easix")
        if key == "older_crs":
            self.older.show_older(found.older_crs, chart)
        if key == "easix":
            self.easix.show_course(found)
        shown = reasons(found, chart, key)
        while len(self.cards) < len(shown):
            card = GroundsCard()
            self._column.insertWidget(self._column.count() - 1, card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                card.show_grounds(shown[place])
        if key != self._key:
            self._key = key
            self._scroll.verticalScrollBar().setValue(0)

    def words(self) -> str:
        """All that the cards say."""
        return "\n".join(card.words() for card in self.cards if not card.isHidden())
