"""The curves of all patients as pictures with a crosshair, and the same points as a table."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QLineF,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bedside.study import Study
from ui import theme, words
from ui.screens.study.points import PointsTable, spot_day, spot_text
from ui.shown import quantity_text
from ui.study.curves import Frame, Plot, Spot, Thread, draw_plot, draw_thread
from ui.study.look import screen_look
from ui.study.pictures import CURVES, RANGES, analyte_of, groups, plot
from ui.widgets.parts import ElidedLabel, card, label
from ui.words import study_curves as curved
from ui.words.measures import decimals_of

Index = QModelIndex | QPersistentModelIndex

_NEAR = 40.0
_ROOMY = 320
_BOLD = QFont.Weight.DemiBold


class CurvesView(QWidget):
    """One plot, with a crosshair that follows the mouse or the arrows.

    Left and right go along a patient's line, up and down to another patient; Enter or a click
    asks for the entries.
    """

    asked = Signal(str, str, object)
    """Patient, what the value says, the ids of its entries."""
    read = Signal(str)
    """What the crosshair says; empty where it is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(220), theme.px(110))
        self._plot: Plot | None = None
        self._analyte = ""
        self._frame: Frame | None = None
        self._pixmap: QPixmap | None = None
        self._hit: tuple[Thread, Spot] | None = None

    def show_plot(self, of: Plot, analyte: str, title: str) -> None:
        """Show this plot; what the crosshair stood on is found again if it is still there."""
        before = self._hit
        self._plot, self._analyte = of, analyte
        self._pixmap = self._frame = None
        self._hit = None
        if before is not None:
            same = (t for t in of.threads if t.patient == before[0].patient)
            thread = next(same, None)
            spot = next((s for s in thread.spots if s == before[1]), None) if thread else None
            if thread is not None and spot is not None:
                self._hit = (thread, spot)
        text = self.tr("{title}: {n} patients. Arrows read the values, Enter opens the entries.")
        self.setAccessibleName(text.format(title=title, n=len(of.threads)))
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), theme.px(200))

    def reading(self) -> str:
        """What the crosshair says; empty without one."""
        if self._hit is None:
            return ""
        thread, spot = self._hit
        told = [thread.patient, spot_day(spot, self._analyte), self._figure(spot)]
        return words.dotted([*told, self._middle(spot)])

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._plot is None:
            return
        if self._pixmap is None or self._frame is None:
            ratio = self.devicePixelRatioF()
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(QColor(theme.current().surface))
            painter = QPainter(self._pixmap)
            area = QRectF(0, 0, self.width(), self.height())
            self._frame = draw_plot(painter, area, self._plot, screen_look())
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        if self._hit is not None:
            self._paint_cross(painter, self._frame, *self._hit)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(screen_look().pen(theme.current().accent_text, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inside, theme.px(5), theme.px(5))

    def _paint_cross(self, painter: QPainter, frame: Frame, thread: Thread, spot: Spot) -> None:
        look, at = frame.look, frame.point(spot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.pen(look.second, 1, (3, 3)))
        painter.drawLine(QLineF(at.x(), frame.box.top(), at.x(), frame.box.bottom()))
        painter.drawLine(QLineF(frame.box.left(), at.y(), frame.box.right(), at.y()))
        draw_thread(painter, frame, thread, strong=True)
        painter.setBrush(QColor(look.surface))
        painter.setPen(look.pen(look.group(thread.group), 2))
        painter.drawEllipse(at, look.px(4.5), look.px(4.5))
        text = words.dotted([thread.patient, self._figure(spot)])
        metrics = look.metrics(12, _BOLD)
        width, height = metrics.horizontalAdvance(text) + look.px(12), metrics.height() + look.px(6)
        left = at.x() + look.px(10)
        if left + width > self.width():
            left = max(0.0, at.x() - look.px(10) - width)
        top = max(0.0, at.y() - height - look.px(6))
        box = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colours.ink))
        painter.drawRoundedRect(box, look.px(5), look.px(5))
        painter.setPen(QColor(look.surface))
        painter.setFont(look.font(12, _BOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _figure(self, spot: Spot) -> str:
        text = quantity_text(spot.value, decimals_of(spot.value, 1), QLocale())
        return f"{spot.bound}{text}"

    def _told(self, spot: Spot) -> str:
        return words.dotted([spot_day(spot, self._analyte), spot_text(spot, self._analyte)])

    def _middle(self, spot: Spot) -> str:
        """The middle nearest to a day, with how many patients it is of."""
        if self._plot is None or len(self._plot.middles) != 1:
            return ""
        near = min(self._plot.middles[0].spots, key=lambda one: abs(one[0] - spot.day))
        value = Spot(near[0], near[1])
        if self._analyte == "sledai":
            mean = quantity_text(near[1], 1, QLocale())
            return self.tr("mean {value} of {n}").format(value=mean, n=near[2])
        text = self.tr("median {value} of {n}")
        return text.format(value=self._figure(value), n=near[2])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._pixmap = self._frame = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pixmap = self._frame = None

    # --- the crosshair ------------------------------------------------------------------------

    def _stand(self, hit: tuple[Thread, Spot] | None) -> None:
        if hit != self._hit:
            self._hit = hit
            self._tell()
            self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.reading())
        self.read.emit(self.reading())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._frame is not None:
            self._stand(self._frame.nearest(event.position(), _NEAR))
            pointing = Qt.CursorShape.PointingHandCursor
            self.setCursor(pointing if self._hit else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._stand(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._frame is not None:
            self._stand(self._frame.nearest(QPointF(event.position()), _NEAR))
            self._ask()

    def _ask(self) -> None:
        if self._hit is not None:
            thread, spot = self._hit
            self.asked.emit(thread.patient, self._told(spot), spot.entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(*steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        else:
            super().keyPressEvent(event)

    def _step(self, patients: int, values: int) -> None:
        if self._plot is None:
            return
        frame = self._frame or Frame(self._plot, QRectF(self.rect()), screen_look())
        threads = [thread for thread in self._plot.threads if frame.shown(thread)]
        if not threads:
            return
        if self._hit is None or self._hit[0] not in threads:
            self._stand((threads[0], frame.shown(threads[0])[0]))
            return
        thread, spot = self._hit
        if patients:
            thread = threads[(threads.index(thread) + patients) % len(threads)]
            shown = frame.shown(thread)
            self._stand((thread, min(shown, key=lambda one: abs(one.day - spot.day))))
            return
        shown = frame.shown(thread)
        place = shown.index(spot) + values if spot in shown else 0
        self._stand((thread, shown[max(0, min(place, len(shown) - 1))]))

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._stand(None)
        self.update()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self._hit is None:
            self._step(0, 1)
        self.update()


def fit_box(box: QComboBox) -> None:
    """Make a list as wide as its longest choice: Qt leaves no room for the arrow of the sheet."""
    texts = [box.itemText(place) for place in range(box.count())]
    widest = max((box.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
    box.setFixedWidth(widest + theme.px(52))


class CurveCard(QWidget):
    """One curve, chosen from a list, for some days; as a picture or as a table."""

    asked = Signal(str, str, object)

    def __init__(self, curve: str, parent: QWidget | None = None, *, fixed: bool = False) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self._whole: Study | None = None
        self._by_level = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card(margins=(10, 6, 10, 6))
        outer.addWidget(frame)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(theme.px(2))
        layout.addLayout(self._make_head(curve, fixed=fixed))
        self.below = ElidedLabel("", "small")
        layout.addWidget(self.below)
        self.view = CurvesView()
        self.view.asked.connect(self.asked)
        self.view.read.connect(self._read)
        self._note = ""
        self.points = PointsTable()
        self.points.asked.connect(self.asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.points)
        layout.addWidget(self._stack, 1)

    def _make_head(self, curve: str, *, fixed: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self.chosen = QComboBox()
        self.chosen.setAccessibleName(self.tr("Curve"))
        for name in CURVES:
            self.chosen.addItem(curved.curve_title(name if name != "sledai" else "sledai 2K"), name)
        self.chosen.setCurrentIndex(CURVES.index(curve))
        self.chosen.currentIndexChanged.connect(self._show)
        self._title = label(self.chosen.currentText(), "h2")
        (self.chosen if fixed else self._title).hide()
        head.addWidget(self.chosen)
        head.addWidget(self._title)
        head.addStretch()
        self.range = QComboBox()
        self.range.setAccessibleName(self.tr("Days that are shown"))
        for last in RANGES:
            self.range.addItem(curved.since_text(last), last)
        self.range.setCurrentIndex(RANGES.index(90))
        self.range.currentIndexChanged.connect(self._show)
        for box in (self.chosen, self.range):
            fit_box(box)
        head.addWidget(self.range)
        self.table = QPushButton(self.tr("Table"))
        self.table.setProperty("kind", "link")
        self.table.setCheckable(True)
        self.table.setAutoDefault(False)
        self.table.setAccessibleName(self.tr("The values as a table"))
        self.table.toggled.connect(lambda on: self._stack.setCurrentIndex(int(on)))
        head.addWidget(self.table)
        return head

    def show_study(self, study: Study, whole: Study, *, by_level: bool) -> None:
        """Show the patients of ``study``; dose levels have their colours from ``whole``."""
        self._study, self._whole, self._by_level = study, whole, by_level
        place = CURVES.index("sledai")
        self.chosen.setItemText(place, curved.curve_title(f"sledai {study.summary.variant}"))
        self._title.setText(self.chosen.currentText())
        fit_box(self.chosen)
        self._show()

    def _show(self) -> None:
        if self._study is None or self._whole is None:
            return
        curve = str(self.chosen.currentData())
        places = groups(self._whole)
        last = int(self.range.currentData())
        made = plot(self._study, curve, places, last, by_level=self._by_level)
        analyte = analyte_of(self._study, curve)
        self._fit()
        self.view.show_plot(made, analyte, self.chosen.currentText())
        self.points.points.show_plot(made, analyte)
        self._note = curved.curve_note(made.unit, curve, len(made.threads), self._by_level)
        self._read(self.view.reading())

    def _fit(self) -> None:
        """The days can be chosen where there is room for it, of what is not shown by visit."""
        room = self.width() >= theme.px(_ROOMY)
        self.range.setVisible(room and self.chosen.currentData() != "sledai")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _read(self, text: str) -> None:
        """Say what the crosshair stands on, else what the picture shows."""
        self.below.setText(text or self._note)
