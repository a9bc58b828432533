"""Everything that can be said of reminders, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import product

from bedside.protocol.edition import VisitRule
from bedside.reminders import KINDS, Kind, Reminder
from bedside.schedule import Visit
from ui.words import reminders

TODAY = date(2026, 11, 22)
RULE = VisitRule("pkpd_m6", "pkpd", 7, 7, (), month=6)
VISIT = Visit("pkpd_m6", RULE, 1, date(2026, 11, 14), date(2026, 11, 7), date(2026, 11, 21))


def reminder(
    kind: Kind,
    days: int = 0,
    *,
    clock: time | None = None,
    lacking: int = 0,
    plan: Visit | None = VISIT,
) -> Reminder:
    """A reminder of this kind about a day so many days ahead."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    visit = "" if plan is None else plan.id
    key = f"{kind}:{visit}:2026-11-22"
    found = Reminder("4711", kind, visit, TODAY, at, key, TODAY, days)
    return found._replace(plan=plan, clock=clock, lacking=lacking)


def sentences() -> Iterator[str]:
    """Every kind, with every number of days that has words of its own."""
    for kind, days, clock in product(KINDS, (-3, -1, 0, 1, 3), (None, time(9, 30))):
        for lacking, plan in product((1, 2), (VISIT, None)):
            one = reminder(kind, days, clock=clock, lacking=lacking, plan=plan)
            yield reminders.reminder_line(one)
        yield reminders.reminder_kind(kind)
    yield reminders.window_dates(VISIT)
    for count in (1, 5):
        yield reminders.reminders_title(count)
        yield reminders.reminders_lines([reminder("overdue", -1)] * count)
