"""The alarms of a whole ward: the same as one by one, found anew only where something changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bedside.alarms import Watch, alarms, usual
from bedside.chart import Chart, chart
from bedside.facts import Admitted, Called, ClockJumped, Escalated
from bedside.protocol.edition import AlarmRule
from grading.signs import Invalid
from tests.bedside.alarms.told import BEGUN, at, charted, entry, log, pressor, seen, well

TOLD = {
    "RC-1": [*well(0, temp=38.6), pressor(20), seen(22, "crs", 3)],
    "RC-2": [*well(0), (0, Admitted("2"))],
    "RC-3": [*well(0, temp=38.2, sbp=84), seen(5, "sbp_low", 1)],
}


def ward(now: float) -> list[Chart]:
    return [
        chart([replace(e, patient=name) for e in log(*BEGUN, *told)], at(now), UTC)
        for name, told in TOLD.items()
    ]


def test_a_ward_has_the_alarms_of_its_patients():
    for now in (0, 1, 21, 23, 300, 2000):
        charts = ward(now)
        found = Watch(lambda _: usual()).alarms(charts, at(now))
        each = [one for of in charts for one in alarms(of, usual(), at(now))]
        assert sorted(each, key=lambda one: one.order) == list(found)


def test_a_tick_counts_nothing_anew_where_nothing_has_changed():
    watch = Watch(lambda _: usual(), [])
    charts = ward(30)
    watch.alarms(charts, at(30))
    before = dict(watch._seen)
    watch.alarms([one.extended((), at(31)) for one in charts], at(31))
    assert all(watch._seen[name] is seen for name, seen in before.items())
    more = entry(60, 32, pressor(0)[1], patient="RC-2")
    grown = [one.extended([more] if one.patient == "RC-2" else [], at(32)) for one in charts]
    watch.alarms(grown, at(32))
    changed = {name for name, seen in before.items() if watch._seen[name] is not seen}
    assert changed == {"RC-2"}


def test_who_is_not_on_the_ward_any_more_is_forgotten():
    watch = Watch(lambda _: usual())
    charts = ward(30)
    assert {one.patient for one in watch.alarms(charts, at(30))} == {"RC-1", "RC-3"}
    assert {one.patient for one in watch.alarms(charts[:1], at(30))} == {"RC-1"}
    assert set(watch._seen) == {"RC-1"}


def test_a_week_of_ticks_keeps_nothing():
    watch = Watch(lambda _: usual())
    of = charted(*TOLD["RC-1"], now=30)
    for minute in range(30, 7 * 24 * 60, 60):
        of = of.extended((), at(minute))
        watch.alarms([of], at(minute))
    (kept,) = watch._seen.values()
    assert len(kept.known) <= 1
    assert kept.chart.log == of.log


def test_another_table_counts_at_once():
    watch_of = {"table": usual()}
    watch = Watch(lambda _: watch_of["table"])
    of = charted(*well(0, temp=38.6), now=1)
    assert {a.priority for a in watch.alarms([of], at(1)) if a.kind == "fever"} == {"medium"}
    watch_of["table"] = usual().overridden([AlarmRule("fever", "high", "Ring 4711.")])
    (found,) = [a for a in watch.alarms([of], at(1)) if a.kind == "fever"]
    assert (found.priority, found.next_step, found.row.usual) == ("high", "Ring 4711.", False)


def test_what_is_written_about_alarms_names_one():
    jump = ClockJumped(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    assert jump.found - jump.expected == timedelta(days=1)
    assert Called("crs", "consultant", "Dr C", reached=True).comment == ""
    for make in (
        lambda: Called("", "consultant"),
        lambda: Called("crs", " "),
        lambda: Escalated("crs", 3, 0, "consultant"),
    ):
        try:
            make()
        except Invalid:
            continue
        raise AssertionError
