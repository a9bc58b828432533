"""Copies of the record in words: how old the last one is, and why none could be made."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from ui.backing import Backup, Trouble
from ui.shown import moment_text
from ui.words.table import Table

translate = QCoreApplication.translate

_FAILED = Table(
    "BackupFailed",
    {
        "no_folder": QT_TRANSLATE_NOOP(
            "BackupFailed", "There is no folder “{detail}”. Is its disk connected?"
        ),
        "same_folder": QT_TRANSLATE_NOOP(
            "BackupFailed",
            "The record itself lies in this folder. Choose another, best on another disk.",
        ),
        "not_writable": QT_TRANSLATE_NOOP(
            "BackupFailed", "No backup was made: nothing may be written to “{detail}”."
        ),
        "full": QT_TRANSLATE_NOOP(
            "BackupFailed", "No backup was made: its disk is full. Earlier backups were kept."
        ),
        "unreadable": QT_TRANSLATE_NOOP(
            "BackupFailed", "No backup was made: the record could not be read. {detail}"
        ),
        "record_broken": QT_TRANSLATE_NOOP(
            "BackupFailed",
            "No backup was made: the record itself is damaged. Earlier backups were kept; fetch"
            " whoever keeps them. {detail}",
        ),
        "copy_broken": QT_TRANSLATE_NOOP(
            "BackupFailed",
            "The backup was not whole and was removed. Earlier backups were kept. {detail}",
        ),
        "io": QT_TRANSLATE_NOOP(
            "BackupFailed",
            "No backup was made: the disk did not take it. The system says: {detail}",
        ),
    },
)


def backup_failed(code: Trouble, detail: str) -> str:
    """Why there is no new copy, in words; ``code`` and ``detail`` are those of a `BackupFailed`."""
    return _FAILED(code).format(detail=detail)


def backup_done(made: Backup, zone: tzinfo, now: datetime) -> str:
    """The outcome of a copy: "backup 07:58 verified, entries: 4000"."""
    text = translate("Backup", "backup {moment} verified, entries: {n}")
    return text.format(moment=moment_text(made.made, zone, QLocale(), now), n=made.entries)


def backup_last(last: datetime | None, zone: tzinfo, now: datetime) -> str:
    """When the last copy was made: "backup 07:58 verified", "no backup yet"."""
    if last is None:
        return translate("Backup", "no backup yet")
    text = translate("Backup", "backup {moment} verified")
    return text.format(moment=moment_text(last, zone, QLocale(), now))


def backup_running() -> str:
    """That a copy is being made."""
    return translate("Backup", "A backup is being made…")


def no_backups() -> str:
    """That nobody has said where copies are to be made."""
    return translate("Backup", "No backups are made: choose a folder, best on another disk.")


def on_same_disk() -> str:
    """That record and copies would be lost together."""
    return translate(
        "Backup", "This folder is on the disk of the record: both would be lost with it."
    )
