"""The forms that say what a laboratory calls normal, from a day on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from bedside.analyte import Analyte
from bedside.analytes import analytes
from bedside.facts import WARD, LabRange, Sex
from bedside.ranges import Ranges
from bedside.timeline import Draft
from grading.signs import Invalid
from ui.screens.lab_range_tables import analyte_text, range_text
from ui.screens.patient.results import unit_text, units_of
from ui.shown import refusal_text
from ui.typed import Unreadable, day
from ui.widgets.form import Answer, Form, Refused
from ui.words import laboratory as words
from ui.words.measures import decimals_of

translate = QCoreApplication.translate
_DECIMALS = 3


def first_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The first moment of a day as typed, today where nothing is. Raises Refused("since")."""
    today = now.astimezone(zone).date()
    try:
        said = day(text) or today
    except Unreadable as error:
        raise Refused("since", refusal_text(error)) from error
    if said > today:
        raise Refused("since", translate("LabRanges", "This day has not come yet."))
    return _begin(said, zone)


def _begin(said: date, zone: tzinfo) -> datetime:
    return datetime.combine(said, time(0), zone).astimezone(UTC)


def today_text(now: datetime, zone: tzinfo) -> str:
    """Today as it may be typed."""
    return now.astimezone(zone).date().isoformat()


class RangeForm(Form):
    """One range, new or in place of ``before``; ``ranges`` are those that are known."""

    def __init__(
        self,
        now: datetime,
        zone: tzinfo,
        laboratories: Sequence[str],
        before: LabRange | None,
        ranges: Ranges,
        parent: QWidget | None = None,
    ) -> None:
        title = (
            translate("LabRanges", "A reference range")
            if before is None
            else translate("LabRanges", "Change a reference range")
        )
        super().__init__(title, translate("LabRanges", "Save"), parent)
        self._now, self._zone, self._before, self._ranges = now, zone, before, ranges
        if before is None:
            self._make_key(laboratories)
        else:
            self.say(
                translate("LabRanges", "{analyte} · {whom} · {laboratory}").format(
                    analyte=analyte_text(before.analyte),
                    whom=words.for_whom(before.sex),
                    laboratory=words.laboratory_named(before.laboratory),
                ),
                "strong",
            )
            self.say(translate("LabRanges", "So far: {range}").format(range=range_text(before)))
        low = "" if before is None else _typed(before.low)
        high = "" if before is None else _typed(before.high)
        self.add_line("low", translate("LabRanges", "Lower limit"), text=low)
        self.add_line("high", translate("LabRanges", "Upper limit"), text=high)
        self.add_choice("unit", translate("LabRanges", "Unit"), ())
        self.add_line(
            "since",
            translate("LabRanges", "Valid from"),
            text=today_text(now, zone),
            hint=translate(
                "LabRanges",
                "Samples taken from this day on are read by it. An open end stays blank.",
            ),
        )
        self._offer_units()

    def _make_key(self, laboratories: Sequence[str]) -> None:
        laboratory = self.add_line(
            "laboratory",
            translate("LabRanges", "Laboratory"),
            text=laboratories[0] if len(laboratories) == 1 else "",
            hint=translate(
                "LabRanges", "As its results name it; blank for results that name none."
            ),
            long=True,
        )
        completer = QCompleter([name for name in laboratories if name], laboratory)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        laboratory.setCompleter(completer)
        options = [(a.key, a.label) for a in analytes().values() if not a.words]
        editor = self.add_choice("analyte", translate("LabRanges", "Analyte"), options)
        editor.setEditable(True)
        editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        typed = editor.lineEdit()
        assert isinstance(typed, QLineEdit)
        typed.setPlaceholderText(translate("LabRanges", "Begin to type its name"))
        found = editor.completer()
        assert found is not None
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        editor.setCurrentIndex(-1)
        editor.currentIndexChanged.connect(self._offer_units)
        whom = [("all", words.for_whom(None))]
        whom += [(sex, words.for_whom(sex)) for sex in ("female", "male")]
        self.add_choice("sex", translate("LabRanges", "For"), whom, chosen="all")

    def _analyte(self) -> Analyte | None:
        if self._before is not None:
            return analytes().get(self._before.analyte)
        editor = self.editor("analyte")
        assert isinstance(editor, QComboBox)
        place = editor.findText(editor.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return analytes().get(str(editor.itemData(place))) if place >= 0 else None

    def _offer_units(self) -> None:
        analyte, editor = self._analyte(), self.editor("unit")
        assert isinstance(editor, QComboBox)
        editor.clear()
        if analyte is None:
            return
        for unit in units_of(analyte):
            editor.addItem(unit or translate("LabRanges", "no unit"), unit)
        usual = editor.findText(unit_text(analyte.shown))
        editor.setCurrentIndex(max(usual, 0))

    def read(self) -> Answer:
        analyte = self._analyte()
        if analyte is None:
            raise Refused("analyte", translate("LabRanges", "Which analyte?"))
        low = self._limit("low", analyte)
        high = self._limit("high", analyte)
        if low is None and high is None:
            raise Refused("low", translate("LabRanges", "At least one limit is needed."))
        laboratory = self.text("laboratory") if self._before is None else self._before.laboratory
        at = first_moment(self.text("since"), self._now, self._zone)
        try:
            made = LabRange(laboratory, analyte.key, low, high, self._sex())
        except Invalid as error:
            raise Refused(
                "low", translate("LabRanges", "The lower limit is above the upper one.")
            ) from error
        held = self._ranges.in_force(laboratory, analyte.key, made.sex, at)
        if held is not None and (held.low, held.high) == (low, high):
            raise Refused("low", translate("LabRanges", "This range is in force already."))
        return (Draft(WARD, at, made),)

    def _sex(self) -> Sex | None:
        if self._before is not None:
            return self._before.sex
        code = self.text("sex")
        return "female" if code == "female" else "male" if code == "male" else None

    def _limit(self, name: str, analyte: Analyte) -> float | None:
        value = self.number(name, _DECIMALS)
        if value is None:
            return None
        try:
            return analyte.canonical(value, self.text("unit"), "<")
        except Invalid as error:
            raise Refused(
                name,
                translate("LabRanges", "{value} cannot be in this unit.").format(
                    value=self.text(name)
                ),
            ) from error


class RangeEndForm(Form):
    """From a day on no range is known of an analyte in a laboratory."""

    def __init__(
        self, now: datetime, zone: tzinfo, before: LabRange, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            translate("LabRanges", "No longer valid"), translate("LabRanges", "Save"), parent
        )
        self._now, self._zone, self._before = now, zone, before
        self.say(words.fact(before), "strong")
        self.say(
            translate(
                "LabRanges",
                "Results of samples taken from this day on have no range and no flag, unless one"
                " came with them.",
            )
        )
        self.add_line("since", translate("LabRanges", "Not valid from"), text=today_text(now, zone))

    def read(self) -> Answer:
        at = first_moment(self.text("since"), self._now, self._zone)
        before = self._before
        return (Draft(WARD, at, LabRange(before.laboratory, before.analyte, sex=before.sex)),)


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.{decimals_of(value)}f}"
