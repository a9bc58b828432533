"""What always holds of all toxicities together."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.chart import chart
from bedside.facts import Hyperinflammation, LicatsLook
from bedside.timeline import Entry
from bedside.toxicities import Toxicities, icaht, toxicities
from grading.scales.gvhd import Examination
from grading.signs import Death, Drug, Infused, Support, Vitals
from tests.bedside.strategies import EACH
from tests.bedside.toxicities.days import UNITS, at, charted, lab

labs = st.builds(
    lab, st.sampled_from(sorted(UNITS)), st.sampled_from([0.05, 0.4, 1.0, 3.0, 60.0, 900.0, 5e4]),
    st.sampled_from([None, None, None, "<", ">"]),
)  # fmt: skip
vitals = st.builds(
    Vitals, temp_c=st.sampled_from([None, 36.8, 38.6, 39.9]),
    sbp_mmhg=st.sampled_from([None, 78, 118]), spo2_pct=st.sampled_from([None, 86, 97]),
    weight_kg=st.sampled_from([None, 60.0]),
)  # fmt: skip
facts = st.one_of(
    labs, labs, vitals, vitals,
    EACH[Examination], EACH[LicatsLook], EACH[Hyperinflammation],
    st.builds(Support, st.sampled_from(["room_air", "nasal_cannula", "cpap"])),
    st.sampled_from([
        Drug("norepinephrine", "started", rate=0.1, rate_unit="mcg/kg/min"),
        Drug("norepinephrine", "stopped"), Drug("tocilizumab"), Drug("fludarabine"),
        Drug("platelets"), Death("other"), Infused(1e8, "cells"),
    ]),
)  # fmt: skip
days = st.integers(-80, 400).map(lambda tenths: tenths / 10)
records = st.lists(st.tuples(days, facts), max_size=25)


def logged(told: list[tuple[float, object]]) -> list[Entry]:
    return [
        Entry(f"{n:04}", "w", n, "RC-1", at(day), at(41 + n / 1440), "Ann", "nurse", fact)  # type: ignore[arg-type]
        for n, (day, fact) in enumerate([(0.0, Infused()), *told], 1)
    ]


@given(records, records, st.integers(0, 60))
def test_it_follows_every_new_entry(before, after, hours):
    """A chart that grew entry by entry has the same toxicities as the whole charted afresh."""
    now = at(45)
    log = logged([*before, *after])
    grown = chart(log[: len(before) + 1], now)
    for n, entry in enumerate(log[len(before) + 1 :]):
        grown = grown.extended([entry], now + timedelta(hours=min(n, hours)))
        toxicities(grown)  # what is kept from here on must not be what is answered below
    fresh = chart(logged([*before, *after]), grown.now)  # of other objects: nothing kept fits
    assert toxicities(grown) == toxicities(fresh)
    assert icaht(grown) == toxicities(fresh).icaht


@given(records)
def test_licats_and_gvhd_never_change_crs(told):
    looked = [one for one in told if isinstance(one[1], LicatsLook | Examination)]
    assume(looked)
    without = [one for one in told if one not in looked]
    with_them, bare = charted(*told, now=41), charted(*without, now=41)
    levels = [[(s.at, s.grade) for s in c.courses["crs"].steps] for c in (with_them, bare)]
    assert levels[0] == levels[1]


def used(found: Toxicities) -> set[str]:
    """All ids that a result names."""
    ids = {*found.icaht.early_entries, *found.icaht.late_entries, *found.licats.entries}
    ids |= {*found.t_icaht.early_entries, *found.t_icaht.late_entries, *found.gvhd.entries}
    ids |= {*found.older_crs.entries, *found.car_hematotox.entries.values()}
    ids |= {*found.hscore.entries.values(), *(one for e in found.easix for one in e.entries)}
    if found.iec_hs is not None:
        ids |= {one for some in found.iec_hs.entries.values() for one in some}
        ids |= {one.entry for one in found.iec_hs.stated.values()}
    for organ in found.licats.organs:
        ids |= {one for step in organ.steps for one in step.entries}
        ids |= {one for bout in organ.bouts for one in bout.entries}
    ids |= {one for step in found.gvhd.steps for one in step.entries}
    ids |= {i for e in found.older_crs.episodes for one in e.older.values() for i in one.entries}
    return ids


@given(records)
def test_every_id_is_one_of_the_record_and_counts(told):
    of = charted(*told, now=41)
    known = {entry.id for entry in of.timeline}
    assert used(toxicities(of)) <= known


@given(records)
def test_where_nothing_was_measured_there_is_no_0(told):
    """Take away what a scale reads, and it has no grade: unknown is never 0."""
    bare = [
        one for one in told
        if isinstance(one[1], Support | Drug) and getattr(one[1], "name", "") != "platelets"
    ]  # fmt: skip
    found = toxicities(charted(*bare, now=41))
    assert found.icaht.early is None or found.icaht.early.level is None
    assert found.icaht.late is None or found.icaht.late.level is None
    assert found.t_icaht.early is None or found.t_icaht.early.level is None
    assert (found.licats.grade, found.gvhd.grade, found.easix) == (None, None, ())
    assert (found.car_hematotox.score.total, found.car_hematotox.score.risk) == (None, None)
    assert found.hscore.score.total is None
    assert found.iec_hs is not None
    timing = {"timing"}  # how CRS stands is known where it was graded
    assert {i.name for i in found.iec_hs.checklist.items if i.answer != "unknown"} <= timing


def test_a_chart_without_anything():
    found = toxicities(charted((1, Vitals(temp_c=37.0)), now=2, infused=False))
    assert (found.study_day, found.iec_hs, found.icaht.early, found.licats.grade) == (None,) * 4
