"""Why the grade of a toxicity is what it is: every ground in words, with its values."""

from collections.abc import Mapping
from typing import Any, get_args

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.scales.gvhd import Examination
from grading.scales.licats import Organ
from grading.signs import Support, Vitals
from grading.toxicity import Ground
from ui.shown import day_text, quantity_text
from ui.words import examined
from ui.words.codes import capitalised, dotted, listed
from ui.words.drug_names import drug
from ui.words.measures import decimals_of, quantity, quantity_label, support_whole
from ui.words.reasons import Said
from ui.words.table import Table
from ui.words.toxicity import family, missing

translate = QCoreApplication.translate

_GROUNDS = Table(
    "ToxicityGround",
    {
        "icaht_early anc_500 longest_run": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Neutrophils at most 500/µL: longest run {days} d"
        ),
        "icaht_early anc_500 none": QT_TRANSLATE_NOOP(
            "ToxicityGround", "No known day with neutrophils at most 500/µL"
        ),
        "icaht_early anc_100 longest_run": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Neutrophils at most 100/µL: longest run {days} d"
        ),
        "icaht_early anc_100 none": QT_TRANSLATE_NOOP(
            "ToxicityGround", "No known day with neutrophils at most 100/µL"
        ),
        "icaht_early recovery never_recovered": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Never recovered"
        ),
        "icaht_late anc two_lowest": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Lowest neutrophils, on two days"
        ),
        "icaht_late anc single_value": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Neutrophils of the only day measured"
        ),
        "icaht_late anc transient": QT_TRANSLATE_NOOP(
            "ToxicityGround", "One low day, the next lowest above 1500/µL: transient"
        ),
        "t_icaht_early plt_50 cumulative_days": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Days with platelets below 50 × 10⁹/L: {days}"
        ),
        "t_icaht_early plt_20 cumulative_days": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Days with platelets below 20 × 10⁹/L: {days}"
        ),
        "t_icaht_late plt two_tests": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Tests with low platelets; grades 1 to 3 ask for two"
        ),
        "agvhd skin active_erythema": QT_TRANSLATE_NOOP("ToxicityGround", "Skin, stage {level}"),
        "agvhd skin erythroderma_bullae_desquamation": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Skin, stage {level}: erythroderma, bullae and desquamation"
        ),
        "agvhd skin not_assessed": QT_TRANSLATE_NOOP("ToxicityGround", "Skin not assessed"),
        "agvhd liver bilirubin": QT_TRANSLATE_NOOP("ToxicityGround", "Liver, stage {level}"),
        "agvhd liver not_assessed": QT_TRANSLATE_NOOP("ToxicityGround", "Bilirubin not measured"),
        "agvhd upper_gi persistent": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Upper gut, stage {level}: persistent nausea, vomiting or anorexia"
        ),
        "agvhd upper_gi not_persistent": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Upper gut, stage {level}: no persistent nausea, vomiting or anorexia"
        ),
        "agvhd upper_gi not_assessed": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Upper gut not assessed"
        ),
        "agvhd lower_gi stool": QT_TRANSLATE_NOOP("ToxicityGround", "Lower gut, stage {level}"),
        "agvhd lower_gi volume_and_episodes_disagree": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Lower gut, stage {level}: the higher of volume and number"
        ),
        "agvhd lower_gi gross_blood": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Lower gut, stage {level}: grossly bloody stool"
        ),
        "agvhd lower_gi severe_abdominal_pain": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Lower gut, stage {level}: severe abdominal pain or ileus"
        ),
        "agvhd lower_gi not_assessed": QT_TRANSLATE_NOOP("ToxicityGround", "Stool not charted"),
        "agvhd skin stage": QT_TRANSLATE_NOOP("ToxicityGround", "Skin, stage {level} as stated"),
        "agvhd liver stage": QT_TRANSLATE_NOOP("ToxicityGround", "Liver, stage {level} as stated"),
        "agvhd upper_gi stage": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Upper gut, stage {level} as stated"
        ),
        "agvhd lower_gi stage": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Lower gut, stage {level} as stated"
        ),
        "licats signs creatinine_rise": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Creatinine at least 50 % above its baseline"
        ),
        "licats signs signs_present": QT_TRANSLATE_NOOP("ToxicityGround", "Signs are present"),
        "licats signs no_signs": QT_TRANSLATE_NOOP("ToxicityGround", "No sign of this organ"),
        "licats signs signs_not_charted": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Not every sign was looked for"
        ),
        "licats preconditions not_involved_before": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Not LICATS: the organ was not involved before"
        ),
        "licats preconditions b_cells_present": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Not LICATS: B cells are present"
        ),
        "licats preconditions otherwise_explained": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Not LICATS: another cause explains it"
        ),
        "licats preconditions not_charted": QT_TRANSLATE_NOOP(
            "ToxicityGround", "The preconditions are not all told"
        ),
        "licats preconditions preconditions_hold": QT_TRANSLATE_NOOP(
            "ToxicityGround", "The preconditions hold"
        ),
        "licats course": QT_TRANSLATE_NOOP("ToxicityGround", "What it came to: {course}"),
        "crs death death": QT_TRANSLATE_NOOP("ToxicityGround", "Death of the syndrome"),
        "crs fever fever": QT_TRANSLATE_NOOP("ToxicityGround", "Fever"),
        "crs fever no_fever": QT_TRANSLATE_NOOP("ToxicityGround", "No fever"),
        "crs fever fever_other_cause": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Fever, put down to another cause"
        ),
        "crs fever temperature_missing": QT_TRANSLATE_NOOP("ToxicityGround", "Temperature missing"),
        "crs hypotension table_row": QT_TRANSLATE_NOOP("ToxicityGround", "Hypotension"),
        "crs hypotension at_least": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Hypotension; by its dose it may be higher"
        ),
        "crs hypotension none": QT_TRANSLATE_NOOP("ToxicityGround", "No hypotension"),
        "crs hypotension not_known": QT_TRANSLATE_NOOP("ToxicityGround", "Blood pressure missing"),
        "crs hypotension hypotension_other_cause": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Hypotension, put down to another cause"
        ),
        "crs hypoxia table_row": QT_TRANSLATE_NOOP("ToxicityGround", "Oxygen needed"),
        "crs hypoxia at_least": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Oxygen needed; by its share it may be higher"
        ),
        "crs hypoxia none": QT_TRANSLATE_NOOP("ToxicityGround", "No oxygen needed"),
        "crs hypoxia not_known": QT_TRANSLATE_NOOP("ToxicityGround", "Oxygen device missing"),
        "crs hypoxia hypoxia_other_cause": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Need for oxygen, put down to another cause"
        ),
        "crs organs table_row": QT_TRANSLATE_NOOP("ToxicityGround", "Toxicity of organs"),
        "crs organs at_least": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Toxicity of organs; what was not graded may be higher"
        ),
        "crs organs none": QT_TRANSLATE_NOOP("ToxicityGround", "No toxicity of organs counts"),
        "crs organs not_known": QT_TRANSLATE_NOOP(
            "ToxicityGround", "Toxicity of organs was not graded"
        ),
    },
)

_VALUES = Table(
    "ToxicityValue",
    {
        "tests_below_100": QT_TRANSLATE_NOOP("ToxicityValue", "below 100: {value}"),
        "tests_below_50": QT_TRANSLATE_NOOP("ToxicityValue", "below 50: {value}"),
        "tests_below_20": QT_TRANSLATE_NOOP("ToxicityValue", "below 20: {value}"),
        "days_below_20": QT_TRANSLATE_NOOP("ToxicityValue", "days below 20: {value}"),
        "creatinine": QT_TRANSLATE_NOOP("ToxicityValue", "creatinine {value}"),
        "transaminases": QT_TRANSLATE_NOOP("ToxicityValue", "transaminases {value}"),
        "other": QT_TRANSLATE_NOOP("ToxicityValue", "other organs {value}"),
    },
)
"""A value of a ground; of the organs their CTCAE grades."""
_SAID = Table(
    "ToxicityValue",
    {
        "high_dose yes": QT_TRANSLATE_NOOP("ToxicityValue", "high dose"),
        "high_dose no": QT_TRANSLATE_NOOP("ToxicityValue", "low dose"),
        "high_dose unknown": QT_TRANSLATE_NOOP("ToxicityValue", "dose not known"),
        "hypotension yes": QT_TRANSLATE_NOOP("ToxicityValue", "judged at the bedside"),
        "hypotension no": QT_TRANSLATE_NOOP(
            "ToxicityValue", "a low pressure judged usual for the patient"
        ),
        "transfused_for_coagulopathy yes": QT_TRANSLATE_NOOP(
            "ToxicityValue", "transfused for coagulopathy"
        ),
        "transfused_for_coagulopathy no": QT_TRANSLATE_NOOP(
            "ToxicityValue", "not transfused for coagulopathy"
        ),
        "hospitalised yes": QT_TRANSLATE_NOOP("ToxicityValue", "in hospital for it"),
        "hospitalised no": QT_TRANSLATE_NOOP("ToxicityValue", "not in hospital for it"),
        "involved_before yes": QT_TRANSLATE_NOOP("ToxicityValue", "organ involved before"),
        "involved_before no": QT_TRANSLATE_NOOP("ToxicityValue", "organ not involved before"),
        "involved_before unknown": QT_TRANSLATE_NOOP(
            "ToxicityValue", "organ involved before: not told"
        ),
        "b_cells_depleted yes": QT_TRANSLATE_NOOP("ToxicityValue", "B cells depleted"),
        "b_cells_depleted no": QT_TRANSLATE_NOOP("ToxicityValue", "B cells present"),
        "b_cells_depleted unknown": QT_TRANSLATE_NOOP(
            "ToxicityValue", "B cells depleted: not known"
        ),
        "otherwise_explained yes": QT_TRANSLATE_NOOP("ToxicityValue", "another cause is known"),
        "otherwise_explained no": QT_TRANSLATE_NOOP("ToxicityValue", "no other cause"),
        "otherwise_explained unknown": QT_TRANSLATE_NOOP("ToxicityValue", "other causes: not told"),
    },
)
_VITALS = ("temp_c", "sbp_mmhg", "map_mmhg", "spo2_pct")
_ASKED = ("high_dose", "involved_before", "b_cells_depleted", "otherwise_explained")
"""What was asked: that nobody answered is told too."""
_ANC_DAY = "anc_per_ul_day_"


def ground(scale: str, of: Ground) -> Said:
    """One ground of a grade: what was found, and the values it rests on (may be empty)."""
    values = dict(of.values)
    if scale == "licats" and of.domain in get_args(Organ):
        return _organ(of, values)
    if scale == "licats" and of.domain == "course":
        text = _GROUNDS("licats course").format(course=examined.course(of.code))
        return Said(text, "")
    code = of.code
    if code == "longest_run" and not values.get("days"):
        code = "none"
    text = _GROUNDS(f"{family(scale)} {of.domain} {code}")
    title = text.format(days=values.get("days"), level=of.level)
    return Said(title, capitalised(_detail(scale, of, values)))


def _organ(of: Ground, values: Mapping[str, Any]) -> Said:
    """An organ of LICATS in the list of all, with what is missing of it."""
    lacks = [missing("licats", code) for code in values.get("missing", ())]
    organ = examined.organ(of.domain)
    if of.code == "no_toxicity":
        return Said(translate("ToxicityGround", "{organ}: none").format(organ=organ), "")
    if of.level is None:
        text = translate("ToxicityGround", "{organ}: cannot be stated")
        return Said(text.format(organ=organ), capitalised(dotted(lacks)))
    text = translate("ToxicityGround", "{organ}: grade {level}")
    return Said(text.format(organ=organ, level=of.level), capitalised(dotted(lacks)))


def _detail(scale: str, of: Ground, values: Mapping[str, Any]) -> str:
    if scale == "agvhd":
        return _examined(of, values)
    if of.domain == "signs":
        return _signs(values)
    if "first_day" in values:
        text = translate("ToxicityValue", "{first} to {last}")
        days = {"first": day_text(values["first_day"]), "last": day_text(values["last_day"])}
        return text.format(**days)
    if of.code == "never_recovered":
        text = translate("ToxicityValue", "to {day}, the last day that counts")
        return text.format(day=day_text(values["last_day"]))
    return dotted([_value(name, value) for name, value in of.values if name != "days"])


def _examined(of: Ground, values: Mapping[str, Any]) -> str:
    """The findings of a stage in the words of the examination."""
    found = {name: value for name, value in values.items() if value is not None}
    return examined.fact(Examination(**found)) if found and of.domain != "upper_gi" else ""


def _signs(values: Mapping[str, Any]) -> str:
    said = [examined.sign(code) for code in values["present"]]
    creatinine, baseline = values.get("creatinine"), values.get("creatinine_baseline")
    if creatinine is not None and baseline is not None:
        times = quantity_text(creatinine / baseline, 2, QLocale())
        text = translate("ToxicityValue", "creatinine {times} times its baseline")
        said.append(text.format(times=times))
    return dotted(said)


def _value(name: str, value: Any) -> str:
    if isinstance(value, Support):
        return support_whole(value)
    if name == "vasopressors":
        return listed([drug(one) for one in value])
    if name.startswith(_ANC_DAY):
        text = translate("ToxicityValue", "{day}: {value}/µL")
        day = day_text(int(name.removeprefix(_ANC_DAY)))
        return text.format(day=day, value=quantity_text(value, 0, QLocale()))
    if value is None or isinstance(value, bool) or name == "hypotension":
        return _answered(name, value)
    if name in _VITALS:
        text = translate("ToxicityValue", "{name} {value}")
        measured = quantity(Vitals, name, value)
        return text.format(name=quantity_label(Vitals, name).label, value=measured)
    return _VALUES(name).format(value=quantity_text(value, decimals_of(value), QLocale()))


def _answered(name: str, said: bool | str | None) -> str:  # noqa: FBT001 - it is the answer
    if said is None:
        return _SAID(f"{name} unknown") if name in _ASKED else ""
    if isinstance(said, str):
        return _SAID(f"{name} {said}")
    return _SAID(f"{name} {'yes' if said else 'no'}")
