"""Every sentence of an exported calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from bedside.exports.calendar import Words
from bedside.facts import Appointed
from tests.bedside.trials import followed, trial
from ui.words.calendar import in_words

INFUSED = datetime(2026, 3, 1, 10, tzinfo=UTC)


def told() -> tuple[Words, ...]:
    """A visit with an appointment at a time, one without, and one of which nothing is left."""
    day = INFUSED.date() + timedelta(days=58)
    agreed = (INFUSED + timedelta(days=40), Appointed("pkpd_m2", day, time(9, 30)))
    plan = followed(trial(), INFUSED, agreed)
    wanted = ("pkpd_m2", "pkpd_m3", "register_y2")
    return tuple(in_words(plan.standing(name, day)) for name in wanted)


def sentences() -> Iterator[str]:
    for words in told():
        yield from (line for line in words.description.splitlines() if "CAR-T" not in line)
