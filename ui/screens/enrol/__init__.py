"""Enrol a patient step by step, or correct who somebody is."""

from ui.screens.enrol.guide import Enrol

__all__ = ["Enrol"]
