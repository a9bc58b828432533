"""Toxicity scales in words: what they are called, how a grade stands, flags, what is missing."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from grading.scales import (
    crs_cartox,
    crs_ctcae,
    crs_lee,
    crs_penn,
    gvhd,
    icaht,
    iec_hs,
    licats,
    t_icaht,
)
from grading.scores import car_hematotox, easix, hscore
from grading.toxicity import ToxicityGrade
from ui.words import examined
from ui.words.codes import dotted, listed
from ui.words.table import Table

translate = QCoreApplication.translate

scale_called = Table(
    "ToxicityScale",
    {
        "icaht_early": QT_TRANSLATE_NOOP("ToxicityScale", "ICAHT early"),
        "icaht_late": QT_TRANSLATE_NOOP("ToxicityScale", "ICAHT late"),
        "t_icaht_early": QT_TRANSLATE_NOOP("ToxicityScale", "T-ICAHT early"),
        "t_icaht_late": QT_TRANSLATE_NOOP("ToxicityScale", "T-ICAHT late"),
        "iec_hs": QT_TRANSLATE_NOOP("ToxicityScale", "IEC-HS checklist"),
        "hscore": QT_TRANSLATE_NOOP("ToxicityScale", "HScore"),
        "licats": QT_TRANSLATE_NOOP("ToxicityScale", "LICATS"),
        "agvhd": QT_TRANSLATE_NOOP("ToxicityScale", "Acute GvHD"),
        "crs_lee_2014": QT_TRANSLATE_NOOP("ToxicityScale", "CRS by Lee 2014"),
        "crs_penn": QT_TRANSLATE_NOOP("ToxicityScale", "CRS by Penn 2018"),
        "crs_ctcae_5": QT_TRANSLATE_NOOP("ToxicityScale", "CRS by CTCAE 5.0"),
        "crs_cartox_2018": QT_TRANSLATE_NOOP("ToxicityScale", "CRS by CARTOX 2018"),
        "easix": QT_TRANSLATE_NOOP("ToxicityScale", "EASIX"),
        "s_easix": QT_TRANSLATE_NOOP("ToxicityScale", "s-EASIX"),
        "m_easix": QT_TRANSLATE_NOOP("ToxicityScale", "m-EASIX"),
        "car_hematotox": QT_TRANSLATE_NOOP("ToxicityScale", "CAR-HEMATOTOX"),
    },
)
"""A scale or score as it is called; the older scales of CRS always with whose they are."""

_EDITIONS = Table(
    "ToxicityScale",
    {
        "icaht_early": QT_TRANSLATE_NOOP("ToxicityScale", "EHA/EBMT 2023, days 0 to 30"),
        "icaht_late": QT_TRANSLATE_NOOP("ToxicityScale", "EHA/EBMT 2023, days 31 to 100"),
        "t_icaht_early": QT_TRANSLATE_NOOP("ToxicityScale", "research only, days 0 to 30"),
        "t_icaht_late": QT_TRANSLATE_NOOP("ToxicityScale", "research only, days 31 to 100"),
        "iec_hs": QT_TRANSLATE_NOOP("ToxicityScale", "after Hines 2023, not verified in print"),
        "hscore": QT_TRANSLATE_NOOP("ToxicityScale", "Fardet 2014, 0 to 337 points"),
        "licats": QT_TRANSLATE_NOOP("ToxicityScale", "Hagen 2025"),
        "agvhd": QT_TRANSLATE_NOOP("ToxicityScale", "MAGIC 2016, adults"),
        "crs_lee_2014": QT_TRANSLATE_NOOP("ToxicityScale", "Lee 2014, not ASTCT"),
        "crs_penn": QT_TRANSLATE_NOOP("ToxicityScale", "Penn 2018, not ASTCT"),
        "crs_ctcae_5": QT_TRANSLATE_NOOP("ToxicityScale", "CTCAE 5.0, not ASTCT"),
        "crs_cartox_2018": QT_TRANSLATE_NOOP("ToxicityScale", "CARTOX 2018, not ASTCT"),
        "easix": QT_TRANSLATE_NOOP("ToxicityScale", "LDH × creatinine / platelets"),
        "s_easix": QT_TRANSLATE_NOOP("ToxicityScale", "LDH / platelets"),
        "m_easix": QT_TRANSLATE_NOOP("ToxicityScale", "LDH × CRP / platelets"),
        "car_hematotox": QT_TRANSLATE_NOOP(
            "ToxicityScale", "Rejeski 2021, made for lymphoma, exploratory in lupus"
        ),
    },
)

SOURCES = {
    "icaht_early": icaht.SOURCE,
    "icaht_late": icaht.SOURCE,
    "t_icaht_early": t_icaht.SOURCE,
    "t_icaht_late": t_icaht.SOURCE,
    "iec_hs": iec_hs.SOURCE,
    "hscore": hscore.SOURCE,
    "licats": licats.SOURCE,
    "agvhd": gvhd.SOURCE,
    "crs_lee_2014": crs_lee.SOURCE,
    "crs_penn": crs_penn.SOURCE,
    "crs_ctcae_5": crs_ctcae.SOURCE,
    "crs_cartox_2018": crs_cartox.SOURCE,
    "easix": easix.SOURCE,
    "s_easix": easix.SOURCE,
    "m_easix": easix.SOURCE,
    "car_hematotox": car_hematotox.SOURCE,
}
"""Where a scale was published, as the literature is cited in every language."""

status = Table(
    "ToxicityStatus",
    {
        "graded": QT_TRANSLATE_NOOP("ToxicityStatus", "graded"),
        "partial": QT_TRANSLATE_NOOP("ToxicityStatus", "what could raise it was not charted"),
        "provisional": QT_TRANSLATE_NOOP("ToxicityStatus", "provisional, its days still run"),
        "low_data": QT_TRANSLATE_NOOP("ToxicityStatus", "low data, fewer values than it asks for"),
        "incomplete": QT_TRANSLATE_NOOP("ToxicityStatus", "something is missing"),
        "review": QT_TRANSLATE_NOOP("ToxicityStatus", "a person must decide"),
        "no_toxicity": QT_TRANSLATE_NOOP("ToxicityStatus", "what was found is not this"),
    },
)
"""How the grade of a toxicity stands."""

_TITLES = Table(
    "ToxicityGrade",
    {
        "level": QT_TRANSLATE_NOOP("ToxicityGrade", "{scale} grade {figure}"),
        "least": QT_TRANSLATE_NOOP("ToxicityGrade", "{scale} at least grade {figure}"),
        "unknown": QT_TRANSLATE_NOOP("ToxicityGrade", "{scale} cannot be stated"),
        "none": QT_TRANSLATE_NOOP("ToxicityGrade", "No {scale}"),
    },
)
_ORGAN_TITLES = Table(
    "ToxicityGrade",
    {
        "level": QT_TRANSLATE_NOOP("ToxicityGrade", "{organ}: LICATS grade {figure}"),
        "least": QT_TRANSLATE_NOOP("ToxicityGrade", "{organ}: LICATS at least grade {figure}"),
        "unknown": QT_TRANSLATE_NOOP("ToxicityGrade", "{organ}: LICATS cannot be stated"),
        "none": QT_TRANSLATE_NOOP("ToxicityGrade", "{organ}: no LICATS"),
    },
)
_FIGURES = ("0", "I", "II", "III", "IV")
"""The grades of GvHD as they are printed."""

_FLAGS = Table(
    "ToxicityFlag",
    {
        "provisional": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The days that count still run: further values may change it."
        ),
        "low_data": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Fewer values than the rule asks for: the true grade may be higher."
        ),
        "never_recovered": QT_TRANSLATE_NOOP(
            "ToxicityFlag",
            "At most 500/µL from the first days to the last one that counts: never recovered.",
        ),
        "single_value": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "A single value is as low as this: a second one must confirm it."
        ),
        "research": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "For research only: it decides nothing at the bedside."
        ),
        "transfusions_unknown": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Platelet transfusions are not known: the counts may be theirs."
        ),
        "transfused": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Platelets were transfused in these days: the counts may be theirs."
        ),
        "volume_and_episodes_disagree": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Stool volume and number of stools disagree: the higher stage counts."
        ),
        "bilirubin_cause": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Nobody said whether the bilirubin has another cause: look at that."
        ),
        "bilirubin_other_cause": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The bilirubin has another cause: the stage stays, less certain."
        ),
        "adult_volumes": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The stool volumes hold for adults above 50 kg: look at the weight."
        ),
        "other_causes_not_excluded": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Nobody said whether another cause explains it: look for one."
        ),
        "temperature_missing": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "No temperature that counts: the grade rests on the other signs."
        ),
        "no_fever": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "There are signs without a fever: a person must say whether it is CRS."
        ),
        "dose_stated": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Whether the dose of the vasopressor is high, a clinician stated."
        ),
        "dose_unknown": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The dose of the vasopressor is not known: say whether it is high."
        ),
        "vasopressin_only": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Vasopressin alone is counted as one vasopressor."
        ),
        "inferred_hypoxia": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "SpO₂ below 90 % without added oxygen is counted as a need for it."
        ),
        "flow_zero": QT_TRANSLATE_NOOP("ToxicityFlag", "Oxygen at flow 0 is counted as room air."),
        "baseline_oxygen": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The usual oxygen at no higher flow is not counted."
        ),
        "ppv_not_for_hypoxia": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "Positive pressure for another reason than hypoxia is not counted."
        ),
        "share_estimated": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The share of oxygen was reckoned from device and flow."
        ),
        "share_missing": QT_TRANSLATE_NOOP(
            "ToxicityFlag", "The share of oxygen is not charted: 40 % divides two grades."
        ),
    },
)

_MISSING = Table(
    "ToxicityMissing",
    {
        "icaht_early anc": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "neutrophils on some of the days 0 to 30"
        ),
        "icaht_late anc": QT_TRANSLATE_NOOP("ToxicityMissing", "neutrophils from day 31 on"),
        "t_icaht_early platelets": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "platelets on some of the days 0 to 30"
        ),
        "t_icaht_late platelets": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "platelets on two days from day 31 on"
        ),
        "agvhd skin": QT_TRANSLATE_NOOP("ToxicityMissing", "skin"),
        "agvhd liver": QT_TRANSLATE_NOOP("ToxicityMissing", "bilirubin"),
        "agvhd upper_gi": QT_TRANSLATE_NOOP("ToxicityMissing", "upper gut"),
        "agvhd lower_gi": QT_TRANSLATE_NOOP("ToxicityMissing", "stool"),
        "agvhd bullae": QT_TRANSLATE_NOOP("ToxicityMissing", "whether there are bullae"),
        "agvhd desquamation_pct": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "how much skin is desquamated"
        ),
        "agvhd severe_abdominal_pain": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "whether there is severe abdominal pain or ileus"
        ),
        "agvhd gross_blood": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "whether the stool is grossly bloody"
        ),
        "licats signs": QT_TRANSLATE_NOOP("ToxicityMissing", "signs of the organ"),
        "licats involved_before": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "whether the organ was involved before"
        ),
        "licats b_cells_depleted": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "whether the B cells are depleted"
        ),
        "licats course": QT_TRANSLATE_NOOP("ToxicityMissing", "what it came to"),
        "licats organs": QT_TRANSLATE_NOOP("ToxicityMissing", "any organ"),
        "crs temperature": QT_TRANSLATE_NOOP("ToxicityMissing", "temperature"),
        "crs hypotension": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "blood pressure, or the dose of the vasopressor"
        ),
        "crs hypoxia": QT_TRANSLATE_NOOP(
            "ToxicityMissing", "oxygen device, or the share of oxygen"
        ),
        "crs organs": QT_TRANSLATE_NOOP("ToxicityMissing", "CTCAE grades of organs"),
    },
)

cause = Table(
    "LicatsCause",
    {
        "flare": QT_TRANSLATE_NOOP("LicatsCause", "flare"),
        "infection": QT_TRANSLATE_NOOP("LicatsCause", "infection"),
        "gvhd": QT_TRANSLATE_NOOP("LicatsCause", "GvHD"),
        "drug_rash": QT_TRANSLATE_NOOP("LicatsCause", "drug rash"),
    },
)
"""What else an organ may show instead of LICATS."""

whose = Table(
    "CrsScale",
    {
        "astct": QT_TRANSLATE_NOOP("CrsScale", "ASTCT"),
        "crs_lee_2014": QT_TRANSLATE_NOOP("CrsScale", "Lee"),
        "crs_penn": QT_TRANSLATE_NOOP("CrsScale", "Penn"),
        "crs_ctcae_5": QT_TRANSLATE_NOOP("CrsScale", "CTCAE"),
        "crs_cartox_2018": QT_TRANSLATE_NOOP("CrsScale", "CARTOX"),
    },
)
"""Whose scale of CRS a grade is, as short as a chip holds it."""
_STAGES = Table(
    "GvhdStage",
    {
        "skin": QT_TRANSLATE_NOOP("GvhdStage", "skin {stage}"),
        "liver": QT_TRANSLATE_NOOP("GvhdStage", "liver {stage}"),
        "upper_gi": QT_TRANSLATE_NOOP("GvhdStage", "upper gut {stage}"),
        "lower_gi": QT_TRANSLATE_NOOP("GvhdStage", "lower gut {stage}"),
    },
)
onset = Table(
    "LicatsOnset",
    {
        "early": QT_TRANSLATE_NOOP("LicatsOnset", "early, up to day 14"),
        "intermediate": QT_TRANSLATE_NOOP("LicatsOnset", "intermediate, up to day 30"),
        "late": QT_TRANSLATE_NOOP("LicatsOnset", "late, after day 30"),
    },
)
"""When LICATS of an organ began."""

OLDER = ("crs_lee_2014", "crs_penn", "crs_ctcae_5", "crs_cartox_2018")
"""The scales of CRS before ASTCT, in the order in which they stand side by side."""


def family(scale: str) -> str:
    """The scales that share their words: all older ones of CRS are "crs"."""
    return "crs" if scale in OLDER else scale


def edition(scale: str) -> str:
    """The edition of a scale, or what a score is reckoned from; research and doubt are said."""
    return _EDITIONS(scale)


def figure(scale: str, level: int) -> str:
    """A grade as it is printed: "3", of GvHD "III"."""
    return _FIGURES[level] if scale == "agvhd" else str(level)


def is_least(grade: ToxicityGrade) -> bool:
    """Whether only "at least" is certain: what was not charted or measured could raise it."""
    if grade.level is None:
        return grade.at_least > 0
    return grade.status == "partial" or (grade.status == "low_data" and bool(grade.missing))


def title(grade: ToxicityGrade) -> str:
    """A grade as a title: "ICAHT early grade 3", "… at least grade 2", "… cannot be stated"."""
    return _TITLES(_certain(grade)).format(
        scale=scale_called(grade.scale), figure=figure(grade.scale, grade.counted)
    )


def organ_title(grade: licats.Licats) -> str:
    """The grade of one organ as a title: "Skin: LICATS grade 2", "Skin: no LICATS"."""
    return _ORGAN_TITLES(_certain(grade)).format(
        organ=examined.organ(str(grade.organ)), figure=grade.counted
    )


def _certain(grade: ToxicityGrade) -> str:
    if grade.status == "no_toxicity":
        return "none"
    if is_least(grade):
        return "least"
    return "unknown" if grade.level is None else "level"


def standing(grade: ToxicityGrade) -> str:
    """How a grade stands, in a few words: its status, and what its flags add to that."""
    also = [code for code in ("low_data", "provisional") if code in grade.flags]
    said = [status(code) for code in dict.fromkeys((grade.status, *also)) if code != "graded"]
    return dotted(said) or status("graded")


def flags(grade: ToxicityGrade) -> tuple[str, ...]:
    """All flags of a grade in sentences, always in the same order."""
    return tuple(_FLAGS(code) for code in _FLAGS.codes if code in grade.flags)


def missing(scale: str, code: str) -> str:
    """What would have to be known, in a few words; an organ of LICATS by its name."""
    if scale == "licats" and code in examined.organ:
        return examined.organ(code)
    return _MISSING(f"{family(scale)} {code}")


def missing_line(grade: ToxicityGrade) -> str:
    """All that is missing, in a few words; empty where nothing is."""
    if not grade.missing:
        return ""
    what = listed([missing(grade.scale, code) for code in grade.missing])
    return translate("ToxicityMissing", "Not known: {what}").format(what=what)


def stages_text(grade: gvhd.Gvhd) -> str:
    """The four stages on one line: "skin 2 · liver 1 · upper gut 0 · lower gut ?"."""
    stages = grade.stages._asdict()
    return dotted(
        [
            _STAGES(organ).format(stage="?" if stage is None else stage)
            for organ, stage in stages.items()
        ]
    )


def offered(grade: licats.Licats) -> str:
    """What else to think of where it is not, or may not be, LICATS; empty where nothing is."""
    if not grade.offered:
        return ""
    causes = listed([cause(code) for code in grade.offered])
    if grade.status == "no_toxicity":
        text = translate("LicatsCause", "Not LICATS. Think of: {causes}.")
    else:
        text = translate("LicatsCause", "Think also of: {causes}.")
    return text.format(causes=causes)
