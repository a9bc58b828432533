"""Move a patient to another edition of the protocol, or to another dose level."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.facts import Reassigned
from bedside.follow import Editions
from bedside.protocol.edition import Protocol
from bedside.timeline import Draft
from ui import theme
from ui.screens.enrol.trial import TrialFields
from ui.screens.moves import MovesPreview
from ui.widgets.form import Answer, Form, Refused
from ui.widgets.parts import card, label
from ui.words.protocol import edition as edition_text
from ui.words.protocol import level as level_text

_BESIDE = 460


class ReassignForm(Form):
    """Edition, level and reason; beside them every visit that would change.

    ``protocols`` are the editions to choose from, ``editions`` finds the one followed now.
    """

    def __init__(
        self,
        chart: Chart,
        now: datetime,
        protocols: Sequence[Protocol],
        editions: Editions,
        parent: QWidget | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Reassign", "Protocol of {patient}").format(patient=chart.patient),
            translate("Reassign", "Change it"),
            parent,
        )
        self._chart = chart
        self._now = now
        self._editions = editions
        enrolled = chart.person.enrolled
        followed = editions(enrolled.protocol, enrolled.edition)
        if followed is not None and followed not in protocols:
            protocols = (*protocols, followed)
        self.say(_followed_text(chart, followed))
        self._trial = TrialFields(self, protocols, free=False)
        self._trial.choose(enrolled.protocol, enrolled.edition, enrolled.dose_level)
        self.add_line("reason", translate("Reassign", "Reason"), long=True)
        self.moves = MovesPreview()
        beside = card()
        inside = beside.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(label(translate("Reassign", "What moves in the plan"), "h2"))
        self._none = label(translate("Reassign", "Choose another edition to see it."), "second")
        inside.addWidget(self._none)
        inside.addWidget(self.moves)
        inside.setSpacing(theme.px(6))
        self.add_beside(beside, _BESIDE)
        for name in ("edition", "level"):
            editor = self.editor(name)
            assert isinstance(editor, QComboBox)
            editor.currentIndexChanged.connect(self._foresee)
        self._foresee()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        chart: Chart,
        now: datetime,
        protocols: Sequence[Protocol],
        editions: Editions,
    ) -> Answer | None:
        """Ask for the edition and level of this patient; None if left."""
        return cls(chart, now, protocols, editions, parent).answer()

    def _draft(self, reason: str) -> Draft | None:
        """The change; None where nothing is chosen, or what is followed already."""
        protocol = self._trial.protocol()
        if protocol is None:
            return None
        enrolled, level = self._chart.person.enrolled, self._trial.level()
        known = (enrolled.protocol, enrolled.edition, enrolled.dose_level)
        if (protocol.id, protocol.edition, level) == known:
            return None
        fact = Reassigned(protocol.id, protocol.edition, level, reason)
        return Draft(self._chart.patient, self._now, fact)

    def _foresee(self) -> None:
        draft = self._draft("?")
        self._none.setVisible(draft is None)
        if draft is None:
            self.moves.show_nothing()
            return
        chosen = self._trial.protocol()
        # The edition chosen is known here, whether or not it is to be found by its name.
        find = _with(self._editions, chosen)
        self.moves.show_change(self._chart, (draft,), find, self._now)

    def read(self) -> Answer:
        translate = QCoreApplication.translate
        if self._trial.protocol() is None:
            raise Refused("edition", translate("Reassign", "Choose the edition."))
        if self._draft("?") is None:
            raise Refused(
                "edition", translate("Reassign", "That is what the patient follows already.")
            )
        reason = self.text("reason")
        if not reason:
            raise Refused("reason", translate("Reassign", "Say why."))
        draft = self._draft(reason)
        assert draft is not None
        return (draft,)


def _with(editions: Editions, chosen: Protocol | None) -> Callable[[str, str], Protocol | None]:
    def find(protocol: str, edition: str) -> Protocol | None:
        if chosen is not None and (protocol, edition) == (chosen.id, chosen.edition):
            return chosen
        return editions(protocol, edition)

    return find


def _followed_text(chart: Chart, followed: Protocol | None) -> str:
    """What the patient follows now."""
    translate = QCoreApplication.translate
    enrolled = chart.person.enrolled
    if followed is None:
        if not enrolled.protocol:
            return translate("Reassign", "Follows no protocol so far.")
        text = translate("Reassign", "So far: {protocol}, which is no edition of the list.")
        return text.format(protocol=enrolled.protocol)
    level = followed.level(enrolled.dose_level)
    if level is None:
        return translate("Reassign", "So far: {edition}, no dose level.").format(
            edition=edition_text(followed)
        )
    return translate("Reassign", "So far: {edition}, dose level {level}.").format(
        edition=edition_text(followed), level=level_text(level, followed)
    )
