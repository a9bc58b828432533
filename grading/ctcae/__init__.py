"""Common Terminology Criteria for Adverse Events: terms as data by version, and their grades.

:func:`grading.ctcae.laboratory.grade` grades a laboratory value;
:data:`grading.ctcae.terms.TERMS` holds every term with its published wording.
"""
