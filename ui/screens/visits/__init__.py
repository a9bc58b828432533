"""Visits: who is to come when, what is to be collected, and what became of it."""
