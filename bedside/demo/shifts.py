"""Who hands over to whom on the demonstration ward: at seven in the morning and in the evening."""

from datetime import UTC, datetime, time, timedelta

from bedside.demo.stay import MINUTE, Stay
from bedside.facts import HandedOver, TakenOver

CHANGES = (time(7, 0), time(19, 0))
"""When the shifts change, by the site's clock."""
_SHOWN = 2


def changes(stay: Stay) -> tuple[datetime, ...]:
    """The last changes of shift up to now, the latest first."""
    today = stay.now.astimezone(stay.zone).date()
    days = (today - timedelta(days=back) for back in range(3))
    every = (
        datetime.combine(day, clock, stay.zone).astimezone(UTC) for day in days for clock in CHANGES
    )
    past = sorted((at for at in every if at <= stay.now), reverse=True)
    return tuple(past[:_SHOWN])


def handed_over(stay: Stay, remark: str = "", to_do: str = "") -> None:
    """The patient is handed over at each, if in a bed then; with two lines at the last one."""
    for place, change in enumerate(changes(stay)):
        said = HandedOver(remark, to_do) if place == 0 else HandedOver()
        _handed(stay, change, said)


def _handed(stay: Stay, change: datetime, said: HandedOver) -> None:
    before = change - stay.chance.randint(2, 9) * MINUTE
    after = change + stay.chance.randint(3, 12) * MINUTE

    def hand(when: datetime) -> None:
        if stay.charted.bed is None:
            return
        (entry,) = stay.write(when, (said,), when)
        stay.plan(after, lambda then: stay.write(then, (TakenOver(entry.id),), then))

    stay.plan(before, hand)
