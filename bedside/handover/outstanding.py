"""What is outstanding on the ward, patient by patient: the one screen of a change of shift."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from bedside.alarms.alarm import Alarm
from bedside.chart import ALARMING, Chart
from bedside.handover.sheet import Handing, baseline_ice_missing, handing, waiting
from bedside.rounds import Round, urgency
from bedside.series import CONFIRMED_FOR
from bedside.timeline import Entry
from grading.findings import Run
from grading.grade import Missing, counted_level
from grading.signs import Ice

_DUE = frozenset({"late", "overdue", "due"})
_SCALES = ("crs", "icans", "news2")


class Surveyed(Protocol):
    """What must be known of a ward: a :class:`bedside.survey.Survey` is one."""

    @property
    def now(self) -> datetime:
        """The moment of the survey."""
        ...

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of the ward, in order of need."""
        ...

    @property
    def rounds(self) -> Mapping[str, tuple[Round, ...]]:
        """Rounds by patient."""
        ...

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """All alarms, those of the program itself too."""
        ...


class Outstanding(NamedTuple):
    """All that waits for somebody of one patient.

    ``rounds`` are due, overdue or late, the worst first; ``soon`` is the round that is due next
    of the others. ``alarms`` are open, of which nobody has acknowledged ``unanswered``.
    ``missing`` is what grades lack, by scale: never charted or too old. ``baseline_ice``: the
    usual ICE is missing. ``undecided``: scales whose grade a person must decide. ``unfinished``:
    the last ICE examination was begun and not finished. ``unsigned``: scales with a grade that no
    physician has signed. ``unconfirmed`` are those of the ``running`` infusions that nobody has
    charted for long.
    """

    chart: Chart
    rounds: tuple[Round, ...]
    soon: Round | None
    alarms: tuple[Alarm, ...]
    unanswered: int
    missing: tuple[tuple[str, tuple[Missing, ...]], ...]
    baseline_ice: bool
    undecided: tuple[str, ...]
    unfinished: bool
    unsigned: tuple[str, ...]
    running: tuple[Run, ...]
    unconfirmed: tuple[Run, ...]
    waiting: tuple[Entry, ...]
    handing: Handing

    @property
    def patient(self) -> str:
        """Whose it is."""
        return self.chart.patient

    @property
    def late(self) -> bool:
        """Whether a round is overdue or late."""
        return any(one.state in {"late", "overdue"} for one in self.rounds)

    @property
    def things(self) -> int:
        """How many things wait for somebody: due rounds, open alarms, gaps, unfinished things."""
        gaps = len(self.missing) + len(self.undecided) + self.baseline_ice + self.unfinished
        return len(self.rounds) + len(self.alarms) + gaps + len(self.waiting)


def outstanding(ward: Surveyed) -> tuple[Outstanding, ...]:
    """What is outstanding, one a patient in the order of the survey."""
    by: dict[str, list[Alarm]] = {}
    for alarm in ward.alarms:
        if alarm.patient is not None:
            by.setdefault(alarm.patient, []).append(alarm)
    return tuple(
        _of(chart, ward.rounds.get(chart.patient, ()), by.get(chart.patient, []), ward.now)
        for chart in ward.charts
    )


def _of(chart: Chart, rounds: tuple[Round, ...], alarms: list[Alarm], now: datetime) -> Outstanding:
    asked = sorted((one for one in rounds if one.due is not None), key=urgency)
    due = tuple(one for one in asked if one.state in _DUE)
    ice = chart.latest(Ice, "ice")
    return Outstanding(
        chart=chart,
        rounds=due,
        soon=next((one for one in asked if one not in due), None),
        alarms=tuple(alarms),
        unanswered=sum(alarm.acknowledged is None for alarm in alarms),
        missing=tuple(_missing(chart)),
        baseline_ice=baseline_ice_missing(chart),
        undecided=tuple(scale for scale in ALARMING if _is_undecided(chart, scale)),
        unfinished=ice is not None and _is_begun(ice.sign),
        unsigned=tuple(scale for scale in ALARMING if _is_unsigned(chart, scale)),
        running=chart.running,
        unconfirmed=tuple(run for run in chart.running if _is_unconfirmed(run, now)),
        waiting=waiting(chart, now),
        handing=handing(chart, now),
    )


def _missing(chart: Chart) -> list[tuple[str, tuple[Missing, ...]]]:
    found = []
    for scale in _SCALES:
        grade = chart.grade(scale)
        if grade is not None and grade.missing and "before_infusion" not in grade.flags:
            found.append((scale, grade.missing))
    return found


def _is_undecided(chart: Chart, scale: str) -> bool:
    grade = chart.grade(scale)
    return grade is not None and grade.status == "review"


def _is_begun(ice: Ice) -> bool:
    """Whether items were left blank; what cannot be assessed for a reason is finished."""
    reasons = dict(ice.reasons)
    return any(item not in reasons for item in ice.missing)


def _is_unsigned(chart: Chart, scale: str) -> bool:
    grade, entry = chart.grade(scale), chart.signed.get(scale)
    if grade is None or not grade.counted:
        return False
    level = getattr(entry.fact, "level", None) if entry is not None else None
    return level != counted_level(grade)


def _is_unconfirmed(run: Run, now: datetime) -> bool:
    return run.drug.until is None and now - run.at > CONFIRMED_FOR
