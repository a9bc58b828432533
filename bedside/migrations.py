"""The making of the file, one published step after another; a step is never edited.

Each step's name stands in :data:`bedside.shape.PUBLISHED` too: by it an opening tells whether
this module is needed at all.
"""

import sqlite3

from sqlite_utils import Database, Migrations

from bedside.shape import STEPS_OF, guards

MIGRATIONS = Migrations(STEPS_OF)


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


@MIGRATIONS()
def entry_person(db: Database) -> None:
    """The rows that say who a patient is and where, side by side.

    They are few, and lie far apart in the table. Whole rows, so that who is in the record is
    told from these pages alone, however long the record.
    """
    db.execute(
        """
        CREATE INDEX entry_person ON entry (
            kind, patient, at, recorded, origin, seq, author, role, fact, amends, reason, original,
            source, digest
        ) WHERE kind IN ('admitted', 'discharged', 'enrolled', 'reassigned')
        """
    )


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that a file has not taken yet; within the caller's transaction."""
    MIGRATIONS.apply(Database(connection))


def fresh_guards() -> dict[str, str]:
    """The SQL of the guarding triggers as this program makes them."""
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    found = guards(db.conn)
    db.close()
    return found
