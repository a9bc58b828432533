"""Files that ship with the program: fonts, icons, translations, protocols, mappings.

A file is named by its place below this folder, parts separated by ``/``: ``"fonts/OFL.txt"``.
It is found the same way in the source tree and in an installed wheel.
"""

from importlib.resources import files
from pathlib import Path

__all__ = ["data", "names", "path", "text"]


def path(name: str) -> Path:
    """The file called `name`, as a place on disk.

    Raises FileNotFoundError if no such file ships.
    """
    found = Path(str(files(__name__))).joinpath(name)
    if not found.is_file():
        raise FileNotFoundError(f"no resource is called {name!r}")
    return found


def data(name: str) -> bytes:
    """The bytes of the file called `name`; errors as for `path`."""
    return path(name).read_bytes()


def text(name: str) -> str:
    """The words of the file called `name`, which is UTF-8; errors as for `path`."""
    return path(name).read_text(encoding="utf-8")


def names(pattern: str) -> tuple[str, ...]:
    """The names, sorted, of all files that match a glob pattern such as ``"fonts/*.otf"``."""
    root = Path(str(files(__name__)))
    return tuple(sorted(f.relative_to(root).as_posix() for f in root.glob(pattern) if f.is_file()))
