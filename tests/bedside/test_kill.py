"""Killed at any moment, a store has every entry it answered for, and no half of a transaction."""

import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bedside.facts import Note
from bedside.store import Store, verified
from bedside.timeline import Draft

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
APPENDS = 1000
BATCH = 3
# Appends until told to stop: one batch a transaction, its ids on one line once the store answered.
CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bedside.facts import Note
from bedside.store import Store
from bedside.timeline import Draft
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
path, appends, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
store = Store(path, "ward", NOW)
print("open", flush=True)
for n in range(appends):
    drafts = [Draft("RC-1", NOW, Note(f"batch {n}")) for _ in range(size)]
    print(*(entry.id for entry in store.append(drafts, NOW, "Nurse A", "nurse")), flush=True)
"""


def killed(path: Path, acknowledged: int) -> list[str]:
    """Kill the child after so many answers; the ids it had answered for by then."""
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", CHILD, str(path), str(APPENDS), str(BATCH)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    answered = [child.stdout.readline() for _ in range(acknowledged)]
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()  # what it had still answered before the signal came
    assert child.returncode == -signal.SIGKILL
    whole = [line for line in (*answered, *rest.splitlines(keepends=True)) if line.endswith("\n")]
    return [name for line in whole for name in line.split()]


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")
def test_kill_9_loses_nothing_that_was_answered_for(tmp_path: Path) -> None:
    path = tmp_path / "ward.sqlite"
    chance = random.Random(9)
    answered: list[str] = []
    for _ in range(6):
        answered += killed(path, chance.randint(0, APPENDS // 6))
        count, broken = verified(path)
        assert broken == ()
        with Store(path, "reader", NOW, read_only=True) as reader:
            log = reader.log()
        assert len(log) == count
        kept = [entry.id for entry in log]
        assert set(answered) <= set(kept)
        # At most the transaction at the moment of the kill was durable and not yet answered for.
        assert len(kept) - len(answered) in (0, BATCH)
        answered = kept
        batches = Counter((entry.seq - 1) // BATCH for entry in log)
        assert set(batches.values()) <= {BATCH}, "half a transaction"
        texts = [entry.fact.text for entry in sorted(log, key=lambda e: e.seq)]
        assert all(len(set(texts[i : i + BATCH])) == 1 for i in range(0, len(texts), BATCH))
    assert len(answered) > BATCH * 100


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")
def test_killed_the_file_is_free_again_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "ward.sqlite"
    answered = killed(path, 5)
    with Store(path, "ward", NOW) as store:
        before = len(store.log())
        (entry,) = store.append([Draft("RC-1", NOW, Note("next"))], NOW, "Nurse A", "nurse")
        assert entry.seq == before + 1
    assert before >= len(answered)
    assert verified(path) == (before + 1, ())


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")
@pytest.mark.parametrize("after", range(4))
def test_killed_while_the_file_is_made(tmp_path: Path, after: int) -> None:
    """Whatever stands there then, the next start makes a store of it."""
    path = tmp_path / "ward.sqlite"
    steps = [
        "store._connected(path, read_only=False)",
        "migrations.MIGRATIONS.ensure_migrations_table = die",
        "migrations.MIGRATIONS._record_applied = lambda *_: die()",
        "store.refresh_views = die",
    ]
    code = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bedside import migrations, store
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
path = Path(sys.argv[1])
{steps[after]}
if {after} == 0:
    die()
store.Store(path, "ward", datetime(2026, 11, 22, tzinfo=UTC))
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -signal.SIGKILL
    with Store(path, "ward", NOW) as opened:
        assert len(opened.append([Draft("RC-1", NOW, Note("x"))], NOW, "A", "nurse")) == 1
    assert verified(path) == (1, ())
