"""What the ward must hear of: alarms derived from the record at every look, and whom to call.

`Watch` answers which alarms stand as of a moment; the table says what each is worth and asks for.
"""

from bedside.alarms.alarm import (
    Alarm,
    Answered,
    Silence,
    Step,
    acknowledging,
    escalating,
    escalation,
    silences,
    silencing,
    sounding,
)
from bedside.alarms.clock import Jump, Steady, clock_behind, clock_jumped, steady
from bedside.alarms.ladder import Ladder, Priority, Rung
from bedside.alarms.protocols import Desk
from bedside.alarms.reading import read, usual
from bedside.alarms.sae_clock import SaeClock
from bedside.alarms.sources import DoseGuards, OverdueRounds, Source, Standing, Technical, storage
from bedside.alarms.table import AlarmTable, BadTable
from bedside.alarms.watch import Tables, Watch, alarms, technical_alarms
from bedside.alarms.work_up import WorkUps

__all__ = [
    "Alarm",
    "AlarmTable",
    "Answered",
    "BadTable",
    "Desk",
    "DoseGuards",
    "Jump",
    "Ladder",
    "OverdueRounds",
    "Priority",
    "Rung",
    "SaeClock",
    "Silence",
    "Source",
    "Standing",
    "Steady",
    "Step",
    "Tables",
    "Technical",
    "Watch",
    "WorkUps",
    "acknowledging",
    "alarms",
    "clock_behind",
    "clock_jumped",
    "escalating",
    "escalation",
    "read",
    "silences",
    "silencing",
    "sounding",
    "steady",
    "storage",
    "technical_alarms",
    "usual",
]
