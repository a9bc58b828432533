"""All that is said of what people do about alarms, for the tests that want to hear all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from itertools import product

from bedside.alarms import Silence, Step, alarms, escalation, usual
from bedside.alarms.alarm import Answered
from bedside.chart import Chart, chart
from bedside.facts import Admitted, Called, Discharged
from bedside.timeline import Entry
from grading.grade import Evidence, Grade, Missing, Reason
from grading.signs import Infused, Vitals
from tests.ui.words.alarmed import AT, alarm, rows
from ui import words
from ui.words import alarm_state
from ui.words.alarms import _graded, alarm_short, alarms_named, with_it, with_it_short

NOW = AT + timedelta(minutes=11)


def entry(fact: object) -> Entry:
    """An entry of a patient."""
    return Entry("1", "w", 1, "4711", AT, AT, "x", "x", fact)  # type: ignore[arg-type]


def sentences_of(of: Chart) -> Iterator[str]:
    """What is said of the alarms of a chart."""
    for one in alarms(of, usual(), of.now):
        for patient in (of, None):
            yield words.alarm(one, patient, of.now, of.zone)
            yield words.alarm_by_bed(one, patient, of.now, of.zone)
            yield from (alarm_short(one, patient, private=private) for private in (True, False))
        yield alarm_state.eased(one, of, of.now, of.zone)


def sentences() -> Iterator[str]:
    """What is said of no chart in particular."""
    yield from _of_alarms()
    yield from _of_grades()
    yield from _of_answers()


def _of_alarms() -> Iterator[str]:
    left = chart([entry(Admitted("6")), replace(entry(Discharged()), id="2", seq=2)], NOW)
    here = chart([entry(Admitted("6"))], NOW)
    for kind, row in rows():
        for latched, patient in product((True, False), ("4711", None)):
            one = alarm(kind, row.level, patient=patient)._replace(latched=latched)
            for of in (None, left, here):
                yield words.alarm(one, of, NOW, UTC)
                yield words.alarm_by_bed(one, of, NOW, UTC)
                yield alarm_short(one, of)
            yield alarm_state.never_silent(one)
            yield alarm_state.eased(one, None, NOW, UTC)
            yield alarm_state.eased(one._replace(ended=NOW), None, NOW, UTC)
            yield alarm_state.unacknowledged(one, NOW)


def _of_grades() -> Iterator[str]:
    """Grades as they may stand once they rose: the same, lower, not to be stated any more."""
    given = chart([entry(Infused())], NOW)
    fever = (Reason("fever", 1, "fever", (Evidence("temp_c", Vitals(temp_c=39.0), AT),)),)
    lacking = (Missing("oxygen", None),)
    grades = [
        Grade(None, 0, "review", suspected=3),
        Grade(None, 0, "review", suspected=2),
        Grade(3, 3, "graded"),
        *(Grade(stated, 1, "graded", fever, () if stated else lacking) for stated in (1, None)),
        *(Grade(stated, 0, "graded", (), () if stated == 0 else lacking) for stated in (0, None)),
    ]
    for grade, level in product(grades, (1, 2, 3)):
        yield _graded("4711", alarm("crs_grade", level), grade, given)
    better = chart([entry(Vitals(sbp_mmhg=86))], NOW)
    yield alarm_state.eased(alarm("sbp_low", 3)._replace(latched=True), better, NOW, UTC)


def _of_answers() -> Iterator[str]:
    zone = timezone(timedelta(hours=1))
    seen = alarm("fever")._replace(acknowledged=Answered("x", AT, "x"))
    yield alarm_state.acknowledged(seen, NOW, zone)
    silence = Silence("4711", "fever", "fever", NOW + timedelta(minutes=3), "x", AT)
    one = alarm("fever")
    for others in ((), (one,), (one, one._replace(silence=silence))):
        yield from (alarms_named(others), with_it(others), with_it_short(others))
    yield alarm_state.paused(silence, NOW)
    yield alarm_state.quiet(silence, NOW, zone)
    ladder = usual().ladder
    for rung in ladder.rungs:
        yield alarm_state.hours(rung)
        yield alarm_state.moved_on(Step(1, rung.role, rung.title, AT, recorded=True), NOW, zone)
    yield alarm_state.next_to_call(alarm("crs_grade"), (), ladder, NOW, zone)
    one = alarm("seizure")
    for steps in ((), escalation(one, ladder, NOW, zone)):
        yield alarm_state.call_now(steps, ladder, NOW, zone)
        yield alarm_state.next_to_call(one, steps, ladder, NOW, zone)
    for reached, name in product((None, True, False), ("", "x")):
        yield alarm_state.call(entry(Called("crs", "consultant", name, reached, "x")), NOW, zone)
