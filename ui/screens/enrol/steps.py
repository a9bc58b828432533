"""A form in steps: one page at a time, nothing lost by going back, nothing done before the end."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.form import Form, Refused
from ui.widgets.parts import KeyButton, label, set_look

_MARGIN = 40


class Steps(Form):
    """Pages with fields; Ctrl+Enter (and Enter in the last field) goes on, Alt+Left goes back.

    A page is left forwards only when it can be read (`check`); on the last one the button does
    what the form is for. What is refused is shown on the page where it stands.
    """

    def __init__(self, title: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(title, action, parent)
        self._action = action
        self._names: list[str] = []
        self._pages: dict[str, QScrollArea] = {}
        self._page_of: dict[str, str] = {}
        self._titles: dict[str, tuple[str, QLabel]] = {}
        self._stack = QStackedWidget()
        self._way = QWidget()
        self._across = QHBoxLayout(self._way)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.px(18))
        self._across.addStretch()
        self.add_widget(self._way)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        place = outer.indexOf(self._fields)
        outer.takeAt(place)
        self._fields.hide()
        outer.insertWidget(place, self._stack, 1)
        self.back = KeyButton(QCoreApplication.translate("Steps", "Back"), hint="Alt+Left")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.go_back)
        self.add_to_foot(self.back)
        shortcut = QShortcut(QKeySequence("Alt+Left"), self)
        shortcut.activated.connect(self.go_back)

    # --- making it ----------------------------------------------------------------------------

    def begin_page(self, name: str, title: str) -> QGridLayout:
        """Fields that are added from now on stand on this page; its grid."""
        content = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.addLayout(grid)
        column.addStretch()
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(content)
        self._grid = grid
        self._names.append(name)
        self._pages[name] = page
        self._stack.addWidget(page)
        made = label("", "faint")
        self._titles[name] = (title, made)
        self._across.insertWidget(self._across.count() - 1, made)
        return grid

    def _add(self, name: str, caption: str, editor: QLineEdit | QComboBox, hint: str) -> None:
        super()._add(name, caption, editor, hint)
        self._page_of[name] = self._names[-1]

    # --- going from page to page --------------------------------------------------------------

    def pages(self) -> Sequence[str]:
        """The pages there are to go through now, in order."""
        return self._names

    def page(self) -> str:
        """The page that is open."""
        return self._names[self._stack.currentIndex()]

    def show_page(self, name: str) -> None:
        """Open a page, and put the keyboard into its first field."""
        self._stack.setCurrentWidget(self._pages[name])
        self._tell()
        self.entered_page(name)

    def entered_page(self, name: str) -> None:
        """A page was opened."""
        for field, page in self._page_of.items():
            editor = self._editors[field]
            if page == name and editor.isVisibleTo(self):
                editor.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _tell(self) -> None:
        """Say where one is, and what the button does there."""
        pages = self.pages()
        for name, (words, title) in self._titles.items():
            title.setVisible(name in pages and len(pages) > 1)
            if name in pages:
                place = pages.index(name) + 1
                numbered = QCoreApplication.translate("Steps", "{n} · {page}")
                title.setText(numbered.format(n=place, page=words))
            set_look(title, "role", "strong" if name == self.page() else "faint")
        last = self.page() == pages[-1]
        self.take.setText(self._action if last else QCoreApplication.translate("Steps", "Next"))
        self.back.setVisible(self.page() != pages[0])

    def check(self, page: str) -> None:
        """Raise `Refused` for what of a page cannot be taken."""

    def go_on(self) -> None:
        """Go to the next page, or on the last one do it."""
        pages = self.pages()
        place = pages.index(self.page())
        if place + 1 == len(pages):
            self.enter()
            return
        try:
            self.check(self.page())
        except Refused as refused:
            self.point_at(refused)
            return
        self._said.hide()
        self.show_page(pages[place + 1])

    def go_back(self) -> None:
        """Go to the page before; all that is typed stays."""
        pages = self.pages()
        place = pages.index(self.page())
        if place:
            self.show_page(pages[place - 1])

    def point_at(self, refused: Refused) -> None:
        page = self._page_of.get(refused.field)
        if page is not None and page != self.page():
            self.show_page(page)
        super().point_at(refused)

    def make_room(self, width: int, height: int) -> None:
        """Grow to this size in design pixels, as far as the screen allows."""
        margin = theme.px(_MARGIN)
        room = self.screen().availableSize() - QSize(margin, margin)
        wanted = QSize(theme.px(width), theme.px(height)).expandedTo(self.size())
        self.resize(wanted.boundedTo(room))
