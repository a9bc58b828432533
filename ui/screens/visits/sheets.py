"""The list and the matrix as tables for paper: the trial id alone says who a patient is."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt

from bedside.follow import Standing
from ui.printed import Sheet
from ui.screens.visits.list_model import Column, cell_text, column_text
from ui.screens.visits.matrix import STANDING_ROLE, MatrixPage, completeness
from ui.screens.visits.rows import Row
from ui.words.codes import dotted
from ui.words.visits import state_text

_ACROSS = 10
"""As many patients have room across a page."""
_ON_PAPER = tuple(column for column in Column if column is not Column.WINDOW)


def list_sheet(title: str, rows: Sequence[Row], today: date) -> Sheet:
    """The lines of the list."""
    return Sheet(
        title,
        tuple(column_text(column) for column in _ON_PAPER),
        tuple(tuple(cell_text(row, column, today) for column in _ON_PAPER) for row in rows),
    )


def matrix_sheets(page: MatrixPage) -> tuple[Sheet, ...]:
    """The matrix turned round, as paper is narrow: visits down, some patients across."""
    count = page.model.rowCount()
    starts = range(0, max(1, count), _ACROSS)
    return tuple(_part(page, range(start, min(start + _ACROSS, count))) for start in starts)


def _part(page: MatrixPage, places: range) -> Sheet:
    model, protocol = page.model, page.chosen()
    title = QCoreApplication.translate("Matrix", "Visits of {protocol}").format(
        protocol="" if protocol is None else protocol.short
    )
    across = Qt.Orientation.Horizontal
    named = Qt.ItemDataRole.ToolTipRole
    rows = []
    for column in range(model.columnCount()):
        cells = [str(model.headerData(column, across, named))]
        for place in places:
            standing: Standing | None = model.index(place, column).data(STANDING_ROLE)
            cells.append("" if standing is None else _cell(standing, page.today))
        rows.append(tuple(cells))
    patients = [model.follows[place].patient for place in places]
    return Sheet(title, (column_text(Column.VISIT), *patients), tuple(rows))


def _cell(standing: Standing, today: date) -> str:
    return dotted([state_text(standing, today), completeness(standing)])
