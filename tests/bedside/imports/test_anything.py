"""Whatever stands in a file: nothing breaks, every row has one outcome, every entry can be kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bedside.facts import decoded, encoded, kind_of
from bedside.imports import Batch, Unreadable, load, summary
from bedside.imports.columns import COLUMNS, METHODS, PRESSURES
from bedside.imports.kinds import Map
from tests.bedside.imports.written import AT, counts, file, read

NAMES = [*COLUMNS, *(f"{how}.{what}" for how in METHODS for what in PRESSURES), "lab:crp mg/L"]
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1", "38.4", "38,4", "98.6", "1e30", "60%", "yes", "no", "other", "A",
         "none", "nasal_cannula", "norepinephrine", "started", "given", "il6", "<5", "pg/mL", "iv",
         AT, "2026-03-04 09:30", "cells/kg", "fever", "sedated", "asleep", '"', "\0", "ﷺ", "1:160"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8),
    st.floats(0, 400).map(lambda number: f"{number:.1f}"),
)  # fmt: skip


def checked(batch: Batch) -> None:
    counts(batch)
    for draft in batch.drafts:
        assert decoded(kind_of(draft.fact), encoded(draft.fact)) == draft.fact
        assert all(isinstance(words, str) for pair in draft.original for words in pair)
        assert len(dict(draft.original)) == len(draft.original)
    assert len({draft.source for draft in batch.drafts}) == len(batch.drafts)
    assert all("\n" not in line for line in summary(batch))
    assert all(r.reason for one in batch.files for r in one.refusals)


@given(st.data())
def test_any_cells_under_our_columns(data: st.DataObject):
    header = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    lines = data.draw(
        st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=4)
    )
    quoted = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in lines]
    text = "\n".join((f"time,{','.join(header)}", *(f"{AT},{row}" for row in quoted)))
    with TemporaryDirectory() as folder:
        try:
            batch = read([file(Path(folder), text)], patient="P")
        except Unreadable as error:
            assert "two columns are" in str(error)  # noqa: PT017
            return
    assert batch.rows == len(lines)
    checked(batch)


MAPS = {"recognised": None, **{name: load(name) for name in ("tidy", "cart_car22", "mimic_icu")}}


@pytest.mark.parametrize("mapping", MAPS.values(), ids=MAPS)
@given(st.binary(max_size=200))
@example(b"time,hr_bpm\n2026-03-04 08:30,\xff\n")
@example(b'time,hr_bpm\n"""\n"\n')
@example("time,hr_bpm\n2026-03-04 08:30,90".encode("utf-16"))
@example(
    b"patient_id,timepoint,day,analyte,value,unit,numeric,censored\n"
    b"P,Day 1,1e9,IL-6,1472,,,\nP,Day 99999999999,1,IL-6,1472,pg/mL,1472,<\nP,,,,,,,\n"
)
def test_any_bytes(mapping: Map | None, raw: bytes):
    with TemporaryDirectory() as folder:
        try:
            batch = read([file(Path(folder), raw)], patient="P", mapping=mapping)
        except Unreadable as error:
            assert "\n" not in str(error)  # noqa: PT017
            return
    checked(batch)
