"""The study: all patients of a protocol by dose level, with their figures, curves and lanes."""

from ui.screens.study.screen import StudyScreen

__all__ = ["StudyScreen"]
