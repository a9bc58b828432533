"""Everything that can be said of backups, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from ui.backing import Backup, Trouble
from ui.words import backup

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=6, minutes=34)


def sentences() -> Iterator[str]:
    """All of it."""
    yield from (backup.backup_failed(code, "x") for code in get_args(Trouble))
    yield backup.backup_done(Backup(Path("x"), EARLIER, 4000), UTC, NOW)
    yield from (backup.backup_last(last, UTC, NOW) for last in (None, EARLIER))
    yield from (backup.backup_running(), backup.no_backups(), backup.on_same_disk())
