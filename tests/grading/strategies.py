"""Everything that can be charted, for hypothesis: valid signs, readings at times that meet."""

from typing import get_args

from hypothesis import strategies as st

from grading.drugs import CLASS_OF, DrugClass
from grading.signs import (
    DEVICES,
    ICE_ITEMS,
    LOCS,
    SIGNS,
    Action,
    Acvpu,
    Attribution,
    Baseline,
    BpMethod,
    Cause,
    Death,
    Drug,
    Finding,
    Hypotension,
    Ice,
    Infused,
    Lab,
    Neuro,
    NotAssessable,
    Oedema,
    Planned,
    Purpose,
    Reading,
    Route,
    Seizure,
    Sign,
    Support,
    TempSite,
    Vitals,
)
from tests.grading.observed import hour

words = st.text(max_size=8)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def one_of(literal: object) -> st.SearchStrategy:
    return st.sampled_from(get_args(literal))


def number(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False)


# Half hours, so that several readings fall on one moment; some days around day 15.
times = st.builds(
    lambda half, day: hour(half / 2 + 24 * day),
    st.integers(-8, 60),
    st.sampled_from([0, 0, 0, 0, 14]),
)


@st.composite
def vitals(draw) -> Vitals:
    sbp = draw(maybe(st.integers(20, 300)))
    dbp = draw(maybe(st.integers(10, min(200, (sbp or 300) - 1))))
    lowest, highest = max(14, dbp or 0), min(330, sbp or 330)
    mean = draw(maybe(st.integers(lowest, highest))) if lowest <= highest else None
    arrest = draw(st.booleans())
    return Vitals(
        temp_c=draw(maybe(st.sampled_from([36.5, 37.9, 38.0, 39.1]) | number(26, 45))),
        temp_site=draw(maybe(one_of(TempSite))),
        hr_bpm=draw(maybe(st.integers(0 if arrest else 1, 350))),
        sbp_mmhg=sbp,
        dbp_mmhg=dbp,
        map_mmhg=mean,
        bp_method=draw(maybe(one_of(BpMethod))),
        bp_unrecordable=draw(st.sampled_from([False, False, False, True])),
        rr_bpm=draw(maybe(st.integers(0, 80))),
        spo2_pct=draw(maybe(st.integers(40, 100))),
        consciousness=draw(maybe(one_of(Acvpu))),
        arrest=arrest,
        weight_kg=draw(maybe(number(20, 250))),
    )


supports = st.builds(
    Support,
    st.sampled_from(DEVICES),
    maybe(st.sampled_from([0.0, 2.0, 6.0, 6.1, 40.0]) | number(0, 80)),
    maybe(number(0.21, 1)),
    maybe(one_of(Purpose)),
)


@st.composite
def ices(draw) -> Ice:
    answers = {
        item: draw(st.sampled_from(["yes", "yes", "yes", "no", "not_assessable", None]))
        for item in ICE_ITEMS
    }
    return Ice(
        **answers,
        reasons=tuple(
            (item, draw(one_of(NotAssessable)))
            for item, answer in answers.items()
            if answer == "not_assessable"
        ),
        language=draw(maybe(words)),
        interpreter=draw(maybe(st.booleans())),
    )


neuros = st.builds(
    Neuro,
    loc=maybe(st.sampled_from(LOCS)),
    natural_sleep=st.booleans(),
    seizure=maybe(one_of(Seizure)),
    seizure_min=maybe(st.sampled_from([1.0, 5.0, 5.1]) | number(0, 1440)),
    oedema=maybe(one_of(Oedema)),
    **{
        name: maybe(st.booleans())
        for name in (
            "deep_focal_weakness", "mild_focal_weakness", "posturing", "cn6_palsy",
            "papilloedema", "cushing_triad", "haemorrhage", "tremor", "myoclonus",
        )
    },
)  # fmt: skip

_PRESSORS = [
    name
    for name, kind in CLASS_OF.items()
    if kind in (DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN)
]
drugs = st.builds(
    Drug,
    st.sampled_from(_PRESSORS) | st.sampled_from([*CLASS_OF, "noradrenaline", "Toci"]),
    one_of(Action),
    dose=maybe(number(0, 1e6)),
    dose_unit=maybe(words),
    rate=maybe(st.sampled_from([0.0, 0.1, 5.0]) | number(0, 1e5)),
    rate_unit=maybe(words),
    route=maybe(one_of(Route)),
    line=maybe(st.sampled_from(["", "a", "b"])),
    until=maybe(times),
    stable=st.booleans(),
    procedure=st.booleans(),
)
labs = st.builds(
    Lab,
    analyte=st.text(min_size=1, max_size=8),
    value=number(-1e12, 1e12),
    unit=words,
    bound=maybe(st.sampled_from("<>")),
    text=maybe(words),
    laboratory=words,
    low=maybe(number(-10, 10)),
    high=maybe(number(10, 1e6)),
) | st.builds(Lab, analyte=st.just("crp"), text=st.text(min_size=1, max_size=8))
baselines = st.builds(
    Baseline,
    ice=maybe(st.integers(0, 10)),
    sbp_mmhg=maybe(st.integers(20, 300)),
    device=maybe(st.sampled_from(DEVICES)),
    flow_lpm=maybe(st.sampled_from([0.0, 2.0, 6.0]) | number(0, 80)),
    spo2_target_88_92=maybe(st.booleans()),
)
reasons = words.map(
    lambda said: f"{said}."
)  # never blank: what is put down to another cause says why
attributions = st.builds(Attribution, one_of(Finding), one_of(Cause), reasons)
infusions = st.builds(
    Infused, maybe(number(0, 1e12)), maybe(st.sampled_from(["cells", "cells/kg"])), words
)

EACH: dict[type, st.SearchStrategy] = {
    Vitals: vitals(),
    Support: supports,
    Ice: ices(),
    Neuro: neuros,
    Drug: drugs,
    Lab: labs,
    Hypotension: st.builds(Hypotension, st.sampled_from(["yes", "no", "unsure"])),
    Attribution: attributions,
    Death: st.builds(Death, st.sampled_from(["crs", "icans", "other"])),
    Baseline: baselines,
    Infused: infusions,
    Planned: st.builds(Planned, times),
}
assert set(EACH) == set(SIGNS)

# Death and infusions come seldom, so that most courses have something to grade.
_OFTEN = [Vitals, Support, Drug, Ice, Neuro]
_AT_TIMES = [Hypotension, Attribution, Baseline]
signs: st.SearchStrategy[Sign] = st.sampled_from(
    [*_OFTEN * 6, *_AT_TIMES * 3, Infused, Infused, Planned, Death, Lab]
).flatmap(EACH.__getitem__)
readings = st.builds(Reading, times, signs)
