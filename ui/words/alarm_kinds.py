"""Alarms in words: what each kind is called, what one says, what it asks for, whom to call.

The texts are those of ``resources/alarms.toml``, so that they can be translated; a next step that
a protocol has written itself is shown as it stands there.
"""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.alarms.alarm import Alarm, Step
from bedside.alarms.reading import usual
from grading.scales import SCALES
from ui.shown import quantity_text
from ui.words.codes import capitalised
from ui.words.grades import scale_name
from ui.words.measures import decimals_of
from ui.words.table import Table

translate = QCoreApplication.translate

alarm_kind = Table(
    "AlarmKind",
    {
        "crs_grade": QT_TRANSLATE_NOOP("AlarmKind", "CRS grade"),
        "icans_grade": QT_TRANSLATE_NOOP("AlarmKind", "ICANS grade"),
        "other_grade": QT_TRANSLATE_NOOP("AlarmKind", "Grade of another scale"),
        "fever": QT_TRANSLATE_NOOP("AlarmKind", "New fever"),
        "sbp_low": QT_TRANSLATE_NOOP("AlarmKind", "Systolic pressure"),
        "map_low": QT_TRANSLATE_NOOP("AlarmKind", "Mean pressure"),
        "bp_unrecordable": QT_TRANSLATE_NOOP("AlarmKind", "Pressure not recordable"),
        "spo2_low": QT_TRANSLATE_NOOP("AlarmKind", "SpO₂"),
        "spo2_floor": QT_TRANSLATE_NOOP("AlarmKind", "SpO₂ below the floor"),
        "news2": QT_TRANSLATE_NOOP("AlarmKind", "NEWS2"),
        "unarousable": QT_TRANSLATE_NOOP("AlarmKind", "Unarousable"),
        "seizure": QT_TRANSLATE_NOOP("AlarmKind", "Seizure"),
        "ice_drop": QT_TRANSLATE_NOOP("AlarmKind", "ICE drop"),
        "ferritin_doubled": QT_TRANSLATE_NOOP("AlarmKind", "Ferritin doubled"),
        "overdue": QT_TRANSLATE_NOOP("AlarmKind", "Overdue"),
        "stale_grade": QT_TRANSLATE_NOOP("AlarmKind", "Grade cannot be stated"),
        "dose_guard": QT_TRANSLATE_NOOP("AlarmKind", "Dose to be checked"),
        "sae_clock": QT_TRANSLATE_NOOP("AlarmKind", "SAE not reported"),
        "iec_hs": QT_TRANSLATE_NOOP("AlarmKind", "IEC-HS: consider a work-up"),
        "sound_failed": QT_TRANSLATE_NOOP("AlarmKind", "No sound"),
        "not_watched": QT_TRANSLATE_NOOP("AlarmKind", "Not watched"),
        "backup_late": QT_TRANSLATE_NOOP("AlarmKind", "Backup late"),
        "clock_jumped": QT_TRANSLATE_NOOP("AlarmKind", "Clock jumped"),
        "store_nearly_full": QT_TRANSLATE_NOOP("AlarmKind", "Disk nearly full"),
        "alarm_table": QT_TRANSLATE_NOOP("AlarmKind", "Alarm table"),
    },
)
"""What a kind of alarm is called, in lists and in the report of the burden."""

priority = Table(
    "AlarmPriority",
    {
        "high": QT_TRANSLATE_NOOP("AlarmPriority", "High"),
        "medium": QT_TRANSLATE_NOOP("AlarmPriority", "Medium"),
        "low": QT_TRANSLATE_NOOP("AlarmPriority", "Low"),
    },
)
"""The word of a priority, beside its mark."""

MARKS = {"high": "***", "medium": "**", "low": "*"}
"""The mark of a priority, so that colour is never the only sign of it."""

_TEXT = Table(
    "AlarmText",
    {
        "crs_grade_1": QT_TRANSLATE_NOOP("AlarmText", "CRS rose to grade {value}"),
        "crs_grade_2": QT_TRANSLATE_NOOP("AlarmText", "CRS rose to grade {value}"),
        "crs_grade_3": QT_TRANSLATE_NOOP("AlarmText", "CRS rose to grade {value}"),
        "icans_grade_1": QT_TRANSLATE_NOOP("AlarmText", "ICANS rose to grade {value}"),
        "icans_grade_2": QT_TRANSLATE_NOOP("AlarmText", "ICANS rose to grade {value}"),
        "icans_grade_3": QT_TRANSLATE_NOOP("AlarmText", "ICANS rose to grade {value}"),
        "crs_grade_suspected": QT_TRANSLATE_NOOP(
            "AlarmText", "CRS may be grade {value}: a person must decide"
        ),
        "icans_grade_suspected": QT_TRANSLATE_NOOP(
            "AlarmText", "ICANS may be grade {value}: a person must decide"
        ),
        "other_grade_suspected": QT_TRANSLATE_NOOP(
            "AlarmText", "{what} may be grade {value}: a person must decide"
        ),
        "other_grade_1": QT_TRANSLATE_NOOP("AlarmText", "{what} rose to grade {value}"),
        "other_grade_3": QT_TRANSLATE_NOOP("AlarmText", "{what} rose to grade {value}"),
        "fever_1": QT_TRANSLATE_NOOP("AlarmText", "New fever: {value} °C"),
        "sbp_low_1": QT_TRANSLATE_NOOP("AlarmText", "Systolic pressure {value} mmHg"),
        "sbp_low_2": QT_TRANSLATE_NOOP("AlarmText", "Systolic pressure {value} mmHg"),
        "map_low_1": QT_TRANSLATE_NOOP("AlarmText", "Mean pressure {value} mmHg"),
        "map_low_2": QT_TRANSLATE_NOOP("AlarmText", "Mean pressure {value} mmHg"),
        "bp_unrecordable_1": QT_TRANSLATE_NOOP("AlarmText", "No blood pressure could be recorded"),
        "spo2_low_1": QT_TRANSLATE_NOOP("AlarmText", "SpO₂ {value} %"),
        "spo2_floor_1": QT_TRANSLATE_NOOP("AlarmText", "SpO₂ {value} %, below the floor"),
        "news2_1": QT_TRANSLATE_NOOP("AlarmText", "NEWS2 {value} with a single 3"),
        "news2_2": QT_TRANSLATE_NOOP("AlarmText", "NEWS2 {value}"),
        "unarousable_1": QT_TRANSLATE_NOOP("AlarmText", "The patient cannot be roused"),
        "seizure_1": QT_TRANSLATE_NOOP("AlarmText", "A seizure"),
        "ice_drop_1": QT_TRANSLATE_NOOP("AlarmText", "ICE fell from {before} to {value}"),
        "ice_drop_2": QT_TRANSLATE_NOOP("AlarmText", "ICE fell from {before} to {value}"),
        "ferritin_doubled_1": QT_TRANSLATE_NOOP(
            "AlarmText", "Ferritin doubled within a day: {before} to {value} µg/L"
        ),
        "overdue_1": QT_TRANSLATE_NOOP("AlarmText", "Overdue: {what}"),
        "overdue_2": QT_TRANSLATE_NOOP("AlarmText", "Long overdue: {what}"),
        "stale_grade_1": QT_TRANSLATE_NOOP(
            "AlarmText", "{what} cannot be stated: observations are missing or too old"
        ),
        "stale_grade_2": QT_TRANSLATE_NOOP(
            "AlarmText", "{what} cannot be stated and was grade {value}"
        ),
        "stale_grade_4": QT_TRANSLATE_NOOP(
            "AlarmText", "{what} cannot be stated and was grade {value}"
        ),
        "dose_guard_1": QT_TRANSLATE_NOOP("AlarmText", "Check the dose: {what}"),
        "iec_hs_1": QT_TRANSLATE_NOOP(
            "AlarmText", "Consider a work-up for IEC-HS: ferritin {value} µg/L"
        ),
        "sae_clock_1": QT_TRANSLATE_NOOP(
            "AlarmText", "Serious adverse event not reported for {value} h: {what}"
        ),
        "sae_clock_2": QT_TRANSLATE_NOOP(
            "AlarmText", "Serious adverse event not reported for {value} h: {what}"
        ),
        "sound_failed_1": QT_TRANSLATE_NOOP("AlarmText", "This workstation cannot sound alarms"),
        "not_watched_1": QT_TRANSLATE_NOOP(
            "AlarmText",
            "The program fails over the record of {what}: its alarms and rounds are not kept up",
        ),
        "backup_late_1": QT_TRANSLATE_NOOP("AlarmText", "The last backup is late"),
        "clock_jumped_1": QT_TRANSLATE_NOOP(
            "AlarmText", "The clock of this workstation jumped by {value} min"
        ),
        "store_nearly_full_1": QT_TRANSLATE_NOOP(
            "AlarmText", "The disk of the record is nearly full: {value} MB are free"
        ),
        "store_nearly_full_2": QT_TRANSLATE_NOOP(
            "AlarmText", "The disk of the record is nearly full: {value} MB are free"
        ),
        "alarm_table_1": QT_TRANSLATE_NOOP(
            "AlarmText", "The alarm table of {what} cannot be used; the usual one stands in"
        ),
    },
)

_STEP = Table(
    "AlarmStep",
    {
        "crs_grade_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Tell the physician. Cultures; with neutropenia the fever pathway within the hour.",
        ),
        "crs_grade_2": QT_TRANSLATE_NOOP("AlarmStep", "Call the physician now."),
        "crs_grade_3": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician and the intensive care or rapid response team now."
        ),
        "icans_grade_1": QT_TRANSLATE_NOOP("AlarmStep", "Call the physician now."),
        "icans_grade_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician and neurology now; think of intensive care early."
        ),
        "icans_grade_3": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician and the intensive care or rapid response team now."
        ),
        "other_grade_1": QT_TRANSLATE_NOOP("AlarmStep", "Tell the physician."),
        "other_grade_3": QT_TRANSLATE_NOOP("AlarmStep", "Call the physician now."),
        "fever_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Tell the physician. Cultures; with neutropenia the fever pathway within the hour.",
        ),
        "sbp_low_1": QT_TRANSLATE_NOOP("AlarmStep", "Measure again and call the physician now."),
        "sbp_low_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician now and stay with the patient."
        ),
        "map_low_1": QT_TRANSLATE_NOOP("AlarmStep", "Measure again and call the physician now."),
        "map_low_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician now and stay with the patient."
        ),
        "bp_unrecordable_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician now and stay with the patient."
        ),
        "spo2_low_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Check the probe, give oxygen as prescribed and call the physician now."
        ),
        "spo2_floor_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Call the physician and the rapid response team now; stay with the patient.",
        ),
        "news2_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Urgent review on the ward; hourly observations."
        ),
        "news2_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the emergency team; observe without a break."
        ),
        "unarousable_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician and the rapid response team now; airway."
        ),
        "seizure_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician and the intensive care or rapid response team now."
        ),
        "ice_drop_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Repeat the ICE every half hour for two hours."
        ),
        "ice_drop_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Call the physician now; repeat the ICE every half hour for two hours."
        ),
        "ferritin_doubled_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Tell the physician; think of IEC-HS."
        ),
        "overdue_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Take the set, or write down why it is not done."
        ),
        "overdue_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Take the set now, or write down why it is not done."
        ),
        "stale_grade_1": QT_TRANSLATE_NOOP("AlarmStep", "Take what is missing."),
        "stale_grade_2": QT_TRANSLATE_NOOP("AlarmStep", "Take what is missing now."),
        "stale_grade_4": QT_TRANSLATE_NOOP(
            "AlarmStep", "Take what is missing now and call the physician."
        ),
        "dose_guard_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Check dose, interval and total with the physician before the next dose."
        ),
        "not_watched_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Watch the patient as if there were no program; tell whoever looks after it.",
        ),
        "iec_hs_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Tell the physician and go through the IEC-HS checklist; it is no diagnosis.",
        ),
        "sae_clock_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Report it to the sponsor within 24 h of awareness, and write down that it was"
            " reported.",
        ),
        "sae_clock_2": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Report it to the sponsor now, and write down that it was reported.",
        ),
        "sound_failed_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Watch the screen; check loudspeaker and volume, then test the sound."
        ),
        "backup_late_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Tell whoever looks after this workstation."
        ),
        "clock_jumped_1": QT_TRANSLATE_NOOP(
            "AlarmStep",
            "Compare the clock with the ward's; check the times of what was just entered.",
        ),
        "store_nearly_full_1": QT_TRANSLATE_NOOP(
            "AlarmStep", "Tell whoever looks after this workstation."
        ),
        "store_nearly_full_2": QT_TRANSLATE_NOOP(
            "AlarmStep", "Free the disk now; write on paper if entries are refused."
        ),
        "alarm_table_1": QT_TRANSLATE_NOOP("AlarmStep", "Tell whoever looks after the protocols."),
    },
)

_WHAT = Table(
    "AlarmWhat",
    {
        "vitals": QT_TRANSLATE_NOOP("AlarmWhat", "vital signs"),
        "ice": QT_TRANSLATE_NOOP("AlarmWhat", "ICE"),
        "labs": QT_TRANSLATE_NOOP("AlarmWhat", "laboratory values"),
        "too_soon": QT_TRANSLATE_NOOP("AlarmWhat", "too soon after another one"),
        "soon_before": QT_TRANSLATE_NOOP("AlarmWhat", "too soon before another one"),
        "in_day": QT_TRANSLATE_NOOP("AlarmWhat", "too many within 24 h"),
        "in_all": QT_TRANSLATE_NOOP("AlarmWhat", "too many in all"),
        "above_cap": QT_TRANSLATE_NOOP("AlarmWhat", "more than the most of one dose"),
        "dose_off": QT_TRANSLATE_NOOP("AlarmWhat", "not the amount by weight"),
        "other_unit": QT_TRANSLATE_NOOP("AlarmWhat", "another unit than expected"),
        "no_weight": QT_TRANSLATE_NOOP("AlarmWhat", "no weight is recorded"),
        "old_weight": QT_TRANSLATE_NOOP("AlarmWhat", "the weight is too old"),
    },
)

_NAMED = Table(
    "AlarmNamed",
    {
        "overdue:vitals": QT_TRANSLATE_NOOP("AlarmNamed", "Overdue vital signs"),
        "overdue:ice": QT_TRANSLATE_NOOP("AlarmNamed", "Overdue ICE"),
        "overdue:labs": QT_TRANSLATE_NOOP("AlarmNamed", "Overdue laboratory values"),
        "overdue": QT_TRANSLATE_NOOP("AlarmNamed", "Overdue: {what}"),
        "stale": QT_TRANSLATE_NOOP("AlarmNamed", "{what} cannot be stated"),
        "alarm_table": QT_TRANSLATE_NOOP("AlarmNamed", "Alarm table of {what}"),
    },
)

_ROLE = Table(
    "AlarmRole",
    {
        "covering_physician": QT_TRANSLATE_NOOP("AlarmRole", "Covering physician of the unit"),
        "duty_physician": QT_TRANSLATE_NOOP("AlarmRole", "Physician on duty"),
        "consultant": QT_TRANSLATE_NOOP("AlarmRole", "Consultant"),
        "icu_outreach": QT_TRANSLATE_NOOP("AlarmRole", "Intensive care outreach"),
    },
)


_KIND_OF = {"dose": "dose_guard", "sae": "sae_clock", "stale": "stale_grade"}
"""The kinds whose keys begin with another word."""


def alarm_text(alarm: Alarm) -> str:
    """What an alarm says: "New fever: 38.8 °C", "CRS rose to grade 3"."""
    code = f"{alarm.kind}_suspected" if alarm.suspected else _code(alarm)
    return _TEXT(code).format(
        value=_figure(alarm, alarm.value),
        before=_figure(alarm, alarm.before),
        level=alarm.level,
        what=alarm_what(alarm),
    )


def alarm_named(key: str) -> str:
    """What an alarm is called of which only the key is known: "New fever", "Overdue ICE".

    That is all that entries about alarms hold (:attr:`bedside.alarms.alarm.Alarm.key`). A key of
    another release is shown as it stands.
    """
    if key in SCALES:
        grade = f"{key}_grade"
        return alarm_kind(grade) if grade in alarm_kind else scale_name(key)
    if key in _NAMED and ":" in key:
        return _NAMED(key)
    head, _, what = key.partition(":")
    if what and head in _NAMED:
        return _NAMED(head).format(what=scale_name(what) if head == "stale" else what)
    kind = _KIND_OF.get(head, head)
    return alarm_kind(kind) if kind in alarm_kind else key.replace("_", " ")


def alarm_step(alarm: Alarm) -> str:
    """What is to be done: as translated, or as the protocol has it."""
    return _STEP(_code(alarm)) if alarm.row.usual else alarm.next_step


def alarm_what(alarm: Alarm) -> str:
    """Which one of its kind an alarm is about: the scale, the round; "" where there is only one.

    A dose is about the guard that it crossed. What has no words is shown as it stands.
    """
    if alarm.kind in {"crs_grade", "icans_grade", "other_grade", "stale_grade"}:
        return scale_name(alarm.what)
    return _WHAT(alarm.what) if alarm.what in _WHAT else alarm.what


def alarm_line(alarm: Alarm) -> str:
    """An alarm on one line, with its mark: "*** RC-014 · CRS rose to grade 3"."""
    mark, text = MARKS[alarm.priority], alarm_text(alarm)
    if alarm.patient is None:
        return translate("Alarms", "{mark} {text}").format(mark=mark, text=text)
    return translate("Alarms", "{mark} {patient} · {text}").format(
        mark=mark, patient=alarm.patient, text=text
    )


def role(step: Step) -> str:
    """Whom a step of the ladder goes to; a site's own roles as the site calls them."""
    return _ROLE(step.role) if step.role in _ROLE else step.title


def role_named(role: str) -> str:
    """A role of which only the name in the record is known: "Physician on duty".

    A site's own roles, and roles that somebody typed, stand as written, with a capital letter.
    """
    return _ROLE(role) if role in _ROLE else capitalised(" ".join(role.replace("_", " ").split()))


def _code(alarm: Alarm) -> str:
    """The code of the text; a protocol may split the levels further than there are texts."""
    return f"{alarm.kind}_{usual().conditions[alarm.kind].row(alarm.level).level}"


def _figure(alarm: Alarm, value: float | None) -> str:
    decimals = 1 if alarm.kind == "fever" else decimals_of(value or 0.0)
    return quantity_text(value, decimals, QLocale())
