"""The shape of the file, one published step after another; a step is never edited."""

import sqlite3
from dataclasses import fields

from sqlite_utils import Database, Migrations

from bedside.facts import KINDS

MIGRATIONS = Migrations("bedside")
GUARDS = ("entry_no_update", "entry_no_delete", "entry_no_replace")
"""Triggers without which the file is not append-only."""


@MIGRATIONS()
def entry_table(db: Database) -> None:
    """One table, to which rows are only ever added."""
    # Without rowid there is no second key by which a row could be replaced.
    db.execute(
        """
        CREATE TABLE entry (
            id       TEXT PRIMARY KEY,
            origin   TEXT NOT NULL,
            seq      INTEGER NOT NULL CHECK (seq > 0),
            patient  TEXT NOT NULL CHECK (patient <> ''),
            at       TEXT NOT NULL,
            recorded TEXT NOT NULL,
            author   TEXT NOT NULL CHECK (author <> ''),
            role     TEXT NOT NULL,
            kind     TEXT NOT NULL,
            fact     TEXT NOT NULL CHECK (json_valid(fact)),
            amends   TEXT REFERENCES entry (id),
            reason   TEXT,
            original TEXT CHECK (original IS NULL OR json_valid(original)),
            source   TEXT,
            digest   TEXT NOT NULL,
            UNIQUE (origin, seq),
            CHECK (amends IS NULL OR coalesce(reason, '') <> '')
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX entry_patient ON entry (patient, at)")
    db.execute("CREATE UNIQUE INDEX entry_source ON entry (source) WHERE source IS NOT NULL")
    db.execute("CREATE INDEX entry_amends ON entry (amends) WHERE amends IS NOT NULL")
    refuse = "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
    db.execute(f"CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry {refuse}")
    db.execute(f"CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry {refuse}")
    # INSERT OR REPLACE fires no DELETE trigger unless recursive_triggers is on.
    db.execute(
        f"""
        CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
        WHEN EXISTS (
            SELECT 1 FROM entry
            WHERE id = NEW.id
               OR (origin = NEW.origin AND seq = NEW.seq)
               OR source = NEW.source
        ) {refuse}
        """
    )


def guards(connection: sqlite3.Connection) -> dict[str, str]:
    """The SQL of the guarding triggers as they stand in a file, by name."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: " ".join(sql.split()) for name, sql in rows if name in GUARDS}


def fresh_guards() -> dict[str, str]:
    """The SQL of the guarding triggers as this program makes them."""
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    found = guards(db.conn)
    db.close()
    return found


COUNTING = """
CREATE VIEW counting AS
WITH RECURSIVE chain (id, first) AS (
    SELECT id, id FROM entry WHERE amends IS NULL
    UNION ALL
    SELECT e.id, chain.first FROM entry e JOIN chain ON e.amends = chain.id
), standing AS (
    SELECT id, first,
           row_number() OVER (PARTITION BY first ORDER BY recorded DESC, id DESC) AS place
    FROM chain JOIN entry USING (id)
    WHERE NOT EXISTS (SELECT 1 FROM entry a WHERE a.amends = entry.id)
)
SELECT entry.* FROM entry JOIN standing USING (id) WHERE place = 1
""".strip()
"""The entries that count, by the rule of :func:`bedside.timeline.timeline`."""


def view_sql(kind: str) -> str:
    """A view of one kind of fact: who, when, and each field as a column; entries that count.

    For people who open the file with any SQLite browser; the program does not read it.
    """
    names = [field.name for field in fields(KINDS[kind])]
    listed = "".join(f", json_extract(e.fact, '$.{n}') AS \"{n}\"" for n in names)
    return (
        f'CREATE VIEW "{kind}" AS SELECT e.id AS entry, e.patient, e.at AS true_at,'
        f" e.recorded, e.author, e.role, e.amends, e.reason AS amend_reason{listed}"
        f" FROM counting e WHERE e.kind = '{kind}'"
    )


def refresh_views(connection: sqlite3.Connection) -> None:
    """Make the views match the facts of this program; they are derived and may be remade."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
    standing = dict(rows.fetchall())
    for name, wanted in {"counting": COUNTING, **{kind: view_sql(kind) for kind in KINDS}}.items():
        if standing.get(name) != wanted:
            connection.execute(f'DROP VIEW IF EXISTS "{name}"')
            connection.execute(wanted)
