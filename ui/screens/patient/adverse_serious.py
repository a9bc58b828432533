"""The criteria that make an event serious, and since when the site knows of one."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from bedside.facts import Seriousness
from ui import theme
from ui.screens.patient.adverse_refused import Refused
from ui.screens.patient.forms import MomentField
from ui.widgets.parts import label
from ui.words.adverse import seriousness
from ui.words.codes import capitalised


class SeriousFields(QWidget):
    """Checkboxes for the criteria; once one is ticked, when the site first knew."""

    retyped = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Serious, because of"), "label"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(4))
        self.boxes: dict[str, QCheckBox] = {}
        for place, code in enumerate(seriousness.codes):
            box = QCheckBox(capitalised(seriousness(code)))
            box.toggled.connect(self._ticked)
            self.boxes[code] = box
            grid.addWidget(box, place // 2, place % 2)
        layout.addLayout(grid)
        self._caption = label(self.tr("The site knows of it since"), "label")
        layout.addWidget(self._caption)
        self.aware = MomentField(clock, self.tr("When the site first knew that it is serious"))
        self.aware.changed.connect(self.retyped)
        layout.addWidget(self.aware)
        self._known: datetime | None = None
        self._show_aware()

    def refresh(self, zone: tzinfo) -> None:
        """Show what now is."""
        self.aware.refresh(zone)

    def criteria(self) -> tuple[Seriousness, ...]:
        """The criteria that are ticked, in the order of the list."""
        return tuple(cast("Seriousness", code) for code in self.boxes if self._is(code))

    def _is(self, code: str) -> bool:
        return self.boxes[code].isChecked()

    def set_known(self, aware: datetime | None) -> None:
        """Since when the site knows already; then it is not asked for again."""
        self._known = aware
        self._show_aware()

    def moment(self) -> datetime | None:
        """Since when the site knows; None where nothing is serious. Raises `Refused`."""
        if not self.criteria():
            return None
        if self._known is not None:
            return self._known
        if problem := self.aware.problem():
            raise Refused(problem, self.aware.edit)
        return self.aware.moment()

    def text(self) -> dict[str, str]:
        """What is ticked and typed."""
        return {"serious": " ".join(self.criteria()), "aware": self.aware.text()}

    def set_text(self, text: Mapping[str, str]) -> None:
        """Put it back, without a word of change."""
        ticked = text.get("serious", "").split()
        for code, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(code in ticked)
            box.blockSignals(False)
        self.aware.set_text(text.get("aware", ""))
        self._show_aware()

    def _ticked(self) -> None:
        self._show_aware()
        self.retyped.emit()

    def _show_aware(self) -> None:
        asked = bool(self.criteria()) and self._known is None
        self._caption.setVisible(asked)
        self.aware.setVisible(asked)
