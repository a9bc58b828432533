"""Write the screens of the demonstration ward as PNG: ``python -m tests.shots FOLDER``.

Bundled font, frozen clock, day and night, 1280x800 and 1920x1080.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from bedside.alarms import Desk
from bedside.demo import fill
from bedside.demo.study import fill as fill_study
from bedside.protocol.shelf import shelf
from bedside.reminders import Leads
from bedside.store import Store
from bedside.survey import Surveyor
from ui import theme
from ui.drafts import Drafts
from ui.plans import Plans
from ui.rung import Rung
from ui.screens.enrol import Enrol
from ui.screens.patient.toxicities import ToxicitiesPane
from ui.screens.study import StudyScreen
from ui.screens.visits.screen import VisitsScreen
from ui.settings import Settings
from ui.ward import Keeper, Ward
from ui.window import MainWindow

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
SIZES = ((1280, 800), (1920, 1080))
Screen = tuple[str, Callable[[MainWindow], None]]


def screens() -> Iterator[Screen]:
    """The pictures of one look, in order, each with how to get there from the last."""
    yield "ward", MainWindow.show_ward
    yield "patient", lambda window: window.open_patient("RC-014")
    yield "ice", lambda window: window.open_patient("RC-012", "ice")
    yield "labs", lambda window: window.open_patient("RC-014", "labs")
    yield "therapies", lambda window: window.open_patient("RC-014", "therapies")
    yield "toxicities", lambda window: window.open_patient("RC-014", "toxicities")
    yield "gvhd", lambda window: look(window, "AL-002", "gvhd")
    yield "licats", lambda window: look(window, "RC-014", "licats")
    yield "hyperinflammation", lambda window: look(window, "RC-014", "hyperinflammation")
    yield "adverse", lambda window: window.open_patient("RC-014", "adverse")
    yield "lupus", lambda window: window.open_patient("RC-007", "lupus")
    yield "kinetics", lambda window: window.open_patient("RC-007", "kinetics")
    yield "history", lambda window: window.open_patient("RC-014", "history")
    yield "unknown", lambda window: window.open_patient("RC-015")
    yield "review", lambda window: window.open_patient("AL-002")
    yield "before", lambda window: window.open_patient("RC-016")
    yield "year", lambda window: window.open_patient("RC-007")
    yield "visits", MainWindow.show_visits
    yield "matrix", lambda window: turn(window, 1)
    yield "levels", lambda window: turn(window, 2)
    yield "visit", lambda window: window.show_visits("RC-007", "efficacy_m6")
    yield "reminders", MainWindow.show_reminders
    yield "plan", lambda window: window.open_patient("RC-013", "visits")
    yield "alarms", MainWindow.show_alarms
    yield "handover", lambda window: window.show_handover("RC-014")
    yield "settings", MainWindow.show_settings
    yield "lock", MainWindow.lock


def look(window: MainWindow, patient: str, form: str) -> None:
    """Open a form of toxicities."""
    window.open_patient(patient, "toxicities")
    pane = window.findChild(ToxicitiesPane)
    assert pane is not None
    pane.open_form(form)


def turn(window: MainWindow, page: int) -> None:
    """Turn to a page of the visits."""
    window.show_visits()
    screen = window.findChild(VisitsScreen)
    assert screen is not None
    screen.tabs.setCurrentIndex(page)


def enrolment(app: QApplication, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The steps of an enrolment, each with the name of its picture."""
    window._enrol()
    app.processEvents()
    form = app.activeModalWidget()
    assert isinstance(form, Enrol)
    for name, text in (("patient", "RC-021"), ("born", "1992-03-04"), ("consented", "2026-11-20")):
        QTest.keyClicks(form.editor(name), text)
    yield "enrol-identity", form
    form.go_on()
    edition = form.editor("edition")
    assert isinstance(edition, QComboBox)
    edition.setCurrentIndex(edition.findText("Relma-cel SLE", Qt.MatchFlag.MatchStartsWith))
    level = form.editor("level")
    assert isinstance(level, QComboBox)
    level.setCurrentIndex(2)
    yield "enrol-protocol", form
    form.go_on()
    yield "enrol-eligibility", form
    QTest.keyClicks(form.editor("all_the_same"), "Screening goes on.")
    form.go_on()
    form.go_on()
    QTest.keyClicks(form.editor("planned"), "2026-12-14 10:00")
    yield "enrol-plan", form
    form.done(0)


def study_screens() -> Iterator[Screen]:
    """The pictures of the study, in order."""
    yield "study", MainWindow.show_study
    yield "study-entries", lambda window: study_screen(window).cards.cards[1].figures[0].click()
    yield "study-curves", lambda window: turn_study(window, 1)
    yield "study-swimmer", lambda window: turn_study(window, 2)


def study_screen(window: MainWindow) -> StudyScreen:
    """The study of a window where it was opened."""
    found = window.findChild(StudyScreen)
    assert found is not None
    return found


def turn_study(window: MainWindow, page: int) -> None:
    """Turn to a page of the study."""
    screen = study_screen(window)
    screen.close_panel()
    screen.tabs.setCurrentIndex(page)


def pictures(
    app: QApplication,
    store: Store,
    folder: Path,
    screens: Callable[[], Iterator[Screen]],
    forms: Callable[[QApplication, MainWindow], Iterator[tuple[str, QWidget]]],
) -> None:
    """Write screens and forms on a record into a folder, in every look and size."""
    for look in theme.THEMES.values():
        theme.apply(app, look)
        for size in SIZES:
            surveyor = Surveyor(Desk(shelf().get))
            ward = Ward(store, lambda: NOW, ZONE, surveyor=surveyor)
            settings = Settings(store.path.parent)
            plans = Plans(ward, shelf, Leads, Rung(None))
            window = MainWindow(ward, Drafts(None), settings, plans, demo=True, clock=lambda: NOW)
            window.name(Keeper("Nurse A", "nurse"))
            window.resize(*size)
            window.show()
            plans.begin()
            while not plans.is_whole:
                app.processEvents()
            for name, go in screens():
                go(window)
                app.processEvents()
                while not window._studying.is_whole:
                    app.processEvents()
                QTest.qWaitForWindowExposed(window)
                app.processEvents()
                picture = folder / f"{name}-{look.name}-{size[0]}x{size[1]}.png"
                window.grab().save(str(picture))
                print(picture)
            for name, form in forms(app, window):
                app.processEvents()
                picture = folder / f"{name}-{look.name}-{size[0]}x{size[1]}.png"
                form.grab().save(str(picture))
                print(picture)
            window.close()


def main(folder: Path) -> None:
    """Write all pictures into a folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    QLocale.setDefault(QLocale("en_GB"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        with Store(Path(room) / "d.sqlite", "demo", NOW) as store:
            fill(store, NOW, ZONE)
            pictures(app, store, folder, screens, enrolment)
        with Store(Path(room) / "s.sqlite", "demo", NOW) as store:
            fill_study(store, NOW, ZONE)
            pictures(app, store, folder, study_screens, lambda *_: iter(()))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "shots"))
