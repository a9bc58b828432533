"""What is typed and marked on the page of a visit and not saved yet, as text that can be kept."""

from dataclasses import dataclass, field

from ui.drafts import Drafts

FORM = "visit"
"""The name under which it is kept."""


@dataclass(slots=True)
class Marked:
    """What somebody has marked and not saved yet, by visit and item."""

    ticked: set[tuple[str, str]] = field(default_factory=set)
    omitted: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class Unsaved:
    """The page of one visit: when, a comment, own words for a deviation, and what is marked."""

    when: str = ""
    comment: str = ""
    deviation: str = ""
    marked: Marked = field(default_factory=Marked)

    def keep(self, drafts: Drafts, patient: str, visit: str) -> None:
        """Keep it for this visit; of an empty page nothing."""
        text = _without(drafts.get(patient, FORM), visit)
        for name in ("when", "comment", "deviation"):
            text[f"{visit}/{name}"] = getattr(self, name)
        for of, item in self.marked.ticked:
            text[f"{visit}/tick/{of}/{item}"] = "1"
        for (of, item), reason in self.marked.omitted.items():
            text[f"{visit}/omit/{of}/{item}"] = reason
        drafts.keep(patient, FORM, text)


def kept(drafts: Drafts, patient: str, visit: str) -> Unsaved:
    """What was kept for a visit; an empty page where nothing was."""
    found = Unsaved()
    for name, value in drafts.get(patient, FORM).items():
        of_visit, _, rest = name.partition("/")
        if of_visit != visit:
            continue
        how, _, rest = rest.partition("/")
        of, _, item = rest.partition("/")
        if how == "tick":
            found.marked.ticked.add((of, item))
        elif how == "omit":
            found.marked.omitted[of, item] = value
        else:
            setattr(found, how, value)
    return found


def forget(drafts: Drafts, patient: str, visit: str) -> None:
    """Keep nothing of a visit any more."""
    drafts.keep(patient, FORM, _without(drafts.get(patient, FORM), visit))


def _without(text: dict[str, str], visit: str) -> dict[str, str]:
    return {name: value for name, value in text.items() if not name.startswith(f"{visit}/")}
