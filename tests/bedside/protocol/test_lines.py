"""On which line of a TOML text a key stands."""

import tomllib

import pytest

from bedside.protocol.lines import Lines, Path

TEXT = '''\
# a = 1
id = "x"          # id = 2
words = """
month = 3
[visits]
"""
more = \'\'\'
x = "[[visits]]" \'\'\'
days = [
    1,  # = [
    "[[visits]]", "a = b",
    { key = 1 },
]
"quoted key" = 1
dotted.inner = { one = 1 }

[[visits]]
before = 1
[visits.days]
28_day = [1]

[[ visits ]] # the second
before = 2
  after = 3
[items.counts]
title = "a # b = \\" ["
[[items.deep.list]]
here = 1
[[items.deep.list]]
here = 2
[items.deep.list.below]
there = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("words",), 3),
        (("more",), 7),
        (("days",), 9),
        (("days", 3, "key"), 9),
        (("quoted key",), 14),
        (("dotted",), 15),
        (("dotted", "inner", "one"), 15),
        (("visits",), 17),
        (("visits", 0), 17),
        (("visits", 0, "before"), 18),
        (("visits", 0, "days"), 19),
        (("visits", 0, "days", "28_day"), 20),
        (("visits", 1), 22),
        (("visits", 1, "before"), 23),
        (("visits", 1, "after"), 24),
        (("visits", 1, "not there"), 22),
        (("items",), 25),
        (("items", "counts", "title"), 26),
        (("items", "deep", "list", 0, "here"), 28),
        (("items", "deep", "list", 1, "here"), 30),
        (("items", "deep", "list", 1, "below", "there"), 32),
        (("a",), 1),
        (("month",), 1),
        ((), 1),
    ],
    ids=str,
)
def test_every_key_has_its_line(path: Path, line: int):
    assert tomllib.loads(TEXT)
    assert Lines(TEXT).of(path) == line
    assert Lines(TEXT.replace("\n", "\r\n")).of(path) == line
