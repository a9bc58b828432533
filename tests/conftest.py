"""What every test stands on: no display needed, and how many examples a property gets."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Machines are slow at times; a slow example is no defect. HYPOTHESIS_PROFILE names another.
settings.register_profile("ward", deadline=None, max_examples=40)
settings.register_profile("ci", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("night", deadline=None, max_examples=400)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ward"))
