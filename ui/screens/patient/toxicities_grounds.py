"""Why a toxicity stands as it does: its grounds as cards, before any widget."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from bedside.chart import Chart
from bedside.timeline import Entry, clinical_order
from bedside.toxicities import Bout, IecHs, Toxicities
from grading.scales.icaht import EarlyIcaht
from grading.toxicity import ToxicityGrade
from ui import words
from ui.screens.patient.grounds import Grounds, Line
from ui.screens.patient.toxicities_lines import NOT_GRADED, easix_name
from ui.shown import day_text
from ui.words import examined, toxicity
from ui.words import toxicity_items as items
from ui.words.codes import capitalised, dotted
from ui.words.toxicity_grounds import ground

translate = QCoreApplication.translate
_MOST = 16
"""So many entries are listed, the latest; the history holds all."""
_DOMAIN = {"temperature": "fever"}
"""What may be missing -> the domain that says so itself, where it is called otherwise."""
_MARKS = {"met": "+", "not_met": "−", "unknown": "?"}


class Rested(NamedTuple):
    """A chart with its entries by id."""

    chart: Chart
    entries: Mapping[str, Entry]

    def when(self, ids: Iterable[str]) -> str:
        """The time of the latest of these entries; empty without any."""
        moments = [self.entries[one].at for one in ids if one in self.entries]
        return words.day_and_clock(max(moments), self.chart) if moments else ""

    def card(self, ids: Sequence[str]) -> Iterator[Grounds]:
        """The entries that something rests on, the latest first; nothing without any."""
        found = [self.entries[one] for one in ids if one in self.entries]
        if not found:
            return
        lines = tuple(
            Line("", "", dotted([self.moment(entry.at), words.fact(entry.fact, self.chart.zone)]))
            for entry in reversed(found[-_MOST:])
        )
        more = len(found) - _MOST
        foot = translate("Toxicities", "And {n} earlier, in the history.").format(n=more)
        title = translate("Toxicities", "In the record: {n}").format(n=len(found))
        yield Grounds(title, lines, foot if more > 0 else "")

    def by_time(self, ids: Iterable[str]) -> list[str]:
        """Ids in order of time, each once."""
        found = [self.entries[one] for one in dict.fromkeys(ids) if one in self.entries]
        return [entry.id for entry in sorted(found, key=clinical_order)]

    def moment(self, at: datetime) -> str:
        """A moment by study day and clock."""
        return words.day_and_clock(at, self.chart)


def reasons(found: Toxicities, chart: Chart, key: str) -> tuple[Grounds, ...]:
    """The cards of one scale: its grounds, what is missing, its source, its entries."""
    rested = Rested(chart, {entry.id: entry for entry in chart.timeline})
    if key in _CARDS:
        return tuple(_CARDS[key](found, rested))
    return tuple(_counts(found, rested, key))


def foot(scale: str) -> str:
    """Edition and source of a scale."""
    return translate("Toxicities", "{edition}. {source}.").format(
        edition=capitalised(toxicity.edition(scale)), source=toxicity.SOURCES[scale]
    )


def graded(grade: ToxicityGrade, more: Sequence[Line] = ()) -> Grounds:
    """The card of a grade: its grounds, the highest first, what is missing, its flags."""
    lines = []
    for one in sorted(grade.grounds, key=lambda g: 1 if g.level is None else -g.level):
        said = ground(grade.scale, one)
        mark = "?" if one.level is None else str(one.level)
        if one.code == "no_toxicity":
            mark = NOT_GRADED  # an organ that shows something else
        role = "warn" if one.level is None else "strong"
        lines.append(Line(mark, said.title, said.detail, role))
    lines += more
    told = {one.domain for one in grade.grounds if one.level is None}
    lines += [
        Line("?", capitalised(toxicity.missing(grade.scale, code)), role="warn")
        for code in grade.missing
        if _DOMAIN.get(code, code) not in told
    ]
    lines += [Line("·", "", flag) for flag in toxicity.flags(grade)]
    return Grounds(toxicity.title(grade), tuple(lines), foot(grade.scale))


# --- counts ---------------------------------------------------------------------------------------


def _counts(found: Toxicities, rested: Rested, key: str) -> Iterator[Grounds]:
    of = found.t_icaht if key.startswith("t_") else found.icaht
    late = key.endswith("late")
    grade = of.late if late else of.early
    if grade is None:
        said = translate("Toxicities", "The infusion is day 0; nothing counts before it.")
        yield Grounds(toxicity.scale_called(key), (Line("·", "", said),), foot(key))
        return
    more = list(_days(grade)) if isinstance(grade, EarlyIcaht) else []
    if key == "icaht_early":
        more.append(
            Line("·", "", translate("Toxicities", "Beside the CTCAE grade, never merged with it."))
        )
    yield graded(grade, more)
    yield from rested.card(of.late_entries if late else of.early_entries)


def _days(grade: EarlyIcaht) -> Iterator[Line]:
    measured = sum(seen for *_, seen in grade.days)
    text = translate("Toxicities", "Days measured: {measured}, filled in: {filled}, unknown: {no}")
    said = text.format(
        measured=measured, filled=len(grade.days) - measured, no=len(grade.unknown_days)
    )
    unknown = ""
    if grade.unknown_days:
        unknown = translate("Toxicities", "Unknown: {days}").format(days=_spans(grade.unknown_days))
    yield Line("·", "", dotted([said, unknown]))


def _spans(days: Sequence[int]) -> str:
    """Days with runs drawn together: "D+8 to D+20, D+25"."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        day_text(run[0])
        if len(run) == 1
        else translate("Toxicities", "{first} to {last}").format(
            first=day_text(run[0]), last=day_text(run[-1])
        )
        for run in runs
    )


# --- hyperinflammation ----------------------------------------------------------------------------


def _iec_hs(of: Toxicities, rested: Rested) -> Iterator[Grounds]:
    found = of.iec_hs
    if found is None:
        said = translate("Toxicities", "The checklist begins with the infusion.")
        yield Grounds(toxicity.scale_called("iec_hs"), (Line("·", "", said),), foot("iec_hs"))
        return
    yield _proposal(found, rested)
    for weight in items.weight.codes:
        rows = [one for one in found.checklist.items if one.weight == weight]
        lines = []
        for one in rows:
            when = rested.when(found.entries.get(one.name, ()))
            detail = dotted([items.values_text(one.values), when])
            lines.append(Line(_MARKS[one.answer], items.criterion_text(one), detail))
        yield Grounds(items.weight(weight), tuple(lines))
    used = dict.fromkeys(one for ids in found.entries.values() for one in ids)
    yield from rested.card(rested.by_time(used))


def _proposal(found: IecHs, rested: Rested) -> Grounds:
    """What is proposed and why; never a diagnosis."""
    chart, proposal = rested.chart, found.checklist.proposal
    work_up = found.work_up_at(chart.now)
    prompts = work_up.prompts if work_up is not None else proposal.prompts
    lines = [
        Line(
            "!",
            items.prompt_text(one),
            dotted([items.values_text(one.values), rested.moment(one.at)]),
            "warn",
        )
        for one in prompts
    ]
    if proposal.missing:
        text = translate("Toxicities", "Not known: {what}")
        lines.append(Line("?", text.format(what=items.lacking_text(proposal)), role="warn"))
    if found.crs is not None:
        text = (
            translate("Toxicities", "{state}, as a person said")
            if found.crs_stated
            else translate("Toxicities", "{state}, by the record")
        )
        lines.append(Line("·", "", text.format(state=examined.crs_state(found.crs))))
    if found.judged is not None:
        text = translate("Toxicities", "Grade {grade}, judged by a person: {words}")
        grade = found.judged.value
        said = text.format(grade=grade, words=items.judged_grade(str(grade)))
        lines.append(Line(str(grade), said, rested.moment(found.judged.at)))
    calls = work_up is not None or proposal.answer == "consider_work_up"
    title = items.proposed("consider_work_up" if calls else proposal.answer)
    never = translate("Toxicities", "A list to work through; it is no diagnosis.")
    return Grounds(title, tuple(lines), f"{never} {foot('iec_hs')}")


def _hscore(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    of = found.hscore
    lines = []
    for one in of.score.items:
        used = [of.entries[name] for name, _ in one.values if name in of.entries]
        title = translate("Toxicities", "{item}: {points} points").format(
            item=items.hscore_item(one.name), points=items.points_text(one)
        )
        detail = dotted([items.values_text(one.values), rested.when(used)])
        mark = "·" if one.points is not None else "?"
        lines.append(Line(mark, title, detail, "strong" if one.points is not None else "warn"))
    caveat = translate(
        "Toxicities",
        "Nearly everybody with lupus begins with 18 points, and after conditioning with 34 more."
        " What is not known is never counted as 0.",
    )
    lines.append(Line("·", "", caveat))
    title = dotted([items.hscore_text(of.score), items.cut_off_text(of.score)])
    yield Grounds(title, tuple(lines), f"{items.probability_text(of.score)} {foot('hscore')}")
    yield from rested.card(rested.by_time(of.entries.values()))


# --- organs ---------------------------------------------------------------------------------------


def _licats(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    course = found.licats
    aside = translate("Toxicities", "LICATS is not CRS and never raises its grade.")
    if course.grade is None:
        said = translate("Toxicities", "No organ was looked at since the infusion.")
        lines = (Line("?", said, role="warn"), Line("·", "", aside))
        yield Grounds(toxicity.scale_called("licats"), lines, foot("licats"))
        return
    offered = toxicity.offered(course.grade)
    yield graded(course.grade, [Line("·", "", text) for text in (offered, aside) if text])
    for one in course.organs:
        card = graded(
            one.now, [Line("·", "", toxicity.offered(one.now))] if one.now.offered else []
        )
        onsets = [toxicity.onset(code) for code in one.onsets if code is not None]
        title = toxicity.organ_title(one.now)
        looked = translate("Toxicities", "Looked at {moment}").format(
            moment=rested.moment(one.looked)
        )
        spans = [
            dotted([_bout(bout, rested), onset])
            for bout, onset in zip(one.bouts, [*onsets, *[""] * len(one.bouts)], strict=False)
        ]
        yield Grounds(title, card.lines, dotted([looked, *spans]))
    yield from rested.card(course.entries)


def _bout(bout: Bout, rested: Rested) -> str:
    """A time with a toxicity: its highest grade, from when to when."""
    values = {
        "level": f"≥{bout.maximum}" if bout.at_least else bout.maximum,
        "onset": rested.moment(bout.onset),
        "end": "" if bout.end is None else rested.moment(bout.end),
    }
    if bout.end is None:
        return translate("Toxicities", "highest {level}, since {onset}").format(**values)
    return translate("Toxicities", "highest {level}, {onset} to {end}").format(**values)


def _gvhd(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    course = found.gvhd
    if course.grade is None:
        said = (
            translate("Toxicities", "The protocol asks for it; nobody has examined yet.")
            if course.asked
            else translate("Toxicities", "No examination; the protocol does not ask for it.")
        )
        mark, role = ("?", "warn") if course.asked else ("·", "second")
        yield Grounds(toxicity.scale_called("agvhd"), (Line(mark, said, role=role),), foot("agvhd"))
        return
    pattern = translate(
        "Toxicities", "The grade is a pattern of the stages, not the highest of them."
    )
    yield graded(course.grade, [Line("·", "", pattern)])
    if course.bouts:
        lines = tuple(
            Line(str(bout.maximum), "", capitalised(_bout(bout, rested))) for bout in course.bouts
        )
        yield Grounds(translate("Toxicities", "Over time"), lines)
    yield from rested.card(course.entries)


# --- older scales ---------------------------------------------------------------------------------


def _older(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    older = found.older_crs
    if not older.now:
        said = translate("Toxicities", "No sign was charted that these scales read.")
        yield Grounds(translate("Toxicities", "CRS by older scales"), (Line("?", said),))
        return
    for scale in toxicity.OLDER:
        if scale in older.now:
            yield graded(older.now[scale])
    yield from rested.card(older.entries)


# --- scores ---------------------------------------------------------------------------------------


def _easix(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    course = found.easix
    none = translate("Toxicities", "There is no limit that holds everywhere: read the trend.")
    if not course:
        said = translate("Toxicities", "LDH and platelets of one sample are needed.")
        lines = (Line("?", said, role="warn"), Line("·", "", none))
        yield Grounds(toxicity.scale_called("easix"), lines, foot("easix"))
        return
    last = course[-1]
    lines_ = [
        Line("?", toxicity.scale_called(one.name), items.easix_lacking(one), "warn")
        for one in (last.easix, last.s_easix, last.m_easix)
        if one.value is None
    ]
    lines_ += [
        Line("", "", dotted([rested.moment(one.at), easix_name(one)]))
        for one in reversed(course[-_MOST:])
    ]
    lines_.append(Line("·", "", none))
    yield Grounds(translate("Toxicities", "Values over time"), tuple(lines_), foot("easix"))
    yield from rested.card(last.entries)


def _hematotox(found: Toxicities, rested: Rested) -> Iterator[Grounds]:
    of = found.car_hematotox
    lines = []
    for name, value, points in of.score.items:
        used = [of.entries[name]] if name in of.entries else []
        item = items.hematotox_item(name)
        if points is None:
            text = translate("Toxicities", "{item}: not certain")
            lines.append(Line("?", text.format(item=item), rested.when(used), "warn"))
            continue
        text = translate("Toxicities", "{item}: {points} points").format(item=item, points=points)
        detail = dotted([items.values_text(((name, value),)), rested.when(used)])
        lines.append(Line("·", text, detail))
    title = dotted([items.hematotox_text(of.score), items.risk_text(of.score)])
    yield Grounds(title, tuple(lines), foot("car_hematotox"))
    yield from rested.card(rested.by_time(of.entries.values()))


_CARDS: Mapping[str, Callable[[Toxicities, Rested], Iterator[Grounds]]] = {
    "iec_hs": _iec_hs,
    "hscore": _hscore,
    "licats": _licats,
    "agvhd": _gvhd,
    "older_crs": _older,
    "easix": _easix,
    "car_hematotox": _hematotox,
}
"""The cards by scale; those of counts are alike."""
