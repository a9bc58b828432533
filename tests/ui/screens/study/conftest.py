"""The window open at the study of the invented cohort; made once for all tests of a process."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.demo.study import fill
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.study import studied, study
from tests.ui.wards import Clock, plans_of
from ui import theme
from ui.drafts import Drafts
from ui.screens.study import StudyScreen
from ui.settings import Settings
from ui.theme import DAY
from ui.ward import Keeper, Ward
from ui.window import MainWindow

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)


@pytest.fixture(scope="session")
def cohort(tmp_path_factory):
    """The file of the cohort; nobody writes to it."""
    path = tmp_path_factory.mktemp("cohort") / "cohort.sqlite"
    with Store(path, "demo", NOW) as store:
        fill(store, NOW, ZONE)
    return path


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def opened(qtbot, tmp_path):
    """Opens a window on a store, at its study."""
    stores = []

    def window(path, *, copy=False, clock=None):
        if copy:
            mine = tmp_path / "mine.sqlite"
            mine.write_bytes(path.read_bytes())
            path = mine
        clock = clock or Clock(NOW)
        store = Store(path, "here", clock.now, read_only=not copy)
        stores.append(store)
        ward = Ward(store, clock, ZONE)
        settings = Settings(tmp_path / "settings")
        made = MainWindow(
            ward, Drafts(None), settings, plans_of(ward, settings), demo=True, clock=clock
        )
        qtbot.addWidget(made)
        made.name(Keeper("Dr Lee", "physician"))
        made.resize(1280, 800)
        made.show()
        made.show_study()
        return made

    yield window
    for store in stores:
        store.close()


@pytest.fixture
def window(opened, cohort, qtbot):
    """The window at the study of the cohort, everybody read."""
    made = opened(cohort)
    qtbot.waitUntil(lambda: made._studying.is_whole)
    return made


@pytest.fixture(scope="session")
def worked_out(cohort):
    """The cohort as a study, and its logs by patient."""
    with Store(cohort, "here", NOW, read_only=True) as store:
        logs = {patient: store.log(patient) for patient in store.patients()}
    return study(studied(logs.values(), NOW, shelf().get, ZONE)), logs


@pytest.fixture
def screen(qtbot, worked_out):
    """The screen alone, with the study of the cohort."""
    of, logs = worked_out

    def lookup(patient, name):
        return next((entry for entry in logs[patient] if entry.id == name), None)

    made = StudyScreen(Clock(NOW), ZONE, lookup)
    qtbot.addWidget(made)
    made.resize(1040, 720)
    made.show()
    made.show_study(of, dict.fromkeys(of.protocols, "Relma-cel"), "Dr Lee")
    made.begin()
    return made
