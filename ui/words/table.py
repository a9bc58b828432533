"""Words by code: the one way in which a code of the record becomes a phrase."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication


class Table:
    """Words by code, in the language of the moment: ``device("nasal_cannula")``.

    The words are marked with ``QT_TRANSLATE_NOOP`` where they stand, in the context named here;
    they are looked up in the translation only when asked for. KeyError for a code that is not
    there.
    """

    def __init__(self, context: str, words: Mapping[str, object]) -> None:
        self._context = context
        self._words = {code: str(text) for code, text in words.items()}

    def __call__(self, code: str) -> str:
        return QCoreApplication.translate(self._context, self._words[code])

    def __contains__(self, code: object) -> bool:
        return code in self._words

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that has words, in the order of the table."""
        return tuple(self._words)
