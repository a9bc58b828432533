"""The rounds of the ward: what is due, when, how often and why.

``table`` holds every number. ``held`` says which level of a scale counts (a rise at once, a fall
once it is confirmed), ``recheck`` what a fall of ICE starts, ``lately`` what was not done and who
is off the ward, ``asked`` puts the rules together, ``round`` says how each round stands
and ``rota`` does so at every tick.
"""

from bedside.rounds.rota import Rota
from bedside.rounds.round import Answer, Round, State, next_change, rounds, urgency
from bedside.rounds.rule import Code, Why
from bedside.rounds.table import KINDS, Kind

__all__ = [
    "KINDS", "Answer", "Code", "Kind", "Rota", "Round", "State", "Why", "next_change", "rounds",
    "urgency",
]  # fmt: skip
