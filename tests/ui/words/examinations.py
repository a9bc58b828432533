"""All that is written down of examinations for toxicities, for the tests that hear all of it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import get_args

from bedside.facts import Fact, Hyperinflammation, LicatsLook
from grading.scales.gvhd import Examination
from grading.scales.licats import SIGNS, Course
from grading.toxicity import CrsState
from ui.words import examined


def facts() -> Iterator[Fact]:
    """Every kind, with every field filled one way or another."""
    yield Examination()
    for said in (True, False):
        yield Examination(
            30.0, said, 6.0, 2.1, None, said, said, 700.0, 4.0, said, said, said, 58.0
        )
    yield Examination(bili_umol_l=51.0)
    for organ, signs in SIGNS.items():
        yield LicatsLook(organ)
        yield LicatsLook(organ, present=signs, involved_before=True, b_cells_depleted=True)
        yield LicatsLook(organ, absent=signs, involved_before=False, b_cells_depleted=False)
    for course in get_args(Course):
        yield LicatsLook("skin", course=course, otherwise_explained=course == "none")
    yield Hyperinflammation()
    asked = [f.name for f in fields(Hyperinflammation) if f.name not in ("crs", "grade", "comment")]
    yield Hyperinflammation(**dict.fromkeys(asked, True), comment="x", grade=0)
    yield Hyperinflammation(**dict.fromkeys(asked, False))
    yield from (Hyperinflammation(crs=state) for state in get_args(CrsState))


def sentences() -> Iterator[str]:
    """Every code in words."""
    tables = (examined.organ, examined.sign, examined.course, examined.crs_state)
    yield from (table(code) for table in tables for code in table.codes)
