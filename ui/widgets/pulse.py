"""The pace at which marks of alarms flash: one a priority, the same for all of the screen.

High 2 Hz and medium 0.6 Hz, lit half of the time; low ones are steady. IEC 60601-1-8 gives 1.4 to
2.8 Hz and 0.4 to 0.8 Hz. Nothing on a screen may flash more than three times a second (WCAG 2.2,
2.3.1).
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import SIGNAL, QCoreApplication, QObject, Qt, QTimer, Signal

HALF_MS: Mapping[str, int] = {"high": 250, "medium": 833}
"""How long a mark is lit, and then dark, in milliseconds."""


class Pulse(QObject):
    """Tells all that flash at one level when they are lit; still while nobody listens.

    The timer is started anew at each turn, so that a screen that was busy flashes slower and
    never faster.
    """

    beat = Signal(bool)

    def __init__(self, level: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(level)
        self.lit = True
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(HALF_MS[level])
        self.timer.timeout.connect(self._turn)

    def join(self, slot: Callable[[bool], None]) -> None:
        """Tell this slot from now on."""
        self.beat.connect(slot)
        if not self.timer.isActive():
            self.timer.start()
        slot(self.lit)

    def leave(self, slot: Callable[[bool], None]) -> None:
        """Tell it no more; what it shows is lit."""
        self.beat.disconnect(slot)
        slot(True)

    def _turn(self) -> None:
        self.lit = not self.lit
        if self.receivers(SIGNAL("beat(bool)")):
            self.beat.emit(self.lit)
            self.timer.start()
        else:
            self.lit = True


def pulse(level: str) -> Pulse:
    """The one pulse of a level that flashes: "high" or "medium"."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(Pulse, level, Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Pulse) else Pulse(level, app)


class Flash(QObject):
    """What lets one widget flash: ``show`` is told whether it is lit, at each turn."""

    def __init__(self, widget: QObject, show: Callable[[bool], None]) -> None:
        super().__init__(widget)
        self._show = show
        self._joined: Pulse | None = None

    def set(self, level: str | None) -> None:
        """Flash at the pace of this level; None, and a low one, is steady."""
        wanted = None if level is None or level not in HALF_MS else pulse(level)
        if wanted is self._joined:
            return
        if self._joined is not None:
            self._joined.leave(self._told)
        self._joined = wanted
        if wanted is not None:
            wanted.join(self._told)

    def _told(self, lit: bool) -> None:  # noqa: FBT001 - a slot
        self._show(lit)
