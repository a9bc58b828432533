"""Desks for the tests of this folder."""

import pytest
from PySide6.QtCore import QLocale

from tests.ui.screens.visits.desk import Desk
from ui import theme
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _look(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    theme.apply(qapp, DAY)
    QLocale.setDefault(before)


@pytest.fixture
def desk(qtbot, tmp_path):
    """Opens a desk with patients, each with the days since the infusion; closes it afterwards."""
    made = []

    def make(*patients):
        one = Desk(qtbot, tmp_path / f"{len(made)}.sqlite", *patients)
        made.append(one)
        return one

    yield make
    for one in made:
        one.store.close()
