"""A visit as a calendar shows it: one line, and what stands below it."""

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.appointments import agreement
from bedside.exports.calendar import Words
from bedside.follow import Standing
from ui.shown import date_text
from ui.words.visits import state_text, to_collect, visit_name

translate = QCoreApplication.translate


def in_words(standing: Standing) -> Words:
    """A visit in the language of the screen; of the patient nothing but the trial id."""
    visit, locale = standing.visit, QLocale()
    window = translate("Calendar", "Window {opens} to {closes}, target {target}")
    lines = [
        window.format(
            opens=date_text(visit.opens, locale),
            closes=date_text(visit.closes, locale),
            target=date_text(visit.target, locale),
        )
    ]
    agreed = agreement(standing)
    if agreed is not None and agreed.clock is not None:
        text = translate("Calendar", "Agreed for {time}")
        lines.insert(0, text.format(time=agreed.clock.isoformat("minutes")))
    state = translate("Calendar", "State: {state}")
    lines.append(state.format(state=state_text(standing, visit.target)))
    left = to_collect(standing)
    if left:
        lines.append(translate("Calendar", "To collect: {items}").format(items=left))
    return Words(f"{standing.patient} · {visit_name(visit)}", "\n".join(lines))
