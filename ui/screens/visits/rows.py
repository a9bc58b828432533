"""The visits of all patients as rows: filtered, counted, searched, the most urgent first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple, cast

from PySide6.QtCore import QCoreApplication

from bedside.facts import Appointed
from bedside.follow import SETTLED, Follow, Standing
from ui.words.visits import is_overdue, visit_name

SOON = 14
"""Windows that close within this many days are on the list with which the screen opens."""
_OPEN = frozenset({"open", "due_today", "closing"})
Test = Callable[[Standing, date], bool]


class Row(NamedTuple):
    """One visit of one patient, and the plan that it is part of."""

    follow: Follow
    standing: Standing

    @property
    def key(self) -> tuple[str, str]:
        """The patient and the visit's id: it stays, whatever becomes of the visit."""
        return self.standing.patient, self.standing.visit.id

    @property
    def appointment(self) -> date | None:
        """The day agreed with the patient; None where there is none."""
        entry = self.standing.appointment
        return None if entry is None else cast("Appointed", entry.fact).on


def _is_near(standing: Standing, today: date) -> bool:
    if is_overdue(standing) or standing.state in _OPEN:
        return True
    return standing.state == "future" and today <= standing.visit.closes <= today + timedelta(
        days=SOON
    )


def _is_open(standing: Standing, _today: date) -> bool:
    return standing.state in _OPEN


def _is_this_week(standing: Standing, today: date) -> bool:
    if standing.state in SETTLED:
        return False
    monday = today - timedelta(days=today.weekday())
    agreed = standing.appointment
    on = None if agreed is None else cast("Appointed", agreed.fact).on
    return any(
        day is not None and monday <= day <= monday + timedelta(days=6)
        for day in (standing.visit.target, on)
    )


FILTERS: Mapping[str, Test] = {
    "near": _is_near,
    "overdue": lambda standing, _today: is_overdue(standing),
    "open": _is_open,
    "week": _is_this_week,
    "incomplete": lambda standing, _today: standing.incomplete,
    "all": lambda _standing, _today: True,
}
"""Which visits each list holds; the first is the one with which the screen opens."""


def filter_text(name: str) -> str:
    """What a list is called."""
    return {
        "near": QCoreApplication.translate("Visits", "Next 14 days"),
        "overdue": QCoreApplication.translate("Visits", "Overdue"),
        "open": QCoreApplication.translate("Visits", "Window open"),
        "week": QCoreApplication.translate("Visits", "This week"),
        "incomplete": QCoreApplication.translate("Visits", "Missing items"),
        "all": QCoreApplication.translate("Visits", "All"),
    }[name]


def filter_hint(name: str) -> str:
    """What a list holds, in a sentence."""
    return {
        "near": QCoreApplication.translate(
            "Visits", "Overdue, open now, or with a window that closes within 14 days."
        ),
        "overdue": QCoreApplication.translate(
            "Visits", "The window has closed, and nobody has said why nothing took place."
        ),
        "open": QCoreApplication.translate("Visits", "The window is open today."),
        "week": QCoreApplication.translate(
            "Visits", "Target or appointment from Monday to Sunday of this week."
        ),
        "incomplete": QCoreApplication.translate(
            "Visits", "It took place, and something of its checklist is still open."
        ),
        "all": QCoreApplication.translate("Visits", "Every visit of every patient."),
    }[name]


class _Kept(NamedTuple):
    """The rows of one plan as of one day, each with its urgency and the lists that hold it."""

    follow: Follow
    rows: tuple[tuple["Urgency", Row, frozenset[str]], ...]
    counts: Counter[str]


Urgency = tuple[int, date, str, date]


class Rows:
    """All rows of all plans, kept for each patient until the plan or the day is another one."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._words: dict[tuple[str, str, str], str] = {}
        self.today = date.min
        self.counts: Counter[str] = Counter()

    def take(self, follows: Sequence[Follow], today: date) -> bool:
        """Take in these plans as of today; whether anything is another than before."""
        before = self._kept if today == self.today else {}
        kept: dict[str, _Kept] = {}
        changed = today != self.today or len(before) != len(follows)
        for follow in follows:
            known = before.get(follow.patient)
            if known is None or known.follow is not follow:
                known = _rows_of(follow, today)
                changed = True
            kept[follow.patient] = known
        self._kept, self.today = kept, today
        if changed:
            self.counts = Counter()
            for known in kept.values():
                self.counts.update(known.counts)
        return changed

    def of(self, name: str, wanted: str = "") -> tuple[Row, ...]:
        """The rows of one list, most urgent first; with ``wanted`` those that hold its words."""
        parts = wanted.casefold().split()
        found = [
            (urgency, row.standing.visit.id, row)
            for kept in self._kept.values()
            if kept.counts[name]
            for urgency, row, lists in kept.rows
            if name in lists and (not parts or self._holds(row, parts))
        ]
        found.sort(key=itemgetter(0, 1))
        return tuple([row for _, _, row in found])

    def row(self, patient: str, visit: str) -> Row | None:
        """A visit by patient and id; None where there is none such."""
        kept = self._kept.get(patient)
        rows = () if kept is None else kept.rows
        return next((row for _, row, _ in rows if row.standing.visit.id == visit), None)

    def _holds(self, row: Row, parts: Iterable[str]) -> bool:
        enrolled, visit = row.follow.enrolled, row.standing.visit
        key = (enrolled.protocol, enrolled.edition, visit.id)
        said = self._words.get(key)
        if said is None:
            said = self._words[key] = f" {_words(row)} ".casefold()
        patient = row.standing.patient.casefold()
        return all(_begins_word(part, said) or _names(part, patient) for part in parts)


def _rows_of(follow: Follow, today: date) -> _Kept:
    rows = []
    counts: Counter[str] = Counter()
    for standing in follow.standings(today):
        lists = _lists(standing, today)
        counts.update(lists)
        rows.append((_urgency(standing), Row(follow, standing), lists))
    return _Kept(follow, tuple(rows), counts)


_ALONE, _LACKING = frozenset({"all"}), frozenset({"all", "incomplete"})


def _lists(standing: Standing, today: date) -> frozenset[str]:
    """The lists that hold a visit; most are settled or far ahead, and in one list only."""
    if standing.state in SETTLED and standing.state != "missed":
        return _LACKING if standing.incomplete else _ALONE
    if standing.state == "future" and standing.days > SOON and standing.appointment is None:
        return _ALONE
    return frozenset([name for name, test in FILTERS.items() if test(standing, today)])


def _urgency(standing: Standing) -> Urgency:
    """Overdue first, then what is open by its close, then what comes, then what is settled."""
    visit = standing.visit
    if is_overdue(standing):
        return 0, visit.closes, standing.patient, visit.target
    if standing.state in _OPEN:
        return 1, visit.closes, standing.patient, visit.target
    rank = 2 if standing.state == "future" else 3
    return rank, visit.target, standing.patient, visit.target


def _begins_word(part: str, said: str) -> bool:
    """Whether a word begins with this; a number is a whole word: 1 is not 12."""
    return (f" {part} " if part.isdigit() else f" {part}") in said


def _names(part: str, patient: str) -> bool:
    """Whether this is part of a patient's id; of figures it takes three, 6 is not RC-006."""
    return part in patient and (not part.isdigit() or len(part) > 2)  # noqa: PLR2004


def _words(row: Row) -> str:
    standing, protocol = row.standing, row.follow.protocol
    said = [visit_name(standing.visit), *(tick.item.title for tick in standing.ticks)]
    if protocol is not None:
        said += [protocol.id, protocol.short, protocol.title]
    return " ".join(said)
