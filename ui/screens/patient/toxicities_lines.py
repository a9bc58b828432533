"""How every toxicity stands, one line a scale, before any widget."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.toxicities import EasixAt, IecHs, Toxicities
from grading.grade import Grade
from grading.scales.licats import Licats
from grading.toxicity import Ground, ToxicityGrade
from ui.shown import day_text, moment_text
from ui.words import examined, toxicity
from ui.words import toxicity_items as items
from ui.words.codes import capitalised, dotted
from ui.words.toxicity_grounds import ground

translate = QCoreApplication.translate
_WARNED = frozenset({"review", "low_data", "partial"})
CHECKED, NOT_GRADED = "!", "–"
"""On a badge: somebody should look; nothing is graded."""


class Badge(NamedTuple):
    """What a badge shows: a level, the lowest that is certain, other words than the number."""

    level: int | None = None
    at_least: int = 0
    text: str | None = None


class Chip(NamedTuple):
    """One of several grades side by side, with whose it is."""

    whose: str
    badge: Badge


class ToxicityLine(NamedTuple):
    """One scale: its badge, name, status, on what it rests, as of when, and its form.

    ``chips`` stand in place of the badge where several scales are side by side; ``trend`` are the
    values of a small line.
    """

    key: str
    name: str
    badge: Badge | None
    status: str
    rests_on: str
    as_of: datetime | None = None
    role: str = "second"
    form: str = ""
    chips: tuple[Chip, ...] = ()
    trend: tuple[tuple[datetime, float], ...] = ()


def badge_of(grade: ToxicityGrade) -> Badge:
    """How a grade is shown; those of GvHD in Roman figures."""
    roman = toxicity.figure(grade.scale, grade.counted) if grade.scale == "agvhd" else None
    if toxicity.is_least(grade):
        counted = grade.counted
        text = f"≥{roman}" if roman is not None and counted else None
        return Badge(None, counted, text)
    if grade.level is None:
        return Badge()
    if isinstance(grade, Licats) and grade.status == "no_toxicity":
        refused = any(one.domain == "preconditions" for one in grade.grounds)
        if refused or grade.offered:
            return Badge(text=NOT_GRADED)  # it is something else: a 0 would look like all is well
    return Badge(grade.level, grade.at_least, roman)


def iec_hs_badge(found: IecHs, now: datetime) -> Badge:
    """The grade that a physician gave; else that somebody should look, or that nothing calls."""
    if found.judged is not None:
        return Badge(found.judged.value)
    if found.work_up_at(now) is not None or (found.checklist.proposal.answer == "consider_work_up"):
        return Badge(text=CHECKED)
    return Badge(text=NOT_GRADED) if found.checklist.proposal.answer == "no" else Badge()


def lines(found: Toxicities, chart: Chart) -> tuple[ToxicityLine, ...]:
    """One line a scale, those for the bedside first, risk scores last."""
    return (
        *_counts(found),
        *_hyperinflammation(found, chart),
        _licats(found),
        _gvhd(found, chart),
        _older(found, chart),
        _easix(found),
        _hematotox(found, chart),
    )


def _graded(grade: ToxicityGrade, rests_on: str, as_of: datetime | None) -> ToxicityLine:
    return ToxicityLine(
        grade.scale,
        toxicity.scale_called(grade.scale),
        badge_of(grade),
        capitalised(toxicity.standing(grade)),
        rests_on,
        as_of,
        "warn" if grade.status in _WARNED else "second",
    )


def deciding(grade: ToxicityGrade) -> Ground | None:
    """The ground with the highest level; None where none has one."""
    known = [one for one in grade.grounds if one.level is not None]
    return max(known, key=lambda one: one.level or 0, default=None)


def why(grade: ToxicityGrade) -> str:
    """On one line what a grade rests on, or what is missing."""
    top = deciding(grade)
    lacks = toxicity.missing_line(grade)
    if top is None or (grade.level is None and not grade.at_least):
        return lacks
    said = ground(grade.scale, top)
    return dotted([said.title, said.detail])


def _counts(found: Toxicities) -> Iterator[ToxicityLine]:
    for of in (found.icaht, found.t_icaht):
        for scale, grade in (("early", of.early), ("late", of.late)):
            prefix = "icaht" if of is found.icaht else "t_icaht"
            if grade is not None:
                line = _graded(grade, why(grade), of.as_of)
                if prefix == "t_icaht":
                    research = translate("Toxicities", "Research only · {status}")
                    line = line._replace(status=research.format(status=line.status.lower()))
                yield line
            elif scale == "early":
                key = f"{prefix}_early"
                yield ToxicityLine(
                    key,
                    toxicity.scale_called(key),
                    Badge(text=NOT_GRADED),
                    translate("Toxicities", "Before the infusion"),
                    capitalised(toxicity.edition(key)),
                )


def _hyperinflammation(found: Toxicities, chart: Chart) -> Iterator[ToxicityLine]:
    name = toxicity.scale_called("iec_hs")
    form = "hyperinflammation"
    if found.iec_hs is None:
        before = translate("Toxicities", "Before the infusion")
        edition = capitalised(toxicity.edition("iec_hs"))
        yield ToxicityLine("iec_hs", name, Badge(text=NOT_GRADED), before, edition, form=form)
    else:
        badge = iec_hs_badge(found.iec_hs, found.now)
        called = badge.text == CHECKED
        yield ToxicityLine(
            "iec_hs",
            name,
            badge,
            proposed_text(found.iec_hs, found.now),
            _iec_hs_rests_on(found.iec_hs, chart),
            found.iec_hs.as_of,
            "warn" if called else "second",
            form,
        )
    score = found.hscore.score
    open_items = items.hscore_lacking(score)
    yield ToxicityLine(
        "hscore",
        items.hscore_text(score),
        Badge(text=str(score.total)) if score.total is not None else Badge(),
        capitalised(items.cut_off_text(score)),
        translate("Toxicities", "Open: {items}").format(items=open_items) if open_items else "",
        found.hscore.as_of,
        "warn" if score.above_cut_off else "second",
        form,
    )


def proposed_text(found: IecHs, now: datetime) -> str:
    """What is proposed now, or that a grade was given."""
    if found.judged is not None:
        text = translate("Toxicities", "IEC-HS grade {grade}, judged by a person")
        if not found.judged.value:
            text = translate("Toxicities", "No IEC-HS, judged by a person")
        return text.format(grade=found.judged.value)
    if found.work_up_at(now) is not None:
        return items.proposed("consider_work_up")
    return items.proposed(found.checklist.proposal.answer)


def _iec_hs_rests_on(found: IecHs, chart: Chart) -> str:
    proposal = found.checklist.proposal
    if proposal.prompts:
        latest = proposal.prompts[-1]
        moment = moment_text(latest.at, chart.zone, QLocale(), chart.now)
        return dotted([items.prompt_text(latest), moment])
    if proposal.missing:
        text = translate("Toxicities", "Not known: {what}")
        return text.format(what=items.lacking_text(proposal))
    met = len(found.checklist.named("met"))
    return translate("Toxicities", "Criteria met: {n} of {all}").format(
        n=met, all=len(found.checklist.items)
    )


def _licats(found: Toxicities) -> ToxicityLine:
    grade, name = found.licats.grade, toxicity.scale_called("licats")
    if grade is None:
        text = translate("Toxicities", "No organ was looked at since the infusion")
        return ToxicityLine("licats", name, Badge(), text, "", form="licats")
    organs = [
        translate("Toxicities", "{organ} {grade}").format(
            organ=examined.organ(one.organ), grade=figure_of(one.now)
        )
        for one in found.licats.organs
    ]
    return _graded(grade, dotted(organs), found.licats.as_of)._replace(form="licats")


def figure_of(grade: ToxicityGrade) -> str:
    """A grade as on a badge: "3", "≥2", "?"."""
    shown = badge_of(grade)
    if shown.text is not None:
        return shown.text
    if shown.level is not None:
        return str(shown.level)
    return f"≥{shown.at_least}" if shown.at_least else "?"


def _gvhd(found: Toxicities, chart: Chart) -> ToxicityLine:
    course, name = found.gvhd, toxicity.scale_called("agvhd")
    if course.grade is not None:
        line = _graded(course.grade, capitalised(toxicity.stages_text(course.grade)), course.as_of)
        return line._replace(form="gvhd")
    if course.asked:
        text = translate("Toxicities", "Nobody has examined yet")
        asked = translate("Toxicities", "The protocol asks for it")
        return ToxicityLine("agvhd", name, Badge(), text, asked, role="warn", form="gvhd")
    text = (
        translate("Toxicities", "The protocol does not ask for it")
        if chart.person.enrolled.protocol
        else translate("Toxicities", "No protocol asks for it")
    )
    return ToxicityLine("agvhd", name, Badge(text=NOT_GRADED), text, "", form="gvhd")


def _older(found: Toxicities, chart: Chart) -> ToxicityLine:
    name = translate("Toxicities", "CRS by older scales")
    text = translate("Toxicities", "From the same signs; ASTCT alone guides")
    older = found.older_crs
    return ToxicityLine(
        "older_crs", name, None, text, "", older.as_of, chips=chips(chart, older.now)
    )


def chips(chart: Chart, older: Mapping[str, ToxicityGrade]) -> tuple[Chip, ...]:
    """The grade by ASTCT and those by the older scales, each with whose it is."""
    return (
        Chip(toxicity.whose("astct"), astct_badge(chart.grade("crs"))),
        *(
            Chip(toxicity.whose(scale), badge_of(older[scale]) if scale in older else Badge())
            for scale in toxicity.OLDER
        ),
    )


def astct_badge(grade: Grade | None) -> Badge:
    """The grade by ASTCT as the banner shows it."""
    if grade is None:
        return Badge()
    if "before_infusion" in grade.flags:
        return Badge(text=NOT_GRADED)
    if grade.status == "partial":
        return Badge(None, grade.counted)
    return Badge(grade.level, grade.at_least)


def _easix(found: Toxicities) -> ToxicityLine:
    last = found.easix[-1] if found.easix else None
    text = translate("Toxicities", "Trend only, there is no limit")
    if last is None:
        lacks = translate("Toxicities", "LDH and platelets of one sample are needed")
        return ToxicityLine("easix", easix_name(None), None, text, lacks)
    trend = tuple((one.at, one.easix.value) for one in found.easix if one.easix.value is not None)
    lacks = items.easix_lacking(last.easix)
    return ToxicityLine("easix", easix_name(last), None, text, lacks, last.at, trend=trend)


def easix_name(of: EasixAt | None) -> str:
    """The three indices with their latest values."""
    if of is None:
        return toxicity.scale_called("easix")
    return dotted(
        [
            translate("Toxicities", "{index} {value}").format(
                index=toxicity.scale_called(one.name), value=items.easix_text(one)
            )
            for one in (of.easix, of.s_easix, of.m_easix)
        ]
    )


def _hematotox(found: Toxicities, chart: Chart) -> ToxicityLine:
    of = found.car_hematotox
    score = of.score
    lacks = items.hematotox_lacking(score)
    if of.before is None:
        said = translate("Toxicities", "Treatment has not begun: the values may still change")
    else:
        day = chart.day_of(of.before)
        said = translate("Toxicities", "Last values before treatment began, {day}").format(
            day=moment_text(of.before, chart.zone, QLocale(), chart.now)
            if day is None
            else day_text(day)
        )
    if lacks:
        said = translate("Toxicities", "Not measured: {items}").format(items=lacks)
    return ToxicityLine(
        "car_hematotox",
        items.hematotox_text(score),
        Badge() if score.total is None else Badge(text=str(score.total)),
        translate("Toxicities", "Exploratory in lupus · {risk}").format(
            risk=items.risk_text(score)
        ),
        said,
        of.as_of,
    )
