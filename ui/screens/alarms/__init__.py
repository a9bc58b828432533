"""Alarms on screen: the lines on top of every screen, and the page of all of them."""

from ui.screens.alarms.line import AlarmLine
from ui.screens.alarms.lines import AlarmLines

__all__ = ["AlarmLine", "AlarmLines"]
