"""The one style sheet, made from the theme. Lengths are design pixels and grow with the text.

What it knows, beside Qt's own classes, are dynamic properties; `ui.widgets.parts` sets them:

- ``QFrame[card="true"]``, ``QFrame[side="true"]``, ``QFrame[rule="true"]`` (a thin line)
- ``QPushButton[kind="primary|link|figure|lead|nav|choice"]``, ``[main="true"]``,
  ``[choice="yes|no|unknown"]``, ``[unchosen="true"]`` (opens a list from which nothing was
  chosen yet)
- fields: ``[entry="true"]`` (larger, bold), ``[state="warn|refused"]``
- ``QLabel[role=…]``: title, h2, name, day, score, strong, second, faint, small, label, ok, late,
  warn, refused, brand, side, side-small; ``QLabel[kbd="true"]``
- ``QLabel[count="high|medium|low"]``,
  ``QLabel[mark="demo|read-only|synthetic"]``, ``QPushButton[kind="news"]``
"""

import re
from collections.abc import Mapping
from string import Template

import resources

_LENGTH = re.compile(r"\b(\d+(?:\.\d+)?)px")
_ICONS = ("tick", "dash", "dot")
_TINTED_ICONS = ("down", "up")
_PADDING = {"field": (5, 9), "button": (7, 14), "main": (11, 19)}


def sheet(tokens: Mapping[str, object], scale: float) -> str:
    """The style sheet of a theme, given as its tokens, at this text size."""
    values = _flat(tokens)
    files = {icon: f"icons/{icon}.svg" for icon in _ICONS}
    files |= {icon: f"icons/{icon}-{values['name']}.svg" for icon in _TINTED_ICONS}
    for icon, file in files.items():
        values[f"icon_{icon}"] = f'url("{resources.path(file).as_posix()}")'
    thin, thick = max(1, round(scale)), max(2, round(2 * scale))
    values |= {
        "thin": f"{thin}px",
        "thick": f"{thick}px",
        "side_width": f"{130 + 66 * scale:.0f}px",
    }
    for name, (down, across) in _PADDING.items():
        # a thicker focus border takes its room from the padding, so that nothing moves
        v, h, grown = round(down * scale), round(across * scale), thick - thin
        values[f"{name}_pad"] = f"{v}px {h}px"
        values[f"{name}_pad_focus"] = f"{v - grown}px {h - grown}px"
    scaled = _LENGTH.sub(lambda m: f"{max(1, round(float(m[1]) * scale))}px", _SHEET)
    return Template(scaled).substitute(values)


def _flat(tokens: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tokens.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}_")
        elif isinstance(value, str):
            flat[prefix + name] = value
    return flat


_SHEET = """
QDialog, QMainWindow { background: $ground; }
QScrollArea, QAbstractScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QToolTip { background: $ink; color: $surface; border: none; padding: 6px 8px; font-size: 13px; }

/* areas */
QFrame[card="true"] { background: $surface; border: $thin solid $line; border-radius: 12px; }
QFrame[rule="true"] { background: $line; border: none; max-height: $thin; min-height: $thin; }
QFrame[side="true"] { background: $side; border: none;
    min-width: $side_width; max-width: $side_width; }
QFrame[side="true"] QFrame[rule="true"] { background: $side_line; }

/* words */
QLabel[role="title"] { font-size: 21px; font-weight: 700; }
QLabel[role="h2"] { font-weight: 600; }
QLabel[role="name"] { font-size: 19px; font-weight: 700; }
QLabel[role="day"] { font-size: 24px; font-weight: 700; }
QLabel[role="score"] { font-size: 44px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="second"] { color: $second; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="small"] { color: $faint; font-size: 12px; }
QLabel[role="label"] { color: $second; font-size: 12px; font-weight: 600; }
QLabel[role="ok"] { color: $ok; font-weight: 600; }
QLabel[role="late"] { color: $late; font-weight: 600; }
QLabel[role="warn"] { color: $warn_text; font-size: 12px; font-weight: 600; }
QLabel[role="refused"] { color: $late; font-size: 12px; font-weight: 600; }
QLabel[role="brand"] { color: $side_strong; font-size: 17px; font-weight: 700; }
QLabel[role="side"] { color: $side_ink; font-size: 13px; }
QLabel[role="side-small"] { color: $side_faint; font-size: 12px; }
QLabel[kbd="true"] { color: $second; background: $ground; border: $thin solid $line;
    border-bottom-width: $thick; border-radius: 5px; padding: 1px 5px;
    font-size: 11px; font-weight: 600; }
QLabel[count="high"] { background: $count_high_fill; color: $count_high_text; }
QLabel[count="medium"] { background: $count_medium_fill; color: $count_medium_text; }
QLabel[count="low"] { background: $accent; color: $on_accent; }
QLabel[count="high"], QLabel[count="medium"], QLabel[count="low"] { border-radius: 7px;
    padding: 1px 7px; font-size: 12px; font-weight: 700; }

QLabel[mark="demo"] { background: $count_medium_fill; color: $count_medium_text; }
QLabel[mark="read-only"] { background: $ink; color: $surface; }
QLabel[mark="synthetic"] { border: $thin dashed $unknown_line; border-radius: 6px;
    padding: 3px 10px; color: $unknown_text; font-size: 12px; font-weight: 700; }
QPushButton[kind="news"] { background: $accent; color: $on_accent; border: none;
    border-radius: 0; padding: 4px 12px; }
QLabel[mark="demo"], QLabel[mark="read-only"] { padding: 3px 12px; font-size: 12px;
    font-weight: 700; }

/* buttons */
QPushButton, QToolButton { background: $raised; color: $ink; border: $thin solid $raised_line;
    border-radius: 8px; padding: $button_pad; min-height: 20px; font-weight: 600; }
QPushButton:hover, QToolButton:hover { background: $raised_hover; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: $thick solid $accent_text;
    padding: $button_pad_focus; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; color: $accent_text;
    border-color: $accent_text; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $ground; }
QPushButton[kind="primary"], QPushButton:default { background: $accent; color: $on_accent;
    border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus, QPushButton:default:focus { border: $thick solid $ink; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $second; }
QPushButton[main="true"] { padding: $main_pad; }
QPushButton[main="true"]:focus { padding: $main_pad_focus; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: $icon_down;
    width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: center right;
    right: 8px; }
QPushButton[kind="link"] { background: transparent; border: $thin solid transparent;
    border-radius: 6px; padding: 6px 6px; color: $faint; font-weight: 400; font-size: 13px; }
QPushButton[kind="link"][opens="true"] { padding-right: 24px; }
QPushButton[kind="link"]:hover { color: $ink; }
QPushButton[kind="link"]:checked { color: $accent_text; font-weight: 700;
    text-decoration: underline; }
QPushButton[kind="link"]:focus { border: $thin solid $accent_text; }
QPushButton[kind="figure"] { background: transparent; border: $thin solid transparent;
    border-radius: 6px; padding: 0px 4px 0px 1px; color: $ink; font-weight: 700;
    font-size: 24px; }
QPushButton[kind="figure"]:hover { color: $accent_text; text-decoration: underline; }
QPushButton[kind="figure"]:focus { border: $thin solid $accent_text; }
QPushButton[kind="lead"] { background: transparent; border: $thin solid transparent;
    border-radius: 6px; padding: 1px 3px; color: $ink; font-weight: 600; text-align: left; }
QPushButton[kind="lead"]:hover { color: $accent_text; text-decoration: underline; }
QPushButton[kind="lead"]:focus { border: $thin solid $accent_text; }
QPushButton[kind="nav"] { background: transparent; color: $side_ink;
    border: $thick solid transparent; border-radius: 8px; padding: 8px 10px;
    font-weight: 500; text-align: left; }
QPushButton[kind="nav"]:hover { color: $side_strong; border-color: $side_on; }
QPushButton[kind="nav"]:checked { background: $side_on; color: $side_strong; }
QPushButton[kind="nav"]:focus { border: $thick solid $side_focus; }
QPushButton[kind="choice"] { background: transparent; color: $second;
    border: $thin solid $field_line; min-width: 62px; }
QPushButton[kind="choice"]:hover { color: $ink; background: $raised_hover; }
QPushButton[kind="choice"]:focus { border: $thick solid $accent_text; }
QPushButton[kind="choice"]:checked { background: $accent_soft; color: $accent_text;
    border-color: $accent_text; }
QPushButton[choice="yes"]:checked { background: $choice_yes_fill; color: $choice_yes_text;
    border-color: $choice_yes_edge; }
QPushButton[choice="no"]:checked { background: $choice_no_fill; color: $choice_no_text;
    border-color: $choice_no_edge; }
QPushButton[choice="unknown"]:checked { background: transparent; color: $unknown_text;
    border: $thick dashed $unknown_line; padding: $button_pad_focus; }
QPushButton[kind="choice"]:checked:focus { border: $thick solid $accent_text; }
QPushButton[unchosen="true"] { background: transparent; color: $second;
    border: $thin dashed $unknown_line; font-weight: 400; }
QPushButton[unchosen="true"]:focus { border: $thick dashed $accent_text; }

/* fields */
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit { background: $field; color: $ink;
    border: $thin solid $field_line; border-radius: 8px; padding: $field_pad; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit[entry="true"], QComboBox[entry="true"], QAbstractSpinBox[entry="true"] {
    font-size: 16px; font-weight: 600; min-height: 26px; }
QLineEdit[state="warn"], QComboBox[state="warn"], QAbstractSpinBox[state="warn"] {
    border: $thick solid $warn; background: $warn_ground; padding: $field_pad_focus; }
QLineEdit[state="refused"], QComboBox[state="refused"], QAbstractSpinBox[state="refused"] {
    border: $thick solid $refused; background: $refused_ground; padding: $field_pad_focus; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus, QPlainTextEdit:focus,
    QTextEdit:focus { border: $thick solid $accent_text; padding: $field_pad_focus; }
QLineEdit:read-only, QPlainTextEdit:read-only, QTextEdit:read-only, QLineEdit:disabled,
    QComboBox:disabled, QAbstractSpinBox:disabled { background: $ground; color: $second;
    border-color: $line; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent;
    min-height: 0; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 26px;
    background: transparent; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: $icon_down; width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; color: $ink; border: $thin solid $field_line;
    border-radius: 8px; padding: 4px; outline: none; selection-background-color: $accent;
    selection-color: $on_accent; }
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0 8px; }
QSpinBox, QDoubleSpinBox { qproperty-alignment: AlignRight; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none;
    background: transparent; }
QAbstractSpinBox::up-arrow { image: $icon_up; width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: $icon_down; width: 8px; height: 8px; }

/* boxes to tick */
QCheckBox, QRadioButton { spacing: 8px; border: $thick solid transparent; border-radius: 6px;
    padding: 4px; min-height: 20px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent_text; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 16px;
    height: 16px; border: $thin solid $field_line; background: $field; }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: $icon_tick; }
QCheckBox::indicator:indeterminate { background: $accent;
    border-color: $accent; image: $icon_dash; }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: $icon_dot; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }

/* tables and lists */
QAbstractItemView { background: transparent; color: $ink; border: none; outline: none;
    gridline-color: $row_line; selection-background-color: $accent_soft; selection-color: $ink; }
QTableView::item, QTreeView::item, QListView::item { padding: 0 9px; border: none;
    border-bottom: $thin solid $row_line; }
QListView::item { min-height: 36px; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
    background: $accent_soft; color: $ink;
    border-top: $thin solid $accent_text; border-bottom: $thin solid $accent_text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: none; }
QHeaderView { background: transparent; font-size: 12px; font-weight: 600; }
QHeaderView::section { background: transparent; color: $faint; border: none;
    border-bottom: $thin solid $line; padding: 10px 12px; }
QTableView[board="true"] QHeaderView::section { padding: 10px 9px; }
QTableCornerButton::section, QAbstractScrollArea::corner { background: transparent;
    border: none; }

/* tabs */
QTabWidget::pane { border: none; border-top: $thin solid $line; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $second; font-weight: 600; border: none;
    border-bottom: 3px solid transparent; padding: 8px 2px 7px 2px; margin-right: 22px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent_text; border-bottom: 3px solid $accent_text; }
QTabBar::tab:selected:focus { color: $ink; background: $accent_soft; }
QTabBar QToolButton { padding: 2px; min-height: 0; }

/* menus, bars */
QMenu { background: $surface; color: $ink; border: $thin solid $field_line; border-radius: 8px;
    padding: 6px; }
QMenu::item { padding: 8px 28px 8px 12px; border-radius: 6px; min-height: 16px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: $thin; background: $line; margin: 5px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $second; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QProgressBar { background: $line; border: none; border-radius: 5px; min-height: 10px;
    max-height: 10px; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }
QStatusBar { background: $ground; color: $second; }
QGroupBox { border: $thin solid $line; border-radius: 8px; margin-top: 10px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $second; }
"""
