"""What may be chosen at a workstation, and who has used it of late."""

import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

import msgspec
from PySide6.QtCore import QObject, QSettings, Signal

from bedside.reminders import LONGEST_LEAD, Leads, shortest_lead
from ui.theme import SCALES
from ui.ward import Keeper

if TYPE_CHECKING:
    from bedside.appointments import SiteCalendar

Appearance = Literal["day", "night", "follow"]
RECENT = 9
"""How many people are remembered: as many as there are digits to choose them by."""
_COUNTRY = re.compile(r"[A-Z]{2}")


class Settings(QObject):
    """Choices kept in ``settings.ini`` in the data folder; what is not kept has its default.

    ``changed`` names the property that has another value now. A folder that cannot be written
    loses nothing but the choices: see `kept`.
    """

    changed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        """The data folder of this user."""
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
    def laboratory(self) -> str:
        """The laboratory that results typed here are from, as chosen last; empty for none."""
        return self._text("laboratory")

    @laboratory.setter
    def laboratory(self, value: str) -> None:
        self._keep("laboratory", value)

    def keep_laboratory(self, value: str) -> None:
        """Keep the laboratory that was chosen."""
        self.laboratory = value

    @property
    def leads(self) -> Leads:
        """When reminders begin; a number that cannot be has its default."""
        found = {}
        for lead in fields(Leads):
            text = self._text(f"lead_{lead.name}")
            # No int() for whatever Unicode calls a digit.
            days = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1  # noqa: PLR2004
            if shortest_lead(lead.name) <= days <= LONGEST_LEAD:
                found[lead.name] = days
        return Leads(**found)

    @leads.setter
    def leads(self, value: Leads) -> None:
        if value != self.leads:
            for name, days in asdict(value).items():
                self._file.setValue(f"lead_{name}", str(days))
            self._sync("leads")

    @property
    def country(self) -> str:
        """The country whose public holidays count: ISO 3166-1, as in "CN"; empty for none."""
        code = self._text("country")
        return code if _COUNTRY.fullmatch(code) else ""

    @country.setter
    def country(self, value: str) -> None:
        if value != self.country:
            self._file.setValue("region", "")
        self._keep("country", value)

    @property
    def region(self) -> str:
        """The part of the country, as `bedside.appointments.places` names it; empty for all."""
        return self._text("region") if self.country else ""

    @region.setter
    def region(self, value: str) -> None:
        self._keep("region", value)

    def site_calendar(self) -> "SiteCalendar":
        """The days on which the site is closed; weekends alone where the place is unknown.

        An unknown region leaves the holidays of the whole country. The first time of a country
        takes a while: its holidays are loaded then.
        """
        from bedside.appointments import (  # noqa: PLC0415 - seldom needed
            SiteCalendar,
            UnknownPlace,
        )

        for country, region in ((self.country, self.region), (self.country, "")):
            try:
                return SiteCalendar(country, region)
            except UnknownPlace:
                continue
        return SiteCalendar("")

    @property
    def backup_folder(self) -> Path | None:
        """Where copies of the record are made; None where nowhere."""
        text = self._text("backup_folder")
        return Path(text) if text else None

    @backup_folder.setter
    def backup_folder(self, value: Path | None) -> None:
        self._keep("backup_folder", "" if value is None else str(value))

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
        self._sync(name)

    def _sync(self, name: str) -> None:
        self._file.sync()
        self.changed.emit(name)
