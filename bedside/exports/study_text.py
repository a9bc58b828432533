"""A study as lines for people at a terminal: the summary, the dose levels, the patients."""

from collections.abc import Iterator, Mapping, Sequence

from bedside.exports.study import month_name
from bedside.study import BASELINE, MONTHS, Centre, Level, Share, Study, Subject, Syndrome, Tally

_NAMED = 5
_NOTHING = ("-", "-", "-")
"""Where there is nothing to tell yet."""
_MARKS = {True: "yes", False: "no", None: "?"}


def text_lines(of: Study) -> Iterator[str]:
    """A study as lines for people: the summary, the dose levels, the patients."""
    yield from _summary_lines(of.summary, synthetic=of.synthetic)
    yield from _unplanned_lines(of)
    if of.subjects:
        yield ""
        yield from _aligned(
            ("Level", "n", "infused", "in window", "evaluable", "DLT", "CRS", "CRS 3+", "ICANS",
             "ICANS 3+", "SLEDAI", "SRI-4 M6", "LLDAS M6", "DORIS M6"),
            [_level_cells(level) for level in of.levels],
        )  # fmt: skip
        yield ""
        yield from _aligned(
            ("Patient", "level", "day", "DLT", "CRS", "onset", "days", "ICANS", "onset", "days",
             "toci", "steroid", "steroid d", "ICAHT", "CTCAE", "SLEDAI", "SRI-4 M6", "LLDAS M6",
             "DORIS M6"),
            [_patient_cells(one) for one in of.subjects],
        )  # fmt: skip


def _summary_lines(of: Tally, *, synthetic: bool) -> Iterator[str]:
    invented = "  [synthetic: made up by the program]" if synthetic else ""
    yield f"{len(of.patients)} patients, {of.infused} infused{invented}"
    if not of.infused:
        return
    due = f", {len(of.review_due)} to be reviewed" if of.review_due else ""
    yield (
        f"DLT: {of.dlt.count} of {of.dlt.of} reviewed; evaluable {of.evaluable.count}"
        f" of {of.evaluable.of}, {len(of.in_window)} in the window{due}"
    )
    for name, one in (("CRS", of.crs), ("ICANS", of.icans)):
        missing = one.any.unknown
        names = ", ".join(missing) if len(missing) <= _NAMED else str(len(missing))
        unknown = f"; not evaluable: {names}" if missing else ""
        onset, lasted = one.onset_median, one.duration_mean
        when = "" if onset.value is None else f"; onset median D{onset.value:+g}"
        spell = "" if lasted.value is None else f", lasting {lasted.value:.1f} d (mean)"
        yield (
            f"{name}: {one.any.count} of {one.any.of}, grade 3 or more {one.severe.count}"
            f" of {one.severe.of}{when}{spell}{unknown}"
        )
    yield (
        f"Tocilizumab: {_counted(of.tocilizumab)}; steroids: {_counted(of.steroids)};"
        f" early ICAHT 3 or more: {_counted(of.icaht_severe)};"
        f" adverse event of grade 3 or more: {_counted(of.ctcae_severe)}"
    )
    means = [
        f"{month_name(month)} {round(centre.value, 3):g} (n={centre.of})"
        for month, centre in of.sledai.items()
        if centre.value is not None
    ]
    yield f"SLEDAI ({of.variant}), mean: {', '.join(means) or 'none'}"
    for month in MONTHS:
        known = [(n, s[month]) for n, s in _responses(of) if s[month].of]
        if known:
            told = ", ".join(f"{name} {share.count} of {share.of}" for name, share in known)
            yield f"Month {month}: {told}"


def _unplanned_lines(of: Study) -> Iterator[str]:
    """Of whom no known edition says what was planned: they are counted all the same."""
    found: dict[str, int] = {}
    for one in of.subjects:
        if not one.known:
            name = " ".join(part for part in (one.protocol, one.edition) if part) or "none named"
            found[name] = found.get(name, 0) + 1
    if found:
        names = ", ".join(f"{name}: {count}" for name, count in sorted(found.items()))
        yield (
            f"No known protocol: {sum(found.values())} of {len(of.subjects)} patients ({names});"
            " their DLT window, visits and doses of a level cannot be told"
        )


def _responses(of: Tally) -> Sequence[tuple[str, Mapping[int, Share]]]:
    return (("SRI-4", of.sri4), ("LLDAS", of.lldas), ("DORIS", of.doris))


def _level_cells(of: Level) -> list[str]:
    one = of.tally
    return [
        " ".join(part for part in (of.protocol, of.dose_level or "-") if part),
        str(len(one.patients)),
        str(one.infused),
        str(len(one.in_window)),
        str(one.evaluable.count),
        _of(one.dlt),
        *(_of(share) for t in (one.crs, one.icans) for share in (t.any, t.severe)),
        f"{_mean_text(one.sledai[BASELINE])} -> {_mean_text(one.sledai[6])}",
        *(_of(by_month[6]) for _, by_month in _responses(one)),
    ]


def _counted(share: Share) -> str:
    return f"{share.count} of {share.of}"


def _of(share: Share) -> str:
    return f"{share.count}/{share.of}"


def _mean_text(centre: Centre) -> str:
    return "?" if centre.value is None else f"{centre.value:.1f}"


def _drug_cells(of: Subject) -> tuple[str, str, str]:
    """Doses of tocilizumab, doses of steroids, days with steroids."""
    return _text(of.tocilizumab.value), _text(of.steroids.value), _text(of.steroid_days)


def _patient_cells(of: Subject) -> list[str]:
    six = of.outcome(6)
    baseline = of.outcome(BASELINE)
    dlts = of.dlt.dlts.value
    state = of.dlt.state.replace("_", " ")
    return [
        of.patient,
        of.dose_level or "-",
        "-" if of.day is None else f"D{of.day:+d}",
        state if dlts is None else f"{state}: {dlts}",
        *(_syndrome_cells(of.crs) if of.is_infused else _NOTHING),
        *(_syndrome_cells(of.icans) if of.is_infused else _NOTHING),
        *(_drug_cells(of) if of.is_infused else _NOTHING),
        _text(of.icaht_early.value) if of.is_infused else "-",
        _ctcae_cell(of),
        f"{_text(baseline.total(of.variant).value)} -> {_text(six.total(of.variant).value)}",
        *(
            _MARKS[answer.value] if six.is_judged else "-"
            for answer in (six.responds(of.variant), six.lldas, six.doris)
        ),
    ]


def _ctcae_cell(of: Subject) -> str:
    worst = of.ctcae.value
    if worst is None:
        return "?" if of.is_infused and not of.adverse_known else "-"
    return str(worst.grade)


def _syndrome_cells(of: Syndrome) -> tuple[str, str, str]:
    level = of.maximum.value
    shown = str(level) if level is not None else (f">={of.at_least}" if of.at_least else "?")
    onset, lasted = of.onset_day.value, of.duration_days.value
    going = ">" if of.going_on else ""
    return (
        shown,
        "-" if onset is None else f"D{onset:+d}",
        "-" if lasted is None else f"{going}{lasted:.1f}",
    )


def _text(value: object) -> str:
    return "?" if value is None else str(value)


def _aligned(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table of words, its columns as wide as they need to be."""
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    for row in (heading, *rows):
        yield "  ".join(w.ljust(n) for w, n in zip(row, widths, strict=True)).rstrip()
