"""Laboratory results of a file beside those on record: idempotent, corrected, never erased."""

from datetime import UTC, datetime

import pytest

from bedside import imports
from bedside.facts import Retracted
from bedside.store import Store
from bedside.timeline import Draft, timeline
from grading.signs import Lab

AT = datetime(2026, 3, 4, 6, tzinfo=UTC)
NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
HEAD = "patient,time,analyte,value,unit,laboratory,ref_low,ref_high,result_status,issued\n"
CRP21 = Lab("crp", 21.0, "mg/L")


def row(value, *, analyte="CRP", unit="mg/L", at="2026-03-04 06:00", laboratory="", status="",
        issued="", patient="RC-1", low="", high=""):  # fmt: skip
    cells = (patient, at, analyte, value, unit, laboratory, low, high, status, issued)
    return ",".join(cells) + "\n"


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "r.sqlite", "ward", NOW) as store:
        yield store


@pytest.fixture
def read(tmp_path, store):
    """The rows of a file beside the record."""

    def make(*rows, ours=True):
        path = tmp_path / "lab.csv"
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        log = store.log()
        sources = {e.source for e in log if e.source}
        batch = imports.read([path], None, None, sources if ours else (), UTC)
        return batch, imports.matched(batch, log, sources)

    return make


@pytest.fixture
def take(read, store):
    """Imports rows as the command does; gives what was matched."""

    def make(*rows, ticked=None):
        _, results = read(*rows)
        written = {}
        while drafts := imports.due(results, ticked, written):
            for entry in store.append(drafts, NOW, "import", ""):
                written[entry.source] = entry
        return results

    return make


def standing(store, analyte="crp"):
    return [
        e for e in timeline(store.log()) if isinstance(e.fact, Lab) and e.fact.analyte == analyte
    ]


def states(results):
    return [one.state for one in results]


def by_hand(store, fact, at=AT, **more):
    return store.append([Draft("RC-1", at, fact, **more)], NOW, "Ann", "nurse")[0]


@pytest.mark.parametrize(
    ("held", "given", "state"),
    [
        # The same value is there already, whoever wrote it and in whichever unit.
        (CRP21, row("21"), "present"),
        (CRP21, row("2.1", unit="mg/dL"), "present"),
        (CRP21, row("21", laboratory="Central", high="5"), "present"),
        (CRP21, row("21", status="C"), "present"),
        # Another analyte, minute, patient, laboratory is another result.
        (CRP21, row("25", analyte="Ferritin", unit="ug/L"), "new"),
        (CRP21, row("25", at="2026-03-04 06:01"), "new"),
        (CRP21, row("25", patient="RC-2"), "new"),
        (Lab("crp", 21.0, "mg/L", laboratory="North"), row("25", laboratory="South"), "new"),
        # Another value of it is a conflict, unless the laboratory says that it corrects.
        (CRP21, row("25"), "conflict"),
        (CRP21, row("<21"), "conflict"),
        (CRP21, row("21 haemolysed"), "conflict"),
        (CRP21, row("25", at="2026-03-04 06:00:40"), "conflict"),
        (CRP21, row("25", laboratory="Central"), "conflict"),
        (CRP21, row("25", status="F"), "conflict"),
        (CRP21, row("25", issued="2026-03-04 09:00"), "conflict"),
        (CRP21, row("25", status="C"), "superseding"),
        (CRP21, row("25", status="corrected"), "superseding"),
        (CRP21, row("haemolysed", status="C"), "superseding"),
        # A result in place of none.
        (Lab("crp", text="pending"), row("25"), "superseding"),
        (CRP21, row("pending"), "conflict"),
    ],
)  # fmt: skip
def test_a_row_beside_a_result_that_was_typed(store, read, held, given, state):
    by_hand(store, held)
    _, results = read(given)
    assert states(results) == [state]


def test_what_is_imported_again_is_there_already(store, take, read):
    rows = [row("21"), row("340", analyte="IL-6", unit="pg/mL"), row("25", at="2026-03-05 06:00")]
    assert states(take(*rows)) == ["new"] * 3
    before = len(store.log())
    # By its source, and with the columns told otherwise by its value.
    assert read(*rows)[1] == ()
    assert states(read(*rows, ours=False)[1]) == ["present"] * 3
    assert states(take(*(one.replace(",,", ",Central,", 1) for one in rows))) == ["present"] * 3
    assert len(store.log()) == before


@pytest.mark.parametrize(
    "corrected",
    [
        row("25", laboratory="Central", status="C", issued="2026-03-04 09:00"),
        row("25", laboratory="Central", status="C"),
        row("25", laboratory="Central", status="F", issued="2026-03-04 09:00"),
    ],
)
def test_a_corrected_result_supersedes_and_erases_nothing(store, take, corrected):
    take(row("21", laboratory="Central", status="F", issued="2026-03-04 07:00"))
    (first,) = standing(store)
    assert states(take(corrected)) == ["superseding"]
    (now,) = standing(store)
    assert (now.fact.value, now.amends, now.reason) == (
        25.0,
        first.id,
        "corrected by the laboratory",
    )
    assert first in store.log()
    assert take(corrected) == ()


@pytest.mark.parametrize(
    ("given", "state"),
    [
        # An older issue does not take the place of a newer one, and is no conflict.
        (row("19", laboratory="Central", issued="2026-03-04 06:30"), "present"),
        (row("19", laboratory="Central", status="C", issued="2026-03-04 06:30"), "present"),
        # What stood there before the correction is known.
        (row("21", laboratory="Central"), "present"),
        (row("21", laboratory="Central", issued="2026-03-04 12:00"), "superseding"),
    ],
)
def test_what_comes_after_a_correction(take, given, state):
    take(row("21", laboratory="Central", issued="2026-03-04 07:00"))
    take(row("25", laboratory="Central", status="C", issued="2026-03-04 09:00"))
    assert states(take(given)) == [state]


def test_corrections_of_one_file_follow_each_other(store, take):
    """Whatever the order of its rows; all of them are kept."""
    rows = [
        row("27", status="C", issued="2026-03-04 11:00"),
        row("21", issued="2026-03-04 07:00"),
        row("25", status="C", issued="2026-03-04 09:00"),
    ]
    assert states(take(*rows)) == ["superseding", "new", "superseding"]
    (now,) = standing(store)
    assert now.fact.value == 27.0
    chain = {e.id: e for e in store.log()}
    values = [now.fact.value]
    while now.amends:
        now = chain[now.amends]
        values.append(now.fact.value)
    assert values == [27.0, 25.0, 21.0]


def test_a_correction_of_the_record_is_corrected_in_the_same_file(store, take):
    by_hand(store, CRP21)
    take(
        row("25", status="C", issued="2026-03-04 09:00"),
        row("27", status="C", issued="2026-03-04 11:00"),
    )
    assert [e.fact.value for e in standing(store)] == [27.0]
    assert len(store.log()) == 3


def test_two_values_of_one_file_without_a_word_are_two_results(store, take):
    assert states(take(row("21"), row("25"))) == ["new", "new"]
    assert len(standing(store)) == 2


def test_a_conflict_is_left_or_ticked_one_by_one(store, take):
    one, other = by_hand(store, CRP21), by_hand(store, Lab("il6", 340.0, "pg/mL"))
    rows = (row("25"), row("430", analyte="IL-6", unit="pg/mL"))
    assert states(take(*rows)) == ["conflict", "conflict"]
    assert {e.id for e in timeline(store.log())} == {one.id, other.id}
    take(*rows, ticked={1: "read on the sheet"})
    (now,) = standing(store, "il6")
    assert (now.fact.value, now.amends, now.reason) == (430.0, other.id, "read on the sheet")
    assert [e.fact for e in standing(store)] == [CRP21]
    assert states(take(*rows)) == ["conflict"]


def test_what_a_person_retracted_does_not_come_back_by_itself(store, take, read):
    held = by_hand(store, CRP21)
    by_hand(store, Retracted(), amends=held.id, reason="another patient's")
    _, (found,) = read(row("21"))
    assert (found.state, found.is_retracted) == ("conflict", True)
    take(row("21"))
    assert standing(store) == []
    take(row("21"), ticked={0: "it was his after all"})
    (back,) = standing(store)
    assert (back.fact.value, back.amends, back.reason) == (21.0, None, "it was his after all")


def test_what_a_person_amended_is_not_put_back(store, take):
    take(row("210"))
    (first,) = standing(store)
    by_hand(store, CRP21, amends=first.id, reason="slip of the laboratory")
    assert states(take(row("210", laboratory="Central"))) == ["present"]
    (second,) = standing(store)
    by_hand(store, CRP21, datetime(2026, 3, 4, 9, tzinfo=UTC), amends=second.id, reason="time")
    assert states(take(row("210", high="5"))) == ["present"]


def test_what_was_amended_and_then_retracted_does_not_get_lost(store, take, read):
    """Nothing of it stands: a person decides, as of what was retracted at once."""
    held = by_hand(store, CRP21)
    amended = by_hand(store, Lab("crp", 25.0, "mg/L"), amends=held.id, reason="slip")
    by_hand(store, Retracted(), amends=amended.id, reason="another patient's")
    for value in ("21", "25"):
        _, (found,) = read(row(value))
        assert (found.state, found.is_retracted) == ("conflict", True)
    take(row("21"), ticked={0: "it was his after all"})
    assert [e.fact.value for e in standing(store)] == [21.0]


def test_an_older_file_of_another_form_does_not_undo_a_second_correction(store, take):
    """Without times of issue nothing says which correction is the later one."""
    for value, status in (("21", ""), ("25", "C"), ("27", "C")):
        take(row(value, status=status))
    older = (row("21", high="5"), row("25", status="C", high="5"))
    assert states(take(*older)) == ["present", "conflict"]
    assert [e.fact.value for e in standing(store)] == [27.0]


def test_a_correction_that_a_person_amended_is_not_put_back(store, take):
    take(row("210", status="C"))
    (first,) = standing(store)
    by_hand(store, CRP21, amends=first.id, reason="slip of the laboratory")
    assert states(take(row("210", status="C", high="5"))) == ["conflict"]
    assert [e.fact for e in standing(store)] == [CRP21]


def test_a_result_may_be_corrected_back_to_what_it_was(store, take):
    for value, status in (("21", ""), ("25", "C"), ("21", "C")):
        take(row(value, status=status))
    assert [e.fact.value for e in standing(store)] == [21.0]


def test_between_two_results_of_one_sample_a_person_decides(store, take):
    take(row("21"), row("25"))
    assert states(take(row("27", status="C"))) == ["conflict"]


def test_the_account_names_what_became_of_every_row(store, take, read):
    by_hand(store, CRP21)
    take(row("7", at="2026-03-05 06:00"))
    batch, results = read(
        row("25"), row("9", at="2026-03-05 06:00", status="C"), row("21", laboratory="X"),
        row("340", analyte="IL-6", unit="pg/mL"), row("x", analyte="Bogus"),
    )  # fmt: skip
    settled = imports.settled(batch, results)
    (one,) = settled.files
    assert {outcome: n for outcome, n in one.outcomes.items() if n} == {
        "taken": 1, "superseded": 1, "conflict": 1, "present": 1, "refused": 1,
    }  # fmt: skip
    assert sum(one.outcomes.values()) == one.rows
    said = list(imports.account(results))
    assert said[0] == "laboratory: 1 new, 1 already there, 1 superseded, 1 in conflict and left"
    assert "line 2: RC-1, 2026-03-04 06:00Z: CRP 25 mg/L; in the record: CRP 21 mg/L" in said[1]
    assert imports.conflicts(results) == 1


def test_nothing_is_said_where_all_is_new(read):
    _, results = read(row("25"))
    assert list(imports.account(results)) == []


# --- what stands beside a value -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected", "refused"),
    [
        (row("21", laboratory=" Central  Lab "), Lab("crp", 21.0, "mg/L", laboratory="Central Lab"),
         []),
        (row("21", high="5"), Lab("crp", 21.0, "mg/L", high=5.0), []),
        (row("2.1", unit="mg/dL", low="0", high="0.5"), Lab("crp", 21.0, "mg/L", low=0.0, high=5.0),
         []),
        (row("21", low="x", high="5"), CRP21, [("ref_low", "not_a_number")]),
        (row("21", low="6", high="5"), CRP21, [("ref_high", "limits_crossed")]),
        (row("haemolysed", low="1", high="5"), Lab("crp", text="haemolysed"), []),
        (row("21", status="W"), None, [("result_status", "withdrawn")]),
        (row("21", status="Entered in error"), None, [("result_status", "withdrawn")]),
        (row("21", issued="yesterday"), CRP21, [("issued", "bad_time")]),
    ],
)  # fmt: skip
def test_laboratory_range_and_status(read, given, expected, refused):
    batch, _ = read(given)
    assert [d.fact for d in batch.drafts] == ([] if expected is None else [expected])
    assert [(r.column, r.code) for r in batch.files[0].refusals] == refused


def test_status_and_time_of_issue_are_kept(read):
    batch, _ = read(
        row("21", status="C", issued="2026-03-04 09:00"),
        row("22", status="P"),
        row("23", status="checked twice"),
    )
    assert [dict(d.original) for d in batch.drafts] == [
        {"result_status": "corrected", "issued": "2026-03-04T09:00+00:00"},
        {},
        {"result_status": "checked twice"},
    ]


def test_a_range_in_one_cell(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "patient,time,analyte,value,unit,ref_range\n"
        "RC-1,2026-03-04 06:00,Potassium,3.9,mmol/L,3.5 - 5.1\n"
        "RC-1,2026-03-04 06:00,CRP,21,mg/L,<5\n"
        "RC-1,2026-03-04 06:00,Albumin,41,g/L,negative\n",
        encoding="utf-8",
    )
    batch = imports.read([path], None, None, (), UTC)
    assert [(d.fact.low, d.fact.high) for d in batch.drafts] == [
        (3.5, 5.1),
        (None, 5.0),
        (None, None),
    ]
    assert [r.code for r in batch.files[0].refusals] == ["not_a_range"]


MAP = """
name = "central"
[[file]]
kind = "results"
recognised_by = ["Case", "Drawn", "Test", "Result"]
patient = { column = "Case" }
time = { column = "Drawn", format = "%d.%m.%Y %H:%M" }
[file.columns]
Test = { field = "analyte", words = { "C-reaktives Protein" = "crp" } }
Result = "value"
Unit = "unit"
State = { field = "result_status", words = { "KORR" = "corrected", "STORNO" = "withdrawn" } }
Released = "issued"
[file.set]
laboratory = "Central"
"""


def test_a_mapping_names_the_laboratory_and_its_words(tmp_path):
    (tmp_path / "central.toml").write_text(MAP, encoding="utf-8")
    path = tmp_path / "r.csv"
    path.write_text(
        "Case;Drawn;Test;Result;Unit;State;Released\n"
        "RC-1;04.03.2026 06:00;C-reaktives Protein;21,5;mg/L;KORR;04.03.2026 09:15\n"
        "RC-1;04.03.2026 06:00;Ferritin;300;ng/mL;Storno;\n",
        encoding="utf-8",
    )
    batch = imports.read([path], None, None, (), UTC, maps=imports.known(tmp_path))
    (draft,) = batch.drafts
    assert draft.fact == Lab("crp", 21.5, "mg/L", laboratory="Central")
    assert dict(draft.original)["issued"] == "2026-03-04T09:15+00:00"
    assert dict(draft.original)["result_status"] == "corrected"
    assert [r.code for r in batch.files[0].refusals] == ["withdrawn"]


def test_a_mapping_whose_status_means_nothing_is_refused(tmp_path):
    (tmp_path / "central.toml").write_text(MAP.replace('"corrected"', '"better"'), encoding="utf-8")
    with pytest.raises(imports.BadMap, match="a status is one of"):
        imports.known(tmp_path)
