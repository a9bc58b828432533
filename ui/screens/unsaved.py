"""Lines that say which typed text was kept when the program ended before it was saved."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.parts import AlarmFrame, label

_TABS = {
    "vitals": "record",
    "note": "record",
    "ice": "ice",
    "labs": "labs",
    "second": "labs",
    "therapy": "therapies",
    "adverse": "adverse",
    "lupus": "lupus",
    "visit": "visits",
    "amend": "history",
    "handover": "handover",
}


def tab_of(form: str) -> str:
    """The tab of the patient screen on which a form stands; "handover" is a screen of its own."""
    return _TABS.get(form, "record")


def form_text(form: str) -> str:
    """What a form is for, in words."""
    names = {
        "vitals": QCoreApplication.translate("Unsaved", "vitals"),
        "note": QCoreApplication.translate("Unsaved", "note"),
        "ice": QCoreApplication.translate("Unsaved", "ICE examination"),
        "labs": QCoreApplication.translate("Unsaved", "laboratory values"),
        "second": QCoreApplication.translate("Unsaved", "second entry of cytokines"),
        "therapy": QCoreApplication.translate("Unsaved", "therapy"),
        "adverse": QCoreApplication.translate("Unsaved", "adverse event"),
        "lupus": QCoreApplication.translate("Unsaved", "lupus activity"),
        "visit": QCoreApplication.translate("Unsaved", "visit"),
        "amend": QCoreApplication.translate("Unsaved", "amendment"),
        "handover": QCoreApplication.translate("Unsaved", "handover"),
    }
    return names.get(form, form)


class Unsaved(AlarmFrame):
    """One line for each kept draft, with a button that opens its form; gone once it is empty."""

    opened = Signal(str, str)
    """Patient and tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("low", parent)
        self._rows: dict[tuple[str, str], QWidget] = {}
        self._hidden = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(20), theme.px(8), theme.px(14), theme.px(8))
        self._layout.setSpacing(theme.px(4))
        self.hide()

    def show_drafts(self, drafts: Sequence[tuple[str, str]]) -> None:
        """Say that the text of these (patient, form) was kept."""
        for patient, form in drafts:
            self._rows[patient, form] = self._row(patient, form)
            self._layout.addWidget(self._rows[patient, form])
        self._arrange()

    def keep(self, drafts: Sequence[tuple[str, str]]) -> None:
        """Drop the lines of drafts that are no more."""
        for key in [key for key in self._rows if key not in drafts]:
            self._drop(key)

    def set_hidden(self, hidden: bool) -> None:  # noqa: FBT001
        """Keep the lines out of sight: they name patients."""
        self._hidden = hidden
        self._arrange()

    def _arrange(self) -> None:
        self.setVisible(bool(self._rows) and not self._hidden)

    def _row(self, patient: str, form: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        text = self.tr("Unsaved text for {patient} ({form}) was kept.").format(
            patient=patient, form=form_text(form)
        )
        said: QLabel = label(text, "strong", wrap=True)
        layout.addWidget(said, 1)
        show = QPushButton(self.tr("Show it"))
        show.setAccessibleDescription(text)
        show.clicked.connect(lambda: self._open((patient, form)))
        later = QPushButton(self.tr("Later"))
        later.setAccessibleDescription(text)
        later.clicked.connect(lambda: self._drop((patient, form)))
        layout.addWidget(show)
        layout.addWidget(later)
        return row

    def _open(self, key: tuple[str, str]) -> None:
        self._drop(key)
        self.opened.emit(key[0], tab_of(key[1]))

    def _drop(self, key: tuple[str, str]) -> None:
        row = self._rows.pop(key)
        row.hide()
        row.deleteLater()
        self._arrange()
