"""Adverse events of a patient: those on record, those to be confirmed, and the clock of an SAE.

:mod:`bedside.adverse.log` is light; what loads the tables of the CTCAE stands apart from it.
"""
