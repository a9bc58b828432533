"""All that is written down and said of lupus activity, for the tests that want to hear it all."""

from collections.abc import Iterator
from decimal import Decimal

from bedside.facts import Fact, LupusDrug, LupusTreatment
from bedside.follow import Tick
from bedside.protocol.edition import Item
from grading.scores.bilag import CODINGS, Bilag, numeric
from grading.scores.criterion import Criterion, Ground, Response
from grading.scores.doris import Doris
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, VARIANTS, Sledai, Total, score
from grading.scores.treatment import MEDICINES, Taken
from tests.grading.scores.forms import form, letters
from ui.words import lupus, response, sledai
from ui.words.checklist import missing_text

_VALUES = {
    "baseline": Total("2K", 4, 8),
    "visit": None,
    "least_fall": 4,
    "systems": ("renal", "ophthalmic"),
    "new_a": ("renal",),
    "new_b": (),
    "limit": Decimal("0.3"),
    "pga": Decimal("0.35"),
    "total": Total.exactly("2K", 4),
    "most": 7.5,
    "items": ("rash", "fever"),
    "mg_day": 5.0,
    "clinical": Total.exactly("2K", 2),
    "drugs": (Taken("methotrexate", 15, "week"), Taken("belimumab")),
}


def facts() -> Iterator[Fact]:
    """Every kind of assessment, with every field filled one way or another."""
    yield from (Sledai(), form(), form("fever rash", attributed=(("fever", "crs"),)))
    yield Sledai(arthritis="2K", pleurisy="SELENA", fever="yes", window_days=10)
    yield from (Pga(Decimal("1.8")), Pga.on_line(Decimal("40.5"), 100))
    yield from (Bilag(), letters("ABCDEEEEE"), letters("EEEEEEEE?"), Bilag(renal="A"))
    yield from (BeyondSledai(), BeyondSledai(True, False), BeyondSledai(False, True))
    yield from (LupusTreatment(), LupusTreatment(5.0, 6.5, (), True, True, True))
    drugs = tuple(LupusDrug(medicine, 15.0) for medicine in MEDICINES)
    yield LupusTreatment(drugs=(*drugs, LupusDrug("methotrexate", 15.0, "week")))
    yield LupusTreatment(stable=False, tolerated_standard=False, investigational=False)


def sentences() -> Iterator[str]:
    """What is said of items, letters, sums and outcomes."""
    for table in (sledai.item, sledai.definition, sledai.difference, sledai.organ, sledai.cause):
        yield from (table(code) for code in table.codes)
    yield from (sledai.difference_text(item) for item in ITEMS)
    for said in (form("rash"), Sledai()):
        for variant in VARIANTS:
            scored = score(said, variant)
            yield from (sledai.score_text(scored), sledai.sum_text(scored))
            yield sledai.clinical_text(scored)
    for words in (lupus.system, lupus.letter, lupus.meaning, lupus.medicine):
        yield from (words(code) for code in words.codes)
    for bilag in (letters("ABCDEEEEE"), Bilag()):
        yield lupus.letters_text(bilag)
        yield from (lupus.sum_text(numeric(bilag, coding)) for coding in CODINGS)
    yield from outcomes()
    yield missing_text(Tick(Item("pga", "x", "by_hand"), done=False))


def outcomes() -> Iterator[str]:
    """Every answer, criterion, reason and note."""
    yield from (response.answer(answer) for answer in response.answer.codes)
    for key in response._ANSWERED.codes:
        instrument, answer = key.split()
        yield response.response(Response(instrument, answer, ()))  # type: ignore[arg-type]
    for key in response._CRITERIA.codes:
        family, name = key.split()
        of = Response("sri4_2k" if family == "sri4" else family, "yes", ())
        yield response.criterion(of, Criterion(name, ()))
    for key in response._GROUNDS.codes:
        *first, code = key.split()
        instrument = first[0] if first and first != ["with_mean"] else "lldas_2016"
        of = Response(instrument, "yes", ())
        mean = {"mean_28_days": 6.0} if first == ["with_mean"] else {}
        values = {name: value for name, value in _VALUES.items() if code == "new_bilag" or value}
        yield response.ground(of, Ground("no", code, tuple((_VALUES | values | mean).items())))
    for answer in ("yes", "no", "unknown"):
        flags = frozenset(response._FLAGS.codes)
        yield from response.notes(Doris("doris_2021", "yes", (), flags, answer))  # type: ignore[arg-type]
