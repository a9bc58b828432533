"""What is said of backups."""

from datetime import timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from tests.ui.words.backed import EARLIER, NOW, sentences
from ui.backing import Backup, Trouble
from ui.words.backup import _FAILED, backup_done, backup_failed, backup_last

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("last", "now", "text"),
    [
        (None, NOW, "no backup yet"),
        (EARLIER, NOW, "backup 15:58 verified"),
        (EARLIER - timedelta(days=1), NOW, "backup 21 Nov 15:58 verified"),
        (EARLIER, NOW + timedelta(days=60), "backup 22 Nov 2026 15:58 verified"),
    ],
)
def test_the_last_one_is_told_by_the_sites_clock(last, now, text):
    assert backup_last(last, ZONE, now) == text


def test_a_new_one_is_told_with_what_it_holds():
    made = Backup(Path("x"), EARLIER, 4000)
    assert backup_done(made, ZONE, NOW) == "backup 15:58 verified, entries: 4000"


def test_every_failure_has_its_words():
    assert set(_FAILED.codes) == set(get_args(Trouble))
    assert all("{" not in text for text in sentences())
    assert backup_failed("no_folder", "/stick") == (
        "There is no folder “/stick”. Is its disk connected?"
    )
