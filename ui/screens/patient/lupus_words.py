"""What is said beside the lupus form and below it: the record's evidence, a score, an answer."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from bedside.activity import Assessed, Evidence, beside
from bedside.chart import Chart
from bedside.timeline import Entry
from grading.scores.criterion import Response
from grading.scores.sledai import Score
from grading.signs import Lab, Vitals
from ui import words
from ui.shown import NOTHING, date_text, day_text, moment_text
from ui.words import lupus, response, sledai
from ui.words.codes import dotted

translate = QCoreApplication.translate
Part = tuple[str, str]
"""A heading and what stands below it."""


def evidence_text(found: Evidence, chart: Chart) -> str:
    """What the record holds of an item, and what it would say: never the answer."""
    values = ", ".join(_value(entry, chart) for entry in found.entries)
    offer = found.offer
    if offer is None:
        text = translate("Lupus", "In the record: {values}. No limit of normal is known for it.")
    elif offer.answer == "yes":
        text = translate("Lupus", "In the record: {values}. That would be present.")
    elif offer.answer == "no":
        text = translate("Lupus", "In the record: {values}. That would be absent.")
    elif offer.answer == "2K":
        text = translate("Lupus", "In the record: {values}. Present by SLEDAI-2K alone.")
    else:
        text = translate("Lupus", "In the record: {values}. Present by SELENA-SLEDAI alone.")
    said = [text.format(values=values)]
    if offer is not None and "previous_protein_missing" in offer.flags:
        said.append(translate("Lupus", "There is no earlier value to compare it with."))
    return " ".join(said)


def _value(entry: Entry, chart: Chart) -> str:
    fact = entry.fact
    if isinstance(fact, Vitals):
        assert fact.temp_c is not None
        value = words.quantity(Vitals, "temp_c", fact.temp_c)
    else:
        assert isinstance(fact, Lab)
        value = words.lab(fact)
    moment = moment_text(entry.at, chart.zone, QLocale(), chart.now)
    return translate("Lupus", "{value} ({moment})").format(value=value, moment=moment)


# --- the table ------------------------------------------------------------------------------------

COLUMNS = (
    *("when", "2K", "SELENA", "pga", "bilag"),
    *("sri4", "sri4_2k", "lldas", "doris"),
)


def column_title(column: str) -> str:
    """The title of a column."""
    return {
        "when": translate("Lupus", "Assessed"),
        "2K": translate("Lupus", "SLEDAI-2K"),
        "SELENA": translate("Lupus", "SELENA"),
        "pga": translate("Lupus", "PGA"),
        "bilag": translate("Lupus", "BILAG"),
        "sri4": translate("Lupus", "SRI-4"),
        "sri4_2k": translate("Lupus", "SRI-4 (2K)"),
        "lldas": translate("Lupus", "LLDAS"),
        "doris": translate("Lupus", "DORIS"),
    }[column]


def cell_text(one: Assessed, column: str) -> str:  # noqa: PLR0911 - one column a line
    """What stands in a cell; "—" where nothing was judged or nothing is compared."""
    if column == "when":
        if one.visit.study_day is None:
            return date_text(one.visit.day, QLocale())
        day = translate("Lupus", "baseline") if one.is_baseline else _short_date(one.visit.day)
        return dotted([day_text(one.visit.study_day), day])
    if column in {"2K", "SELENA"}:
        score = one.scores.get("SELENA" if column == "SELENA" else "2K")
        if score is None:
            return NOTHING
        return sledai.total_text(score.total)
    if column == "pga":
        pga = one.visit.pga
        return NOTHING if pga is None else lupus.decimal_text(pga.value)
    if column == "bilag":
        total = one.bilag.get("12-8-1")
        if total is None:
            return NOTHING
        return str(total.value) if total.value is not None else f"{total.least}–{total.most}"
    outcome = outcome_of(one, column)
    return NOTHING if outcome is None else response.answer(outcome.answer)


def _short_date(day: date) -> str:
    """A date without its year: the study day stands before it."""
    pattern = translate("Lupus", "d MMM", "date pattern without the year")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def outcome_of(one: Assessed, column: str) -> Response | None:
    """SRI-4, LLDAS or DORIS of an assessment; None for other columns, and before the infusion."""
    match column:
        case "sri4":
            return one.sri4.get("SELENA")
        case "sri4_2k":
            return one.sri4.get("2K")
        case "lldas":
            return one.lldas
        case "doris":
            return one.doris
        case _:
            return None


def spoken(one: Assessed, column: str) -> str:
    """A cell in words, for the tool tip and the screen reader."""
    outcome = outcome_of(one, column)
    if outcome is not None:
        return response.response(outcome)
    if column == "when":
        baseline = translate("Lupus", "baseline") if one.is_baseline else ""
        return dotted([date_text(one.visit.day, QLocale(), weekday=True), baseline])
    score = one.scores.get("SELENA" if column == "SELENA" else "2K")
    if column in {"2K", "SELENA"} and score is not None:
        return sledai.score_text(score)
    return f"{column_title(column)}: {cell_text(one, column)}"


def detail(one: Assessed, column: str, chart: Chart) -> tuple[str, tuple[Part, ...]]:
    """What is behind a cell: a title, and parts with a heading each."""
    outcome = outcome_of(one, column)
    if outcome is not None:
        return response.response(outcome), _criteria(outcome)
    if column in {"sri4", "sri4_2k"}:
        before = translate("Lupus", "SRI-4 compares with the baseline, after the infusion.")
        return column_title(column), (("", before),)
    if column in {"2K", "SELENA"}:
        score = one.scores.get("SELENA" if column == "SELENA" else "2K")
        if score is None:
            return column_title(column), (("", translate("Lupus", "Not scored on this day.")),)
        return sledai.score_text(score), (*_items(score), *_beside(one, chart))
    if column == "bilag" and one.visit.bilag is not None:
        sums = tuple(("", lupus.sum_text(total)) for total in one.bilag.values())
        return lupus.letters_text(one.visit.bilag), (*sums, ("", lupus.fact(one.visit.bilag)))
    return spoken(one, "when"), _whole(one, chart)


def _criteria(outcome: Response) -> tuple[Part, ...]:
    parts: list[Part] = []
    marks = {
        "yes": translate("Lupus", "{criterion}: met"),
        "no": translate("Lupus", "{criterion}: not met"),
        "unknown": translate("Lupus", "{criterion}: cannot be told"),
    }
    for one in outcome.criteria:
        heading = marks[one.answer].format(criterion=response.criterion(outcome, one))
        parts.append((heading, response.grounds(outcome, one)))
    return (*parts, *(("", note) for note in response.notes(outcome)))


def _items(score: Score) -> tuple[Part, ...]:
    """The items that score, those that somebody put down to another cause, the unknown ones."""
    said: dict[str, list[str]] = {"present": [], "not_lupus": [], "unknown": []}
    for one in score.items:
        name = sledai.item(one.item)
        if one.points:
            text = translate("Lupus", "{item} {points}")
            said["present"].append(text.format(item=name, points=one.points))
        elif one.code == "not_lupus" and one.cause is not None:
            text = translate("Lupus", "{item} ({cause})")
            said["not_lupus"].append(text.format(item=name, cause=sledai.cause(one.cause)))
        elif one.points is None:
            said["unknown"].append(name)
    titles = {
        "present": translate("Lupus", "Present, with points"),
        "not_lupus": translate("Lupus", "Put down to another cause: no points"),
        "unknown": translate("Lupus", "Unknown"),
    }
    parts = [(titles[key], ", ".join(names)) for key, names in said.items() if names]
    if not said["present"]:
        parts.insert(0, (titles["present"], translate("Lupus", "none")))
    if score.differing:
        title = translate("Lupus", "Answered otherwise than the values in the record say")
        parts.append((title, sledai.items_text(score.differing)))
    if "previous_protein_missing" in score.flags:
        parts.append(("", translate("Lupus", "Proteinuria has no earlier value to compare with.")))
    return tuple(parts)


def _beside(one: Assessed, chart: Chart) -> tuple[Part, ...]:
    """Kidney, complement and antibodies of the same days."""
    form = one.visit.sledai
    found = beside(chart, one.visit.at, form.window_days if form else None)
    values = [_value(entry, chart) for entry in found]
    if not values:
        return ()
    return ((translate("Lupus", "Beside it in the record"), ", ".join(values)),)


def _whole(one: Assessed, chart: Chart) -> tuple[Part, ...]:
    parts: list[Part] = []
    for entry in one.visit.entries:
        moment = moment_text(entry.at, chart.zone, QLocale(), chart.now)
        heading = translate("Lupus", "{moment} · {author}").format(
            moment=moment, author=entry.author
        )
        parts.append((heading, words.fact(entry.fact, chart.zone)))
    if one.visit.pga_came_after:
        parts.append(("", translate("Lupus", "The PGA was written after the SLEDAI.")))
    return tuple(parts)


def plain(parts: Sequence[Part]) -> str:
    """Parts as lines of plain text."""
    return "\n".join(line for heading, text in parts for line in (heading, text) if line)
