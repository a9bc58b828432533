"""Every fact that may be written, and logs of entries that amend each other, for hypothesis."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bedside.facts import (
    FACTS,
    Acknowledged,
    Admitted,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Answer,
    Appointed,
    Called,
    ClockJumped,
    Collected,
    Confirmed,
    CtcaeVersion,
    Deviation,
    DeviationKind,
    Discharged,
    DltReviewed,
    EndCause,
    Ended,
    Enrolled,
    Escalated,
    EventAction,
    EventOutcome,
    EventScale,
    HandedOver,
    Hyperinflammation,
    LabRange,
    LicatsLook,
    LupusDrug,
    LupusTreatment,
    NotDone,
    NotDoneReason,
    Note,
    Omitted,
    Reassigned,
    Relation,
    Reminded,
    Retracted,
    SaeReported,
    Screened,
    SecondEntry,
    Seriousness,
    Sex,
    Silenced,
    SoundChecked,
    TakenOver,
    Visited,
)
from bedside.timeline import Entry
from grading.grade import Status
from grading.scales.gvhd import Examination
from grading.scales.licats import SIGNS as LICATS_SIGNS
from grading.scales.licats import Course
from grading.scores.bilag import LETTERS, SYSTEMS, Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.scores.treatment import Medicine, Per
from grading.toxicity import CrsState
from tests.grading import strategies as seen
from tests.grading.scores import forms
from tests.grading.strategies import maybe, number, one_of, words

said = st.text(min_size=1, max_size=8).filter(str.strip)
statuses = one_of(Status)
confirmations = st.builds(
    Confirmed, words, words, st.integers(0, 20), maybe(st.integers(0, 20)), st.integers(0, 20),
    statuses, said,
)  # fmt: skip
agreements = st.builds(
    lambda level, status: Confirmed("crs", "ASTCT 2019", level, level, level, status),
    st.integers(0, 5),
    statuses,
)
days = st.dates(date(1901, 1, 1), date(2199, 12, 31))
clocks = st.times(time(0, 0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
answers = st.one_of(
    st.builds(Answer, words),
    st.builds(Answer, words, number(0, 500), words),
    st.builds(Answer, words, yes=st.booleans()),
    st.builds(Answer, words, on=days),
)
relations = maybe(one_of(Relation))
criteria = st.lists(one_of(Seriousness), max_size=3).map(tuple)
letters = {system: maybe(st.sampled_from(LETTERS)) for system in SYSTEMS}
on_a_line = st.builds(Pga.on_line, st.integers(0, 80).map(Decimal), st.sampled_from([80, 100]))
drugs = st.builds(LupusDrug, one_of(Medicine), maybe(number(0, 20_000)), one_of(Per))
yes_or_no = maybe(st.booleans())


@st.composite
def licats_looks(draw: st.DrawFn) -> LicatsLook:
    organ = draw(st.sampled_from(list(LICATS_SIGNS)))
    said = {sign: draw(yes_or_no) for sign in LICATS_SIGNS[organ]}
    return LicatsLook(
        organ,
        tuple(sign for sign, seen in said.items() if seen),
        tuple(sign for sign, seen in said.items() if seen is False),
        draw(yes_or_no), draw(yes_or_no), draw(maybe(one_of(Course))), draw(yes_or_no),
    )  # fmt: skip


examinations = st.builds(
    Examination, maybe(number(0, 100)), yes_or_no, maybe(number(0, 100)), maybe(number(0, 60)),
    st.none(), yes_or_no, yes_or_no, maybe(number(0, 20_000)), maybe(number(0, 100)),
    st.booleans(), yes_or_no, yes_or_no, maybe(number(20, 250)),
) | st.builds(Examination, bili_umol_l=number(0, 1026))  # fmt: skip
hyperinflammations = st.builds(
    Hyperinflammation,
    **dict.fromkeys(
        ("ferritin_rises_fast", "haemophagocytosis", "immunosuppressed", "no_better_cause"),
        yes_or_no,
    ),
    splenomegaly=maybe(st.just(True)), splenomegaly_new=yes_or_no,
    crs=maybe(one_of(CrsState)), grade=maybe(st.integers(0, 5)), comment=words,
)  # fmt: skip
doses = maybe(number(0, 5000))
EACH: dict[type, st.SearchStrategy] = seen.EACH | {
    Enrolled: st.builds(
        Enrolled, words, maybe(st.integers(1900, 2200)), maybe(one_of(Sex)),
        maybe(number(20, 250)), words, words, words, st.none(), maybe(number(80, 250)), maybe(days),
    ) | st.builds(Enrolled, birth_date=days),
    Admitted: st.builds(Admitted, words),
    Discharged: st.builds(Discharged, words),
    Note: st.builds(Note, said),
    NotDone: st.builds(NotDone, words, one_of(NotDoneReason), words),
    Confirmed: confirmations | agreements,
    Acknowledged: st.builds(Acknowledged, words, st.integers(0, 20), words),
    Retracted: st.just(Retracted()),
    Reassigned: st.builds(Reassigned, said, said, words, said),
    Screened: st.builds(Screened, words, words, st.lists(answers, max_size=3).map(tuple)),
    Visited: st.builds(Visited, st.lists(words, max_size=2).map(tuple), words),
    Collected: st.builds(Collected, words, words, words),
    Omitted: st.builds(Omitted, said, words, said),
    Appointed: st.builds(Appointed, words, days, maybe(clocks), maybe(days), said)
    | st.builds(Appointed, words, reason=said),
    Deviation: st.builds(Deviation, one_of(DeviationKind), said, words),
    DltReviewed: st.builds(DltReviewed, st.integers(0, 99), words),
    Ended: st.builds(Ended, one_of(EndCause), words),
    Reminded: st.builds(Reminded, words, st.sampled_from(["seen", "dismissed"]), st.none(), said)
    | st.builds(Reminded, words, st.just("snoozed"), seen.times),
    Silenced: st.builds(Silenced, said, st.integers(0, 20), seen.times),
    Escalated: st.builds(Escalated, said, st.integers(0, 20), st.integers(1, 99), said),
    Called: st.builds(Called, said, said, words, maybe(st.booleans()), words),
    ClockJumped: st.builds(ClockJumped, seen.times, seen.times),
    SoundChecked: st.builds(SoundChecked, st.booleans(), words, maybe(st.booleans())),
    HandedOver: st.builds(HandedOver, words, words),
    TakenOver: st.builds(TakenOver, words, words),
    AdverseEvent: st.builds(
        AdverseEvent, said, one_of(CtcaeVersion), st.integers(1, 5), words, relations, relations,
        relations, relations, criteria, seen.times, st.booleans(), maybe(one_of(EventAction)),
        words, maybe(st.integers(0, 5)), words,
    ) | st.builds(
        AdverseEvent, said, one_of(CtcaeVersion), st.integers(1, 5), scale=one_of(EventScale),
        scale_grade=st.integers(1, 5),
    ),
    AdverseEventChanged: st.builds(
        AdverseEventChanged, said, st.integers(1, 5), maybe(criteria), seen.times,
        maybe(one_of(EventAction)), maybe(st.integers(0, 5)), words,
    ) | st.builds(AdverseEventChanged, said, action=one_of(EventAction)),
    AdverseEventEnded: st.builds(AdverseEventEnded, said, one_of(EventOutcome), words),
    AdverseEventDismissed: st.builds(AdverseEventDismissed, said, st.integers(0, 5), said),
    SaeReported: st.builds(SaeReported, said, said, words),
    Sledai: forms.forms(),
    Pga: forms.pgas | on_a_line,
    Bilag: st.builds(Bilag, **letters),
    BeyondSledai: st.builds(BeyondSledai, yes_or_no, yes_or_no),
    LupusTreatment: st.builds(
        LupusTreatment, doses, doses, maybe(st.lists(drugs, max_size=2).map(tuple)),
        yes_or_no, yes_or_no, yes_or_no,
    ),
    LabRange: st.builds(
        LabRange, words, said, maybe(number(-10, 10)), maybe(number(10, 1e6)), maybe(one_of(Sex))
    ),
    Examination: examinations,
    LicatsLook: licats_looks(),
    Hyperinflammation: hyperinflammations,
    SecondEntry: st.builds(SecondEntry, st.lists(said, min_size=1, max_size=3).map(tuple)),
}  # fmt: skip
assert set(EACH) == set(FACTS)
facts = st.sampled_from(FACTS).flatmap(EACH.__getitem__)

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


@st.composite
def logs(draw, max_size: int = 12, origins: tuple[str, ...] = ("a", "b")) -> list[Entry]:
    """A log in the order of writing; entries amend earlier ones, some of them several times."""
    log: list[Entry] = []
    recorded = START
    for n in range(draw(st.integers(0, max_size))):
        recorded += timedelta(minutes=draw(st.integers(0, 3)))
        amends = draw(maybe(st.sampled_from(log))) if log else None
        fact = draw(st.sampled_from([Note(f"note {n}"), Note(f"note {n}"), Retracted()]))
        origin = draw(st.sampled_from(origins))
        log.append(
            Entry(
                id=f"{n:04}",
                origin=origin,
                seq=1 + sum(e.origin == origin for e in log),
                patient="RC-1",
                at=START + timedelta(minutes=draw(st.integers(-3, 3))),
                recorded=recorded,
                author="Nurse A",
                role="nurse",
                fact=fact if amends is not None else Note(f"note {n}"),
                amends=amends.id if amends else None,
                reason="mistyped" if amends else None,
            )
        )
    return log
