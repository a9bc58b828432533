"""What is scored once a visit: one published instrument a file, pure functions of what was seen.

What they are made of are frozen values like :mod:`grading.signs`; what is not known stays so.
"""
