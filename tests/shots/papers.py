"""The papers of the demonstration ward as PDF and PNG: ``python -m tests.shots.papers FOLDER``.

The handover sheet of each patient, two observation sheets and the study of the invented cohort,
as of the clock of the other pictures.
The PNG need QtPdf, which comes with PySide6-Addons; without it there are only PDF.
"""

import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QApplication

from bedside.alarms import Desk
from bedside.chart import Chart, chart
from bedside.demo import fill
from bedside.demo.study import fill as fill_study
from bedside.follow import follow
from bedside.handover import Sheet, sheet
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.study import studied, study
from bedside.survey import Surveyor
from bedside.timeline import Entry
from tests.shots.__main__ import NOW, ZONE
from ui import theme
from ui.handover_sheet import HandoverCopy
from ui.observation_sheet import ObservationCopy
from ui.pages import Copy, Printing, pdf
from ui.study.sheet import StudyCopy

_PAGE = QSize(1240, 1754)


def sheets(store: Store) -> list[tuple[Chart, Sheet]]:
    """Everybody in a bed, with the sheet as of now."""
    logs: dict[str, list[Entry]] = {}
    for entry in store.log():
        logs.setdefault(entry.patient, []).append(entry)
    charts = [chart(log, NOW, ZONE) for log in logs.values()]
    known = shelf()
    ward = Surveyor(Desk(known.get)).survey([c for c in charts if c.person.bed], NOW, ZONE)
    return [
        (
            of,
            sheet(
                of,
                ward.rounds[of.patient],
                ward.alarms,
                follow(of.patient, of.timeline, known.get, ZONE, NOW),
                NOW,
            ),
        )
        for of in ward.charts
    ]


def written(folder: Path, name: str, copies: list[Copy]) -> None:
    """One PDF, and a picture of each of its pages."""
    path = folder / f"{name}.pdf"
    count = pdf(copies, str(path), Printing("Nurse A", NOW, ZONE))
    print(path)
    if find_spec("PySide6.QtPdf") is None:
        return
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - only where it is installed

    document = QPdfDocument()
    document.load(str(path))
    for page in range(count):
        picture = folder / f"{name}-{page + 1}.png"
        document.render(page, _PAGE).save(str(picture))
        print(picture)


def main(folder: Path) -> None:
    """Write all papers into a folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(app, theme.DAY)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as room,
        Store(Path(room) / "d.sqlite", "demo", NOW) as store,
    ):
        fill(store, NOW, ZONE)
        found = sheets(store)
    with (
        tempfile.TemporaryDirectory() as room,
        Store(Path(room) / "s.sqlite", "demo", NOW) as store,
    ):
        fill_study(store, NOW, ZONE)
        logs = [store.log(patient) for patient in store.patients()]
        cohort = study(studied(logs, NOW, shelf().get, ZONE))
    names = {one.id: one.short for one in shelf().latest()}
    title = names[cohort.subjects[0].protocol]
    written(folder, "study", [StudyCopy(cohort, cohort, 6, title, names, NOW, ZONE)])
    written(folder, "handover", [HandoverCopy(of) for _, of in found])
    for of, _ in found:
        if of.patient in {"RC-014", "RC-015"}:
            written(folder, f"observations-{of.patient}", [ObservationCopy(of)])


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "papers"))
