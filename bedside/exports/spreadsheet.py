"""Tables for a spreadsheet, as every export writes them."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@")


def table_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Lines of CSV (RFC 4180) in UTF-8 with a mark in front: without it Excel reads another code.

    Words that a spreadsheet would take for a formula stand behind an apostrophe.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(heading)
    table.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """A cell as a spreadsheet may have it; numbers stay numbers."""
    if isinstance(value, str) and (
        value.startswith(("\t", "\r", "\n")) or value.lstrip().startswith(_FORMULA)
    ):
        return f"'{value}"
    return value
