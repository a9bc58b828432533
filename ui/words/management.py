"""What is usually thought of at a grade, in words: reference text, never an order."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.management import Prompt, Reference
from ui.shown import moment_text, quantity_text
from ui.words.grades import grade_title, scale_name
from ui.words.measures import decimals_of
from ui.words.table import Table

translate = QCoreApplication.translate

prompt = Table(
    "Prompt",
    {
        "crs_tests": QT_TRANSLATE_NOOP(
            "Prompt",
            "Laboratory: blood count, metabolic panel with magnesium and phosphate, CRP, LDH, uric"
            " acid, fibrinogen, PT and PTT, ferritin.",
        ),
        "crs_infection": QT_TRANSLATE_NOOP(
            "Prompt",
            "With fever: cultures, a chest film, the ward’s rules for neutropenic fever; CMV and"
            " EBV may be looked for.",
        ),
        "crs_1": QT_TRANSLATE_NOOP(
            "Prompt",
            "Antipyretics, fluids, relief of symptoms; in neutropenia antibiotics and G-CSF (not"
            " GM-CSF) may be considered.",
        ),
        "crs_1_lasting": QT_TRANSLATE_NOOP(
            "Prompt",
            "Fever that lasts more than {days} days or does not yield: treatment as for grade 2"
            " may be considered.",
        ),
        "crs_2": QT_TRANSLATE_NOOP(
            "Prompt",
            "Care as for grade 1, a bolus of fluid, oxygen, or both; telemetry and oximetry.",
        ),
        "crs_tocilizumab": QT_TRANSLATE_NOOP(
            "Prompt",
            "Tocilizumab {mgkg} mg/kg IV over {hours} h, at most {most} mg; without improvement"
            " again every {every} h, up to {day} doses in 24 h and {all} in all.",
        ),
        "crs_2_refractory": QT_TRANSLATE_NOOP(
            "Prompt",
            "No better after {boluses} boluses and {least} to {most} doses of tocilizumab:"
            " dexamethasone {mg} mg IV, every {every} h, {least} to {most} doses.",
        ),
        "crs_3": QT_TRANSLATE_NOOP("Prompt", "Intensive care, vasopressors, echocardiography."),
        "crs_3_steroid": QT_TRANSLATE_NOOP(
            "Prompt", "Dexamethasone {mg} mg IV every {every} h, tapered fast."
        ),
        "crs_4": QT_TRANSLATE_NOOP("Prompt", "Care as for grade 3, with mechanical ventilation."),
        "crs_4_steroid": QT_TRANSLATE_NOOP(
            "Prompt",
            "Methylprednisolone IV every {every} h: {mg1} mg for {days1} days, {mg2} mg for"
            " {days2}, {mg3} mg for {days3}, then {mg4} mg until grade {grade}. No better: {most}"
            " mg {daily} times a day, or other agents.",
        ),
        "crs_4_others": QT_TRANSLATE_NOOP(
            "Prompt",
            "Other agents, by name only: siltuximab, anakinra, ruxolitinib, cyclophosphamide,"
            " antithymocyte globulin.",
        ),
        "icans_care": QT_TRANSLATE_NOOP(
            "Prompt",
            "ICE and a check of strength at least {times} times a day; care against aspiration,"
            " head raised; neurologist; a low sodium corrected; where the risk is high,"
            " prophylaxis of seizures may be considered.",
        ),
        "icans_1_tests": QT_TRANSLATE_NOOP("Prompt", "EEG where the findings are unexplained."),
        "icans_2_tests": QT_TRANSLATE_NOOP(
            "Prompt", "MRI or CT of the head, EEG; a lumbar puncture may be considered."
        ),
        "icans_3_tests": QT_TRANSLATE_NOOP(
            "Prompt",
            "MRI or CT of the head, again every {least} to {most} days while it stays at grade"
            " {grade} or more; EEG; lumbar puncture.",
        ),
        "icans_1_alone": QT_TRANSLATE_NOOP("Prompt", "Supportive care."),
        "icans_1_crs": QT_TRANSLATE_NOOP(
            "Prompt",
            "Tocilizumab as for CRS, its repetition with caution; a steroid from the second dose"
            " on.",
        ),
        "icans_2_alone": QT_TRANSLATE_NOOP(
            "Prompt",
            "Supportive care; where the risk is high, dexamethasone {mg} mg IV, {doses} doses,"
            " then another look; again after {least} to {most} h.",
        ),
        "icans_2_crs": QT_TRANSLATE_NOOP(
            "Prompt",
            "Tocilizumab; where it does not help, dexamethasone {mg} mg every {least} to {most} h,"
            " or methylprednisolone {mgkg} mg/kg every {every} h, until grade {grade}.",
        ),
        "icans_3_alone": QT_TRANSLATE_NOOP(
            "Prompt",
            "Intensive care; dexamethasone {mg} mg every {least} to {most} h, or"
            " methylprednisolone {mgkg} mg/kg every {every} h.",
        ),
        "icans_3_crs": QT_TRANSLATE_NOOP(
            "Prompt",
            "Tocilizumab; where it does not help, intensive care with dexamethasone {mg} mg every"
            " {least} to {most} h, or methylprednisolone {mgkg} mg/kg every {every} h.",
        ),
        "icans_taper": QT_TRANSLATE_NOOP(
            "Prompt", "It may flare when a steroid is tapered fast: watch for it."
        ),
        "icans_4_alone": QT_TRANSLATE_NOOP(
            "Prompt",
            "Intensive care, airway; methylprednisolone in high dose, about {mg} mg a day;"
            " treatment of status epilepticus and of raised intracranial pressure.",
        ),
        "icans_4_crs": QT_TRANSLATE_NOOP(
            "Prompt",
            "Intensive care, airway; tocilizumab, and methylprednisolone in high dose, about {mg}"
            " mg a day; treatment of status epilepticus and of raised intracranial pressure.",
        ),
        "icans_steroid_first": QT_TRANSLATE_NOOP(
            "Prompt", "The steroid is the first choice, tocilizumab is not."
        ),
    },
)
"""A prompt by its id, with places for its figures."""


def prompt_text(of: Prompt) -> str:
    """A prompt with its figures, and when it is meant: "Without CRS: supportive care."."""
    figures = {
        name: quantity_text(value, decimals_of(value), QLocale())
        for name, value in of.figures.items()
    }
    text = prompt(of.id).format(**figures)
    match of.crs:
        case "with":
            return translate("Reference", "With CRS: {text}").format(text=text)
        case "without":
            return translate("Reference", "Without CRS: {text}").format(text=text)
        case _:
            return text


def source_text(source: str) -> str:
    """Where prompts are from."""
    return translate("Reference", "Source: {source}").format(source=source)


def reference_title(of: Reference, chart: Chart) -> str:
    """The grade to which prompts belong, and why it is not the one of now where it is not."""
    grade = chart.grade(of.scale)
    values = {"scale": scale_name(of.scale), "n": of.level}
    if of.level is None or grade is None:
        return grade_title(of.scale, grade)
    if of.reached is not None:
        return translate(
            "Reference", "{scale} grade {n} of {moment}: stays until a physician signs a grade"
        ).format(moment=moment_text(of.reached, chart.zone, QLocale(), chart.now), **values)
    if grade.suspected is not None and of.level == grade.suspected:
        return translate("Reference", "{scale} grade {n}, if a person decides that it is").format(
            **values
        )
    if of.level != grade.counted:
        return translate("Reference", "{scale} grade {n}, as a physician signed it").format(
            **values
        )
    return grade_title(of.scale, grade)


def no_prompt_text(of: Reference) -> str:
    """Why there is no prompt."""
    if of.level is None:
        return translate("Reference", "No prompt: there is no grade to choose it by.")
    return translate("Reference", "No prompt at grade 0.")


def banner_text() -> str:
    """What reference text is, and what it is not."""
    return translate(
        "Reference",
        "Reference text, no order: follow the protocol and the treating physician. The"
        " protocol’s text prevails.",
    )
