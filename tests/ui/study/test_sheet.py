"""The study on paper: the numbers of the screen, on as many pages as they need."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from bedside.study import Figure, Outcome, Subject, study
from ui import theme
from ui.pages import Printing, pdf
from ui.study.cards import cards
from ui.study.columns import At, Column, cell
from ui.study.sheet import StudyCopy
from ui.theme import DAY

QtPdf = pytest.importorskip("PySide6.QtPdf")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


def somebody(number, *, synthetic=False):
    outcomes = {
        0: Outcome(0, NOW, -3, None, {"2K": Figure(12, ("a",))}),
        6: Outcome(6, NOW, 180, 180, {"2K": Figure(4, ("b",))}, {"2K": Figure(True, ("b",))}),
    }
    return Subject(
        f"P-{number:03}",
        "trial",
        dose_level="50",
        level_dose=5e7,
        dose=Figure(5e7, ("c",)),
        enrolled=Figure(NOW, ("d",)),
        infused=Figure(NOW - timedelta(days=200), ("c",)),
        day=200,
        last_day=200,
        outcomes=outcomes,
        synthetic=synthetic,
    )


def text_of(of, tmp_path):
    copy = StudyCopy(of, of, 6, "Trial", {"trial": "Trial"}, NOW, UTC)
    path = tmp_path / "study.pdf"
    count = pdf([copy], str(path), Printing("Dr Lee", NOW, UTC))
    document = QtPdf.QPdfDocument()
    document.load(str(path))
    pages = [document.getAllText(page).text() for page in range(count)]
    document.close()
    return [" ".join(page.replace("\N{NO-BREAK SPACE}", " ").split()) for page in pages]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_cards_and_rows_stand_on_paper_as_on_the_screen(count, tmp_path):
    of = study(somebody(n) for n in range(count))
    text = " ".join(text_of(of, tmp_path))
    for card in cards(of, 6):
        assert card.line in text
    for one in of.subjects:
        for column in (Column.PATIENT, Column.DOSE, Column.SLEDAI):
            assert cell(one, column, At(6, "2K")).text in text


def test_forty_patients_need_more_pages_and_each_is_there(tmp_path):
    of = study(somebody(n) for n in range(40))
    pages = text_of(of, tmp_path)
    assert len(pages) > 2
    for one in of.subjects:
        # once in the table, once before a lane
        assert sum(page.count(one.patient) for page in pages) == 2
    assert all("Page" in page for page in pages)


def test_a_made_up_cohort_says_so_on_every_page(tmp_path):
    pages = text_of(study(somebody(n, synthetic=True) for n in range(30)), tmp_path)
    assert all("synthetic cohort" in page for page in pages)
