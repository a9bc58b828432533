"""Another edition or level: what moves is shown first, and a reason is due."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt

from bedside.facts import Enrolled, Reassigned
from grading.signs import Infused
from tests.bedside.editions import VISITS, edition
from tests.ui.screens.patient.charts import charted, fact
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NOW, ago
from ui import theme
from ui.screens.reassign import ReassignForm
from ui.theme import DAY

OLD = edition(edition="1")
MOVED = replace(VISITS[3], month=3)
NEW = edition(edition="2", visits=(*VISITS[:3], MOVED, VISITS[4]))
EDITIONS = {(one.id, one.edition): one for one in (OLD, NEW)}
ENROLLED = Enrolled(protocol="trial-1", edition="1", dose_level="25", consented=date(2026, 11, 1))


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def form(qtbot):
    def form(enrolled=ENROLLED, protocols=(NEW,)):
        chart = charted(fact(enrolled, ago(days=20)), fact(Infused(2.5e7, "cells"), ago(days=4)))
        made = ReassignForm(chart, NOW, protocols, lambda p, e: EDITIONS.get((p, e)))
        qtbot.addWidget(made)
        made.heard = []
        made.entered.connect(made.heard.append)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return form


def test_a_new_edition_with_the_keyboard_alone(form):
    made = form()
    assert made.moves.words() == "", "nothing is chosen yet"
    made.editor("edition").setFocus()
    press(Qt.Key.Key_Up)
    assert made._trial.protocol() is NEW
    assert made.moves.words() == "Visits that move: 1."
    assert made.moves.model.lines[0].visit in {"Month 2 · PK/PD", "Month 3 · PK/PD"}
    type_text("\r100\rAmendment 2\r")
    assert made.heard == [(fact(Reassigned("trial-1", "2", "100", "Amendment 2")),)]


def test_another_level_moves_nothing(form):
    made = form()
    made._trial.choose("trial-1", "1", "100")
    assert made.moves.words() == "No visit moves."
    made.editor("reason").setText("Escalation")
    made.enter()
    assert made.heard == [(fact(Reassigned("trial-1", "1", "100", "Escalation")),)]


@pytest.mark.parametrize(
    ("edition", "level", "reason", "field", "part"),
    [
        ("1", "25", "why", "edition", "already"),
        ("2", "25", "", "reason", "Say why"),
        ("9", "", "why", "edition", "Choose"),
    ],
)
def test_a_change_that_is_refused(form, edition, level, reason, field, part):
    made = form()
    made._trial.choose("trial-1", edition, level)
    made.editor("reason").setText(reason)
    made.enter()
    assert made.heard == []
    assert part in made.said(field)


def test_words_of_before_there_were_files_are_named(form):
    made = form(Enrolled(protocol="Old trial", dose_level="1"))
    labels = [child.text() for child in made.findChildren(type(made.say("")))]
    assert any("Old trial" in text and "no edition of the list" in text for text in labels)
    made._trial.choose("trial-1", "2", "25")
    assert "New visits" in made.moves.words()
