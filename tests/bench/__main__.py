"""Measure: ``python -m tests.bench [NAME ...]`` prints a table, then a JSON line each."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import of_alarms, of_record, of_scales, of_screen, of_study, of_visits

FIGURES = {
    "start": of_screen.start,
    "start_many": of_screen.start_many,
    "save": of_screen.save,
    "append": of_record.append,
    "open": of_screen.opening,
    "import": of_record.taking,
    "regrade": of_record.regrade,
    "scales": of_scales.scales,
    "memory": of_screen.memory,
    "visits": of_visits.visits,
    "tick_follow": of_visits.tick,
    "follow": of_visits.made,
    "alarms": of_alarms.ticks,
    "survey_30": of_alarms.survey_30,
    "survey_1000": of_alarms.survey_1000,
    "alarms_week": of_alarms.week,
    "study_real": of_study.study_real,
    "study_1000": of_study.study_1000,
}


def main(names: list[str]) -> int:
    """Measure what is named, or all; 1 when a bound is missed."""
    results = [result for name in names or FIGURES for result in FIGURES[name]()]
    for result in results:
        bound = "" if result.bound is None else f"at most {result.bound:g} {result.unit}"
        mark = "" if result.bound is None else "good" if result.ok else "MISSED"
        figure = f"{result.value:.2f} {result.unit}"
        print(f"{result.name:15} {figure:>14}   {bound:17} {mark:7} {result.what}")
    for result in results:
        print(result.json())
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
