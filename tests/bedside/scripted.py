"""Twenty-four patients of four trials, and all that is written down about them in two years."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Enrolled,
    Omitted,
    Reassigned,
    Retracted,
    Visited,
)
from bedside.protocol.edition import Item, Protocol
from grading.signs import (
    ICE_ITEMS,
    Baseline,
    Death,
    Drug,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Vitals,
)
from tests.bedside.published import TRIALS, Dated, later, planned

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 8, 8), date(2029, 4, 20)
AMENDED = "2024"
"""The edition of a site's own file in which months are calendar months."""
PATIENTS = """
RC-01 nct05765006     2026-09-14T10:30+02:00 completed
RC-02 cd19_bcma_wuhan 2026-10-02T23:50+02:00 completed
RC-03 renji_relmacel  2026-10-25T02:30+01:00 completed
RC-04 nct05765006     2026-11-12T00:20+01:00 corrected
RC-05 cd19_bcma_wuhan 2026-12-05T14:00+01:00 withdrawn 31
RC-06 nct05859997     2026-12-22T11:00+01:00 completed
RC-07 nct05765006     2027-01-31T10:30+01:00 amended
RC-08 cd19_bcma_wuhan 2027-02-20T09:15+01:00 split
RC-09 renji_relmacel  2027-03-28T03:00+02:00 completed
RC-10 nct05765006     2027-04-12T10:00+02:00 reinfused 118
RC-11 cd19_bcma_wuhan 2027-05-04T12:00+02:00 died 75
RC-12 nct05765006     2027-05-27T15:45+02:00 lost 140
RC-13 renji_relmacel  2027-06-16T10:30+02:00 unclosed
RC-14 nct05859997     2027-07-08T00:05+02:00 withdrawn 33
RC-15 nct05765006     2027-07-30T10:30+02:00 completed
RC-16 cd19_bcma_wuhan 2027-08-31T10:30+02:00 postponed
RC-17 nct05765006     2027-09-20T10:30+02:00 died 20
RC-18 renji_relmacel  2027-10-31T02:30+02:00 completed
RC-19 nct05765006     2027-11-18T10:30+01:00 retracted
RC-20 cd19_bcma_wuhan 2027-12-09T10:30+01:00 reinfused 45
RC-21 nct05765006     2028-01-31T00:30+01:00 completed
RC-22 nct05859997     2028-02-10T10:30+01:00 completed
RC-23 nct05765006     2028-02-29T10:30+01:00 completed
RC-24 renji_relmacel  2028-03-14T10:30+01:00 unclosed
"""


class Act(NamedTuple):
    """What somebody writes down ``when``, about ``at``; ``amends`` names the kind it corrects."""

    when: datetime
    at: datetime
    facts: tuple[Any, ...]
    amends: type | None = None


class Story(NamedTuple):
    """One patient: the trial, when the cells went in, and how it goes on from which study day."""

    patient: str
    trial: str
    infused: datetime
    fate: str
    day: int


def stories() -> list[Story]:
    found = []
    for line in PATIENTS.split("\n"):
        if line:
            patient, trial, infused, fate, *day = line.split()
            at = datetime.fromisoformat(infused)
            found.append(Story(patient, trial, at, fate, int(*day)))
    return found


class Script:
    """All that happens to one patient, drawn by chance that is always the same."""

    def __init__(self, story: Story, protocol: Protocol) -> None:
        self.story, self.protocol = story, protocol
        self.chance = Random(story.patient)
        self.day_0 = story.infused.astimezone(BERLIN).date()
        self.is_charted = int(story.patient[3:]) % 6 == 1
        """Whether the days on the ward are written down in full."""

    def acts(self) -> list[Act]:
        found = [*self._framed(), *self._visited("", self.day_0), *self._fated()]
        return sorted(found, key=lambda act: (act.when, act.at))

    def _on(self, day: date) -> datetime:
        clock = time(self.chance.randint(8, 17), self.chance.randint(0, 59))
        return datetime.combine(day, clock, BERLIN)

    def _act(self, day: int | date, *facts: Any) -> Act:
        at = self._on(later(self.day_0, day) if isinstance(day, int) else day)
        return Act(at, at, facts)

    # --- enrolment, infusion, end ---------------------------------------------------------------

    def _framed(self) -> Iterator[Act]:
        story, trial = self.story, self.story.trial
        yield self._act(-35, Enrolled(protocol=trial, edition=TRIALS[trial], weight_kg=60.0))
        if story.fate == "postponed":
            yield self._act(-33, Planned(story.infused - timedelta(days=7)))
            yield self._act(-9, Planned(story.infused))
        else:
            yield self._act(-33, Planned(story.infused))
        part = 1 if story.fate == "split" else None
        yield Act(story.infused, story.infused, (Infused(1e8, "cells", fraction=part),))
        if part:
            second = story.infused + timedelta(days=1)
            yield Act(second, second, (Infused(1e8, "cells", fraction=2),))
        yield self._act(15, Discharged("home"))
        if story.fate == "unclosed":
            yield self._act(20, DltReviewed(0))
        elif self.chance.random() < 0.9:
            yield self._act(29 + self.chance.randint(0, 6), DltReviewed(0))
        if self.chance.random() < 0.6:
            yield self._act(self.chance.randint(46, 52), Visited(comment="fever"))

    def _fated(self) -> Iterator[Act]:
        fate, day, infused = self.story.fate, self.story.day, self.story.infused
        if fate == "died":
            yield self._act(day, Death("other"))
        elif fate in {"withdrawn", "lost"}:
            yield self._act(day, Ended(fate))
        elif fate == "reinfused":
            again = self._act(day, Infused(1e8, "cells"))
            yield again
            yield from self._visited("#2", again.at.date())
            yield self._act(day + self.chance.randint(376, 380), Ended("completed"))
        elif fate == "corrected":
            true = infused - timedelta(minutes=30)
            when = self._on(later(self.day_0, 2))
            yield Act(when, true, (Infused(1e8, "cells"),), Infused)
        elif fate == "retracted":
            wrong = self._act(100, Visited(("pkpd_m4", "safety_m4")))
            yield wrong
            yield Act(self._on(later(self.day_0, 103)), wrong.at, (Retracted(),), Visited)
        elif fate == "amended":
            fact = Reassigned(self.story.trial, AMENDED, "25e6", "amendment 3")
            yield self._act(100, fact)
        if fate in {"completed", "corrected", "amended", "split", "postponed", "retracted"}:
            yield self._act(self.chance.randint(376, 386), Ended("completed"))

    def _lasts(self, day: date) -> bool:
        """Whether a patient still comes on a day."""
        story = self.story
        if story.fate in {"died", "withdrawn", "lost"}:
            return day < later(self.day_0, story.day)
        return True

    # --- visits -----------------------------------------------------------------------------------

    def _visited(self, mark: str, day_0: date) -> Iterator[Act]:
        dated = planned(self.story.trial, self.protocol.month_rule, day_0)
        again = later(self.day_0, self.story.day) if self.story.fate == "reinfused" else None
        for target, group in groupby(dated, key=lambda d: d.target):
            if again is not None and (target >= again) != bool(mark):
                continue
            of = [d for d in group if not (mark and d.series == "screening")]
            stay = [d for d in of if d.opens == d.closes]
            other = [d for d in of if d.opens != d.closes]
            for acts in (self._of_the_stay(stay, mark), self._outpatient(other, mark)):
                yield from (act for act in acts if self._lasts(act.at.date()))

    def _of_the_stay(self, of: Sequence[Dated], mark: str) -> Iterator[Act]:
        for dated in of:
            if self.is_charted:
                yield self._act(dated.target, *self._whole(of, mark))
            elif self.chance.random() < 0.15:
                facts = [Visited((dated.visit + mark,)), Vitals(temp_c=36.8, sbp_mmhg=118)]
                yield self._act(dated.target, *facts)

    def _outpatient(self, of: Sequence[Dated], mark: str) -> Iterator[Act]:
        if not of:
            return
        names = tuple(d.visit + mark for d in of)
        opens, closes = max(d.opens for d in of), min(d.closes for d in of)
        last = max(d.closes for d in of)
        came = later(opens, self.chance.randint(0, (closes - opens).days))
        if (of[0].target - self.day_0).days > 30:
            yield from self._appointed(names, came)
        drawn = self.chance.random()
        if drawn < 0.5:
            said = [Visited(names)] if drawn > 0.3 else []
            yield self._act(came, *said, *self._whole(of, mark))
        elif drawn < 0.62:
            yield from self._partly(of, mark, came)
        elif drawn < 0.78:
            yield self._out_of_line(drawn, of, mark)
        elif drawn < 0.86:
            left_out = (Omitted(name, reason="abroad") for name in names)
            yield self._act(later(of[0].target, -self.chance.randint(0, 5)), *left_out)
        if 0.82 < drawn < 0.95:
            written = later(last, self.chance.randint(2, 12))
            yield self._act(written, *(Deviation("missed", "abroad", name) for name in names))

    def _out_of_line(self, drawn: float, of: Sequence[Dated], mark: str) -> Act:
        """Within the widest window only, after all of them, or before."""
        said = Visited(tuple(d.visit + mark for d in of))
        first, last = min(d.opens for d in of), max(d.closes for d in of)
        if drawn < 0.68:
            said, on = Visited(), later(last, -self.chance.randint(0, 3))
        elif drawn < 0.74:
            on = later(last, self.chance.randint(1, 9))
        else:
            on = later(first, -self.chance.randint(1, 3))
        return self._act(on, said, *self._whole(of, mark))

    def _appointed(self, names: Sequence[str], came: date) -> Iterator[Act]:
        drawn = self.chance.random()
        if drawn > 0.4:
            return
        first = [Appointed(name, came, time(9, 30)) for name in names]
        yield self._act(later(came, -15), *first)
        if drawn < 0.1:
            moved = later(came, 1)
            told = [Appointed(n, moved, moved_from=came, reason="holiday") for n in names]
            yield self._act(later(came, -4), *told)
        elif drawn < 0.14:
            yield self._act(later(came, -2), *(Appointed(n, reason="ill") for n in names))

    def _partly(self, of: Sequence[Dated], mark: str, came: date) -> Iterator[Act]:
        """Some items that day, and later a word on some that were left open."""
        facts: list[Any] = [Visited(tuple(d.visit + mark for d in of))]
        afterwards: list[Any] = []
        for dated in of:
            for item in self._items(dated):
                drawn = self.chance.random()
                name = dated.visit + mark
                if drawn < 0.6:
                    facts += self._done(item, name)
                elif drawn < 0.75:
                    afterwards.append(Omitted(name, item.id, "tube lost"))
                elif drawn < 0.95:
                    afterwards.append(Collected(name, item.id))
        yield self._act(came, *facts)
        yield self._act(later(came, self.chance.randint(2, 6)), *afterwards)

    def _items(self, dated: Dated) -> list[Item]:
        rule = self.protocol.visit(dated.visit)
        assert rule is not None
        return [self.protocol.items[name] for name in rule.items]

    def _whole(self, of: Sequence[Dated], mark: str) -> list[Any]:
        """Everything that these visits ask for, each thing once."""
        facts = [
            fact
            for dated in of
            for item in self._items(dated)
            for fact in self._done(item, dated.visit + mark)
        ]
        return list(dict.fromkeys(facts))

    def _done(self, item: Item, visit: str) -> list[Any]:
        if item.evidence == "lab":
            names = item.names if item.need == "all" else item.names[:1]
            return [Lab(name, 1.0) for name in names]
        if item.evidence == "vitals":
            if item.names == ("weight_kg",):
                return [Vitals(weight_kg=61.0)]
            return [Vitals(36.8, hr_bpm=76, sbp_mmhg=118, rr_bpm=16, spo2_pct=97)]
        if item.evidence == "drug":
            return [Drug(name, dose=50.0, dose_unit="mg", route="iv") for name in item.names]
        one: dict[str, Any] = {
            "ice": Ice(**dict.fromkeys(ICE_ITEMS, "yes")),
            "neuro": Neuro(loc="alert"),
            "baseline": Baseline(ice=10, sbp_mmhg=112),
            "by_hand": Collected(visit, item.id),
        }
        return [one[item.evidence]] if item.evidence in one else []
