"""Pictures of the real screens: ``python -m tests.shots FOLDER``."""
