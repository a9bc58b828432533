"""Forms for the tests of lupus scores, and all there can be of them for hypothesis."""

from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from grading.scores.bilag import LETTERS, SYSTEMS, Bilag
from grading.scores.lldas import BeyondSledai, LowActivity
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Cause, Sledai, Total, score
from grading.scores.sri4 import Activity
from grading.scores.treatment import MEDICINES, Taken, Treatment


def form(present: str = "", *, rest: str | None = "no", **answers: Any) -> Sledai:
    """A form where these items, parted by blanks, are present; the rest is answered ``rest``."""
    said: dict[str, Any] = dict.fromkeys(ITEMS, rest) | dict.fromkeys(present.split(), "yes")
    return Sledai(**said | answers)


def letters(text: str) -> Bilag:
    """Nine letters in the order of the form, "?" where one is missing: "CBEBEEEAC"."""
    pairs = zip(SYSTEMS, text, strict=True)
    said: dict[str, Any] = {system: None if c == "?" else c for system, c in pairs}
    return Bilag(**said)


def pga(text: str | None) -> Pga | None:
    return None if text is None else Pga(Decimal(text))


def present_of(item: str) -> list[str]:
    """The answers an item can have."""
    selena = ITEMS[item].selena
    return ["yes", "no", *([selena.only] if selena else [])]


@st.composite
def forms(draw, *, complete: bool = False) -> Sledai:
    blank = [] if complete else [None]
    answers: dict[str, Any] = {
        item: draw(st.sampled_from(["no", *present_of(item), *blank])) for item in ITEMS
    }
    found = [item for item, said in answers.items() if said not in (None, "no")]
    causes = [c for c in get_args(Cause) if not complete or c != "uncertain"]
    named = draw(st.lists(st.sampled_from(found), unique=True)) if found else []
    attributed = tuple((item, draw(st.sampled_from(causes))) for item in named)
    return Sledai(**answers, attributed=attributed)


bilags = st.builds(Bilag, **dict.fromkeys(SYSTEMS, st.sampled_from(LETTERS)))
low_pgas = st.builds(lambda tenths: Pga(Decimal(tenths) / 10), st.integers(0, 12))
pgas = st.builds(lambda tenths: Pga(Decimal(tenths) / 10), st.integers(0, 30))
totals = st.builds(lambda points: Total.exactly("SELENA", points), st.integers(0, 105))
activities = st.builds(Activity, totals, pgas, bilags)
doses = st.sampled_from([0.0, 2.5, 5.0, 5.1, 7.5, 7.6, 30.0])
drugs = st.builds(Taken, st.sampled_from(MEDICINES), st.sampled_from([0.0, 20.0, 200.0, 500.0]))
treatments = st.builds(
    Treatment, doses, doses, st.lists(drugs, max_size=2).map(tuple),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
# Mostly little activity, so that low activity and remission come up.
quiet = st.builds(
    lambda items: form(" ".join(items)),
    st.lists(st.sampled_from([*ITEMS][14:]), max_size=2, unique=True),
) | forms(complete=True)
low_activities = st.builds(
    LowActivity,
    quiet.map(lambda said: score(said, "2K")),
    low_pgas,
    st.just(letters("EEEEEEEEE")) | bilags,
    st.just(Treatment(5.0, 5.0, (), True, True, False)) | treatments,
    st.sampled_from([BeyondSledai(False, False)] * 3 + [BeyondSledai(True, False)]),
)
