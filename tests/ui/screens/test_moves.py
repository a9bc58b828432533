"""What moves in the plan is shown while an infusion is amended or taken out."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale

from bedside.facts import Enrolled
from bedside.follow import follow
from grading.signs import Infused
from tests.bedside.editions import edition
from tests.ui.screens.patient.charts import PATIENT, charted, fact
from tests.ui.wards import NOW, Clock, ago, observed
from ui import theme
from ui.drafts import Drafts
from ui.screens.moves import MovesPreview
from ui.screens.patient.history import HistoryPane
from ui.theme import DAY

TRIAL = edition()
ENROLLED = Enrolled(
    protocol="trial-1", edition="2024", dose_level="100", consented=date(2026, 11, 1)
)
DRAFTS = (
    fact(ENROLLED, ago(days=20)),
    fact(Infused(1e8, "cells"), ago(days=4)),
    *observed(PATIENT, ago(hours=3)),
)


def find(protocol, named):
    return TRIAL if (protocol, named) == ("trial-1", "2024") else None


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def pane(qtbot):
    """The history with the infusion open to be amended."""
    made = HistoryPane(Clock(), Drafts(None))
    made.set_editions(find)
    qtbot.addWidget(made)
    chart = charted(*DRAFTS)
    made.show_chart(chart)
    made.resize(1100, 640)
    made.show()
    made.infusion = next(e for e in chart.log if isinstance(e.fact, Infused))
    made.other = chart.log[-1]
    return made


def test_correcting_the_time_of_an_infusion_shows_what_moves(pane, qtbot):
    pane.amend(pane.infusion.id)
    moves = pane.panel.moves
    assert moves.words() == "No visit moves."
    pane.panel.time.set_text(f"{ago(days=5):%Y-%m-%d %H:%M}")
    pane.panel._typed()
    qtbot.waitUntil(lambda: moves.words() == "Visits that move: 6.")
    first = moves.model.lines[0]
    assert (first.before, first.after) == ("21 Oct", "20 Oct")


def test_an_hour_moves_nothing(pane, qtbot):
    pane.amend(pane.infusion.id)
    pane.panel.time.set_text(f"{ago(days=5) + timedelta(hours=23):%Y-%m-%d %H:%M}")
    pane.panel._typed()
    qtbot.waitUntil(lambda: not pane.panel._pause.isActive())
    assert pane.panel.moves.words() == "No visit moves."


def test_taking_an_infusion_out_shows_what_falls_away(pane):
    pane.retract(pane.infusion.id)
    assert pane.panel.moves.words() == "Visits that fall away: 6."


def test_vital_signs_move_nothing_and_say_nothing_of_it(pane):
    pane.amend(pane.other.id)
    assert pane.panel.moves.isHidden()


def test_two_plans_are_compared_as_they_are_given(qtbot):
    chart = charted(*DRAFTS)
    plans = [
        follow(PATIENT, chart.timeline, editions, chart.zone, NOW)
        for editions in (find, lambda *_: edition(visits=TRIAL.visits[:-1]))
    ]
    shown = MovesPreview(*plans)
    qtbot.addWidget(shown)
    assert shown.words() == "Visits that fall away: 1."
    assert shown.model.lines[0].after == "falls away"
