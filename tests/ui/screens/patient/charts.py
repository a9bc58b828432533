"""Charts of one patient for the tests of the patient screen, made from drafts without a store."""

from datetime import UTC, datetime, tzinfo

from bedside.chart import Chart, chart
from bedside.timeline import Draft, Entry
from tests.ui.wards import NOW, ago, arrival, neurology, observed, pressor

PATIENT = "RC-014"


def entries(
    *drafts: Draft, author: str = "Ann", role: str = "nurse", first: int = 1
) -> list[Entry]:
    """Drafts as they would stand in the record, written when they were true."""
    return [
        Entry(
            id=f"{number:06}",
            origin="here",
            seq=number,
            patient=draft.patient,
            at=draft.at,
            recorded=draft.at,
            author=author,
            role=role,
            fact=draft.fact,
        )
        for number, draft in enumerate(drafts, first)
    ]


def charted(*drafts: Draft, now: datetime = NOW, zone: tzinfo = UTC) -> Chart:
    """The chart of these drafts."""
    return chart(entries(*drafts), now, zone)


def fact(value: object, at: datetime = NOW) -> Draft:
    """A draft of a fact about the patient."""
    return Draft(PATIENT, at, value)  # type: ignore[arg-type]


WELL = (*arrival(PATIENT, "6", infused=ago(days=4)), *observed(PATIENT, ago(hours=3)))
"""Four days after the cells, seen three hours ago, nothing wrong, no neurology."""
ILL = (
    *arrival(PATIENT, "6", infused=ago(days=4)),
    *observed(PATIENT, ago(hours=20), 39.2),
    *neurology(PATIENT, ago(minutes=20)),
    *observed(PATIENT, ago(minutes=11), 38.8, (86, 44), hr=128),
    pressor(PATIENT, ago(minutes=11)),
)
"""CRS 3 for eleven minutes: fever, low pressure, noradrenaline running."""
