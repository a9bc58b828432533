"""The end of the entry strip: what the grades would be if it were saved, and Save."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from grading.grade import Grade
from ui import theme, words
from ui.screens.patient.standing import show_grade
from ui.widgets.badge import GradeBadge
from ui.widgets.parts import FlowRow, KeyButton, label


class SaveBlock(FlowRow):
    """The chips "if saved", the button for a note, and Save."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(12, parent)
        self._whole = True
        self._chips = {
            scale: GradeBadge(words.scale_name(scale), "chip")
            for scale in ("crs", "icans", "news2")
        }
        grades = QWidget()
        grid = QGridLayout(grades)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(6))
        grid.setVerticalSpacing(theme.px(2))
        grid.addWidget(label(self.tr("if saved"), "small"), 0, 0, 1, len(self._chips))
        for column, chip in enumerate(self._chips.values()):
            grid.addWidget(chip, 1, column)
        self.note = KeyButton(self.tr("Note"), hint="F2")
        self.save = KeyButton(self.tr("Save"), hint="Enter", primary=True, main=True)
        for part in (grades, self.note, self.save):
            self.add(part)

    def show_grades(self, grades: Mapping[str, Grade | None]) -> None:
        """Show these grades; a scale that has read nothing cannot be stated."""
        for scale, chip in self._chips.items():
            show_grade(chip, scale, grades.get(scale))
        self._fit()

    def set_whole(self, whole: bool) -> None:  # noqa: FBT001
        """Stand in one row, or wrap where there is no room for one."""
        self._whole = whole
        self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(self.sizeHint().width() if self._whole else 0)

    def texts(self) -> tuple[str, ...]:
        """What the chips say."""
        return tuple(chip.text() for chip in self._chips.values())
