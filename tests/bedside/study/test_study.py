"""Counts and means of a study, by dose level and over all; what does not change them."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import AdverseEvent, AdverseEventChanged, DltReviewed, Ended, Enrolled
from bedside.protocol.shelf import shelf
from bedside.study import MONTHS, Share, Study, Subjects, Tally, studied, study
from bedside.timeline import Entry
from grading.signs import Drug, Lab, Vitals
from tests.bedside.study.patients import (
    CELLS,
    RENJI,
    ZONE,
    Told,
    at,
    infused,
    judged,
    log,
    made,
    watched,
)

OTHER = Enrolled(protocol="nct05765006", edition="2023", dose_level="100e6")
HIGH = Enrolled(protocol="renji_relmacel", edition="2025", dose_level="100e6")
REVIEWED: Told = (29, DltReviewed(0))
FEVER = {3.0: 38.6, 5.0: 36.9}
ACTIVE = ("arthritis", "rash", "low_complement")


def patients() -> Mapping[str, tuple[Told, ...]]:
    """Six patients of two trials, no two alike."""
    return {
        "A-1": (
            *infused(), *watched(fevers=FEVER), REVIEWED, (4.5, Drug("tocilizumab", dose=480)),
            *judged(-6, ACTIVE, "2.0"), *judged(180, (), "0.2", 0),
        ),
        "A-2": (
            *infused(), *watched(), REVIEWED, (1.0, Drug("paracetamol", dose=500)),
            *judged(-6, ("rash", "low_complement"), "1.0"),
            *judged(180, ("rash", "low_complement"), "0.9", 10),
        ),
        # Nobody looked, nobody reviewed.
        "A-3": (*infused(), *judged(-6, ACTIVE, "1.8")),
        # Left on day 12; what was charted until then counts.
        "B-1": (*infused(HIGH), *watched(range(12), fevers=FEVER), (12, Ended("withdrawn"))),
        # Not infused yet.
        "B-2": ((-21, HIGH), (-6, Vitals(temp_c=36.6)), *judged(-6, ACTIVE, "2.5")),
        # Another trial: a toxicity that counts, and an event of grade 3.
        "C-1": (
            *infused(OTHER), *watched(fevers=FEVER, oxygen={4.0: "venturi", 5.0: "room_air"}),
            (29, DltReviewed(1)), (4, AdverseEvent("cytokine_release_syndrome", "5.0", 3)),
        ),
    }  # fmt: skip


def logs() -> list[list[Entry]]:
    return [log(*told, patient=name) for name, told in patients().items()]


def counted(day: float = 200) -> Study:
    return study(studied(logs(), at(day), shelf().get, ZONE))


def test_what_is_counted_over_all() -> None:
    of = counted().summary
    assert (len(of.patients), of.enrolled, of.infused) == (6, 6, 5)
    assert of.evaluable == Share(4, 5, ("C-1", "A-1", "A-2", "A-3"))
    assert of.dlt == Share(1, 3, ("C-1",), ("A-3", "B-1"))
    assert (of.in_window, of.review_due) == ((), ("A-3",))
    assert of.crs.any == Share(3, 4, ("C-1", "A-1", "B-1"), ("A-3",))
    assert of.crs.severe == Share(1, 4, ("C-1",), ("A-3",))
    assert of.icans.any == Share(0, 4, (), ("A-3",))
    assert of.crs.by_grade == {0: 1, 1: 2, 3: 1}
    assert (of.crs.onset_median.value, of.crs.onset_median.of) == (3, 3)
    assert of.tocilizumab == Share(1, 2, ("A-1",), ("C-1", "A-3", "B-1"))
    assert of.steroids == Share(0, 2, (), ("C-1", "A-3", "B-1"))
    assert of.ctcae_severe == Share(1, 1, ("C-1",), ("A-1", "A-2", "A-3", "B-1"))


def test_means_and_responses_say_of_how_many() -> None:
    of = counted().of("renji_relmacel").summary
    assert of.variant == "2K"
    assert (of.sledai[0].value, of.sledai[0].of) == ((8 + 4 + 8) / 3, 3)
    assert (of.sledai[6].value, of.sledai[6].patients) == (2, ("A-1", "A-2"))
    assert (of.sledai_change[6].value, of.sledai_change[6].of) == (-4, 2)
    assert of.sri4[6] == Share(1, 2, ("A-1",), ("A-3", "B-1"))
    assert of.doris[6] == Share(1, 2, ("A-1",), ("A-3", "B-1"))
    assert (of.sledai[12].value, of.sledai[12].of) == (None, 0)


def test_a_patient_who_was_not_infused_is_counted_as_enrolled_alone() -> None:
    of = counted().of(dose_level="100e6").of("renji_relmacel").summary
    assert (of.patients, of.enrolled, of.infused) == (("B-1", "B-2"), 2, 1)
    assert (of.sledai[0].of, of.crs.any.of, of.evaluable.of) == (0, 1, 1)


def test_a_withdrawn_patient_keeps_what_was_seen_and_is_not_evaluable() -> None:
    whole = counted()
    left = whole.subject("B-1")
    assert left is not None
    assert (left.dlt.state, left.dlt.evaluable, left.ended.value) == (
        "left_within", False, "withdrawn"
    )  # fmt: skip
    assert (left.crs.maximum.value, left.last_day, left.day) == (1, 12, 200)
    assert ("ended", "withdrawn") in {(h.kind, h.name) for h in left.happenings}


def test_levels_stand_by_trial_and_dose() -> None:
    whole = counted()
    assert [(x.protocol, x.dose_level, x.dose, x.tally.infused) for x in whole.levels] == [
        ("nct05765006", "100e6", 1e8, 1),
        ("renji_relmacel", "50e6", 5e7, 3),
        ("renji_relmacel", "100e6", 1e8, 1),
    ]
    assert whole.protocols == ("nct05765006", "renji_relmacel")
    assert whole.dose_levels("renji_relmacel") == ("50e6", "100e6")
    assert [one.patient for one in whole.of("renji_relmacel", "50e6").subjects] == [
        "A-1", "A-2", "A-3"
    ]  # fmt: skip


def test_several_variants_are_counted_in_one() -> None:
    whole = counted()
    assert whole.summary.variant == "2K"
    assert whole.of("nct05765006").summary.variant == "SELENA"


def test_only_entries_of_the_demonstration_make_a_synthetic_cohort() -> None:
    def of(*origins: str) -> Study:
        names = enumerate(origins)
        made = [log(*infused(), patient=f"P{n}", origin=origin) for n, origin in names]
        return study(studied(made, at(1), shelf().get, ZONE))

    assert (of("demo", "demo").synthetic, of("ws-1").synthetic) == (True, False)
    mixed = log(*infused(), origin="demo")
    mixed[1] = log(*infused(), origin="ws-1")[1]
    assert not study(studied([mixed], at(1), shelf().get, ZONE)).synthetic


def _shares(of: Tally) -> dict[str, Share]:
    found = {
        "evaluable": of.evaluable, "dlt": of.dlt, "crs": of.crs.any, "crs3": of.crs.severe,
        "icans": of.icans.any, "icans3": of.icans.severe, "toci": of.tocilizumab,
        "steroids": of.steroids, "icaht3": of.icaht_severe, "ctcae3": of.ctcae_severe,
    }  # fmt: skip
    for month in MONTHS:
        found |= {f"lldas{month}": of.lldas[month], f"doris{month}": of.doris[month]}
    return found


@given(st.data())
def test_the_order_of_logs_and_entries_changes_nothing_and_levels_add_up(data) -> None:
    chance = Random(data.draw(st.integers(0, 10_000)))
    some = [list(one) for one in logs() if data.draw(st.booleans())]
    plain = study(studied(some, at(200), shelf().get, ZONE))
    chance.shuffle(some)
    for one in some:
        chance.shuffle(one)
    mixed = study(studied(some, at(200), shelf().get, ZONE))
    assert mixed == plain
    of = plain.summary
    for name, share in _shares(of).items():
        parts = [_shares(level.tally)[name] for level in plain.levels]
        assert sum(part.count for part in parts) == share.count, name
        assert sum(part.of for part in parts) == share.of, name
        assert share.count == len(share.patients), name
        assert share.of + len(share.unknown) == of.infused, name
    assert sum(level.tally.infused for level in plain.levels) == of.infused
    assert sum(level.tally.enrolled for level in plain.levels) == of.enrolled
    assert sum(len(level.tally.patients) for level in plain.levels) == len(of.patients)
    assert {e for s in plain.subjects for h in s.happenings for e in h.entries} <= {
        entry.id for one in some for entry in one
    }


# --- worked out once ------------------------------------------------------------------------------


def test_what_is_known_is_kept_until_the_log_grows_or_a_day_goes_by() -> None:
    kept = Subjects(shelf().get, ZONE)
    (entries, *_) = logs()
    first = kept.subject(entries, at(200))
    assert kept.subject(entries, at(200.1)) is first
    tomorrow = kept.subject(entries, at(201))
    assert tomorrow is not first
    assert tomorrow.day == 201
    grown = [*entries, *log(*[(0.0, Lab("crp", 9.0))] * (len(entries) + 1), patient="A-1")[-1:]]
    assert "crp" in kept.subject(grown, at(201)).curves
    kept.forget()
    assert kept.subject(grown, at(201)) is not kept.subject(entries, at(201))


def test_an_entry_dated_ahead_counts_from_its_moment_on() -> None:
    kept = Subjects(shelf().get, ZONE)
    entries = log(*infused(), (1.0, Drug("paracetamol")), (10.2, Drug("tocilizumab", dose=480)))
    assert kept.subject(entries, at(10.1)).tocilizumab.value == 0
    assert kept.subject(entries, at(10.2)).tocilizumab.value == 1


def test_whoever_asks_may_stop_between_two_patients() -> None:
    read = []

    def reading():
        for one in logs():
            read.append(one[0].patient)
            yield one

    asked = studied(reading(), at(200), shelf().get, ZONE)
    assert next(asked).patient == "A-1"
    assert read == ["A-1"]
    asked.close()


def test_without_anybody_there_is_nothing_to_count() -> None:
    none = study(())
    assert (none.summary.infused, none.levels, none.summary.crs.any) == (0, (), Share(0, 0))
    assert none.summary.sledai[0].value is None
    assert list(studied([[]], at(1), shelf().get, ZONE)) == []


def test_a_protocol_that_nobody_knows_gives_no_dose_and_no_window() -> None:
    free = Enrolled(protocol="a trial of long ago", dose_level="high")
    (one,) = studied([log(*infused(free), *watched())], at(40), shelf().get, ZONE)
    assert (one.known, one.level_dose, one.dose.value, one.dlt.state) == (
        False, None, 5e7, "no_window"
    )  # fmt: skip
    assert one.crs.maximum.value == 0
    assert RENJI.protocol not in study([one]).protocols


HYPOXIA = AdverseEvent("hypoxia", "5.0", 2, to_product="possible")


@pytest.mark.parametrize(
    ("begins", "marks", "grade"),
    [
        (3, [(5, 4)], 4),
        (-3, [(5, 4)], 4),  # it rose after the infusion
        (-3, [(5, 1)], None),  # it was there before, and only came down
        (-3, [(-1, 4), (5, 4)], None),
        (3, [(25, 4)], 2),  # after the next infusion
        (-3, [(25, 4)], None),
    ],
)
def test_the_worst_event_is_that_of_the_time_of_the_study(begins, marks, grade) -> None:
    key = "RC-1/0004"
    changed = [(day, AdverseEventChanged(key, level)) for day, level in marks]
    worst = made(*infused(), (20, CELLS), (begins, HYPOXIA), *changed).ctcae
    assert (worst.value.grade if worst.value else None) == grade
    assert worst.entries == ((key,) if grade else ())


def test_no_toxicity_is_known_only_once_the_window_was_looked_at() -> None:
    early, due = (10, DltReviewed(0)), (29, DltReviewed(0))
    for told, day, of in (((early,), 12, 0), ((early,), 40, 0), ((early, due), 40, 1)):
        found = study([made(*infused(), *told, day=day)]).summary.dlt
        assert (found.count, found.of) == (0, of)
