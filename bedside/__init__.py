"""The record of a ward and what follows from it; nothing of the screen."""
