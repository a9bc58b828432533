"""Text typed but not yet saved, kept in a file of its own so that a crash does not lose it."""

from pathlib import Path

import msgspec

Text = dict[str, str]


class Drafts:
    """Unsaved text by patient and form: field name -> what was typed.

    Written through at every change, by replacing the file whole; never part of the record.
    With no path (a demonstration) it keeps them in memory. Where the disk does not take them,
    they are kept in memory and ``trouble`` says why.
    """

    trouble = ""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept: dict[str, dict[str, Text]] = {}
        if path is not None and path.exists():
            try:
                self._kept = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Text]])
            except msgspec.MsgspecError:
                # Half-written by a dying machine: set aside for people, never thrown away.
                path.replace(path.with_suffix(".unreadable"))

    def get(self, patient: str, form: str) -> Text:
        """What was typed into a form for a patient; empty where nothing was."""
        return dict(self._kept.get(patient, {}).get(form, {}))

    def keep(self, patient: str, form: str, text: Text) -> None:
        """Keep what is typed now; empty text forgets the draft."""
        said = {name: value for name, value in text.items() if value}
        forms = self._kept.setdefault(patient, {})
        if forms.get(form, {}) == said:
            return
        if said:
            forms[form] = said
        else:
            forms.pop(form, None)
        if not forms:
            del self._kept[patient]
        self._write()

    def waiting(self) -> tuple[tuple[str, str], ...]:
        """(patient, form) of every draft."""
        return tuple((p, form) for p, forms in self._kept.items() for form in forms)

    def _write(self) -> None:
        if self._path is None:
            return
        new = self._path.with_suffix(".new")
        try:
            new.write_bytes(msgspec.json.encode(self._kept))
            new.replace(self._path)
        except OSError as error:
            self.trouble = error.strerror or str(error)
        else:
            self.trouble = ""
