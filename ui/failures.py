"""Failures of our own: written to a log in full, and shown once in one dialog."""

import sys
from logging import ERROR, Formatter, Logger, getLogger
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.parts import KeyButton, label

_LOG_BYTES, _LOGS = 500_000, 3


def version() -> str:
    """The version of the program; "development" in a source tree that is not installed."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 - slow to load

    try:
        return metadata("bedside")["Version"]
    except PackageNotFoundError:
        return "development"


def versions() -> str:
    """What runs here, in one line."""
    import platform  # noqa: PLC0415 - not needed while all is well

    return (
        f"Bedside {version()}, Python {platform.python_version()}, PySide6 {pyside_version},"
        f" Qt {qVersion()}, {platform.platform()}"
    )


class Failures:
    """The program's ``sys.excepthook``: logs every failure, and shows the first in a dialog.

    While the dialog stands, further failures go to the log alone. The log is in ``folder``; where
    that cannot be written, the dialog says everything all the same.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "bedside.log"
        self._dialog: Report | None = None

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        from traceback import format_exception  # noqa: PLC0415 - not needed while all is well

        said = "".join(format_exception(kind, error, trace))
        self._write(said)
        if self._dialog is None and QGuiApplication.instance() is not None:
            self._dialog = Report(f"{versions()}\n\n{said}", self._path)
            self._dialog.finished.connect(self._done)
            self._dialog.open()

    @property
    def dialog(self) -> "Report | None":
        """The dialog that stands on the screen, if one does."""
        return self._dialog

    def _done(self) -> None:
        self._dialog = None

    def _write(self, said: str) -> None:
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - slow to load

        log: Logger = getLogger("bedside")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                self._path, maxBytes=_LOG_BYTES, backupCount=_LOGS, encoding="utf-8"
            )
        except OSError:
            sys.stderr.write(said)
            return
        handler.setFormatter(Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        try:
            log.log(ERROR, "%s\n%s", versions(), said)
        finally:
            log.removeHandler(handler)
            handler.close()


class Report(QDialog):
    """Says that the program has failed somewhere, with all that helps to mend it."""

    def __init__(self, said: str, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setWindowTitle(translate("Report", "Something in the program failed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(20),) * 4)
        layout.setSpacing(theme.px(10))
        layout.addWidget(label(translate("Report", "Something in the program failed"), "name"))
        layout.addWidget(
            label(
                translate(
                    "Report",
                    "What was saved is safe, and typed text was kept. Look whether the last"
                    " entry is in the history before you go on.",
                ),
                wrap=True,
            )
        )
        self.text = QPlainTextEdit(said)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(translate("Report", "Versions and what happened"))
        layout.addWidget(self.text, 1)
        layout.addWidget(
            label(
                translate("Report", "It stands in {path} too.").format(path=path),
                "small",
                wrap=True,
            )
        )
        foot = QHBoxLayout()
        copy = KeyButton(translate("Report", "Copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(said))
        self.on = on = KeyButton(translate("Report", "Go on"), hint="Enter", primary=True)
        on.setDefault(True)
        on.clicked.connect(self.accept)
        foot.addStretch()
        foot.addWidget(copy)
        foot.addWidget(on)
        layout.addLayout(foot)
        self.resize(theme.px(760), theme.px(460))
        on.setFocus()
