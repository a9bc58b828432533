"""The handover: everything outstanding on one screen, and the sheet of each patient."""

from ui.screens.handover.screen import Handover

__all__ = ["Handover"]
