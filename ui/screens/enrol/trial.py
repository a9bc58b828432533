"""Which edition of which protocol a patient follows, and the dose level in it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from bedside.protocol.edition import Protocol
from ui.widgets.form import Form
from ui.widgets.parts import label
from ui.words.protocol import about, assumed
from ui.words.protocol import edition as edition_text
from ui.words.protocol import level as level_text

NO_PROTOCOL, NO_LEVEL = "none", "unset"


class TrialFields:
    """Fields of a form for an edition and a level; below them what is assumed in the edition.

    ``free`` offers "no protocol", with words for what the files do not hold.
    """

    def __init__(self, form: Form, protocols: Sequence[Protocol], *, free: bool) -> None:
        translate = QCoreApplication.translate
        self._form = form
        self._protocols = {f"{p.id}\n{p.edition}": p for p in protocols}
        options = [(code, edition_text(p)) for code, p in self._protocols.items()]
        if free:
            options.append((NO_PROTOCOL, translate("Enrol", "No protocol of the list")))
        chosen = NO_PROTOCOL if free and not protocols else ""
        editor = form.add_choice("edition", translate("Enrol", "Protocol"), options, chosen=chosen)
        self.about = label("", "second", wrap=True)
        self.assumed = label("", "warn", wrap=True)
        form.add_below(self.about)
        form.add_below(self.assumed)
        self._level = form.add_choice("level", translate("Enrol", "Dose level"), ())
        if free:
            form.add_line("protocol", translate("Enrol", "Protocol in words"), long=True)
            form.add_line("dose_level", translate("Enrol", "Dose level in words"), long=True)
        self._free = free
        editor.currentIndexChanged.connect(self._show)
        self._show()

    def choose(self, protocol: str, edition: str, level: str = "") -> None:
        """Choose this edition and level, as far as they are offered."""
        editor = self._form.editor("edition")
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(f"{protocol}\n{edition}"))
        if level:
            self._level.setCurrentIndex(self._level.findData(level))

    def protocol(self) -> Protocol | None:
        """The edition chosen; None where none is."""
        return self._protocols.get(self._form.text("edition"))

    def level(self) -> str:
        """The id of the level chosen; "" where none is."""
        level = self._form.text("level")
        return "" if level == NO_LEVEL else level

    def none_chosen(self) -> bool:
        """Whether nothing was chosen yet, not even that there is no protocol."""
        return not self._form.text("edition")

    def _show(self) -> None:
        protocol = self.protocol()
        translate = QCoreApplication.translate
        self._level.clear()
        if protocol is not None:
            for one in protocol.levels:
                self._level.addItem(level_text(one, protocol), one.id)
            self._level.addItem(translate("Enrol", "Not assigned yet"), NO_LEVEL)
            self._level.setCurrentIndex(-1)
        self._form.show_field("level", shown=protocol is not None)
        said = ("", "") if protocol is None else (about(protocol), assumed(protocol))
        for line, words in zip((self.about, self.assumed), said, strict=True):
            line.setText(words)
            line.setVisible(bool(words))
        if self._free:
            without = self._form.text("edition") == NO_PROTOCOL
            self._form.show_field("protocol", shown=without)
            self._form.show_field("dose_level", shown=without)
