"""Laboratory results from a file: previewed, cancelled, imported; in the real window."""

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from bedside.timeline import Draft, timeline
from grading.signs import Lab
from tests.ui.wards import NURSE, Clock, ago, arrival, opened_ward, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.screens.lab_import import LabImport
from ui.screens.who import Who
from ui.settings import Settings
from ui.theme import DAY
from ui.window import MainWindow

HEAD = "patient,time,analyte,value,unit,laboratory,ref_high,result_status,issued\n"
ROWS = """RC-1,2026-11-22 06:00,CRP,25,mg/L,Central,5,F,
RC-1,2026-11-22 06:00,IL-6,430,pg/mL,Central,7,C,2026-11-22 08:00
RC-1,2026-11-22 06:00,Ferritin,300,ng/mL,Central,150,F,
RC-1,2026-11-22 06:00,Potassium,3.9,mmol/L,Central,5.1,F,
RC-9,2026-11-22 06:00,CRP,12,mg/L,Central,5,F,
RC-1,2026-11-22 06:00,Bogus,1,g/L,,,,
RC-1,2026-11-21 06:00,LDH,300,U/L,Central,250,P,2026-11-21 07:00
RC-1,2026-11-21 06:00,LDH,310,U/L,Central,250,C,2026-11-21 09:00
"""
AT = ago(hours=8, minutes=32)


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot, tmp_path):
    clock = Clock()
    patient = [
        *arrival("RC-1", "6", infused=ago(days=10)),
        Draft("RC-1", AT, Lab("crp", 21.0, "mg/L")),
        Draft("RC-1", AT, Lab("il6", 340.0, "pg/mL")),
        Draft("RC-1", AT, Lab("potassium", 3.9, "mmol/L")),
    ]
    store, ward = opened_ward(tmp_path / "w.sqlite", patient, clock)
    settings = Settings(tmp_path)
    made = MainWindow(
        ward, Drafts(None), settings, plans_of(ward, settings), demo=False, clock=clock
    )
    with qtbot.waitSignal(made.painted):
        made.show()
    yield made
    made.close()
    made.deleteLater()
    store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "central.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def top(qtbot, kind):
    qtbot.waitUntil(lambda: type(QApplication.activeModalWidget()) is kind)
    return QApplication.activeModalWidget()


@pytest.fixture
def dialog(qtbot, window):
    window.show_lab_import()
    found = top(qtbot, LabImport)
    yield found
    if isValid(found):
        found.close()


def labs(window):
    log = window._ward.log("RC-1")
    return {e.fact.analyte: e for e in timeline(log) if isinstance(e.fact, Lab)}


def column(dialog, number):
    return [
        dialog.model.data(dialog.model.index(row, number)) for row in range(dialog.model.rowCount())
    ]


COUNTS = {
    "all": 8, "conflict": 1, "refused": 1, "stranger": 1, "superseding": 2, "new": 2, "present": 1,
}  # fmt: skip


def test_a_file_is_looked_at_before_anything_is_written(dialog, window, file):
    before = window._ward.written("RC-1")
    dialog.open_file(file)
    assert dialog.counts() == COUNTS
    assert window._ward.written("RC-1") == before
    # It opens at what asks for a person.
    assert column(dialog, 1) == ["conflict"]
    assert [t.replace("\xa0", " ") for t in column(dialog, 5)] == ["CRP 21 mg/L · Ann"]
    dialog.filters["all"].click()
    assert column(dialog, 1) == [
        "conflict", "corrected result", "new", "already there", "unknown patient", "refused",
        "new", "corrected result",
    ]  # fmt: skip
    assert column(dialog, 0) == [str(n) for n in range(2, 10)]
    assert "analyte “Bogus”: no analyte of this name is known" in column(dialog, 2)
    assert "In place of an earlier line of this file." in column(dialog, 6)
    dialog.filters["refused"].click()
    assert column(dialog, 1) == ["refused"]


def test_cancelled_nothing_is_written(qtbot, dialog, window, file):
    before = window._ward.written("RC-1")
    dialog.open_file(file)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not (isValid(dialog) and dialog.isVisible())
    assert window._ward.written("RC-1") == before


def test_what_is_new_and_corrected_is_imported_and_conflicts_stay(dialog, window, file):
    window.name(NURSE)
    before = labs(window)
    dialog.open_file(file)
    dialog.take.click()
    now = labs(window)
    assert now["crp"] == before["crp"]
    assert now["il6"].fact == Lab("il6", 430.0, "pg/mL", laboratory="Central", high=7.0)
    assert (now["il6"].amends, now["il6"].author) == (before["il6"].id, "Ann")
    assert now["ferritin"].fact.value == 300.0
    # The preliminary result of the same file is kept under its correction.
    assert now["ldh"].fact.value == 310.0
    first = next(e for e in window._ward.log("RC-1") if e.id == now["ldh"].amends)
    assert first.fact.value == 300.0
    assert "Imported: 4 results, 2 of them in place of earlier ones. Conflicts left: 1." in (
        dialog.said.text()
    )
    assert "RC-9" not in {person.patient for person in window._ward.people()}
    dialog.open_file(file)
    assert dialog.counts() == COUNTS | {"superseding": 0, "new": 0, "present": 5}
    assert not dialog.take.isEnabled()


def test_a_conflict_is_ticked_with_a_reason(qtbot, dialog, window, file):
    window.name(NURSE)
    held = labs(window)["crp"]
    dialog.open_file(file)
    assert not dialog.reason.isVisible()
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.reason.isVisible()
    assert "1 of 1 ticked" in dialog._hint.text()
    dialog.reason.setText("read on the sheet")
    dialog.take.click()
    now = labs(window)["crp"]
    assert (now.fact.value, now.amends, now.reason) == (25.0, held.id, "read on the sheet")
    assert labs(window)["il6"].reason == "corrected by the laboratory"


def test_a_tick_is_taken_back(qtbot, dialog, file):
    dialog.open_file(file)
    wanted = dialog.model.wanted()
    for expected in (len(wanted) + 1, len(wanted)):
        rect = dialog.table.visualRect(dialog.model.index(0, 0))
        qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        assert len(dialog.model.wanted()) == expected


def test_a_name_is_asked_for_and_without_one_nothing_is_written(qtbot, dialog, window, file):
    before = window._ward.written("RC-1")
    dialog.open_file(file)
    dialog.take.click()
    who = top(qtbot, Who)
    who.reject()
    qtbot.waitUntil(lambda: "nobody has said who" in dialog.said.text())
    assert window._ward.written("RC-1") == before
    assert dialog.counts() == COUNTS
    assert dialog.take.isEnabled()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "central.csv cannot be read: the file is empty"),
        ("a,b\n1,2\n", "central.csv cannot be read: its columns fit no mapping"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(dialog, file, text, said):
    file.write_text(text, encoding="utf-8")
    dialog.open_file(file)
    assert said in dialog.said.text()
    assert dialog.counts()["all"] == 0
    assert not dialog.take.isEnabled()


def test_a_broken_mapping_of_the_user_is_named(dialog, tmp_path, file):
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "x.toml").write_text("name = [", encoding="utf-8")
    dialog.open_file(file)
    assert "x.toml" in dialog.said.text()


def test_reading_may_be_stopped(dialog, window, file, monkeypatch):
    rows = "".join(
        f"RC-1,2026-11-20 {n // 60:02}:{n % 60:02},CRP,{n},mg/L,,,,\n" for n in range(900)
    )
    file.write_text(HEAD + rows, encoding="utf-8")
    seen = []
    monkeypatch.setattr(
        dialog.progress, "setValue", lambda value: (seen.append(value), dialog.reject())
    )
    dialog.open_file(file)
    assert seen[0] == 0
    assert dialog.isVisible()
    assert dialog.said.text() == "Stopped: nothing was read."
    assert dialog.counts()["all"] == 0


def test_a_file_is_chosen_or_typed(qtbot, dialog, file, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    dialog.choose.click()
    assert dialog.counts()["all"] == 0
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    dialog.choose.click()
    assert dialog.counts() == COUNTS
    dialog.path.clear()
    qtbot.keyClicks(dialog.path, str(file))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.counts() == COUNTS
