"""A visit as a calendar shows it."""

from PySide6.QtCore import QLocale

from tests.ui.words.calendared import told


def test_a_calendar_says_when_what_and_of_whom_the_trial_id():
    QLocale.setDefault(QLocale("en_GB"))
    agreed, later, register = told()
    assert agreed.summary == "RC-1 · Month 2 · PK/PD"
    first, window, state, items = agreed.description.splitlines()
    assert first == "Agreed for 09:30"
    assert window == "Window 23 Apr 2026 to 7 May 2026, target 30 Apr 2026"
    assert state.startswith("State: ")
    assert items == "To collect: CAR-T cells in blood, IL-6, Immunoglobulins"
    assert "Agreed" not in later.description
    assert "To collect" not in register.description
