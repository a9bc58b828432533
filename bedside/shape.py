"""What a file of entries looks like: the published steps by name, its guards, its views.

How the table is made stands in :mod:`bedside.migrations`, which only a new or an older file needs.
"""

import sqlite3
from dataclasses import fields

from bedside.facts import KINDS

STEPS_OF = "bedside"
"""Whose steps they are, as the file says it."""
PUBLISHED = ("entry_table", "entry_person")
"""The steps that make the file what it is, by name, in their order."""
QUICKER = frozenset({"entry_person"})
"""Steps that only make reading quicker: a file can be read before they are taken."""
OF_PERSONS = "kind IN ('admitted', 'discharged', 'enrolled', 'reassigned')"
"""The few entries that say who a patient is and where, in the very words of their index."""
GUARDS = ("entry_no_update", "entry_no_delete", "entry_no_replace")
"""Triggers without which the file is not append-only."""
_OF_ALL = frozenset(
    {"entry", "patient", "true_at", "recorded", "author", "role", "amends", "amend_reason"}
)
"""The columns of the view of any kind."""


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether there is anything in the file at all."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1")
    return found.fetchone() is not None


def taken_steps(connection: sqlite3.Connection) -> frozenset[str]:
    """The names of the steps that a file has behind it; none of a file that is not ours."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    if connection.execute(table).fetchone() is None:
        return frozenset()
    # Whole rows: from the index alone damage to the table would not be seen.
    rows = connection.execute(
        "SELECT name, applied_at FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid",
        (STEPS_OF,),
    )
    return frozenset(name for name, _ in rows)


def made(connection: sqlite3.Connection) -> str:
    """When the first step was taken, as the file says it."""
    found = connection.execute(
        "SELECT applied_at FROM _sqlite_migrations WHERE migration_set = ? AND name = ?",
        (STEPS_OF, PUBLISHED[0]),
    ).fetchone()
    return str(found[0])


def guards(connection: sqlite3.Connection) -> dict[str, str]:
    """The SQL of the guarding triggers as they stand in a file, by name."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: " ".join(sql.split()) for name, sql in rows if name in GUARDS}


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

    For people who open the file with any SQLite browser; the program does not read it. A field
    that is called as a column of every view has its kind before its name: ``called_role``.
    """
    columns = {
        f.name: f"{kind}_{f.name}" if f.name in _OF_ALL else f.name for f in fields(KINDS[kind])
    }
    listed = "".join(f", json_extract(e.fact, '$.{n}') AS \"{c}\"" for n, c in columns.items())
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
