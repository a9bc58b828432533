"""Where copies of the record are made, how old the last one is, and one made now."""

from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.backing import Backing, Backup, refusal, same_disk
from ui.settings import Settings
from ui.widgets.parts import card, label, set_look, set_state
from ui.words import backup as words


class BackupCard(QWidget):
    """A folder that cannot be taken stays as typed, says why, and is not kept.

    ``chosen``: another folder, or none, is set now.
    """

    chosen = Signal()

    def __init__(
        self, backing: Backing, settings: Settings, zone: tzinfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._backing = backing
        self._settings = settings
        self._zone = zone
        self._refused = ""
        frame = card()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(self.tr("Backups"), "h2"))
        layout.addLayout(self._make_folder())
        self._note = label("", "warn", wrap=True)
        layout.addWidget(self._note)
        layout.addLayout(self._make_now())
        self._said = label("", "refused", wrap=True)
        layout.addWidget(self._said)
        backing.changed.connect(self._follow)
        backing.done.connect(self._tell)

    def _make_folder(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        chosen = self._settings.backup_folder
        self._folder = QLineEdit("" if chosen is None else str(chosen))
        self._folder.setMinimumHeight(theme.px(36))
        self._folder.setAccessibleName(self.tr("Folder of backups"))
        self._folder.editingFinished.connect(self._typed)
        caption = label(self.tr("Folder"), "second")
        caption.setBuddy(self._folder)
        browse = QPushButton(self.tr("Browse…"))
        browse.setAccessibleName(self.tr("Browse for the folder of backups"))
        browse.clicked.connect(self._browse)
        row.addWidget(caption)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        return row

    def _make_now(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self._now = QPushButton(self.tr("Back up now"))
        self._now.clicked.connect(self._backing.back_up_now)
        self._last = label("", "second", wrap=True)
        row.addWidget(self._now)
        row.addWidget(self._last, 1)
        return row

    def _browse(self) -> None:
        begun = self._settings.backup_folder or self._backing.store_path.parent
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder of backups"), str(begun))
        if found:
            self._folder.setText(str(Path(found)))
            self._typed()

    def _typed(self) -> None:
        text = self._folder.text().strip()
        folder = Path(text) if text else None
        same = folder == self._settings.backup_folder
        why = None if folder is None or same else refusal(self._backing.store_path, folder)
        self._refused = "" if why is None else words.backup_failed(why, text)
        if why is None and not same:
            self._settings.backup_folder = folder
            self.chosen.emit()
        self._show()

    def _follow(self) -> None:
        # Unseen, nobody is to wait for a folder on a network; it is looked at when shown.
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        """Say what is known of the copies in the folder that is set."""
        folder, now = self._settings.backup_folder, self._backing.now()
        note = self._refused
        if not note and folder is not None and same_disk(self._backing.store_path, folder):
            note = words.on_same_disk()
        set_state(self._folder, "refused" if self._refused else "")
        set_look(self._note, "role", "refused" if self._refused else "warn")
        _say(self._note, note)
        failure = self._backing.failure
        _say(self._said, words.backup_failed(failure.code, failure.detail) if failure else "")
        self._now.setEnabled(folder is not None and not self._backing.busy)
        set_look(self._last, "role", "second")
        if folder is None:
            self._last.setText(words.no_backups())
        elif self._backing.busy:
            self._last.setText(words.backup_running())
        else:
            self._last.setText(words.backup_last(self._backing.last, self._zone, now))

    def _tell(self, made: Backup) -> None:
        set_look(self._last, "role", "ok")
        self._last.setText(words.backup_done(made, self._zone, self._backing.now()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Another day has another way to say the same time.
        self._show()


def _say(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))
