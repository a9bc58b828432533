"""The run of a toxicity from onset to its confirmed end: the rule of the 24 quiet hours.

An episode ends at the first quiet observation of an unbroken quiet run, once another quiet
observation at least 24 h later confirms it. An observation that is not quiet, or incomplete,
starts the 24 h anew. This project's decision (clinical rules, CRS section 7); trials vary.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from grading.findings import Findings, reaches
from grading.signs import Attribution

QUIET = timedelta(hours=24)
ATTRIBUTION_LASTS = timedelta(hours=24)
LATE_ONSET_DAY = 15


@dataclass(frozen=True, slots=True)
class Spell:
    """The open episode, if there is one, and since when it has been quiet."""

    onset: datetime | None = None
    quiet_since: datetime | None = None

    def begun(self, at: datetime) -> "Spell":
        """The spell with the toxicity present at this moment."""
        return Spell(self.onset or at, None)

    def broken(self) -> "Spell":
        """The spell after an observation that was not quiet."""
        return Spell(self.onset, None)

    def quiet(self, at: datetime) -> tuple["Spell", datetime | None]:
        """The spell after a quiet observation, and the end of the episode if it confirms one."""
        if self.onset is None:
            return self, None
        since = self.quiet_since or at
        if at - since >= QUIET:
            return Spell(), since
        return Spell(self.onset, since), None


NO_SPELL = Spell()


@dataclass(frozen=True, slots=True)
class Attributed:
    """A finding put down to another cause: when, and how bad it was then."""

    finding: str
    at: datetime
    level: int


def attributions(
    known: tuple[Attributed, ...], found: Findings, levels: dict[str, int]
) -> tuple[Attributed, ...]:
    """The attributions to another cause that hold now.

    ``levels`` are the raw levels of the findings. An attribution lapses after 24 h, and at once
    when its finding gets worse; then the finding counts until somebody renews it.
    """
    if not known and Attribution not in map(type, found.observed):
        return known
    held = {
        a.finding: a
        for a in known
        if found.at - a.at < ATTRIBUTION_LASTS and levels.get(a.finding, 0) <= a.level
    }
    new: dict[str, Attribution] = {}
    for sign in found.observed:
        # Of two words on one finding at one moment the one that keeps the finding stands.
        if isinstance(sign, Attribution) and (
            sign.finding not in new or new[sign.finding].cause == "other"
        ):
            new[sign.finding] = sign
    for finding, sign in new.items():
        if sign.cause == "other":
            held[finding] = Attributed(finding, found.at, levels.get(finding, 0))
        else:
            held.pop(finding, None)
    return tuple(held.values())


def onset_flags(onset: datetime | None, found: Findings) -> set[str]:
    """Flags on when an episode began: later than study day 14, or infusion unknown."""
    flags: set[str] = set()
    if found.infused is None:
        flags.add("infusion_unknown")
    elif (
        onset is not None
        and onset >= found.infused
        and reaches(LATE_ONSET_DAY, onset, found.infused, found.zone)
    ):
        flags.add("late_onset_review")
    return flags
