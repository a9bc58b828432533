"""Files of other systems become drafts; nothing is written here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from bedside.imports import kinds
from bedside.imports.kinds import BadMap, Map
from bedside.imports.maps import load, shipped
from bedside.imports.owners import Owners
from bedside.imports.reading import FileReading, Opened, Plans, Progress
from bedside.imports.report import Batch, FileReport
from bedside.imports.table import Unreadable, table
from bedside.timeline import Draft
from bedside.uncollected import uncollected


def read(
    files: Sequence[Path],
    mapping: Map | str | None,
    patient: str | None,
    present: Collection[str],
    zone: tzinfo,
    *,
    begun: Mapping[str, datetime] | None = None,
    maps: Sequence[Map] | None = None,
    folder: Path | None = None,
    on_row: Callable[[int, int], bool] | None = None,
) -> Batch:
    """The drafts in files, and what became of every row; nothing is written.

    ``mapping``, or its name as for :func:`load` with the user's ``folder``, says how the files
    are to be read; without it each file is recognised by its columns among ``maps`` (those that
    ship) or as the tidy format. ``patient`` takes the rows of one patient only. ``present``: the
    sources that the record holds. ``zone`` is the site's, for times without one. ``begun``: when
    the record of each patient begins, by which rows of a hospital stay find the right one of
    several. ``on_row`` is told (done, all) now and then; where it answers False the import stops
    with :class:`Cancelled`.

    Raises :class:`Unreadable` where nothing of the only file can be read; of several files the
    others are read and the report names the troubled one. Raises :class:`BadMap` for a mapping
    that cannot be used.
    """
    if isinstance(mapping, str):
        mapping = load(mapping, folder)
    known = shipped() if maps is None else maps
    opened = [_opened(path, known, mapping) for path in files]
    if len(opened) == 1 and isinstance(opened[0], Unreadable):
        raise opened[0]
    whose = Owners(patient, dict(begun or {}))
    readable = [one for one in opened if isinstance(one, Opened)]
    whose.named_by_file(one.table.path for one in readable if one.kind.named_by_file)
    progress = Progress(sum(len(one.table.lines) for one in readable), on_row)
    plans: Plans = {}
    seen = set(present)
    done: dict[int, tuple[list[Draft], FileReport]] = {}
    # Files that name stays come first: what belongs to a hospital stay needs to know them.
    order = sorted(range(len(opened)), key=lambda n: _needs_stays(opened[n]))
    with uncollected():
        for n in order:
            one = opened[n]
            if isinstance(one, Unreadable):
                done[n] = ([], FileReport(one.path, trouble=one.why))
                continue
            try:
                done[n] = FileReading(one, whose, zone, plans, seen, progress).result()
            except Unreadable as error:
                if len(opened) == 1:
                    raise
                done[n] = ([], FileReport(error.path, trouble=error.why))
    drafts = [draft for n in range(len(opened)) for draft in done[n][0]]
    return Batch(tuple(drafts), tuple(done[n][1] for n in range(len(opened))))


def _opened(path: Path, maps: Sequence[Map], mapping: Map | None) -> Opened | Unreadable:
    try:
        found = table(path, mapping.encoding if mapping else None)
        header = found.header
        fits = kinds.recognised(header, maps) if mapping is None else kinds.kind_of(mapping, header)
        return Opened(found, fits)
    except Unreadable as error:
        return error
    except BadMap as error:
        return Unreadable(path, str(error))


def _needs_stays(one: Opened | Unreadable) -> bool:
    return isinstance(one, Opened) and one.kind.owner.first_stay is not None
