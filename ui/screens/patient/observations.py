"""What is typed into the entry strip, read as facts: one set of observations of one moment.

Pure: text in, drafts and remarks out. What cannot be read or cannot be true is refused at its
field, what is unlikely is asked about; nothing is guessed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.facts import NotDone, NotDoneReason, Note
from bedside.timeline import Draft
from grading.drugs import DrugClass
from grading.findings import Run
from grading.scales.crs import HYPOTENSION_MAP, HYPOTENSION_SBP
from grading.signs import Drug, Hypotension, Invalid, Support, Vitals, quantities
from ui import words
from ui.screens.patient.neighbours import jumps, same_minute
from ui.screens.patient.remarks import (
    NOT_DONE,
    Remark,
    interrupted_text,
    invalid_text,
    jump_text,
    long_ago_text,
    not_done_menu,
    not_done_text,
    same_minute_text,
    unreadable_text,
)
from ui.screens.patient.typed_values import OXYGEN, VITALS, Value, grows
from ui.shown import clock_text, moment_text, quantity_text
from ui.typed import Refusal, Unreadable, moment

FIO2_DEVICES = frozenset(
    {
        "high_flow_nasal_cannula",
        "venturi",
        "tracheostomy_mask",
        "cpap",
        "bipap",
        "intubated_mv",
        "ecmo",
    }
)
"""Devices on which an inspired fraction is set."""
NO_FLOW_DEVICES = frozenset({"room_air", "intubated_mv", "ecmo"})
"""Devices without a flow of their own."""
PURPOSE_DEVICES = frozenset({"cpap", "bipap", "intubated_mv"})
"""Devices that may be there for another reason than too little oxygen."""
LONG_AGO = timedelta(hours=12)
"""A set older than this is asked about: 1530 typed at 15:20 is yesterday's."""
INTERRUPTED = timedelta(minutes=10)
"""A set begun longer ago than this, with the time left blank, is asked about."""
RUN = "run:"
"""Fields that confirm a running vasopressor are named by this and the drug and its line."""

_NOT_DONE: Mapping[str, str] = {
    "temp": "temp_c",
    "hr": "hr_bpm",
    "bp": "sbp_mmhg",
    "rr": "rr_bpm",
    "spo2": "spo2_pct",
    "device": "oxygen",
    "consciousness": "consciousness",
    "weight": "weight_kg",
}
"""Field -> what a NotDone fact calls it: as the scales name what is missing."""


@dataclass(frozen=True, slots=True)
class Observations:
    """One set as typed so far.

    ``drafts`` all carry the moment ``at``; they may be saved when ``refused`` is empty.
    ``refused`` and ``asked`` hold what to say at which field, ``understood`` how text was read
    where that is worth showing. ``candidate``: the pressure typed would count as hypotension, so
    that a word on it is welcome.
    """

    at: datetime
    drafts: tuple[Draft, ...]
    refused: Mapping[str, Remark]
    asked: Mapping[str, Remark]
    understood: Mapping[str, str]
    candidate: bool


def pressors(chart: Chart) -> tuple[Run, ...]:
    """Running vasopressors that somebody has to confirm from round to round."""
    wanted = (DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN)
    return tuple(
        run for run in chart.running if run.drug.drug_class in wanted and run.drug.until is None
    )


def run_field(run: Run) -> str:
    """The name of the field that confirms a run."""
    return f"{RUN}{run.drug.name}|{run.drug.line or ''}"


def observations(
    text: Mapping[str, str], chart: Chart, now: datetime, begun: datetime | None = None
) -> Observations:
    """The set that the fields' text makes, for this patient, at ``now`` (aware).

    ``begun`` is when the first of it was typed.
    """
    reader = _Reader({k: v.strip() for k, v in text.items() if v.strip()}, chart, now)
    return reader.read(begun)


class _Reader:
    """Reads the fields one by one and gathers what they say."""

    def __init__(self, text: Mapping[str, str], chart: Chart, now: datetime) -> None:
        self.text = text
        self.chart = chart
        self.now = now
        self.at = now.replace(second=0, microsecond=0)
        self.vitals: dict[str, Any] = {}
        self.original: list[tuple[str, str]] = []
        self.other: list[Draft] = []
        self.refused: dict[str, Remark] = {}
        self.asked: dict[str, Remark] = {}
        self.understood: dict[str, str] = {}

    def read(self, begun: datetime | None) -> Observations:
        self._time()
        for field in _NOT_DONE:
            if field not in self.text or self._not_done(field):
                continue
            if field != "device":
                self._read(field)
        self._support()
        candidate = self._hypotension()
        self._runs()
        if "note" in self.text:
            self._add(Note(self.text["note"]))
        drafts = self.other
        if self.vitals:
            vitals = Vitals(**self.vitals)
            self._neighbours(vitals)
            original = tuple(self.original)
            drafts = [Draft(self.chart.patient, self.at, vitals, original=original), *drafts]
        if any(isinstance(draft.fact, Vitals | Support) for draft in drafts):
            self._moment(begun)
        return Observations(
            at=self.at,
            drafts=tuple(drafts),
            refused=MappingProxyType(self.refused),
            asked=MappingProxyType(self.asked),
            understood=MappingProxyType(self.understood),
            candidate=candidate,
        )

    def _add(self, fact: Any, original: tuple[tuple[str, str], ...] = ()) -> None:
        self.other.append(Draft(self.chart.patient, self.at, fact, original=original))

    def _refuse(self, field: str, words: str, *, growing: bool = False) -> None:
        self.refused.setdefault(field, Remark(words, growing))

    # --- the fields ---------------------------------------------------------------------------

    def _time(self) -> None:
        typed = self.text.get("time")
        if typed is None:
            return
        try:
            self.at = moment(typed, self.now, self.chart.zone)
        except Unreadable as error:
            self._refuse(
                "time", unreadable_text("time", error), growing=error.code is Refusal.UNFINISHED
            )
        else:
            self.understood["time"] = moment_text(self.at, self.chart.zone, QLocale(), self.now)

    def _not_done(self, field: str) -> bool:
        """Read R and X with its reason; False where the text is something else."""
        typed = self.text[field]
        letter, rest = typed[0].lower(), typed[1:].strip()
        if letter == "r" and not rest and field != "device":
            reason: NotDoneReason = "refused"
            comment = ""
        elif letter == "x":
            if rest[:1] not in set("123456"):
                self.understood[field] = not_done_menu()
                self._refuse(field, not_done_menu(), growing=not rest)
                return True
            reason, comment = NOT_DONE[int(rest[0]) - 1], rest[1:].strip()
        else:
            return False
        self._add(NotDone(_NOT_DONE[field], reason, comment))
        self.understood[field] = not_done_text(reason)
        return True

    def _read(self, field: str) -> None:
        typed = self.text[field]
        value = self._value(field, VITALS[field])
        if value is None:
            if typed[-1] in ".,":
                self._read_for_now(field, typed[:-1])
            return
        try:
            Vitals(**value.fields)
        except Invalid as error:
            self._refuse(field, invalid_text(error, Vitals), growing=grows(error))
            if field == "bp" and error.field != "sbp_mmhg":
                self.vitals["sbp_mmhg"] = value.fields["sbp_mmhg"]
            return
        self.vitals.update(value.fields)
        if value.converted:
            self.original.append(("temp_c", typed))
        for name, quantity in quantities(Vitals).items():
            found = value.fields.get(name)
            if found is None or "arrest" in value.fields or not quantity.is_unlikely(found):
                continue
            low = quantity.unlikely[0]
            growing = low is not None and found < low
            self.asked.setdefault(field, Remark(words.unlikely(Vitals, name, found), growing))

    def _value(self, field: str, read: Callable[[str], Value]) -> Value | None:
        """What the text of a field says; None where it cannot be read."""
        try:
            value = read(self.text[field])
        except Unreadable as error:
            growing = error.code is Refusal.UNFINISHED
            self._refuse(field, unreadable_text(field, error), growing=growing)
            return None
        if value.understood:
            self.understood[field] = value.understood
        return value

    def _read_for_now(self, field: str, typed: str) -> None:
        """Let "38." stand for 38 in the preview, that the grades do not leap at the point."""
        try:
            fields = VITALS[field](typed).fields
            Vitals(**fields)
        except (Unreadable, Invalid):
            return
        self.vitals.update(fields)

    def _support(self) -> None:
        device = self.text.get("device", "")
        if device[:1] == "x":
            device = ""
        found = self._with_device(device)
        if not device:
            return
        if device in PURPOSE_DEVICES and "purpose" in self.text:
            found["purpose"] = self.text["purpose"]
        converted = "fio2" in found and "fio2" in self.understood
        original = (("fio2", self.text["fio2"]),) if converted else ()
        try:
            support = Support(device, **found)  # type: ignore[arg-type]
        except Invalid as error:
            field = "flow" if error.field == "flow_lpm" else "fio2"
            self._refuse(field, invalid_text(error, Support), growing=grows(error))
            support = Support(device)  # type: ignore[arg-type]
        self._add(support, original)
        self._unlikely_flow(support)

    def _with_device(self, device: str) -> dict[str, Any]:
        """Flow and inspired fraction, where the device has them."""
        translate = QCoreApplication.translate
        found: dict[str, Any] = {}
        for field, read in OXYGEN.items():
            if field not in self.text:
                continue
            if not device:
                self._refuse(field, translate("Strip", "Choose the oxygen device too."))
                continue
            value = self._value(field, read)
            found |= value.fields if value is not None else {}
        if device in NO_FLOW_DEVICES and found.pop("flow_lpm", None) is not None:
            self._refuse("flow", translate("Strip", "There is no flow with this device."))
        if device not in FIO2_DEVICES and found.pop("fio2", None) is not None:
            self._refuse("fio2", translate("Strip", "There is no FiO₂ with this device."))
        return found

    def _unlikely_flow(self, support: Support) -> None:
        flow = support.flow_lpm
        if flow is None or not quantities(Support)["flow_lpm"].is_unlikely(flow):
            return
        if support.device == "nasal_cannula":
            text = QCoreApplication.translate(
                "Strip",
                "{flow} L/min by nasal cannula: a high-flow cannula? Press Save again to keep it.",
            )
        elif support.device in {"high_flow_nasal_cannula", "cpap", "bipap"}:
            return
        else:
            text = QCoreApplication.translate(
                "Strip", "{flow} L/min: unusual for this device. Press Save again to keep it."
            )
        self.asked["flow"] = Remark(text.format(flow=quantity_text(flow, 0, QLocale())))

    def _hypotension(self) -> bool:
        """Whether the pressure typed is low enough to ask for a word; takes the word if given."""
        if self.vitals.get("sbp_mmhg") is None:
            return False
        typed = Vitals(**{k: v for k, v in self.vitals.items() if k.endswith("mmhg")})
        assert typed.sbp_mmhg is not None
        mean = typed.mean_mmhg
        candidate = typed.sbp_mmhg < HYPOTENSION_SBP or (
            mean is not None and mean < HYPOTENSION_MAP
        )
        if candidate and "hypotension" in self.text:
            self._add(Hypotension(self.text["hypotension"]))  # type: ignore[arg-type]
        return candidate

    def _runs(self) -> None:
        for run in pressors(self.chart):
            if run_field(run) in self.text:
                drug = run.drug
                self._add(
                    Drug(
                        drug.name,
                        "continued",
                        rate=drug.rate,
                        rate_unit=drug.rate_unit,
                        route=drug.route,
                        line=drug.line,
                    )
                )

    # --- questions that need the record -------------------------------------------------------

    def _neighbours(self, vitals: Vitals) -> None:
        fields = {"temp_c": "temp", "sbp_mmhg": "bp", "hr_bpm": "hr", "spo2_pct": "spo2"}
        for jump in jumps(self.chart, self.at, vitals):
            field = fields.get(jump.field, "weight")
            value = getattr(vitals, jump.field)
            low = value < jump.neighbour
            text = jump_text(field, value, jump, self.at)
            self.asked.setdefault(field, Remark(text, growing=low))

    def _moment(self, begun: datetime | None) -> None:
        zone = self.chart.zone
        if begun is not None and self.now - begun >= INTERRUPTED and "time" not in self.text:
            shown = moment_text(begun, zone, QLocale(), self.now)
            self.asked["time"] = Remark(interrupted_text(shown))
            return
        twin = same_minute(self.chart, self.at)
        if twin is not None:
            clock = clock_text(twin.at, zone, QLocale())
            self.asked["time"] = Remark(same_minute_text(clock, twin.author))
        elif self.now - self.at > LONG_AGO:
            shown = moment_text(self.at, zone, QLocale(), self.now)
            self.asked["time"] = Remark(long_ago_text(shown, self.now - self.at))
