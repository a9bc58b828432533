"""The program on the screen, from the opening of its record to its end."""

import gc
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

import resources
from bedside import alarms
from bedside.survey import Surveyor
from ui import theme, words
from ui.drafts import Drafts
from ui.failures import Failures
from ui.lookout import Lookout
from ui.plans import Plans
from ui.rung import Rung
from ui.settings import Settings
from ui.sound.speaker import Speaker
from ui.ward import Store, StoreError, Ward, opened
from ui.window import MainWindow

if TYPE_CHECKING:
    from bedside.protocol.edition import Protocol
    from bedside.protocol.shelf import Shelf
    from ui.backing import Backing

PROTOCOLS = "protocols"
"""The folder, in the user's data folder, of the site's own protocol files."""
LEFT = 2
"""The exit status where the record could not be opened."""
_FOREIGN = {"locked", "read_only"}
"""Troubles with which a record can still be read."""


def run(
    path: Path,
    origin: str,
    clock: Callable[[], datetime],
    zone: tzinfo,
    folder: Path,
    *,
    elapsed: Callable[[], timedelta],
    demo: bool = False,
    read_only: bool = False,
    ready: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the ward of the store at ``path`` until its window is closed; the exit status.

    ``origin`` names this workstation's log; ``folder`` holds settings and log. ``demo`` marks
    every screen as a demonstration; ``elapsed`` is how long a clock has run that nobody can set
    and that goes on while the machine sleeps; ``read_only`` opens the record for reading only.
    ``ready`` is told the window before it is shown.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("bedside")
    app.setApplicationDisplayName("Bedside")
    folder.mkdir(parents=True, exist_ok=True)
    look = Look(app, Settings(folder))
    # Ctrl+C in the terminal ends the program: record and typed text are on the disk already.
    interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)
    hook, sys.excepthook = sys.excepthook, Failures(folder)
    # Charting a ward makes nothing but what stays: looking for garbage only keeps people waiting.
    gc.disable()
    try:
        store = opened_or_told(path, origin, clock(), read_only=read_only)
        if store is None:
            return LEFT
        desk: Desk | None = None
        try:
            try:
                desk = Desk(store, clock, elapsed, zone, look, folder, demo=demo)
            except StoreError as error:
                # The file opens, and then a page of it cannot be read.
                _told(words.trouble(error), readable=False)
                return LEFT
            desk.plans.read_all.connect(_collect_from_now_on)
            if ready is not None:
                ready(desk.window)
            loop = QEventLoop()
            desk.ended.connect(loop.quit)
            desk.window.show()
            return loop.exec()
        finally:
            if desk is not None:
                desk.close()
            store.close()
    finally:
        gc.enable()
        sys.excepthook = hook
        signal.signal(signal.SIGINT, interrupt)


def _collect_from_now_on() -> None:
    gc.freeze()
    gc.enable()


def opened_or_told(
    path: Path, origin: str, now: datetime, *, read_only: bool = False
) -> Store | None:
    """The store at ``path``, or None after its trouble has been told in words.

    Where somebody else writes it, or nobody may, it can be opened for reading only.
    """
    while True:
        try:
            return opened(path, origin, now, read_only=read_only)
        except StoreError as error:
            readable = error.trouble in _FOREIGN and not read_only
            if not _told(words.trouble(error), readable=readable):
                return None
            read_only = True


def _told(said: str, *, readable: bool) -> bool:
    """Tell why the record cannot be opened; whether to open it for reading only."""
    box = QMessageBox(QMessageBox.Icon.Warning, QCoreApplication.translate("App", "Bedside"), said)
    box.setTextFormat(Qt.TextFormat.PlainText)
    leave = box.addButton(
        QCoreApplication.translate("App", "Leave"), QMessageBox.ButtonRole.RejectRole
    )
    box.setEscapeButton(leave)
    box.setDefaultButton(leave)
    if not readable:
        box.exec()
        return False
    read = box.addButton(
        QCoreApplication.translate("App", "Open it for reading only"),
        QMessageBox.ButtonRole.AcceptRole,
    )
    box.setDefaultButton(read)
    box.exec()
    return box.clickedButton() is read


def _shelf(folder: Path) -> "Shelf":
    from bedside.protocol.shelf import shelf  # noqa: PLC0415 - the first picture does not wait

    return shelf(folder)


def languages() -> dict[str, str]:
    """The languages there are, as they call themselves, by code."""
    found = {"en": "English"}
    for name in resources.names("i18n/*.qm"):
        code = name.removeprefix("i18n/bedside_").removesuffix(".qm")
        found[code] = QLocale(code).nativeLanguageName()
    return found


class Look(QObject):
    """Colours, text size and language of the whole program, as the settings have them."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._app = app
        self._translator: QTranslator | None = None
        self.speak()
        self.colour()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.colour)

    def colour(self) -> None:
        """Take on colours and text size."""
        chosen = self.settings.appearance
        if chosen == "follow":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            chosen = "night" if dark else "day"
        theme.apply(self._app, theme.THEMES[chosen], self.settings.text_size)

    def speak(self) -> None:
        """Take on the language, and its figures and dates."""
        system = QLocale.system()
        known = languages()
        code = self.settings.language
        if code not in known:
            code = QLocale.languageToCode(system.language())
        if code not in known:
            code = "en"
        same = QLocale.languageToCode(system.language()) == code
        QLocale.setDefault(system if same else QLocale(code))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if code != "en":
            self._translator = QTranslator(self)
            self._translator.load(str(resources.path(f"i18n/bedside_{code}.qm")))
            self._app.installTranslator(self._translator)


class Desk(QObject):
    """The one window, made anew where text size or language ask for it."""

    ended = Signal()
    """The window was closed, not made anew."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        elapsed: Callable[[], timedelta],
        zone: tzinfo,
        look: Look,
        folder: Path,
        *,
        demo: bool,
    ) -> None:
        super().__init__()
        self._look = look
        self._clock = clock
        self._demo = demo
        # Somebody who looks at the past, or on, is told no other time.
        written = None if store.read_only else store.written_at()
        steady = alarms.Steady(clock, elapsed, written)
        surveyor = Surveyor(alarms.Desk(self._edition))
        self._ward = Ward(store, steady, zone, self, surveyor=surveyor)
        # Another program that writes this record keeps the drafts that lie beside it.
        beside = store.path.with_name(f"{store.path.name}.drafts")
        self._drafts = Drafts(None if store.read_only else beside)
        rung = None if demo or store.read_only else store.path.with_name(f"{store.path.name}.rung")
        self.plans = Plans(
            self._ward,
            partial(_shelf, folder / PROTOCOLS),
            lambda: look.settings.leads,
            Rung(rung),
            self,
        )
        self._speaker = Speaker(parent=self)
        self._backing: Backing | None = None
        self._lookout = Lookout(self._ward, steady, self._speaker, self._found, self)
        if not demo and not store.read_only:
            self._path = store.path
            self._lookout.ticked.connect(self._back_up)
        self._speaker.checked.connect(self._lookout.checked)
        self.window = self._made()
        look.settings.changed.connect(self._changed)

    def close(self) -> None:
        """Leave nothing running behind."""
        if self._backing is not None:
            self._backing.close()
        self._speaker.close()

    def _back_up(self) -> None:
        """Copy the record where that is due; the first picture does not wait for it."""
        if self._backing is None:
            from ui.backing import Backing  # noqa: PLC0415 - the first picture does not wait for it

            self._backing = Backing(self._path, self._look.settings, self._clock, self)
            self.window.set_backing(self._backing)
        self._backing.tick()

    def _found(self, now: datetime) -> tuple[alarms.Technical, ...]:
        return () if self._backing is None else self._backing.technical(now)

    def _edition(self, name: str, edition: str) -> "Protocol | None":
        return self.plans.shelf.get(name, edition)

    def _made(self) -> MainWindow:
        window = MainWindow(
            self._ward,
            self._drafts,
            self._look.settings,
            self.plans,
            demo=self._demo,
            # Not the clock on the wall: put back, it would file what is seen now behind the past.
            clock=self._ward.now,
            languages=languages(),
            lookout=self._lookout,
        )
        if self._backing is not None:
            window.set_backing(self._backing)
        # Not left to the last window: what else is open must not keep the program running.
        window.closed.connect(self.ended)
        return window

    def _changed(self, name: str) -> None:
        if name == "appearance":
            self._look.colour()
        elif name in {"text_size", "language"}:
            # The button that asked for it is on the window that goes.
            QTimer.singleShot(0, self, self._remake)

    def _remake(self) -> None:
        """Another window where the one was: lengths and words are taken in when it is made."""
        self._look.speak()
        self._look.colour()
        old, self.window = self.window, self._made()
        self.window.resume(old)
        self.window.show()
        old.closed.disconnect(self.ended)
        old.close()
        old.deleteLater()
