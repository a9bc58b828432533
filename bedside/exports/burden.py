"""The burden of alarms as a table for a spreadsheet."""

import csv
import io
from datetime import timedelta, tzinfo

from bedside.alarms.burden import Burden

_COLUMNS = (
    *("since", "until", "kind", "alarms", "acknowledged", "share", "median_min"),
    *("patient_days", "per_patient_day"),
)


def burden_csv(found: Burden, zone: tzinfo) -> bytes:
    """One line a kind of alarm below the line of all of them (kind ``all``), in UTF-8.

    Times are those of a zone in ISO 8601, ``share`` goes from 0 to 1, ``median_min`` is the
    median time until somebody acknowledged an alarm, in minutes. What there is not, is empty.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(_COLUMNS)
    begun = found.since.astimezone(zone).isoformat(timespec="seconds")
    ended = found.until.astimezone(zone).isoformat(timespec="seconds")
    counts = (
        ("all", found.alarms, found.acknowledged, found.median),
        *((one.kind, one.alarms, one.acknowledged, one.median) for one in found.kinds),
    )
    for kind, alarms, seen, median in counts:
        lines.writerow(
            (
                begun,
                ended,
                kind,
                alarms,
                seen,
                f"{seen / alarms:.3f}" if alarms else "",
                "" if median is None else f"{median / timedelta(minutes=1):.1f}",
                f"{found.patient_days:.2f}",
                f"{alarms / found.patient_days:.2f}" if found.patient_days else "",
            )
        )
    return text.getvalue().encode("utf-8-sig")
