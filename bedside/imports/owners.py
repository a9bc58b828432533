"""Whose rows are whose."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bedside.facts import WARD
from bedside.imports.kinds import Owner
from bedside.imports.table import Unreadable


class Owners:
    """Whose rows are whose: the patient who was asked for, and the stays that are known."""

    def __init__(self, patient: str | None, begun: dict[str, datetime]) -> None:
        self.patient = patient
        self.begun = begun
        self._named: frozenset[str] = frozenset()
        self._files = 0
        self._stays: dict[str, list[tuple[datetime, str]]] | None = None

    def named_by_file(self, paths: Iterable[Path]) -> None:
        """Take note of the files that are named after their patient."""
        files = [path.stem for path in paths]
        self._named, self._files = frozenset(files), len(files)

    def of_file(self, path: Path, owner: Owner) -> tuple[str, str | None]:
        """Whose rows a file holds that names nobody in its rows, and a remark on that.

        A single file goes to the patient who was asked for, whatever it is called.
        Raises :class:`Unreadable` where nobody can be told, or the ward itself is named.
        """
        patient, remark = self._of_file(path, owner)
        if patient == WARD:
            raise Unreadable(path, f"{WARD!r} stands for the ward itself, not for a patient")
        return patient, remark

    def _of_file(self, path: Path, owner: Owner) -> tuple[str, str | None]:
        pattern, stem = owner.file_name, path.stem
        if self.patient is not None:
            if pattern is None or stem == self.patient:
                return self.patient, None
            if self.patient in self._named:
                return stem, None
            if self._files == 1:
                return self.patient, f"the rows of {stem} were given to {self.patient}, as asked"
            raise Unreadable(
                path,
                f"{self._files} files of one patient each, and none is called {self.patient}",
            )
        if pattern is not None and pattern.fullmatch(stem):
            return stem, None
        raise Unreadable(path, "it does not say whose rows these are; name the patient")

    def of_stay(self, hospital: str, at: datetime, first_stay: str) -> str:
        """The patient who is the stay of a hospital stay: the latest begun by then."""
        stays = self._known_stays().get(hospital, [])
        asked = self.patient
        if asked is not None and hospital in (asked, _hospital(asked)):
            if all(patient != asked for _, patient in stays):
                return asked
        elif not stays:
            return hospital + first_stay
        return max((s for s in stays if s[0] <= at), default=stays[0])[1]

    def _known_stays(self) -> dict[str, list[tuple[datetime, str]]]:
        if self._stays is None:
            self._stays = {}
            for patient, at in self.begun.items():
                for hospital in {patient, _hospital(patient)}:
                    self._stays.setdefault(hospital, []).append((at, patient))
            for stays in self._stays.values():
                stays.sort()
        return self._stays


def _hospital(patient: str) -> str:
    head, dash, tail = patient.rpartition("-")
    return head if dash and tail.isdigit() else patient
