"""Why a visit is due when it is, to be read."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.screens.visits.rows import Row
from ui.widgets.parts import KeyButton, label
from ui.words.visit_rules import rule_text
from ui.words.visits import visit_name, window_text


class RuleSheet(QDialog):
    """The rule of one visit: from what its day is counted, its window, and what is assumed."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        visit = row.standing.visit
        title = self.tr("{visit}: why this day").format(visit=visit_name(visit))
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(8))
        outer.addWidget(label(title, "name", wrap=True))
        outer.addWidget(label(window_text(visit, visit.target), "strong"))
        for sentence in rule_text(row.standing, row.follow):
            outer.addWidget(label(sentence, "second", wrap=True))
        if row.follow.protocol is not None:
            source = self.tr("Protocol {protocol}, edition {edition}").format(
                protocol=row.follow.protocol.short, edition=row.follow.protocol.edition
            )
            outer.addWidget(label(source, "small", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch()
        close = KeyButton(self.tr("Close"), hint="Esc", primary=True)
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        outer.addLayout(foot)
        close.setFocus()
