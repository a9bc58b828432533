"""What a person may choose about the screen, and who has used this workstation of late."""

from pathlib import Path
from typing import Literal, cast, get_args

import msgspec
from PySide6.QtCore import QObject, QSettings, Signal

from ui.theme import SCALES
from ui.ward import Keeper

Appearance = Literal["day", "night", "follow"]
RECENT = 9
"""How many people are remembered: as many as there are digits to choose them by."""


class Settings(QObject):
    """Choices kept in ``settings.ini`` in the data folder; what is not kept has its default.

    ``changed`` names the property that has another value now. A folder that cannot be written
    loses nothing but the choices: see `kept`.
    """

    changed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat, self)

    @property
    def kept(self) -> bool:
        """Whether the choices could be written to the file."""
        return self._file.status() == QSettings.Status.NoError

    @property
    def appearance(self) -> Appearance:
        """Day colours, night colours, or whichever of them the system asks for."""
        value = self._text("appearance")
        return cast("Appearance", value) if value in get_args(Appearance) else "follow"

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._keep("appearance", value)

    @property
    def text_size(self) -> float:
        """The text size as a factor, one of `ui.theme.SCALES`."""
        named = {f"{size:g}": size for size in SCALES}
        return named.get(self._text("text_size"), 1.0)

    @text_size.setter
    def text_size(self, value: float) -> None:
        self._keep("text_size", f"{value:g}")

    @property
    def language(self) -> str:
        """The code of the language, as in "en"; empty where the system's is followed."""
        return self._text("language")

    @language.setter
    def language(self, value: str) -> None:
        self._keep("language", value)

    @property
    def people(self) -> tuple[Keeper, ...]:
        """Who used the keyboard of late, the latest first."""
        try:
            return tuple(msgspec.json.decode(self._text("people") or "[]", type=list[Keeper]))
        except msgspec.MsgspecError:
            return ()

    def remember(self, keeper: Keeper) -> None:
        """Put somebody first among those who used the keyboard."""
        others = [other for other in self.people if other != keeper]
        self._keep("people", msgspec.json.encode([keeper, *others][:RECENT]).decode())

    def _text(self, name: str) -> str:
        return str(self._file.value(name, ""))

    def _keep(self, name: str, value: str) -> None:
        if value == self._text(name):
            return
        self._file.setValue(name, value)
        self._file.sync()
        self.changed.emit(name)
