"""A ward for the tests of the handover: a real store, surveyed anew after each entry."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bedside.chart import Chart, chart
from bedside.follow import Follow, follow
from bedside.store import Store
from bedside.survey import Survey, Surveyor
from bedside.timeline import Draft, Entry
from tests.ui.wards import NOW, Clock, small_ward

ZONE = ZoneInfo("UTC")


class Bedsides:
    """The small ward with its record; ``who`` writes."""

    def __init__(self, path: Path, now: datetime = NOW) -> None:
        self.clock = Clock(now)
        self.store = Store(path, "here", now)
        self.who = "Ann"
        for draft in sorted(small_ward(), key=lambda draft: draft.at):
            self.store.append([draft], draft.at, self.who, "nurse")

    def write(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Write drafts as the window does."""
        return tuple(self.store.append(drafts, self.clock(), self.who, "nurse"))

    def charts(self) -> tuple[Chart, ...]:
        """Everybody in a bed, as of now."""
        logs: dict[str, list[Entry]] = {}
        for entry in self.store.log():
            logs.setdefault(entry.patient, []).append(entry)
        made = (chart(log, self.clock(), ZONE) for log in logs.values())
        return tuple(of for of in made if of.person.bed is not None)

    def survey(self) -> Survey:
        """The ward as of now."""
        return Surveyor().survey(self.charts(), self.clock(), ZONE)

    def follow(self, patient: str) -> Follow:
        """The plan of a patient, who follows no edition. KeyError of one who is not there."""
        of = {one.patient: one for one in self.charts()}[patient]
        return follow(patient, of.timeline, lambda _id, _edition: None, UTC, self.clock())
