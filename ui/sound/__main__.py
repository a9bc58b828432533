"""``python -m ui.sound FOLDER`` writes the sounds as WAV files, for those who want to hear them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ui.sound.bursts import BURSTS, CHECK, wav


def main(arguments: Sequence[str]) -> int:
    """Write the four files into the folder, made where it is not there; the exit status."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m ui.sound FOLDER\n")
        return 1
    folder = Path(arguments[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, burst in (*BURSTS.items(), ("check", CHECK)):
            file = folder / f"{name}.wav"
            file.write_bytes(wav(burst))
            sys.stdout.write(f"{file}\n")
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
