"""What is asked for at a bedside now, and by which rules."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from bedside.chart import Chart
from bedside.protocol.edition import Protocol, RoundRule
from bedside.rounds import table
from bedside.rounds.held import Reached, reached, risk, risk_name
from bedside.rounds.lately import Lately, stay_began
from bedside.rounds.recheck import Looked, fall
from bedside.rounds.rule import Rule, Why
from bedside.rounds.table import Kind
from grading.signs import Death, Support, Vitals

_CRS = ((Vitals, "temp"), (Vitals, "bp"), (Vitals, "spo2"), (Support, "support"))


def unasked(chart: Chart) -> Why | None:
    """Why nothing is asked for of a patient at all; None on the ward."""
    if chart.latest(Death, "death") is not None:
        return Why("died")
    if chart.person.discharged:
        return Why("discharged")
    if chart.person.bed is not None:
        return None
    infused, day = chart.infused, chart.study_day
    if infused is None or infused > chart.now or (day is not None and day > table.LAST_DAY):
        return Why("not_admitted", day)
    return None


class Asked:
    """The rules for each kind of round of one patient at the moment of the chart."""

    def __init__(
        self,
        chart: Chart,
        protocol: Protocol | None,
        vitals: datetime | None,
        ice: Looked,
        of_late: Lately,
    ) -> None:
        self._chart, self._protocol, self._of_late = chart, protocol, of_late
        seen = [chart.latest(*group) for group in _CRS]
        ats = [s.at for s in seen if s is not None]
        done = min(ats) if len(ats) == len(_CRS) else None
        self._levels = {
            "crs": reached(chart, "crs", done),
            "icans": reached(chart, "icans", ice.done),
        }
        self._risk = risk(chart, vitals)
        self.fall = fall(chart)
        self._day = chart.study_day
        """The day of the table; before the cells it is not day 0 yet."""
        infused = chart.infused
        if self._day == 0 and infused is not None and infused > chart.now:
            self._day = -1

    def rules(self, kind: Kind, seen: datetime | None) -> tuple[Rule, ...]:
        """The rules by which a kind is due, the more special first.

        ``seen``: when all of the kind was last seen. Empty where it is not asked for.
        """
        found: list[Rule] = []
        if self.fall is not None:
            at, before, after = self.fall
            why = Why("ice_fell", at=at, before=before, after=after)
            if kind == "ice":
                found.append(Rule(why, at, table.RECHECK_THEN, table.RECHECK))
            elif kind == "vitals":
                found.append(Rule(why, at, table.RECHECK_VITALS))
        for scale in ("crs", "icans"):
            found += self._by_level(kind, scale, self._levels[scale])
        if kind == "vitals":
            found += self._of_vitals()
        found += self._by_day(kind)
        ended = [rule for rule in found if rule.until is not None]
        now = [rule for rule in found if rule.until is None and rule.interval(seen) is not None]
        return tuple(self._of_stay(rule, seen) for rule in now + ended) if now else ()

    def lapses(self) -> Iterator[datetime]:
        """When a rule ends by itself, other than by the study day."""
        yield from self._of_late.lapses()
        if self.fall is not None:
            yield self.fall.at + table.RECHECK_LASTS
        for rungs in self._levels.values():
            for reach in rungs.values():
                if reach.signed:
                    yield reach.since + table.WORD_LASTS

    def _by_level(self, kind: Kind, scale: str, rungs: dict[int, Reached]) -> list[Rule]:
        found = []
        for level, every in reversed(table.LADDERS.get((kind, scale), ())):
            if level in rungs:
                reach = rungs[level]
                why = Why(
                    "crs" if scale == "crs" else "icans",
                    at=reach.since,
                    level=reach.level,
                    held=reach.held,
                    signed=reach.signed,
                )
                found.append(Rule(why, reach.since, every))
        return found

    def _of_vitals(self) -> list[Rule]:
        found = []
        if self._risk is not None:
            level, since, held, _ = self._risk
            name = risk_name(level)
            found.append(
                Rule(Why("news2", at=since, risk=name, held=held), since, table.RISKS[name])
            )
        awake = self._chart.latest(Vitals, "consciousness")
        if awake is not None and awake.sign.consciousness != "A":
            why = Why("confusion", at=awake.at)
            found.append(Rule(why, awake.at, table.RISKS["low_medium"]))
        cells = self._of_late.cells
        if cells is not None:
            found.append(Rule(Why("cells", at=cells), cells, None, table.AFTER_CELLS))
        return found

    # --- by study day -----------------------------------------------------------------------------

    def _by_day(self, kind: Kind) -> list[Rule]:
        day = self._day
        rows, assumed = self._rows(kind)
        why = Why("table", day=self._chart.study_day, assumed=assumed)
        found: list[Rule] = []
        if day is not None:
            now = [row for row in rows if row.days[0] <= day <= row.days[1]]
            if now:
                row = min(now, key=lambda row: row.hours)
                found.append(Rule(why, self._begin(row.days[0]), _every(row)))
        if not found and kind == "vitals" and self._chart.person.bed is not None:
            found.append(Rule(Why("in_bed"), self._floor(rows), table.IN_BED))
        if found and day is not None:
            began = found[0].since
            for row in rows:
                end = self._begin(row.days[1] + 1) if row.days[1] < day else None
                if end == began:
                    found.append(Rule(why, self._begin(row.days[0]), _every(row), until=end))
        return found

    def _rows(self, kind: Kind) -> tuple[list[RoundRule], bool]:
        """The table of a kind, and whether no document says it."""
        protocol = self._protocol
        if protocol is not None:
            rows = [row for row in protocol.rounds if row.kind == kind and row.hours > 0]
            if rows:
                return rows, "rounds" in protocol.assumed
        return [row for row in table.TABLE if row.kind == kind], True

    def _begin(self, day: int) -> datetime:
        """When a study day begins: at midnight of the site, day 0 with the cells."""
        infused = self._chart.infused
        assert infused is not None
        if day == 0:
            return infused
        zone = self._chart.zone
        on = infused.astimezone(zone).date() + timedelta(days=day)
        return datetime.combine(on, time.min, zone).astimezone(UTC)

    def _floor(self, rows: Sequence[RoundRule]) -> datetime:
        """Since when a patient in a bed is asked for what no table names."""
        day = self._day
        over = [row.days[1] + 1 for row in rows if day is not None and row.days[1] < day]
        if over:
            return self._begin(max(over))
        return self._chart.timeline[0].at if self._chart.timeline else self._chart.now

    def _of_stay(self, rule: Rule, seen: datetime | None) -> Rule:
        """The rule, asked for no sooner than the present stay began."""
        every = rule.interval(seen)
        if every is None or (seen is not None and seen + every >= self._chart.now):
            return rule
        began = stay_began(self._chart, rule.since if seen is None else max(seen, rule.since))
        return rule if began is None else rule._replace(since=began)


def _every(row: RoundRule) -> timedelta:
    return timedelta(hours=row.hours)
