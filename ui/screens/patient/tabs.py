"""The tabs of the patient: by their whole names where there is room for all, else by short ones."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ui import theme

_AROUND = 26
"""What the style puts around the name of a tab, in design pixels."""


class FittingTabs(QTabBar):
    """Tabs that are all in sight: their names are short where the whole ones do not fit.

    The whole name is always the tool tip and what is read aloud.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[tuple[str, str]] = []
        self._are_short = False
        self.setDrawBase(False)
        self.setExpanding(False)

    def add(self, data: str, whole: str, short: str) -> None:
        """Put a tab behind the others."""
        place = self.addTab(whole)
        self.setTabData(place, data)
        self._names.append((whole, short))
        spoken = whole.replace("&&", "&")
        self.setTabToolTip(place, spoken)
        self.setAccessibleTabName(place, spoken)

    def minimumSizeHint(self) -> QSize:
        """As many tabs as fit; the others are reached by the arrows at the end."""
        return QSize(theme.px(240), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font(14, QFont.Weight.DemiBold))
        wanted = sum(
            metrics.horizontalAdvance(whole.replace("&&", "&")) + theme.px(_AROUND)
            for whole, _ in self._names
        )
        short = wanted > self.width()
        if short != self._are_short:
            self._are_short = short
            for place, names in enumerate(self._names):
                self.setTabText(place, names[short])
