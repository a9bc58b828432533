"""Colours, sizes, the grade palette, day and night.

Colours are ``"#RRGGBB"``. Every text has at least 4.5:1 contrast on what it stands on and every
mark 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); ``tests/ui/test_theme.py`` computes all of them.
"""

from dataclasses import asdict, dataclass

from PySide6.QtCore import QByteArray, QCoreApplication
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.sheet import sheet

BODY_PX = 14
SCALES = (1.0, 1.25, 1.5, 2.0)
"""The text sizes that a person may choose."""

_FAMILIES = [
    "Inter",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Source Han Sans SC",
    "sans-serif",
]


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled area: its fill, the text upon it and its edge."""

    fill: str
    text: str
    edge: str


@dataclass(frozen=True, slots=True)
class GradeColours(Patch):
    """A grade as a filled area, and ``mark``: the same grade as text or line on surface or ground.

    ``hatch`` is the colour of the diagonal lines on the fill, None where there are none.
    """

    mark: str
    hatch: str | None = None


@dataclass(frozen=True, slots=True)
class AlarmColours(Patch):
    """An alarm line; ``mark`` is its sign and the thick stroke at its left.

    High is red, medium yellow, low cyan (IEC 60601-1-8).
    """

    mark: str


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of one appearance, by what they are for."""

    name: str
    ground: str
    surface: str
    line: str
    row_line: str
    ink: str
    second: str
    faint: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_text: str
    """The accent as text, focus ring or line on surface and ground."""
    accent_soft: str
    raised: str
    raised_line: str
    raised_hover: str
    field: str
    field_line: str

    side: str
    side_ink: str
    side_strong: str
    side_faint: str
    side_on: str
    side_line: str
    side_focus: str
    count_high: Patch
    count_medium: Patch

    alarm_high: AlarmColours
    alarm_medium: AlarmColours
    alarm_low: AlarmColours
    ok: str
    late: str
    warn: str
    warn_text: str
    warn_ground: str
    refused: str
    refused_ground: str
    choice_yes: Patch
    choice_no: Patch

    temperature: str
    heart_rate: str
    blood_pressure: str
    respiration: str
    spo2: str
    ice: str
    cytokines: tuple[str, ...]
    reference: str
    grid: str
    day_line: str
    lane_oxygen_low: Patch
    lane_oxygen_high: Patch
    lane_pressor: Patch
    lane_drug: Patch

    grades: tuple[GradeColours, ...]
    """Grades 0 to 5."""
    unknown_line: str
    unknown_text: str

    def alarm(self, level: str) -> AlarmColours:
        """The colours of an alarm of level ``"high"``, ``"medium"`` or ``"low"``."""
        return {"high": self.alarm_high, "medium": self.alarm_medium, "low": self.alarm_low}[level]


DAY = Theme(
    name="day",
    ground="#F4F6F8",
    surface="#FFFFFF",
    line="#DDE3E9",
    row_line="#EBEFF2",
    ink="#15202B",
    second="#4A5A6A",
    faint="#616D79",
    accent="#0B6E8F",
    on_accent="#FFFFFF",
    accent_hover="#095D79",
    accent_text="#0B6E8F",
    accent_soft="#E3F1F6",
    raised="#FFFFFF",
    raised_line="#DDE3E9",
    raised_hover="#EEF2F5",
    field="#FFFFFF",
    field_line="#818E9B",
    side="#122330",
    side_ink="#C9D6DF",
    side_strong="#FFFFFF",
    side_faint="#8CA1AF",
    side_on="#1F3B4D",
    side_line="#2A4354",
    side_focus="#48B4D6",
    count_high=Patch("#D93A3A", "#FFFFFF", "#D93A3A"),
    count_medium=Patch("#9A6300", "#FFFFFF", "#9A6300"),
    alarm_high=AlarmColours("#FDECEC", "#15202B", "#F1B5B5", "#D93A3A"),
    alarm_medium=AlarmColours("#FFF0A6", "#15202B", "#E0BF3F", "#A67C00"),
    alarm_low=AlarmColours("#E2F6FA", "#15202B", "#9AD3DF", "#008CA6"),
    ok="#1B7A50",
    late="#B3261E",
    warn="#B97700",
    warn_text="#8A5A00",
    warn_ground="#FFF8E6",
    refused="#C62828",
    refused_ground="#FDF0F0",
    choice_yes=Patch("#D6EFE3", "#0F4F35", "#1B7A50"),
    choice_no=Patch("#FBE0E0", "#8A1C1C", "#C62828"),
    temperature="#0B6E8F",
    heart_rate="#C2410C",
    blood_pressure="#5B4B9A",
    respiration="#3F7D3A",
    spo2="#1590B8",
    ice="#7A4B00",
    cytokines=("#8A6500", "#5B4B9A", "#B3261E", "#1B7A50", "#0B6E8F", "#8C3A7A", "#4A5A6A"),
    reference="#DF6060",
    grid="#EDF1F4",
    day_line="#E3E8EC",
    lane_oxygen_low=Patch("#BFE3F0", "#15202B", "#1590B8"),
    lane_oxygen_high=Patch("#0F7599", "#FFFFFF", "#0F7599"),
    lane_pressor=Patch("#5B4B9A", "#FFFFFF", "#5B4B9A"),
    lane_drug=Patch("#1B7A50", "#FFFFFF", "#1B7A50"),
    grades=(
        GradeColours("#E8EEF0", "#3E5058", "#E8EEF0", "#5B6A73"),
        GradeColours("#FFE08A", "#5C4300", "#FFE08A", "#8A6500"),
        GradeColours("#FFB35C", "#5A2D00", "#FFB35C", "#A34A00"),
        GradeColours("#D93A3A", "#FFFFFF", "#D93A3A", "#C62828"),
        GradeColours("#7A1237", "#FFFFFF", "#7A1237", "#7A1237", "#9C4464"),
        GradeColours("#000000", "#FFFFFF", "#000000", "#000000", "#4A4A4A"),
    ),
    unknown_line="#6F7D8A",
    unknown_text="#4A5A6A",
)

NIGHT = Theme(
    name="night",
    ground="#0B1720",
    surface="#14242F",
    line="#263B49",
    row_line="#213542",
    ink="#E6EEF3",
    second="#A9BAC6",
    faint="#8799A5",
    accent="#0F7FA4",
    on_accent="#FFFFFF",
    accent_hover="#0D7293",
    accent_text="#48B4D6",
    accent_soft="#12303D",
    raised="#1B3040",
    raised_line="#2C4556",
    raised_hover="#223B4D",
    field="#0F1D27",
    field_line="#6B8292",
    side="#08131A",
    side_ink="#C9D6DF",
    side_strong="#FFFFFF",
    side_faint="#8CA1AF",
    side_on="#1F3B4D",
    side_line="#2A4354",
    side_focus="#48B4D6",
    count_high=Patch("#D93A3A", "#FFFFFF", "#D93A3A"),
    count_medium=Patch("#9A6300", "#FFFFFF", "#9A6300"),
    alarm_high=AlarmColours("#3A1A20", "#FFE9E9", "#7A2F38", "#FF6B6B"),
    alarm_medium=AlarmColours("#322B0E", "#FFF6D6", "#6E5D1B", "#FFD84A"),
    alarm_low=AlarmColours("#0D2F38", "#DDF6FB", "#1F5C6B", "#3FD0EA"),
    ok="#4CC38A",
    late="#FF8A80",
    warn="#E0A53A",
    warn_text="#F0B84A",
    warn_ground="#2E2614",
    refused="#FF7B72",
    refused_ground="#351B20",
    choice_yes=Patch("#1F5F45", "#FFFFFF", "#3BA87C"),
    choice_no=Patch("#5B2330", "#FFFFFF", "#D2607A"),
    temperature="#48B4D6",
    heart_rate="#FF9B6B",
    blood_pressure="#A99BEA",
    respiration="#7CC576",
    spo2="#5CC8F0",
    ice="#48B4D6",
    cytokines=("#E0B84A", "#A99BEA", "#FF8A80", "#4CC38A", "#48B4D6", "#E58ACB", "#A9BAC6"),
    reference="#C26060",
    grid="#1E323F",
    day_line="#2A4150",
    lane_oxygen_low=Patch("#1D4658", "#E6EEF3", "#48B4D6"),
    lane_oxygen_high=Patch("#48B4D6", "#06131B", "#48B4D6"),
    lane_pressor=Patch("#A99BEA", "#120C2B", "#A99BEA"),
    lane_drug=Patch("#4CC38A", "#06131B", "#4CC38A"),
    grades=(
        GradeColours("#23343F", "#C7D5DD", "#3A505E", "#A9BAC6"),
        GradeColours("#FFE08A", "#5C4300", "#FFE08A", "#FFE08A"),
        GradeColours("#FFB35C", "#5A2D00", "#FFB35C", "#FFB35C"),
        GradeColours("#D93A3A", "#FFFFFF", "#D93A3A", "#FF7B7B"),
        GradeColours("#7A1237", "#FFFFFF", "#E58AAB", "#F09ABA", "#9C4464"),
        GradeColours("#000000", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#4A4A4A"),
    ),
    unknown_line="#8B9DA9",
    unknown_text="#C7D5DD",
)

THEMES = {theme.name: theme for theme in (DAY, NIGHT)}


def current() -> Theme:
    """The theme in force; `DAY` where none was applied yet."""
    app = QCoreApplication.instance()
    name = app.property("theme") if app is not None else None
    return THEMES[name] if name else DAY


def scale() -> float:
    """The text size in force, 1.0 where none was applied yet."""
    app = QCoreApplication.instance()
    factor = app.property("textScale") if app is not None else None
    return float(factor) if factor else 1.0


def px(length: float) -> int:
    """A length of the design in pixels at the text size in force, at least 1 where not 0."""
    scaled = round(length * scale())
    return max(1, scaled) if length > 0 else scaled


def font(size: float = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The program's font with figures of equal width, ``size`` in design pixels."""
    made = QFont(_FAMILIES)
    made.setPixelSize(px(size))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def apply(app: QApplication, theme: Theme, scale: float = 1.0) -> None:
    """Give the whole program this appearance at this text size (1.0 to 2.0).

    Widgets that paint themselves get ``QEvent.StyleChange`` and read `current` again. What has
    it already stays as it is: every widget there is would be polished anew.
    """
    if (app.property("theme"), app.property("textScale")) == (theme.name, scale):
        return
    if app.property("theme") is None:
        _load_fonts()
        app.setStyle("Fusion")
    app.setProperty("theme", theme.name)  # plain text: Qt outlives Python's objects at the end
    app.setProperty("textScale", scale)
    app.setFont(font())
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(asdict(theme), scale))


def palette(theme: Theme) -> QPalette:
    """The theme for what no style sheet reaches."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, colour in {
        role.Window: theme.ground,
        role.WindowText: theme.ink,
        role.Base: theme.surface,
        role.AlternateBase: theme.ground,
        role.Text: theme.ink,
        role.Button: theme.raised,
        role.ButtonText: theme.ink,
        role.BrightText: theme.late,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent_text,
        role.LinkVisited: theme.accent_text,
        role.PlaceholderText: theme.faint,
        role.ToolTipBase: theme.ink,
        role.ToolTipText: theme.surface,
        role.Light: theme.surface,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.field_line,
        role.Shadow: theme.side,
    }.items():
        made.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.faint))
    return made


def _load_fonts() -> None:
    for name in resources.names("fonts/*.otf"):
        if QFontDatabase.addApplicationFontFromData(QByteArray(resources.data(name))) < 0:
            raise RuntimeError(f"the font {name} cannot be read")
