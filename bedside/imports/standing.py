"""Laboratory results of a file beside those on record: new, there already, corrected, in conflict.

A result is of one patient, analyte and minute of sampling; two laboratories that both name
themselves do not speak of one result. What a laboratory marks as corrected, or issued later than
what stands, supersedes it by an amendment. So does a result in place of one without any
("pending"). Any other difference is a conflict: it is left until a person decides (this project's
decisions); so is a correction that was amended since, where no times of issue tell which is later.
Within one file only what is marked supersedes; values side by side are two results.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from bedside.adverse.log import roots
from bedside.analytes import analytes, is_result
from bedside.facts import Retracted
from bedside.imports.lab_beside import is_corrected, issued
from bedside.imports.report import OUTCOMES, Batch, FileReport, Outcome
from bedside.second_entry import agree
from bedside.timeline import Draft, Entry, timeline
from grading.signs import Lab

State = Literal["new", "present", "superseding", "conflict"]
STATES: tuple[State, ...] = ("new", "present", "superseding", "conflict")
REASON = "corrected by the laboratory"
"""Why an amendment was made that nobody was asked about."""
_Key = tuple[str, str, datetime]
_NEVER = datetime.min.replace(tzinfo=UTC)


class Matched(NamedTuple):
    """A draft of a file and where it stands to the record.

    ``path`` and ``line`` say where in the files it stands. ``entry`` is what stands on record of
    the same sample, or what a person has retracted; ``after`` the draft of the same files that it
    corrects.
    """

    draft: Draft
    state: State
    path: Path
    line: int
    entry: Entry | None = None
    after: Draft | None = None

    @property
    def is_retracted(self) -> bool:
        """Whether a person has taken out what this draft says once more."""
        return self.state == "conflict" and self.entry is not None and not self.amends

    @property
    def amends(self) -> bool:
        """Whether it would stand in for what is on record."""
        fact = self.entry.fact if self.entry is not None else None
        return isinstance(fact, Lab) and not agree(fact, _lab(self.draft))


@dataclass(slots=True)
class _Sample:
    """What is known of one sample: what counts, what counted once, what a person took out.

    ``heads`` are entries on record, or drafts of the same files that stand in for them. Of what
    was amended and then taken out everything is taken out.
    """

    heads: list[Entry | Draft] = field(default_factory=list)
    said: list[Entry] = field(default_factory=list)
    retracted: list[Entry] = field(default_factory=list)


def matched(
    batch: Batch, log: Iterable[Entry], present: Collection[str] = ()
) -> tuple[Matched, ...]:
    """Every draft of a batch beside the log of the record, in the order of the files.

    ``present`` are the sources that the record holds. Drafts that are no laboratory results are
    new, or there by their source.
    """
    wanted = {draft.patient for draft in batch.drafts if isinstance(draft.fact, Lab)}
    samples = _samples([entry for entry in log if entry.patient in wanted])
    places = [(one.path, line) for one in batch.files for line in one.lines]
    found: dict[int, Matched] = {}
    for n in sorted(range(len(places)), key=lambda n: _order(batch.drafts[n])):
        draft, place = batch.drafts[n], places[n]
        if draft.source is not None and draft.source in present:
            found[n] = Matched(draft, "present", *place)
        elif not isinstance(draft.fact, Lab):
            found[n] = Matched(draft, "new", *place)
        else:
            state, before = _placed(draft, samples.setdefault(_key(draft), _Sample()))
            if isinstance(before, Draft):
                found[n] = Matched(draft, state, *place, after=before)
            else:
                found[n] = Matched(draft, state, *place, entry=before)
    return tuple(found[n] for n in range(len(places)))


def _order(draft: Draft) -> tuple[bool, datetime, bool]:
    """What was said first comes first, in whatever order it stands in a file."""
    moment, corrected = issued(draft), is_corrected(draft)
    return moment is None and corrected, moment or _NEVER, corrected


def due(
    results: Sequence[Matched],
    ticked: Mapping[int, str] | None = None,
    written: Mapping[str, Entry] | None = None,
    reason: str = REASON,
) -> tuple[Draft, ...]:
    """What is to be written next: ask again with what was ``written`` (by source) until nothing.

    ``ticked`` are the places of conflicts that a person takes, each with the person's reason.
    ``reason`` is that of the others. What corrects another result of the same files waits until
    that one is written.
    """
    done, taken = written or {}, ticked or {}
    found = []
    for place, one in enumerate(results):
        draft = one.draft
        if one.state == "present" or (draft.source is not None and draft.source in done):
            continue
        if one.state == "conflict" and place not in taken:
            continue
        if one.after is not None:
            before = done.get(one.after.source or "")
            if before is not None:
                found.append(replace(draft, amends=before.id, reason=reason))
        elif one.entry is not None and one.amends:
            found.append(replace(draft, amends=one.entry.id, reason=taken.get(place, reason)))
        else:  # of what was retracted and comes back all the same, the reason says why
            found.append(replace(draft, reason=taken[place]) if place in taken else draft)
    return tuple(found)


def settled(batch: Batch, results: Sequence[Matched]) -> Batch:
    """The batch with the outcome that each row has beside the record.

    A row of several values is in conflict if one of them is, else superseded if one is; in the
    record already if all are. A row of which something was refused stays so.
    """
    by_file: dict[Path, dict[int, set[State]]] = {}
    for one in results:
        by_file.setdefault(one.path, {}).setdefault(one.line, set()).add(one.state)
    return replace(
        batch, files=tuple(_settled(one, by_file.get(one.path, {})) for one in batch.files)
    )


def _settled(report: FileReport, states: Mapping[int, set[State]]) -> FileReport:
    refused = {refusal.line for refusal in report.refusals}
    outcomes = Counter(report.outcomes)
    for line, found in states.items():
        outcome = _outcome(found)
        if outcome is not None and line not in refused:
            outcomes["converted" if line in report.converted_lines else "taken"] -= 1
            outcomes[outcome] += 1
    return replace(report, outcomes={outcome: outcomes[outcome] for outcome in OUTCOMES})


def _outcome(states: set[State]) -> Outcome | None:
    """The outcome of a row of these states; None where it stays as it was read."""
    if "conflict" in states:
        return "conflict"
    if "superseding" in states:
        return "superseded"
    return "present" if states == {"present"} else None


def account(results: Sequence[Matched]) -> Iterator[str]:
    """What became of the laboratory results, in English: one line, and one for each conflict."""
    labs = [one for one in results if isinstance(one.draft.fact, Lab)]
    counts = {state: sum(one.state == state for one in labs) for state in STATES}
    if not any(counts[state] for state in STATES[1:]):
        return
    yield (
        f"laboratory: {counts['new']} new, {counts['present']} already there,"
        f" {counts['superseding']} superseded, {counts['conflict']} in conflict and left"
    )
    for one in labs:
        if one.state == "conflict" and one.entry is not None:
            told = "retracted in the record" if one.is_retracted else "in the record"
            yield (
                f"  {one.path.name} line {one.line}: {one.draft.patient},"
                f" {one.draft.at:%Y-%m-%d %H:%M}Z: {_said(one.draft)}; {told}: {_said(one.entry)}"
            )


def conflicts(results: Iterable[Matched]) -> int:
    """How many are left until a person decides."""
    return sum(one.state == "conflict" for one in results)


# --- one result -----------------------------------------------------------------------------------


def _placed(draft: Draft, sample: _Sample) -> tuple[State, Entry | Draft | None]:
    """How a result stands, and to which other one."""
    marked = is_corrected(draft) or issued(draft) is not None
    heads = [head for head in sample.heads if _is_of_one(head, draft)]
    held = [head for head in heads if isinstance(head, Entry)]
    for head in heads:
        if (marked or isinstance(head, Entry)) and agree(_lab(head), _lab(draft)):
            return "present", head
    said = [e for e in sample.said if _is_of_one(e, draft) and agree(_lab(e), _lab(draft))]
    again = bool(held) and _is_said_again(draft, held[-1], said)
    if len(heads) == 1 and (marked or held) and not again and _supersedes(draft, heads[0]):
        sample.heads[sample.heads.index(heads[0])] = draft
        return "superseding", heads[0]
    if said and not again:
        return "present", held[-1] if held else None  # it was amended since
    if held:
        older = not again and _is_older(draft, held[-1])
        return ("present" if older else "conflict"), held[-1]
    for entry in reversed(sample.retracted):
        if _is_of_one(entry, draft) and agree(_lab(entry), _lab(draft)):
            return "conflict", entry
    sample.heads.append(draft)
    return "new", None


def _is_older(draft: Draft, before: Entry) -> bool:
    """Whether the laboratory had issued something else by the time of what stands."""
    mine, theirs = issued(draft), issued(before)
    return mine is not None and theirs is not None and mine < theirs


def _supersedes(draft: Draft, before: Draft | Entry) -> bool:
    """Whether a result takes the place of another one without anybody being asked."""
    mine, theirs = issued(draft), issued(before)
    if mine is not None and theirs is not None and mine != theirs:
        return mine > theirs
    if is_corrected(draft):
        return not is_corrected(before) or mine is None or theirs is None
    fact, other = _lab(draft), _lab(before)
    return is_result(fact) and not is_result(other)


def _is_said_again(draft: Draft, head: Draft | Entry, said: Iterable[Entry]) -> bool:
    """Whether a correction is on record and was amended since, and nothing says which is later.

    Without times of issue an older file would put back what was corrected again, or amended.
    """
    if issued(draft) is not None and issued(head) is not None:
        return False
    return is_corrected(draft) and any(is_corrected(entry) for entry in said)


def _is_of_one(one: Draft | Entry, other: Draft) -> bool:
    """Whether two results are not of two laboratories."""
    names = ["".join(_lab(result).laboratory.casefold().split()) for result in (one, other)]
    return names[0] == names[1] or not all(names)


# --- the record -----------------------------------------------------------------------------------


def _samples(log: Sequence[Entry]) -> dict[_Key, _Sample]:
    found: dict[_Key, _Sample] = {}
    retracted = {e.amends for e in log if isinstance(e.fact, Retracted) and e.amends}
    standing = {entry.id for entry in timeline(log)}
    first = roots(log)
    kept = {first.get(one, one) for one in standing}
    for entry in log:
        if not isinstance(entry.fact, Lab):
            continue
        sample = found.setdefault(_key(entry), _Sample())
        if entry.id in standing:
            sample.heads.append(entry)
        elif entry.id in retracted or first.get(entry.id, entry.id) not in kept:
            sample.retracted.append(entry)
        else:
            sample.said.append(entry)
    return found


def _key(of: Draft | Entry) -> _Key:
    minute = of.at - timedelta(seconds=of.at.second, microseconds=of.at.microsecond)
    return of.patient, _lab(of).analyte, minute


def _lab(of: Draft | Entry) -> Lab:
    assert isinstance(of.fact, Lab)
    return of.fact


def _said(of: Draft | Entry) -> str:
    """A result in English."""
    fact = _lab(of)
    known = analytes().get(fact.analyte)
    label = known.label if known is not None else fact.analyte
    if fact.value is None:
        return f"{label}: {fact.text}"
    unit = known.shown if known is not None else fact.unit
    return f"{label} {fact.bound or ''}{fact.value:g} {unit}".strip()
