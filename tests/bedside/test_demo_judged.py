"""The demonstration ward as it is judged: ranges, second entries, lupus, events, toxicities."""

from datetime import datetime, timedelta
from functools import cache

import pytest

from bedside.activity import Assessed, assessed
from bedside.adverse.log import events
from bedside.adverse.proposals import ICANS_TERM, proposals
from bedside.analytes import analytes
from bedside.demo.laboratory import ANALYTES, CYTOKINES, LABORATORY
from bedside.facts import WARD, AdverseEvent, LabRange, SecondEntry
from bedside.ranges import Ranges, flag, ranges
from bedside.second_entry import waiting
from bedside.timeline import Entry
from bedside.toxicities import toxicities
from grading.ctcae.terms import TERMS
from grading.signs import Lab
from tests.bedside.demonstration import MOMENTS, NOW, charts, plans, survey, ward, written


@cache
def known(now: datetime) -> Ranges:
    """The ranges of the demonstration's laboratory."""
    return ranges(
        Entry(f"{place}", "d", place + 1, WARD, w.draft.at, w.recorded, w.author, w.role, fact)
        for place, w in enumerate(written(now))
        if isinstance(fact := w.draft.fact, LabRange)
    )


def judgements(patient: str, now: datetime = NOW) -> tuple[Assessed, ...]:
    """The lupus assessments of a patient."""
    of = charts(now)[patient]
    return assessed(of, known(now).limits(of.person.enrolled.sex))


# --- the laboratory -------------------------------------------------------------------------------


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_result_has_a_range_but_the_transgene(now: datetime) -> None:
    without = {
        entry.fact.analyte
        for of in charts(now).values()
        for entry in of.timeline
        if isinstance(entry.fact, Lab)
        and not known(now).of(entry, of.person.enrolled.sex).source
        and entry.fact.laboratory == LABORATORY
    }
    assert without == {"cart_copies"}
    labs = [w.draft.fact for w in written(now) if isinstance(w.draft.fact, Lab)]
    assert {lab.laboratory for lab in labs} == {LABORATORY}


def test_the_ranges_are_of_the_ward_and_such_as_a_result_can_be() -> None:
    said = [w for w in written(NOW) if isinstance(w.draft.fact, LabRange)]
    assert {w.draft.patient for w in said} == {WARD}
    facts = [fact for w in said if isinstance(fact := w.draft.fact, LabRange)]
    assert {fact.analyte for fact in facts} == set(ANALYTES) - {"cart_copies"}
    for fact in facts:
        low, high = analytes()[fact.analyte].impossible
        ends = [end for end in (fact.low, fact.high) if end is not None]
        assert ends
        assert all(low < end < high for end in ends), fact


def test_before_anything_was_done_the_blood_is_that_of_lupus() -> None:
    of = charts(NOW)["RC-014"]
    found = {}
    for entry in of.timeline:
        if isinstance(lab := entry.fact, Lab):
            day = of.day_of(entry.at)
            assert day is not None
            if day <= -6:
                found[lab.analyte] = flag(lab, known(NOW).of(entry, "female"))
    assert {found[analyte] for analyte in ("wbc", "platelets", "creatinine")} == {"inside"}
    assert (found["c3"], found["c4"], found["anti_dsdna"]) == ("low", "low", "high")


# --- second entry ---------------------------------------------------------------------------------


def test_one_batch_of_cytokines_waits_for_a_second_person() -> None:
    found = {p: [(b.authors, len(b.entries)) for b in waiting(of)] for p, of in charts(NOW).items()}
    ((patient, batches),) = ((p, batches) for p, batches in found.items() if batches)
    ((authors, count),) = batches
    assert (patient, count) == ("RC-014", len(CYTOKINES))
    assert "Coordinator A" not in authors


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_all_other_cytokines_were_typed_again_by_the_next_day(now: datetime) -> None:
    for patient, of in charts(now).items():
        batches = waiting(of)
        if patient == "RC-014":
            assert batches, "one waits at any hour"
        # What came back since three in the afternoon of yesterday may still wait.
        late = [
            b for b in batches if min(e.recorded for e in b.entries) < now - timedelta(hours=34)
        ]
        assert late == [], patient
    typed = [w for w in written(now) if isinstance(w.draft.fact, SecondEntry)]
    assert {w.recorded.astimezone(now.tzinfo).hour for w in typed} <= {10, 15}
    for w in typed:
        first = [written(now)[place] for place in w.again]
        assert {one.draft.patient for one in first} == {w.draft.patient}
        assert w.author not in {one.author for one in first}


# --- lupus ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_everybody_has_a_baseline_before_the_conditioning(now: datetime) -> None:
    for patient in charts(now):
        first = judgements(patient, now)[0]
        assert first.is_baseline, patient
        assert first.visit.study_day is not None
        assert first.visit.study_day in {-6, -1}, patient
        assert first.visit.sledai is not None
        assert first.visit.bilag is not None
        assert first.visit.pga is not None
        assert first.visit.treatment is not None


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_forms_say_what_the_laboratory_says(now: datetime) -> None:
    """Complement and anti-dsDNA are ticked where the results, by the ranges, show them."""
    otherwise = [
        (patient, one.visit.study_day, item, offer.answer)
        for patient in charts(now)
        for one in judgements(patient, now)
        if one.visit.sledai is not None
        for item in ("low_complement", "increased_dna_binding")
        if (offer := one.offered.get(item)) is not None
        and offer.answer in {"yes", "no"}
        and offer.answer != getattr(one.visit.sledai, item)
    ]
    assert otherwise == []


def test_whoever_is_followed_up_answers() -> None:
    found = {}
    for patient in ("RC-013", "RC-007", "AL-001", "RC-009", "RC-005", "RC-003"):
        found[patient] = [
            (one.scores["2K"].total.value if one.scores else None, one.sri4["2K"].answer)
            for one in judgements(patient)
            if one.sri4
        ]
    # The month that lacks a BILAG, and today's that has only a PGA, cannot be told.
    assert found == {
        "AL-001": [(6, "yes")],
        "RC-003": [(0, "yes")] * 3,
        "RC-005": [(0, "yes")] * 2,
        "RC-007": [(8, "yes"), (0, "unknown"), (None, "unknown")],
        "RC-009": [(6, "yes"), (0, "yes")],
        "RC-013": [(12, "yes"), (4, "yes")],
    }


# --- adverse events -------------------------------------------------------------------------------


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_serious_event_waits_for_its_report(now: datetime) -> None:
    serious = [event for of in charts(now).values() for event in events(of) if event.serious]
    assert {event.clock(now) for event in serious} == {"reported"}
    assert {e.entry.patient for e in serious} == {"AL-003", "RC-012", "RC-013"}
    for event in serious:
        assert event.aware is not None
        assert event.report is not None
        assert timedelta(0) < event.report.at - event.aware < timedelta(hours=24)
    assert not [alarm for alarm in survey(now).alarms if alarm.kind == "sae_clock"]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_events_are_of_the_ctcae_and_written_after_their_onset(now: datetime) -> None:
    said = [w for w in written(now) if isinstance(w.draft.fact, AdverseEvent)]
    assert len(said) == 9
    assert {fact.term for w in said if isinstance(fact := w.draft.fact, AdverseEvent)} <= set(
        TERMS["5.0"]
    )
    assert any(
        fact.term == ICANS_TERM for w in said if isinstance(fact := w.draft.fact, AdverseEvent)
    )
    assert all(w.draft.at <= w.recorded for w in said)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_event_that_goes_on_has_risen_since(now: datetime) -> None:
    of = ward(now)["RC-014"]
    (event,) = events(of)
    assert (event.fact.grade, event.ended, event.serious) == (2, None, ())
    (risen,) = (one for one in proposals(of) if one.source == "crs")
    assert (risen.event, risen.level) == (event.key, 3)
    assert {e.ended is not None for p in ("RC-013", "RC-007") for e in events(ward(now)[p])} == {
        True
    }


# --- toxicities -----------------------------------------------------------------------------------


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_toxicities_were_looked_for(now: datetime) -> None:
    found = {
        patient: toxicities(
            charts(now)[patient],
            plans(now)[patient].protocol,
            known(now).limits(charts(now)[patient].person.enrolled.sex),
        )
        for patient in ("AL-002", "RC-013", "RC-014")
    }
    gvhd = found["AL-002"].gvhd
    assert gvhd.grade is not None
    assert (gvhd.steps[0].grade.level, gvhd.grade.level, gvhd.asked) == (0, 1, True)
    licats = found["RC-013"].licats
    assert licats.grade is not None
    assert (licats.grade.level, licats.b_cells.depleted) == (0, True)
    assert {one.organ: max(b.maximum for b in one.bouts) for one in licats.organs} == {
        "skin": 1,
        "joints": 2,
    }
    work_up = found["RC-014"].iec_hs
    assert work_up is not None
    assert work_up.checklist.proposal.answer == "consider_work_up"
