"""The worked cases of ICAHT and acute GvHD: from a case's input to what the scale answers."""

from typing import Any

from grading.scales import gvhd, icaht

Case = dict[str, Any]
ICAHT_KEYS = {"anc", "last_contact_day", "as_of_day"}
GVHD_KEYS = {
    "stages", "skin_bsa", "bullae", "desquamation_pct", "bili_mg_dl", "bili_umol_l",
    "upper_gi_persistent", "stool_ml", "stool_episodes", "severe_abdominal_pain", "gross_blood",
}  # fmt: skip


def icaht_case(given: Case) -> dict[str, Any]:
    assert set(given) <= ICAHT_KEYS, set(given) - ICAHT_KEYS
    anc = [(day, value) for day, value in given["anc"]]
    window = {key: given.get(key) for key in ("last_contact_day", "as_of_day")}
    early = icaht.early(anc, **window)
    return {
        "early_grade": early.level,
        "dur500": early.dur500,
        "dur100": early.dur100,
        "never_recovered": early.never_recovered,
        "late_grade": icaht.late(anc, **window).level,
        "status": early.status,
        "flags": early.flags,
    }


def gvhd_case(given: Case) -> dict[str, Any]:
    """A case is silent where nothing was found: an absent upper gut, bullae, pain are none."""
    assert set(given) <= GVHD_KEYS, set(given) - GVHD_KEYS
    if "stages" in given:
        grade = gvhd.of_stages(gvhd.Stages(**given["stages"]))
    else:
        grade = gvhd.magic(
            gvhd.Examination(
                skin_bsa_pct=given.get("skin_bsa"),
                bullae=given.get("bullae", False),
                desquamation_pct=given.get("desquamation_pct", 0),
                bili_mg_dl=given.get("bili_mg_dl"),
                bili_umol_l=given.get("bili_umol_l"),
                upper_gi_persistent=given.get("upper_gi_persistent", False),
                stool_ml=given.get("stool_ml"),
                stool_episodes=given.get("stool_episodes"),
                severe_abdominal_pain=given.get("severe_abdominal_pain", False),
                gross_blood=given.get("gross_blood", False),
            )
        )
    return {
        "grade": grade.level,
        "min_grade": grade.at_least,
        **grade.stages._asdict(),
        "flags": grade.flags,
    }
