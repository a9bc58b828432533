"""The dialogs about laboratories: reference ranges, results from a file; made when asked for."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.ward import Keeper, Ward


class Laboratory(QObject):
    """Both dialogs above the main window.

    ``entered`` asks to record, with the dialog that asks. ``maps`` is the folder of the user's
    own mappings of tables.
    """

    entered = Signal(object, object)

    def __init__(
        self, ward: Ward, clock: Callable[[], datetime], above: QWidget, maps: Path | None = None
    ) -> None:
        super().__init__(above)
        self._ward, self._clock, self._above, self._maps = ward, clock, above, maps

    def show_ranges(self, keeper: Keeper | None) -> None:
        """Open the reference ranges; ``keeper`` may change them, or only read."""
        from ui.screens.lab_ranges import LabRanges  # noqa: PLC0415 - seldom needed

        dialog = LabRanges(self._clock, self._ward.zone, keeper, self._above)
        dialog.set_ranges(self._ward.ranges)
        self._ward.ranged.connect(dialog.set_ranges)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(lambda drafts: self.entered.emit(dialog, drafts))
        dialog.open()

    def show_import(self) -> None:
        """Open the import of results from a file."""
        from ui.screens.lab_import import LabImport  # noqa: PLC0415 - seldom needed

        dialog = LabImport(self._ward, self._ward.zone, self._above, maps=self._maps)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(lambda drafts: self.entered.emit(dialog, drafts))
        dialog.open()
