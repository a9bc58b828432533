"""The five cards of a study in words, for screen and paper alike."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from bedside.study import BASELINE, Share, Study, Toxicity
from ui.words import study as said
from ui.words import study_counts as counted

translate = QCoreApplication.translate


class CardText(NamedTuple):
    """A title, the figures with what each of them is, what stands between them, a note."""

    title: str
    figures: tuple[tuple[str, str], ...]
    note: str
    between: str = "·"

    @property
    def line(self) -> str:
        """The figures on one line."""
        return f" {self.between} ".join(text for text, _ in self.figures)


def cards(study: Study, month: int) -> tuple[CardText, ...]:
    """The cards, from left to right, with the responses of a month."""
    return (
        _dlt(study),
        _toxicity(study, "crs"),
        _toxicity(study, "icans"),
        _sledai(study, month),
        _responses(study, month),
    )


def _counted(share: Share, spoken: str) -> tuple[str, str]:
    """A count; "?" where it is known of nobody."""
    text = str(share.count) if share.of or not share.unknown else said.UNSURE
    return text, spoken.format(n=share.count, of=share.of)


def _dlt(study: Study) -> CardText:
    of = study.summary
    days = {one.dlt.last_day for one in study.subjects if one.dlt.last_day is not None}
    return CardText(
        translate("StudyCard", "DLT-evaluable · DLT"),
        (
            _counted(of.evaluable, translate("StudyCard", "DLT-evaluable: {n} of {of}")),
            _counted(of.dlt, translate("StudyCard", "With a dose-limiting toxicity: {n} of {of}")),
        ),
        counted.dlt_note(of, days),
    )


def _toxicity(study: Study, scale: str) -> CardText:
    of = study.summary
    found: Toxicity = of.crs if scale == "crs" else of.icans
    if scale == "crs":
        title = translate("StudyCard", "CRS any · grade ≥ 3")
        every = translate("StudyCard", "CRS of any grade: {n} of {of}")
        severe = translate("StudyCard", "CRS of grade 3 or more: {n} of {of}")
    else:
        title = translate("StudyCard", "ICANS any · grade ≥ 3")
        every = translate("StudyCard", "ICANS of any grade: {n} of {of}")
        severe = translate("StudyCard", "ICANS of grade 3 or more: {n} of {of}")
    return CardText(
        title,
        (_counted(found.any, every), _counted(found.severe, severe)),
        counted.toxicity_note(of, scale),
    )


def _sledai(study: Study, month: int) -> CardText:
    of = study.summary
    name = said.variant_name(of.variant)
    text = translate("StudyCard", "{variant} mean at {month}: {value}")
    figures = []
    for at in (BASELINE, month):
        value = counted.mean_text(of.sledai[at].value)
        spoken = text.format(variant=name, month=said.month(at), value=value)
        figures.append((value, spoken))
    title = translate("StudyCard", "{variant} mean").format(variant=name)
    return CardText(title, tuple(figures), counted.sledai_note(of, month), "→")


def _responses(study: Study, month: int) -> CardText:
    of = study.summary
    text = translate("StudyCard", "{name} at {month}: {n} of {of}")
    figures = []
    for name, share in (
        ("sri4", of.sri4[month]),
        ("lldas", of.lldas[month]),
        ("doris", of.doris[month]),
    ):
        shown = str(share.count) if share.of or not share.unknown else said.UNSURE
        spoken = text.format(
            name=said.response_name(name), month=said.month(month), n=share.count, of=share.of
        )
        figures.append((shown, spoken))
    title = translate("StudyCard", "SRI-4 · LLDAS · DORIS")
    return CardText(title, tuple(figures), counted.response_note(of, month))
