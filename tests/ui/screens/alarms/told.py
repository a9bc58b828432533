"""Surveys of one patient, from a record in a few words."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bedside.alarms import Alarm, Technical, alarms, usual
from bedside.facts import Admitted
from bedside.rounds import rounds
from bedside.survey import Survey
from tests.bedside.alarms.told import BEGUN, at, charted

BED = (-900, Admitted("6"))


def surveyed(*told, now: float = 0.0, technical: tuple[Technical, ...] = ()) -> Survey:
    """The ward of one patient as of so many minutes after two o'clock."""
    of = charted(*told, now=now, begun=(BED, *BEGUN))
    found = alarms(of, usual(), at(now), technical)
    by_patient = MappingProxyType({of.patient: rounds(of, None)})
    return Survey(at(now), UTC, (of,), by_patient, found)


def only(survey: Survey, *keys: str) -> Survey:
    """The survey with these alarms alone."""
    return survey._replace(alarms=tuple(a for a in survey.alarms if a.key in keys))


def alarm_of(survey: Survey, key: str) -> Alarm:
    """One alarm of a survey."""
    return next(alarm for alarm in survey.alarms if alarm.key == key)


class Ticking:
    """A clock that the test moves, in minutes after two o'clock."""

    def __init__(self, minutes: float = 0.0) -> None:
        self.minutes = minutes

    def __call__(self) -> datetime:
        return at(self.minutes)

    def pass_by(self, **length: float) -> None:
        """Let time pass."""
        self.minutes += timedelta(**length) / timedelta(minutes=1)
