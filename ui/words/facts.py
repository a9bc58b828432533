"""Facts in words: one line for the history of every kind of fact, and what became of entries."""

from datetime import tzinfo
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.facts import (
    Acknowledged,
    Admitted,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Appointed,
    Called,
    ClockJumped,
    Collected,
    Confirmed,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Enrolled,
    Escalated,
    Fact,
    HandedOver,
    Hyperinflammation,
    LabRange,
    LicatsLook,
    LupusTreatment,
    NotDone,
    Note,
    Omitted,
    Reassigned,
    Reminded,
    Retracted,
    SaeReported,
    Screened,
    SecondEntry,
    Silenced,
    SoundChecked,
    TakenOver,
    Visited,
)
from grading.grade import Grade
from grading.scales.gvhd import Examination
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from ui.shown import date_text, moment_text, quantity_text
from ui.words import adverse, codes, examined, laboratory, lupus, trial, watch
from ui.words.codes import capitalised, dotted
from ui.words.drug_names import drug
from ui.words.grades import grade_figure, scale_name
from ui.words.measures import (
    amount,
    decimals_of,
    drug_unit,
    figures,
    ice_lost,
    ice_score,
    pressure_with_unit,
    quantity,
    seizure,
    support,
    support_whole,
    with_unit,
)
from ui.words.table import Table

translate = QCoreApplication.translate

kind_name = Table(
    "Kind",
    {
        "vitals": QT_TRANSLATE_NOOP("Kind", "Vital signs"),
        "support": QT_TRANSLATE_NOOP("Kind", "Oxygen"),
        "ice": QT_TRANSLATE_NOOP("Kind", "ICE"),
        "neuro": QT_TRANSLATE_NOOP("Kind", "Neurology"),
        "drug": QT_TRANSLATE_NOOP("Kind", "Drug"),
        "lab": QT_TRANSLATE_NOOP("Kind", "Laboratory"),
        "hypotension": QT_TRANSLATE_NOOP("Kind", "Hypotension"),
        "attribution": QT_TRANSLATE_NOOP("Kind", "Cause of a finding"),
        "death": QT_TRANSLATE_NOOP("Kind", "Death"),
        "baseline": QT_TRANSLATE_NOOP("Kind", "Baseline"),
        "infused": QT_TRANSLATE_NOOP("Kind", "Infusion of cells"),
        "planned": QT_TRANSLATE_NOOP("Kind", "Planned infusion"),
        "enrolled": QT_TRANSLATE_NOOP("Kind", "Enrolment"),
        "admitted": QT_TRANSLATE_NOOP("Kind", "Bed"),
        "discharged": QT_TRANSLATE_NOOP("Kind", "Discharge"),
        "note": QT_TRANSLATE_NOOP("Kind", "Note"),
        "notdone": QT_TRANSLATE_NOOP("Kind", "Not done"),
        "confirmed": QT_TRANSLATE_NOOP("Kind", "Physician’s grade"),
        "acknowledged": QT_TRANSLATE_NOOP("Kind", "Alarm acknowledged"),
        "retracted": QT_TRANSLATE_NOOP("Kind", "Retraction"),
        "reassigned": QT_TRANSLATE_NOOP("Kind", "Change of protocol"),
        "screened": QT_TRANSLATE_NOOP("Kind", "Screening"),
        "visited": QT_TRANSLATE_NOOP("Kind", "Visit"),
        "collected": QT_TRANSLATE_NOOP("Kind", "Done at a visit"),
        "omitted": QT_TRANSLATE_NOOP("Kind", "Left out"),
        "appointed": QT_TRANSLATE_NOOP("Kind", "Appointment"),
        "deviation": QT_TRANSLATE_NOOP("Kind", "Deviation"),
        "dltreviewed": QT_TRANSLATE_NOOP("Kind", "DLT review"),
        "ended": QT_TRANSLATE_NOOP("Kind", "End of the plan"),
        "reminded": QT_TRANSLATE_NOOP("Kind", "Reminder"),
        "silenced": QT_TRANSLATE_NOOP("Kind", "Alarm silenced"),
        "escalated": QT_TRANSLATE_NOOP("Kind", "Alarm moved on"),
        "called": QT_TRANSLATE_NOOP("Kind", "Call"),
        "clockjumped": QT_TRANSLATE_NOOP("Kind", "Clock jumped"),
        "soundchecked": QT_TRANSLATE_NOOP("Kind", "Sound check"),
        "handedover": QT_TRANSLATE_NOOP("Kind", "Handed over"),
        "takenover": QT_TRANSLATE_NOOP("Kind", "Taken over"),
        "adverseevent": QT_TRANSLATE_NOOP("Kind", "Adverse event"),
        "adverseeventchanged": QT_TRANSLATE_NOOP("Kind", "Adverse event: change"),
        "adverseeventended": QT_TRANSLATE_NOOP("Kind", "Adverse event: end"),
        "adverseeventdismissed": QT_TRANSLATE_NOOP("Kind", "Adverse event: none"),
        "saereported": QT_TRANSLATE_NOOP("Kind", "SAE reported"),
        "sledai": QT_TRANSLATE_NOOP("Kind", "SLEDAI"),
        "pga": QT_TRANSLATE_NOOP("Kind", "PGA"),
        "bilag": QT_TRANSLATE_NOOP("Kind", "BILAG"),
        "beyondsledai": QT_TRANSLATE_NOOP("Kind", "Beyond SLEDAI"),
        "lupustreatment": QT_TRANSLATE_NOOP("Kind", "Lupus treatment"),
        "gvhd": QT_TRANSLATE_NOOP("Kind", "Examination for GvHD"),
        "licats": QT_TRANSLATE_NOOP("Kind", "Organ looked at for LICATS"),
        "hyperinflammation": QT_TRANSLATE_NOOP("Kind", "Hyperinflammation"),
        "labrange": QT_TRANSLATE_NOOP("Kind", "Reference range"),
        "secondentry": QT_TRANSLATE_NOOP("Kind", "Second entry"),
    },
)
"""A kind of fact, by its name in the file."""

_DONE = Table(
    "DrugLine",
    {
        "given": QT_TRANSLATE_NOOP("DrugLine", "{drug} {amount} given"),
        "started": QT_TRANSLATE_NOOP("DrugLine", "{drug} started at {amount}"),
        "changed": QT_TRANSLATE_NOOP("DrugLine", "{drug} changed to {amount}"),
        "continued": QT_TRANSLATE_NOOP("DrugLine", "{drug} continues at {amount}"),
        "stopped": QT_TRANSLATE_NOOP("DrugLine", "{drug} stopped at {amount}"),
    },
)
_DONE_BARE = Table(
    "DrugLine",
    {
        "given": QT_TRANSLATE_NOOP("DrugLine", "{drug} given"),
        "started": QT_TRANSLATE_NOOP("DrugLine", "{drug} started"),
        "changed": QT_TRANSLATE_NOOP("DrugLine", "{drug} changed"),
        "continued": QT_TRANSLATE_NOOP("DrugLine", "{drug} continues"),
        "stopped": QT_TRANSLATE_NOOP("DrugLine", "{drug} stopped"),
    },
)
_JUDGED = Table(
    "Hypotension",
    {
        "yes": QT_TRANSLATE_NOOP("Hypotension", "This pressure is hypotension"),
        "no": QT_TRANSLATE_NOOP("Hypotension", "This pressure is usual for the patient"),
        "unsure": QT_TRANSLATE_NOOP("Hypotension", "Unsure whether this pressure is hypotension"),
    },
)
_PUT_DOWN = Table(
    "Attribution",
    {
        "toxicity": QT_TRANSLATE_NOOP("Attribution", "Put down to the toxicity: {finding}"),
        "other": QT_TRANSLATE_NOOP("Attribution", "Put down to another cause alone: {finding}"),
        "both": QT_TRANSLATE_NOOP(
            "Attribution", "Put down to the toxicity and another cause: {finding}"
        ),
        "unknown": QT_TRANSLATE_NOOP("Attribution", "Of unknown cause: {finding}"),
    },
)
_DIED_OF = Table(
    "Death",
    {
        "crs": QT_TRANSLATE_NOOP("Death", "Death due to CRS"),
        "icans": QT_TRANSLATE_NOOP("Death", "Death due to ICANS"),
        "other": QT_TRANSLATE_NOOP("Death", "Death of another cause"),
    },
)


def fact(fact: Fact, zone: tzinfo) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    """A fact on one line, with times in the site's zone; never empty."""
    match fact:
        case Vitals():
            return _vitals(fact)
        case Support():
            return capitalised(support_whole(fact))
        case Ice():
            return _ice(fact)
        case Neuro():
            return _neuro(fact)
        case Drug():
            return drug_line(fact, zone)
        case Lab():
            return dotted([lab(fact), laboratory.reported(fact)])
        case Hypotension():
            return _JUDGED(fact.present)
        case Attribution():
            text = _PUT_DOWN(fact.cause).format(finding=codes.finding(fact.finding))
            return dotted([text, fact.comment])
        case Death():
            return _DIED_OF(fact.due_to)
        case Baseline():
            return _baseline(fact)
        case Infused():
            return dotted([_cells(fact), _part(fact), fact.product])
        case Planned():
            return translate("Fact", "Infusion planned for {moment}").format(
                moment=moment_text(fact.infusion, zone, QLocale())
            )
        case Enrolled():
            return _enrolled(fact)
        case Admitted():
            return translate("Fact", "In bed {bed}").format(bed=fact.bed)
        case Discharged() if fact.to:
            return translate("Fact", "Left the ward: {to}").format(to=fact.to)
        case Discharged():
            return translate("Fact", "Left the ward")
        case Note():
            return " ".join(fact.text.split())
        case Confirmed():
            return dotted([confirmed(fact), fact.reason])
        case Retracted():
            return translate("Fact", "The entry does not count any more")
        case (
            Reassigned()
            | Screened()
            | Visited()
            | Collected()
            | Omitted()
            | Appointed()
            | Deviation()
            | DltReviewed()
            | Ended()
            | Reminded()
        ):
            return trial.fact(fact, zone)
        case (
            NotDone()
            | Acknowledged()
            | Silenced()
            | Escalated()
            | Called()
            | ClockJumped()
            | SoundChecked()
            | HandedOver()
            | TakenOver()
        ):
            return watch.fact(fact, zone)
        case (
            AdverseEvent()
            | AdverseEventChanged()
            | AdverseEventEnded()
            | AdverseEventDismissed()
            | SaeReported()
        ):
            return adverse.fact(fact, zone)
        case Sledai() | Pga() | Bilag() | BeyondSledai() | LupusTreatment():
            return lupus.fact(fact)
        case Examination() | LicatsLook() | Hyperinflammation():
            return examined.fact(fact)
        case LabRange() | SecondEntry():
            return laboratory.fact(fact)
        case _:
            assert_never(fact)


def _vitals(fact: Vitals) -> str:
    said = []
    if fact.temp_c is not None:
        taken = codes.site(fact.temp_site) if fact.temp_site else ""
        text = translate("Fact", "{temp} {site}") if taken else "{temp}"
        said.append(text.format(temp=quantity(Vitals, "temp_c", fact.temp_c), site=taken))
    if fact.arrest:
        said.append(translate("Fact", "cardiac arrest"))
    elif fact.hr_bpm is not None:
        said.append(translate("Fact", "HR {n}").format(n=figures(Vitals, "hr_bpm", fact.hr_bpm)))
    if fact.bp_unrecordable or fact.sbp_mmhg is not None or fact.map_mmhg is not None:
        said.append(_pressure(fact))
    elif fact.dbp_mmhg is not None:
        low = quantity(Vitals, "dbp_mmhg", fact.dbp_mmhg)
        said.append(translate("Fact", "diastolic {pressure}").format(pressure=low))
    if fact.rr_bpm is not None:
        said.append(translate("Fact", "RR {n}").format(n=figures(Vitals, "rr_bpm", fact.rr_bpm)))
    if fact.spo2_pct is not None:
        spo2 = quantity(Vitals, "spo2_pct", fact.spo2_pct)
        said.append(translate("Fact", "SpO₂ {spo2}").format(spo2=spo2))
    if fact.consciousness is not None:
        said.append(codes.acvpu(fact.consciousness))
    if fact.weight_kg is not None:
        said.append(quantity(Vitals, "weight_kg", fact.weight_kg))
    return dotted(said) or translate("Fact", "nothing charted")


def _pressure(fact: Vitals) -> str:
    if fact.bp_unrecordable:
        return pressure_with_unit(fact)
    values = {"pressure": pressure_with_unit(fact)}
    text = translate("Fact", "BP {pressure}")
    if fact.bp_method is not None:
        text = translate("Fact", "BP {pressure} {method}")
        values["method"] = codes.method(fact.bp_method)
    said = [text.format(**values)]
    mean = fact.mean_mmhg
    if fact.map_mmhg is not None and mean is not None and round(mean) != fact.map_mmhg:
        charted = quantity(Vitals, "map_mmhg", fact.map_mmhg)
        said.append(translate("Fact", "mean charted as {pressure}").format(pressure=charted))
    return dotted(said)


def _ice(fact: Ice) -> str:
    said = [ice_score(fact), ice_lost(fact)]
    if fact.language:
        said.append(translate("Fact", "in {language}").format(language=fact.language))
    if fact.interpreter:
        said.append(translate("Fact", "with interpreter"))
    elif fact.interpreter is not None:
        said.append(translate("Fact", "without interpreter"))
    return dotted(said)


def _neuro(fact: Neuro) -> str:
    said = []
    if fact.loc is not None:
        said.append(codes.loc(fact.loc))
    if fact.natural_sleep:
        said.append(translate("Fact", "asleep naturally"))
    said.append(seizure(fact))
    if fact.oedema is not None:
        said.append(codes.oedema(fact.oedema))
    for name in codes.neuro_present.codes:
        value = getattr(fact, name)
        if value is not None:
            said.append(codes.neuro_present(name) if value else codes.neuro_absent(name))
    return capitalised(dotted(said)) or translate("Fact", "nothing charted")


def drug_line(fact: Drug, zone: tzinfo) -> str:
    """A drug and what was done with it: "Noradrenaline started at 0.06 µg/kg/min · intravenous"."""
    measured = amount(fact)
    line = _DONE if measured else _DONE_BARE
    said = [capitalised(line(fact.action).format(drug=drug(fact.name), amount=measured))]
    if fact.rate is not None and fact.dose is not None:
        dose = with_unit(figures(Drug, "dose", fact.dose), drug_unit(fact.dose_unit))
        said.append(translate("Fact", "dose {dose}").format(dose=dose))
    if fact.route is not None:
        said.append(codes.route(fact.route))
    if fact.line:
        said.append(translate("Fact", "line {line}").format(line=fact.line))
    if fact.until is not None:
        until = moment_text(fact.until, zone, QLocale())
        said.append(translate("Fact", "until {moment}").format(moment=until))
    if fact.stable:
        said.append(translate("Fact", "the usual dose, taken before"))
    if fact.procedure:
        said.append(translate("Fact", "during a procedure"))
    return dotted(said)


def lab(fact: Lab) -> str:
    """A laboratory value as printed: "IL-6 3400 pg/mL", "CRP < 1 mg/L", "Ferritin: haemolysed"."""
    known = analytes().get(fact.analyte)
    label = known.label if known is not None else fact.analyte
    if fact.value is None:
        return translate("Fact", "{analyte}: {text}").format(analyte=label, text=fact.text)
    unit = known.shown if known is not None and fact.unit == known.unit else fact.unit
    value = with_unit(quantity_text(fact.value, decimals_of(fact.value), QLocale()), unit)
    if fact.bound is not None:
        value = f"{fact.bound}\N{NO-BREAK SPACE}{value}"
    text = translate("Fact", "{analyte} {value}").format(analyte=label, value=value)
    return dotted([text, fact.text or ""])


def _baseline(fact: Baseline) -> str:
    said = []
    if fact.ice is not None:
        text = translate("Fact", "usual ICE {score}")
        said.append(text.format(score=quantity(Baseline, "ice", fact.ice)))
    if fact.sbp_mmhg is not None:
        text = translate("Fact", "usual systolic pressure {pressure}")
        said.append(text.format(pressure=quantity(Baseline, "sbp_mmhg", fact.sbp_mmhg)))
    if fact.device is not None:
        text = translate("Fact", "oxygen at home: {oxygen}")
        said.append(text.format(oxygen=support(Support(fact.device, fact.flow_lpm))))
    elif fact.flow_lpm is not None:
        text = translate("Fact", "oxygen at home: {oxygen}")
        said.append(text.format(oxygen=quantity(Baseline, "flow_lpm", fact.flow_lpm)))
    if fact.spo2_target_88_92:
        said.append(translate("Fact", "SpO₂ target 88 to 92 %"))
    elif fact.spo2_target_88_92 is not None:
        said.append(translate("Fact", "no SpO₂ target of 88 to 92 %"))
    return capitalised(dotted(said)) or translate("Fact", "nothing charted")


def _cells(fact: Infused) -> str:
    if fact.dose is None:
        return translate("Fact", "Cells infused")
    millions = quantity_text(fact.dose / 1e6, decimals_of(fact.dose / 1e6), QLocale())
    if fact.dose_unit == "cells/kg":
        return translate("Fact", "{n}×10⁶ cells per kg infused").format(n=millions)
    return translate("Fact", "{n}×10⁶ cells infused").format(n=millions)


def _part(fact: Infused) -> str:
    if fact.fraction is None:
        return ""
    return translate("Fact", "part {n} of a split dose").format(n=fact.fraction)


def _enrolled(fact: Enrolled) -> str:
    said = [fact.initials]
    if fact.birth_date is not None:
        born = date_text(fact.birth_date, QLocale())
        said.append(translate("Fact", "born {day}").format(day=born))
    elif fact.birth_year is not None:
        said.append(translate("Fact", "born {year}").format(year=fact.birth_year))
    if fact.sex is not None:
        said.append(codes.sex(fact.sex))
    if fact.weight_kg is not None:
        said.append(quantity(Enrolled, "weight_kg", fact.weight_kg))
    if fact.height_cm is not None:
        said.append(quantity(Enrolled, "height_cm", fact.height_cm))
    said += [trial.edition(fact.protocol, fact.edition), fact.dose_level]
    if fact.consented is not None:
        signed = date_text(fact.consented, QLocale())
        said.append(translate("Fact", "consent signed {day}").format(day=signed))
    return dotted(said) or translate("Fact", "enrolled")


def confirmed(fact: Confirmed) -> str:
    """A physician's word on a grade: "CRS grade 3 confirmed", "… in place of 2"."""
    if fact.overrides:
        text = translate("Fact", "{scale} grade {level} stated in place of {computed}")
    else:
        text = translate("Fact", "{scale} grade {level} confirmed")
    computed = grade_figure(Grade(fact.computed, fact.at_least, fact.status))
    return text.format(scale=scale_name(fact.scale), level=fact.level, computed=computed)
