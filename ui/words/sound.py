"""Why the alarms cannot be heard, in words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.words.table import Table

_TROUBLE = Table(
    "SoundTrouble",
    {
        "no_device": QT_TRANSLATE_NOOP(
            "SoundTrouble", "This workstation has no sound output: plug in a loudspeaker."
        ),
        "no_library": QT_TRANSLATE_NOOP(
            "SoundTrouble",
            "The sound library of this workstation cannot be loaded:"
            " tell whoever looks after this workstation.",
        ),
        "failed": QT_TRANSLATE_NOOP(
            "SoundTrouble", "The sound output did not play: check loudspeaker and cable."
        ),
    },
)


def sound_trouble(code: str) -> str:
    """Why the alarms cannot be heard; of a code without words, that the output did not play."""
    return _TROUBLE(code if code in _TROUBLE else "failed")
