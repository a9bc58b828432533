"""Bedside: where the program starts. Arguments, the clock, and who is built from what."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bedside.alarms import Technical
    from bedside.chart import Chart
    from bedside.follow import Follow
    from bedside.protocol.shelf import Shelf
    from bedside.store import Store
    from bedside.timeline import Entry
    from ui.window import MainWindow

OK, REFUSED, FAILED = 0, 1, 2


class Failed(Exception):
    """A command that cannot be done; the message is its one line on standard error."""


def clock() -> datetime:
    """The present moment, aware, in UTC. The only place in the program that reads the time."""
    return datetime.now(UTC)


def site_zone() -> tzinfo:
    """The zone this machine is set to."""
    from tzlocal import get_localzone  # noqa: PLC0415

    return get_localzone()


def data_folder() -> Path:
    """Where this user's record and settings lie; the variable BEDSIDE_HOME names another."""
    named = os.environ.get("BEDSIDE_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("bedside", appauthor=False)


def workstation(folder: Path) -> str:
    """The name of this workstation's log: made once, kept in the data folder."""
    kept = folder / "workstation"
    if not kept.exists():
        import uuid_utils  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"ws-{uuid_utils.uuid4().hex[:12]}\n", encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        raise Failed(message)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 time") from error
    return at if at.tzinfo else at.replace(tzinfo=site_zone())


def parser() -> argparse.ArgumentParser:
    """The arguments of the program and its commands."""
    top = _Parser(prog="bedside", description="CAR-T bedside record with live CRS and ICANS grades")
    _source(top, default=None)
    top.add_argument("--at", type=_moment, help="as of this moment (ISO 8601)")
    commands = top.add_subparsers(dest="command", parser_class=_Parser)

    taking = commands.add_parser("import", help="take CSV files or an export into a record")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument(
        "--store", type=Path, default=argparse.SUPPRESS, help="the record to write to"
    )
    taking.add_argument("--patient", help="take only this patient's rows")
    taking.add_argument("--map", help="a mapping by name, or a mapping file")

    grading = commands.add_parser("grade", help="the grades of a record over time")
    _source(grading)
    grading.add_argument("--patient", help="only this patient")
    grading.add_argument("--scale", help="only this scale (crs, icans, news2)")
    grading.add_argument(
        "--at", type=_moment, default=argparse.SUPPRESS, help="the grade at this moment (ISO 8601)"
    )
    grading.add_argument("--json", action="store_true", help="one JSON object a line")

    visiting = commands.add_parser("visits", help="the visits of each patient's plan")
    reminding = commands.add_parser("reminders", help="what is to be remembered of the plans")
    alarming = commands.add_parser("alarms", help="what the ward must hear of")
    rounding = commands.add_parser("rounds", help="what is due at each bedside")
    for command in (visiting, reminding, alarming, rounding):
        _source(command)
        command.add_argument("--patient", help="only this patient")
        command.add_argument(
            "--at", type=_moment, default=argparse.SUPPRESS, help="as of this moment (ISO 8601)"
        )
        command.add_argument("--json", action="store_true", help="one JSON object a line")

    counting = commands.add_parser("study", help="toxicities and responses of all patients")
    _source(counting)
    counting.add_argument("--protocol", help="only the patients of this protocol, by its id")
    counting.add_argument("--level", help="only the patients of this dose level, by its id")
    counting.add_argument(
        "--at", type=_moment, default=argparse.SUPPRESS, help="as of this moment (ISO 8601)"
    )
    counting.add_argument("--json", action="store_true", help="one JSON object")

    checking = commands.add_parser("verify", help="check a record for damage and tampering")
    _source(checking)

    copying = commands.add_parser("backup", help="copy a record into a folder and check the copy")
    _source(copying)
    copying.add_argument(
        "--to", type=Path, metavar="FOLDER", required=True, help="where the copies lie"
    )

    exporting = commands.add_parser("export", help="a record as JSON lines")
    _source(exporting)
    exporting.add_argument("--patient", help="only this patient")
    exporting.add_argument("--out", type=Path, help="a file to write to (default: to the screen)")
    return top


def _source(command: argparse.ArgumentParser, default: object = argparse.SUPPRESS) -> None:
    # A command's own default would hide what was said before its name.
    which = command.add_mutually_exclusive_group()
    which.add_argument("--store", type=Path, metavar="FILE", default=default, help="a record")
    which.add_argument(
        "--demo",
        nargs="?",
        const="ward",
        choices=["ward", "study"],
        default=default,
        help="the demonstration ward, or an invented cohort of a study",
    )


@contextmanager
def demo_folder(which: str) -> Iterator[Path]:
    """A demonstration, written to a temporary store that goes with its folder."""
    if which == "study":
        from bedside.demo.study import fill  # noqa: PLC0415
    else:
        from bedside.demo import fill  # noqa: PLC0415
    from bedside.store import Store  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bedside-demo-") as folder:
        path = Path(folder) / "demo.sqlite"
        now = clock()
        with Store(path, "demo", now) as store:
            fill(store, now, site_zone())
        yield path


@contextmanager
def reading(arguments: argparse.Namespace) -> "Iterator[Store]":
    """The store a command reads from: the named one, the demonstration, or the user's own."""
    from bedside.store import Store  # noqa: PLC0415

    with named(arguments) as path, Store(path, "reader", clock(), read_only=True) as store:
        yield store


@contextmanager
def named(arguments: argparse.Namespace) -> Iterator[Path]:
    """The file that the arguments name: the demonstration, a record, or the user's own."""
    if arguments.demo:
        with demo_folder(arguments.demo) as path:
            yield path
    else:
        yield arguments.store or data_folder() / "ward.sqlite"


def asked(store: "Store", patient: str | None) -> tuple[str, ...]:
    """The patients of a record that a command is about: the one named, or all."""
    known = store.patients()
    if patient is not None and patient not in known:
        raise Failed(f"{store.path}: no patient {patient!r}")
    return known if patient is None else (patient,)


def charts(store: "Store", patient: str | None, at: datetime | None) -> "Iterator[Chart]":
    """The charts of a record, as of ``at``, else up to its last entry or the present."""
    from bedside.chart import chart  # noqa: PLC0415

    zone = site_zone()
    for name in asked(store, patient):
        log = store.log(name)
        now = at or max(clock(), *(entry.at for entry in log))
        yield chart(log, now.astimezone(UTC), zone)


def grade(arguments: argparse.Namespace) -> int:
    """Print the grades of a record, one line a moment, and the episodes."""
    import json  # noqa: PLC0415

    from bedside.exports import grades  # noqa: PLC0415
    from grading.scales import SCALES  # noqa: PLC0415

    if arguments.scale is not None and arguments.scale not in SCALES:
        raise Failed(f"no scale {arguments.scale!r}; there are: {', '.join(SCALES)}")
    with reading(arguments) as store:
        for found in charts(store, arguments.patient, arguments.at):
            for scale in [arguments.scale] if arguments.scale else SCALES:
                for step in grades.step_objects(found, scale, arguments.at):
                    print(
                        json.dumps(step, ensure_ascii=False)
                        if arguments.json
                        else grades.text_line(step)
                    )
                episodes = grades.episode_object(found, scale)
                print(
                    json.dumps(episodes, ensure_ascii=False)
                    if arguments.json
                    else grades.episode_line(episodes)
                )
    return OK


def editions_of_site() -> "Shelf":
    """The editions that ship and the site's own; what cannot be used is named."""
    from bedside.protocol.shelf import shelf  # noqa: PLC0415

    editions = shelf(data_folder() / "protocols")
    for broken in editions.broken:
        more = f" (and {len(broken.problems) - 1} more)" if len(broken.problems) > 1 else ""
        _warn(f"{broken.file}:{broken.line}: {broken.problem}{more}")
    return editions


def follows(store: "Store", patient: str | None, now: datetime) -> "Iterator[Follow]":
    """The plans of a record as of ``now``; what cannot be used is named on standard error."""
    from bedside.follow import follow  # noqa: PLC0415
    from bedside.timeline import timeline  # noqa: PLC0415

    names = asked(store, patient)
    editions = editions_of_site()
    for name in names:
        found = follow(name, timeline(store.log(name)), editions.get, site_zone(), now)
        enrolled = found.enrolled
        if found.protocol is None and enrolled.protocol:
            named = f"edition {enrolled.edition!r} of " if enrolled.edition else "protocol "
            _warn(f"{name}: no {named}{enrolled.protocol!r}, so no visits")
        yield found


def visits(arguments: argparse.Namespace) -> int:
    """Print the visits of a record, one a line, patient by patient in the order of their dates."""
    import json  # noqa: PLC0415

    from bedside.exports.visits import text_line, visit_object  # noqa: PLC0415

    now = (arguments.at or clock()).astimezone(UTC)
    with reading(arguments) as store:
        for plan in follows(store, arguments.patient, now):
            for standing in plan.standings(plan.day_of(now)):
                found = visit_object(plan, standing)
                print(json.dumps(found, ensure_ascii=False) if arguments.json else text_line(found))
    return OK


def reminders(arguments: argparse.Namespace) -> int:
    """Print what is to be remembered, one reminder a line, the most urgent first."""
    import json  # noqa: PLC0415

    from bedside import reminders  # noqa: PLC0415
    from bedside.exports.reminders import reminder_object, text_line  # noqa: PLC0415

    now = (arguments.at or clock()).astimezone(UTC)
    with reading(arguments) as store:
        plans = follows(store, arguments.patient, now)
        standing = [found for plan in plans for found in reminders.reminders(plan, now)]
    for row in reminders.rows(standing):
        found = reminder_object(row, site_zone())
        print(json.dumps(found, ensure_ascii=False) if arguments.json else text_line(found))
    return OK


def alarms(arguments: argparse.Namespace) -> int:
    """Print the alarms of a record, one a line, the highest priority first."""
    import json  # noqa: PLC0415

    from bedside.alarms import Desk, Watch  # noqa: PLC0415
    from bedside.exports.alarms import alarm_object, text_line  # noqa: PLC0415
    from bedside.facts import WARD  # noqa: PLC0415

    desk = Desk(editions_of_site().get)
    now = (arguments.at or clock()).astimezone(UTC)
    with reading(arguments) as store:
        seen = tuple(charts(store, arguments.patient, now))
        technical = [*desk.technical(seen, now)]
        for broken in desk.broken():
            _warn(broken)
        if arguments.at is None:
            technical += machine(store, seen, now)
            # What the clock is behind has happened all the same.
            now = max((now, *(entry.recorded for of in seen for entry in of.log)))
        written = [entry for entry in store.log(WARD) if entry.at <= now]
    watch = Watch(desk.table, desk.sources())
    for alarm in watch.alarms(seen, now, technical, written, table=desk.usual):
        found = alarm_object(alarm, site_zone())
        print(json.dumps(found, ensure_ascii=False) if arguments.json else text_line(found))
    return OK


def machine(store: "Store", seen: "Sequence[Chart]", now: datetime) -> "Iterator[Technical]":
    """What is to be said of this machine now: little room on its disk, a clock that is behind."""
    from shutil import disk_usage  # noqa: PLC0415

    from bedside.alarms import clock_behind, storage, usual  # noqa: PLC0415

    yield from storage(disk_usage(store.path).free / 1e6, usual(), now)
    jump = clock_behind(now, max((e.recorded for of in seen for e in of.log), default=None))
    if jump is not None:
        yield jump.technical()


def rounds(arguments: argparse.Namespace) -> int:
    """Print what is due at each bedside, one object a patient and kind."""
    import json  # noqa: PLC0415

    from bedside.exports.rounds import round_object, text_line  # noqa: PLC0415
    from bedside.rounds import rounds  # noqa: PLC0415

    with reading(arguments) as store:
        known = tuple(charts(store, arguments.patient, arguments.at))
        editions = editions_of_site()
        for found in known:
            enrolled = found.person.enrolled
            protocol = editions.get(enrolled.protocol, enrolled.edition)
            if protocol is None and enrolled.edition:
                said = f"no edition {enrolled.edition!r} of {enrolled.protocol!r}"
                _warn(f"{found.patient}: {said}, so rounds as by default")
            for each in rounds(found, protocol):
                shown = round_object(each, found.zone)
                if arguments.json:
                    print(json.dumps(shown, ensure_ascii=False))
                elif each.state != "none":
                    print(text_line(shown))
    return OK


def study(arguments: argparse.Namespace) -> int:
    """Print the figures of a study: of all patients, of each dose level, of each patient."""
    import json  # noqa: PLC0415

    from bedside.exports.study import study_object  # noqa: PLC0415
    from bedside.exports.study_text import text_lines  # noqa: PLC0415
    from bedside.study import studied  # noqa: PLC0415
    from bedside.study import study as counted  # noqa: PLC0415

    now = (arguments.at or clock()).astimezone(UTC)
    zone = site_zone()
    editions = editions_of_site()
    with reading(arguments) as store:
        logs = (store.log(name) for name in store.patients())
        whole = counted(studied(logs, now, editions.get, zone))
    protocol, level = arguments.protocol, arguments.level
    found = whole.of(protocol, level)
    if not found.subjects and (protocol, level) != (None, None):
        known = ", ".join(f"{one.protocol} {one.dose_level}".strip() for one in whole.levels)
        raise Failed(
            f"no patient of protocol {protocol or 'any'!r}, level {level or 'any'!r};"
            f" there are: {known or 'none'}"
        )
    if arguments.json:
        print(json.dumps(study_object(found, zone), ensure_ascii=False))
    else:
        for line in text_lines(found):
            print(line)
    return OK


def verify(arguments: argparse.Namespace) -> int:
    """Check a record; name the first broken entry."""
    from bedside.store import verified  # noqa: PLC0415

    with named(arguments) as path:
        count, broken = verified(path)
    if not broken:
        print(f"{count} entries: integrity, triggers and chain are whole")
        return OK
    first = broken[0]
    where = f" at {first.origin} no. {first.seq}, entry {first.entry}" if first.entry else ""
    print(f"{count} entries; broken{where}: {first.what}")
    for other in broken[1:]:
        print(f"also: {other.what}" + (f" (entry {other.entry})" if other.entry else ""))
    return REFUSED


def backup(arguments: argparse.Namespace) -> int:
    """Copy a record into a folder, and say of the copy that it is whole."""
    from bedside.backup import BackupFailed, back_up  # noqa: PLC0415

    with named(arguments) as path:
        try:
            made = back_up(path, arguments.to.absolute(), clock())
        except BackupFailed as error:
            if error.code in {"record_broken", "copy_broken"}:
                print(f"no copy: {error}")
                return REFUSED
            raise Failed(str(error)) from error
    print(f"{made.path}: {made.entries} entries, verified")
    return OK


def export(arguments: argparse.Namespace) -> int:
    """Write a record as JSON lines."""
    from bedside.exports import jsonl  # noqa: PLC0415

    with reading(arguments) as store:
        lines = jsonl.lines(store.log(arguments.patient))
        if arguments.out is None:
            for line in lines:
                print(line)
        else:
            text = "".join(f"{line}\n" for line in lines)
            arguments.out.write_text(text, encoding="utf-8")
    return OK


def take(arguments: argparse.Namespace) -> int:
    """Import files; say what became of every row."""
    from bedside import imports  # noqa: PLC0415
    from bedside.exports import jsonl  # noqa: PLC0415
    from bedside.store import Store  # noqa: PLC0415

    if arguments.store is None:
        raise Failed("import needs --store FILE, the record to write to")
    exports = [path for path in arguments.files if _is_export(path, jsonl.is_export)]
    files = [path for path in arguments.files if path not in exports]
    status = OK
    with Store(arguments.store, workstation(data_folder()), clock()) as store:
        for path in exports:
            with path.open(encoding="utf-8") as lines:
                new = store.merge(jsonl.entries(lines))
            print(f"{path}: {new} new entries taken")
        if files:
            log = store.log()
            present = {entry.source for entry in log if entry.source}
            begun: dict[str, datetime] = {}
            for entry in log:
                begun[entry.patient] = min(entry.at, begun.get(entry.patient, entry.at))
            try:
                batch = imports.read(
                    files,
                    arguments.map,
                    arguments.patient,
                    present,
                    site_zone(),
                    begun=begun,
                    folder=data_folder() / "imports",
                )
            except (imports.BadMap, imports.Unreadable) as error:
                raise Failed(str(error)) from error
            results = imports.matched(batch, log, present)
            written: dict[str, Entry] = {}
            while drafts := imports.due(results, written=written):
                for entry in store.append(drafts, clock(), "import", ""):
                    written[entry.source or entry.id] = entry
            batch = imports.settled(batch, results)
            for line in (*imports.summary(batch, len(written)), *imports.account(results)):
                print(line)
            status = batch.status or int(imports.conflicts(results) > 0)
    return status


def _is_export(path: Path, is_export: Callable[[str], bool]) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            return is_export(lines.readline())
    except OSError as error:
        raise Failed(f"{path}: {error.strerror}") from error


def elapsed() -> timedelta:
    """How long the machine has run, sleep included where the system tells: nobody can set it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    ran = time.monotonic() if boot is None else time.clock_gettime(boot)
    return timedelta(seconds=ran)


def show(arguments: argparse.Namespace) -> int:
    """Open the ward on the screen; as of a moment given, it can only be read."""
    from ui.app import run  # noqa: PLC0415

    begun, at = clock(), arguments.at

    def past() -> datetime:
        return clock() if at is None else (at + (clock() - begun)).astimezone(UTC)

    def at_study(window: "MainWindow") -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415

        # Not before the ward was painted: with that its watch begins.
        window.painted.connect(window.show_study, Qt.ConnectionType.QueuedConnection)

    if arguments.demo:
        with demo_folder(arguments.demo) as path:
            return run(
                path,
                "demo",
                past,
                site_zone(),
                path.parent,
                elapsed=elapsed,
                demo=True,
                read_only=at is not None,
                ready=at_study if arguments.demo == "study" else None,
            )
    folder = data_folder()
    path = arguments.store or folder / "ward.sqlite"
    origin = workstation(folder)
    return run(path, origin, past, site_zone(), folder, elapsed=elapsed, read_only=at is not None)


_COMMANDS = {
    "grade": grade,
    "visits": visits,
    "reminders": reminders,
    "alarms": alarms,
    "rounds": rounds,
    "study": study,
    "verify": verify,
    "backup": backup,
    "export": export,
    "import": take,
    None: show,
}


def _warn(what: object) -> None:
    """Say something on standard error, in one line."""
    print(f"bedside: {' '.join(str(what).split())}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, 1 (something was refused or broken) or 2."""
    from bedside.facts import Unknown  # noqa: PLC0415
    from bedside.store import StoreError  # noqa: PLC0415

    try:
        given = parser().parse_args(arguments)
        return _COMMANDS[given.command](given)
    except (Failed, StoreError, Unknown, OSError) as error:
        if isinstance(error, BrokenPipeError):
            # Whoever read our output has had enough of it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return OK
        _warn(error)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
