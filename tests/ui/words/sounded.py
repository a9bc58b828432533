"""Everything that can be said of sound that fails, for the tests that want to hear all of it."""

from collections.abc import Iterator

from ui.words import sound


def sentences() -> Iterator[str]:
    """Every trouble, and one without words of its own."""
    yield from (sound.sound_trouble(code) for code in (*sound._TROUBLE.codes, "?"))
