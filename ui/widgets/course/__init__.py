"""The course of a patient as a chart over time, and the same points as a table.

Importing this package imports pyqtgraph, which takes a while: only what shows a chart does so.
"""

from ui.widgets.course.chart import RANGES, CourseChart
from ui.widgets.course.table import PointsModel, PointsTable

__all__ = ["RANGES", "CourseChart", "PointsModel", "PointsTable"]
