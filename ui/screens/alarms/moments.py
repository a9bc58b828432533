"""The alarms that one moment of a patient raised: they stand together, and are seen together."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bedside.alarms import Alarm

Key = tuple[str, str]


def key_of(alarm: Alarm) -> Key:
    """What stays the same of an alarm while its level changes."""
    return (alarm.patient or "", alarm.key)


def with_it(alarm: Alarm, waiting: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """The others among those that nobody has acknowledged which the same moment raised.

    They are of the same patient; the program's own alarms have no observation in common.
    """
    if alarm.patient is None:
        return ()
    moment = (alarm.patient, alarm.since)
    return tuple(
        one for one in waiting if (one.patient, one.since) == moment and one.key != alarm.key
    )


class Together(NamedTuple):
    """Alarms that share a line: one in full, and the ``others`` that the same moment raised.

    ``key`` is that of the line, which keeps it while somebody writes there. ``gone``: nobody has
    to acknowledge any of them any more.
    """

    key: Key
    alarm: Alarm
    others: tuple[Alarm, ...] = ()
    gone: bool = False

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """All of them, the one in full first."""
        return (self.alarm, *self.others)


def together(
    waiting: Sequence[Alarm], written: Mapping[Key, tuple[Alarm, ...]]
) -> tuple[Together, ...]:
    """The alarms that nobody has acknowledged, by line, in their order.

    ``written`` are those that were named where somebody is writing, by the key of that line: it
    keeps them, and nothing else that the same moment raised later. Of the others one that has
    changed since then leaves it, so that it is shown in full.
    """
    left = list(waiting)
    found: list[Together] = []
    gone: list[Together] = []
    for key, asked in written.items():
        own = [one for one in left if key_of(one) == key]
        named = {_as_named(one) for one in asked if key_of(one) not in written}
        own += [one for one in left if key_of(one) != key and _as_named(one) in named]
        left = [one for one in left if one not in own]
        if own:
            found.append(Together(key, own[0], tuple(own[1:])))
        else:
            gone.append(Together(key, asked[0], gone=True))
    # Of a thousand patients each has alarms: only those of one moment are laid side by side.
    moments: dict[object, list[Alarm]] = {}
    for one in left:
        moments.setdefault((one.patient, one.since), []).append(one)
    shown: set[Key] = set()
    for alarm in left:
        if key_of(alarm) not in shown:
            same = moments[(alarm.patient, alarm.since)]
            others = with_it(alarm, [one for one in same if key_of(one) not in shown])
            found.append(Together(key_of(alarm), alarm, others))
            shown |= {key_of(alarm), *map(key_of, others)}
    place = {key_of(one): n for n, one in enumerate(waiting)}
    found.sort(key=lambda line: min(place[key_of(one)] for one in line.alarms))
    return (*found, *gone)


def _as_named(alarm: Alarm) -> object:
    """An alarm at the level of which somebody was told."""
    return (key_of(alarm), alarm.level, alarm.since)


def renewed(asked: Sequence[Alarm], waiting: Sequence[Alarm]) -> tuple[Alarm, ...] | None:
    """What was asked about, as it stands now, where some of it has ended and risen again since.

    None where nothing has: then what was named is what is acknowledged. One that has only got
    worse rings on, whatever is acknowledged below its level.
    """
    now = {key_of(one): one for one in waiting}
    found = [now.get(key_of(one), one) for one in asked]
    again = any(
        new.since > old.since and new.level <= old.level
        for old, new in zip(asked, found, strict=True)
    )
    return tuple(found) if again else None
