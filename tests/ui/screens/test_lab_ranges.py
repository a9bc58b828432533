"""Reference ranges on the screen: seen, added, changed, ended, pasted; in the real window."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from bedside.analytes import analytes
from bedside.facts import WARD, LabRange
from bedside.timeline import Draft
from grading.signs import Infused, Lab
from tests.ui.wards import NOW, Clock, ago, arrival, opened_ward, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.screens.lab_range_forms import RangeEndForm, RangeForm
from ui.screens.lab_range_paste import RangePaste
from ui.screens.lab_ranges import LabRanges
from ui.settings import Settings
from ui.theme import DAY
from ui.ward import Keeper
from ui.window import MainWindow

CLEO = Keeper("Cleo", "coordinator")
HELD = (
    Draft(WARD, ago(days=100), LabRange("Central", "alt", None, 40.0)),
    Draft(WARD, ago(days=100), LabRange("Central", "hb", 11.5, 15.0, "female")),
    Draft(WARD, ago(days=100), LabRange("North", "crp", None, 5.0)),
)


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
        Draft("RC-1", ago(days=2), Lab("alt", 220.0, "U/L", laboratory="Central")),
    ]
    store, ward = opened_ward(tmp_path / "w.sqlite", [*patient, *HELD], clock)
    settings = Settings(tmp_path)
    made = MainWindow(
        ward, Drafts(None), settings, plans_of(ward, settings), demo=False, clock=clock
    )
    made.name(CLEO)
    with qtbot.waitSignal(made.painted):
        made.show()
    yield made
    made.close()
    made.deleteLater()
    store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def top(qtbot, kind):
    """The dialog of this kind that is open."""
    qtbot.waitUntil(lambda: type(QApplication.activeModalWidget()) is kind)
    return QApplication.activeModalWidget()


@pytest.fixture
def listed(qtbot, window):
    window.show_lab_ranges()
    dialog = top(qtbot, LabRanges)
    yield dialog
    for widget in (QApplication.activeModalWidget(), dialog):
        if widget is not None:
            widget.close()


def cells(dialog):
    return [row.cells for row in dialog.model.lines]


def written(window):
    return [e.fact for e in window._ward.written_of_ward() if isinstance(e.fact, LabRange)]


def click(qtbot, dialog, text):
    found = next(b for b in dialog.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_ranges_in_force_are_seen_and_found(qtbot, listed):
    assert cells(listed) == [
        ("Central", "Haemoglobin", "11.5 to 15", "g/dL", "female", "14 Aug 2026", "Ann"),
        ("Central", "ALT", "up to 40", "U/L", "everybody", "14 Aug 2026", "Ann"),
        ("North", "CRP", "up to 5", "mg/L", "everybody", "14 Aug 2026", "Ann"),
    ]
    qtbot.keyClicks(listed.finder, "central alt")
    assert [row[1] for row in cells(listed)] == ["ALT"]
    qtbot.keyClicks(listed.finder, "x")
    assert cells(listed) == []
    assert not listed.change.isEnabled()


@pytest.mark.parametrize(
    ("keeper", "may"),
    [(CLEO, True), (Keeper("Dr. Z", "physician"), True), (Keeper("Ann", "nurse"), False)],
)
def test_who_may_change_them(qtbot, window, keeper, may):
    window.name(keeper)
    window.show_lab_ranges()
    dialog = top(qtbot, LabRanges)
    buttons = (dialog.add, dialog.change, dialog.end, dialog.paste)
    assert [b.isEnabled() for b in buttons] == [may] * 4
    assert ("Ann is here as" in dialog._about.text()) is not may
    dialog._change()
    assert isinstance(QApplication.activeModalWidget(), RangeForm) is may
    QApplication.activeModalWidget().close()
    dialog.close()


def test_a_change_is_a_new_entry_from_a_day_on(qtbot, window, listed):
    listed.table.selectRow(1)
    click(qtbot, listed, "Change…")
    form = top(qtbot, RangeForm)
    assert form.text("high") == "40"
    form.editor("high").setText("50")
    form.editor("since").setText("2026-11-01")
    form.go_on()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is listed)
    assert written(window)[-1] == LabRange("Central", "alt", None, 50.0)
    entry = window._ward.written_of_ward()[-1]
    assert (entry.at, entry.author, entry.amends) == (
        datetime(2026, 11, 1, tzinfo=UTC),
        "Cleo",
        None,
    )
    assert LabRange("Central", "alt", None, 40.0) in written(window)
    assert listed.marked() == LabRange("Central", "alt", None, 50.0)
    assert "ALT normal from now on: up to 50" in listed.said.text().replace("\xa0", " ")


def test_a_range_is_added_in_another_unit(qtbot, window, listed):
    click(qtbot, listed, "Add…")
    form = top(qtbot, RangeForm)
    form.editor("laboratory").setText(" North ")
    analyte = form.editor("analyte")
    assert isinstance(analyte, QComboBox)
    analyte.setEditText("creatinine")
    analyte.setCurrentIndex(analyte.findText("Creatinine"))
    form.editor("high").setText("88,4")
    unit = form.editor("unit")
    assert isinstance(unit, QComboBox)
    unit.setCurrentIndex(unit.findText("µmol/L"))
    form.go_on()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is listed)
    assert written(window)[-1] == LabRange(
        "North", "creatinine", None, analytes()["creatinine"].canonical(88.4, "umol/L")
    )


@pytest.mark.parametrize(
    ("texts", "field", "said"),
    [
        ({"high": ""}, "low", "At least one limit is needed."),
        ({"low": "41"}, "low", "The lower limit is above the upper one."),
        ({"high": "4e"}, "high", "“4e” is not a number."),
        ({"high": "999999"}, "high", "999999 cannot be in this unit."),
        ({"high": "40"}, "low", "This range is in force already."),
        ({"high": "50", "since": "2026-11-23"}, "since", "This day has not come yet."),
        ({"high": "50", "since": "soon"}, "since", "“soon”"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    qtbot, window, listed, texts, field, said
):
    listed.table.selectRow(1)
    click(qtbot, listed, "Change…")
    form = top(qtbot, RangeForm)
    for name, text in texts.items():
        form.editor(name).setText(text)
    form.go_on()
    assert said in form.said(field)
    assert {name: form.text(name) for name in texts} == texts
    assert len(written(window)) == 3


def test_a_range_ends(qtbot, window, listed):
    listed.table.selectRow(2)
    click(qtbot, listed, "No longer valid…")
    form = top(qtbot, RangeEndForm)
    form.go_on()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is listed)
    assert written(window)[-1] == LabRange("North", "crp")
    assert [row[1] for row in cells(listed)] == ["Haemoglobin", "ALT"]


TABLE = """Laboratory\tAnalyte\tLow\tHigh\tUnit\tSex
Central\tALT\t\t40\tU/L\t
Central\tHb\t12\t15.5\tg/dL\tf
Central\tPotassium\t3,5\t5,1\tmmol/L\t
Central\tFerritn\t15\t150\tng/mL\t
\tAST\t\t35\tU/L\t
"""


def test_a_pasted_table_is_looked_at_then_saved_and_bad_lines_stay(qtbot, window, listed):
    click(qtbot, listed, "Paste from a spreadsheet…")
    form = top(qtbot, RangePaste)
    form.text.setPlainText(TABLE)
    form.laboratory.setText("North")
    assert form.counts() == "2 new · 1 changed · 1 as before · 1 not taken"
    said = [form.model.data(form.model.index(row, 6)) for row in range(5)]
    assert said == ["", "11.5 to 15\xa0g/dL", "", "No analyte is called “Ferritn”.", ""]
    form.since.setText("2026-11-10")
    form.save()
    qtbot.waitUntil(lambda: "Saved: 3 ranges" in form.said.text())
    assert set(written(window)[3:]) == {
        LabRange("Central", "hb", 12.0, 15.5, "female"),
        LabRange("Central", "potassium", 3.5, 5.1),
        LabRange("North", "ast", None, 35.0),
    }
    head, bad, *rest = form.text.toPlainText().split("\n")
    assert (bad, [r for r in rest if r]) == ("Central\tFerritn\t15\t150\tng/mL\t", [])
    # The line is mended and the dialog closes.
    form.text.setPlainText(f"{head}\n{bad.replace('Ferritn', 'Ferritin')}")
    form.save()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is listed)
    assert LabRange("Central", "ferritin", 15.0, 150.0) in written(window)
    assert len(cells(listed)) == 6


def test_what_is_pasted_as_it_stands_is_not_written_again(qtbot, window, listed):
    click(qtbot, listed, "Paste from a spreadsheet…")
    form = top(qtbot, RangePaste)
    form.text.setPlainText("Central\tALT\t\t40\tU/L")
    assert form.counts() == "1 as before"
    assert not form.take.isEnabled()
    form.save()
    assert len(written(window)) == 3


def test_the_patient_is_read_by_a_new_range_at_once(qtbot, window):
    """ALT 220 is above 5 x 40: proposed; by a range up to 50 it is grade 2 and is not."""
    window.open_patient("RC-1", "adverse")
    pane = window._patient.pane("adverse")
    assert [p.term for p in pane._proposed] == ["alt_increased"]
    window._ward.record([Draft(WARD, ago(days=5), LabRange("Central", "alt", None, 50.0))], CLEO)
    assert pane._proposed == ()


def test_ranges_are_kept_until_another_one_is_written(window):
    ward = window._ward
    before = ward.ranges
    ward.record([Draft("RC-1", NOW, Infused(fraction=2))], CLEO)
    assert ward.ranges is before
    with pytest.raises(KeyError):
        ward.log("nobody")
    told = []
    ward.ranged.connect(told.append)
    ward.record([Draft(WARD, NOW - timedelta(days=1), LabRange("", "crp", None, 9.0))], CLEO)
    assert told == [ward.ranges]
    assert ward.ranges is not before


def test_the_settings_lead_there(qtbot, window):
    window.show_settings()
    click(qtbot, window._settings_screen, "Reference ranges…")
    top(qtbot, LabRanges).close()
