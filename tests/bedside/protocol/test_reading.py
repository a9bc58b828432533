"""An edition read from its file: what it becomes, and every way in which a file can be wrong."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from bedside import eligibility, screening
from bedside.facts import Enrolled
from bedside.protocol import reading
from bedside.protocol.edition import Conditioning, Dlt, Item, Level, RoundRule, VisitRule
from bedside.protocol.lines import Lines
from bedside.protocol.reading import BadProtocol, read
from bedside.protocol.rules import ANSWERS, RULES, UNITS
from bedside.protocol.table import Table, Wrong
from bedside.screening import Known

TEMPLATE = resources.text("protocols/template.toml")
WHOLE = resources.text("protocols/nct05765006_2023.toml")

SMALL = """\
id = "ward_trial"
edition = "1"
title = "A trial of the ward"
short = "Ward"
registry = ""
source = "Protocol 1.0"
product = "cells"
cells = "autologous"
dose_unit = "cells"
planned_patients = 12
month_rule = "30_day"
pk = ["cart_pct"]
pd = ["il6"]
instruments = ["pga"]
ctcae = "5.0"
gvhd = false
register_years = 15
ae_months = 12
assumed = ["month_rule", "dlt.last_day", "criteria.E5"]
[[levels]]
id = "DL-1"
dose = 50e6
note = "start"
[[levels]]
id = "DL-2"
[conditioning]
days = [-5, -3]
[[conditioning.drugs]]
name = "Fludarabine"
mg_m2 = 25
[[conditioning.drugs]]
name = "cyclophosphamide"
[dlt]
last_day = 28
template = ["any of grade 4"]
in_force = true
[items.vitals]
title = "Vital signs"
evidence = "vitals"
names = ["temp_c", "weight_kg", "consciousness"]
[items.cart]
title = "CAR-T"
evidence = "lab"
names = ["cart_copies", "cart_pct"]
need = "any"
[items.flu]
title = "Fludarabine"
evidence = "drug"
names = ["fludarabine"]
[items.base]
title = "Baseline"
evidence = "baseline"
names = ["ice", "device"]
[items.pga]
title = "PGA"
evidence = "by_hand"
[[visits]]
series = "safety"
months = [1, 2]
before = 3
after = 4
items = ["vitals", "cart"]
assumed = ["window", "months"]
[[visits]]
series = "pkpd"
before = 1
after = 1
items = ["cart"]
[visits.days]
30_day = [3, 30]
28_day = [3, 28]
[[visits]]
series = "pkpd"
days = [0]
before = 3
after = 0
before_infusion = true
items = ["cart"]
[[visits]]
series = "conditioning"
days = [-5]
before = 0
after = 0
items = ["flu"]
[[visits]]
series = "safety"
anchor = "discharge"
days = [3]
before = 0
after = 0
items = ["vitals"]
[[rounds]]
kind = "vitals"
days = [0, 14]
hours = 4
[[alarms]]
condition = "Fever"
priority = "high"
next_step = "Call."
[questions.transplant]
text = "A transplant?"
answer = "yes_no"
[questions.iga]
text = "IgA"
answer = "number"
units = ["g/L", "mg/dL"]
[[criteria]]
id = "E5"
text = "A transplant"
rule = "yes_excludes"
asks = ["transplant"]
inclusion = false
[[criteria]]
id = "E6"
text = "IgA below 0.1 g/L"
rule = "e6_iga"
asks = ["iga"]
inclusion = false
"""


def test_a_file_becomes_an_edition():
    one = read(SMALL, "ward.toml")
    assert (one.id, one.edition, one.file, one.dose_unit) == (
        "ward_trial",
        "1",
        "ward.toml",
        "cells",
    )
    assert one.levels == (Level("DL-1", 5e7, "start"), Level("DL-2"))
    assert one.conditioning == Conditioning(
        (("fludarabine", 25.0), ("cyclophosphamide", None)), (-5, -3)
    )
    assert one.dlt == Dlt(28, ("any of grade 4",), in_force=True)
    assert one.items["cart"] == Item("cart", "CAR-T", "lab", ("cart_copies", "cart_pct"), "any")
    assert one.items["pga"] == Item("pga", "PGA", "by_hand")
    monthly = frozenset({"window", "months"})
    assert one.visits == (
        VisitRule("conditioning_dm5", "conditioning", 0, 0, ("flu",), day=-5),
        VisitRule("pkpd_d0", "pkpd", 3, 0, ("cart",), day=0, before_infusion=True),
        VisitRule("pkpd_d3", "pkpd", 1, 1, ("cart",), day=3),
        VisitRule("safety_discharge_d3", "safety", 0, 0, ("vitals",), day=3, anchor="discharge"),
        VisitRule("pkpd_d30", "pkpd", 1, 1, ("cart",), day=30),
        VisitRule("safety_m1", "safety", 3, 4, ("vitals", "cart"), month=1, assumed=monthly),
        VisitRule("safety_m2", "safety", 3, 4, ("vitals", "cart"), month=2, assumed=monthly),
    )
    assert one.rounds == (RoundRule("vitals", (0, 14), 4.0),)
    assert [alarm.priority for alarm in one.alarms] == ["high"]
    assert one.questions is not None
    assert one.questions["iga"].units == ("g/L", "mg/dL")
    assert [(c.id, c.rule, c.asks, c.inclusion) for c in one.criteria] == [
        ("E5", "yes_excludes", ("transplant",), False),
        ("E6", "e6_iga", ("iga",), False),
    ]
    assert one.assumed == {"month_rule", "dlt.last_day", "criteria.E5"}


def test_what_may_be_left_out():
    bare = SMALL[: SMALL.index("[[rounds]]")].replace(', "criteria.E5"', "")
    for line in ("planned_patients = 12\n", 'assumed = ["month_rule", "dlt.last_day"]\n'):
        bare = bare.replace(line, "")
    one = read(bare, "ward.toml")
    assert (one.rounds, one.alarms, one.questions, one.criteria) == ((), (), None, ())
    assert (one.planned_patients, one.assumed) == (None, frozenset())


def test_the_days_follow_the_month_rule():
    found = read(SMALL.replace('"30_day"', '"28_day"'), "ward.toml").visits
    assert [one.id for one in found if one.series == "pkpd"] == ["pkpd_d0", "pkpd_d3", "pkpd_d28"]


def test_the_template_is_a_file_that_can_be_read():
    one = read(TEMPLATE, "template.toml")
    assert one.id == "template"
    assert (one.sledai_window_days, one.selena_proteinuria) == (10, "SELENA")
    keys = {key.split(" =")[0] for key in WHOLE.splitlines() if " = " in key}
    shown = {key.split(" =")[0] for key in TEMPLATE.splitlines() if " = " in key}
    assert keys - {"units"} <= shown


VISIT = '[[visits]]\nseries = "safety"\ndays = [9]\nbefore = 0\nafter = 0\nitems = ["vitals"]\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        # no TOML, and keys
        ("gvhd = false", "gvhd = no", "gvhd = no", "this is not TOML: Invalid value"),
        ("gvhd = false", "gvhd = false\ngvhd = true", "gvhd = true",
         "this is not TOML: Cannot overwrite a value"),
        ('ctcae = "5.0"', 'ctacae = "5.0"', 'ctacae = "5.0"',
         "unknown key 'ctacae'; is 'ctcae' meant?"),
        ("planned_patients = 12", "zzz = 12", "zzz = 12", "unknown key 'zzz'"),
        ('title = "A trial of the ward"\n', "", 'id = "ward_trial"', "the key 'title' is missing"),
        ("last_day = 28\n", "", "[dlt]", "the key 'last_day' is missing"),
        ('[dlt]\nlast_day = 28\ntemplate = ["any of grade 4"]\nin_force = true\n', "",
         'assumed = ["month_rule", "dlt.last_day", "criteria.E5"]',
         "assumed: there is no key 'dlt.last_day' in this file"),
        ('title = "CAR-T"\n', "", "[items.cart]", "the key 'title' is missing"),
        ("months = [1, 2]\nbefore = 3\n", "months = [1, 2]\n", "[[visits]]",
         "the key 'before' is missing"),
        # types
        ("gvhd = false", "gvhd = 0", "gvhd = 0", "gvhd: must be true or false, not 0"),
        ("gvhd = false", 'gvhd = "false"', 'gvhd = "false"',
         "gvhd: must be true or false, not 'false'"),
        ('short = "Ward"', "short = 1", "short = 1", "short: must be words in quotes, not 1"),
        ('short = "Ward"', 'short = " "', 'short = " "', "short: must be words in quotes, not ' '"),
        ('registry = ""', "registry = []", "registry = []",
         "registry: must be words in quotes, not a list"),
        ("register_years = 15", "register_years = 15.0", "register_years = 15.0",
         "register_years: must be a whole number, not 15.0"),
        ("register_years = 15", "register_years = true", "register_years = true",
         "register_years: must be a whole number, not true"),
        ("ae_months = 12", "ae_months = 0", "ae_months = 0",
         "ae_months: must be from 1 to 600, not 0"),
        ("dose = 50e6", "dose = 0", "dose = 0", "dose: must be above 0 and at most 1e+12, not 0"),
        ("dose = 50e6", "dose = nan", "dose = nan",
         "dose: must be above 0 and at most 1e+12, not nan"),
        ("dose = 50e6", 'dose = "50e6"', 'dose = "50e6"', "dose: must be a number, not '50e6'"),
        ('pk = ["cart_pct"]', 'pk = "cart_pct"', 'pk = "cart_pct"',
         "pk: must be a list in [ ], not 'cart_pct'"),
        ('pk = ["cart_pct"]', "pk = []", "pk = []", "pk: the list is empty"),
        ('pk = ["cart_pct"]', 'pk = ["il6", "il6"]', 'pk = ["il6", "il6"]',
         "pk: 'il6' stands in it twice"),
        ("[dlt]", "[[dlt]]", "[[dlt]]", "dlt: must be a table, not a list"),
        ("[[rounds]]", "[rounds]", "[rounds]", "rounds: must be written as [[rounds]]"),
        ("[items.pga]", "[items.PGA]", "[items.PGA]",
         "its name must be a name such as 'ward_trial', not 'PGA'"),
        # words that are known
        ('id = "ward_trial"', 'id = "Ward trial"', 'id = "Ward trial"',
         "id: must be a name such as 'ward_trial', not 'Ward trial'"),
        ('edition = "1"', "edition = 1", "edition = 1",
         "edition: must be a name such as '2026', not 1"),
        ('cells = "autologous"', 'cells = "own"', 'cells = "own"',
         "cells: 'own' is none of 'autologous', 'allogeneic'"),
        ('dose_unit = "cells"', 'dose_unit = "cells/m2"', 'dose_unit = "cells/m2"',
         "dose_unit: 'cells/m2' is none of 'cells', 'cells/kg'"),
        ('dose_unit = "cells"\n', "", "dose = 50e6",
         "dose: the protocol does not say its 'dose_unit'"),
        ('"30_day"', '"31_day"', 'month_rule = "31_day"',
         "month_rule: '31_day' is none of '30_day', '28_day', 'calendar'"),
        ('"30_day"', '"calendar"', "[visits.days]",
         "days: there is no list for the month rule 'calendar'"),
        ("28_day = [3, 28]", "29_day = [3, 28]", "29_day = [3, 28]",
         "unknown key '29_day'; is '28_day' meant?"),
        ('pd = ["il6"]', 'pd = ["IL-6"]', 'pd = ["IL-6"]', "pd: no analyte is called 'IL-6'"),
        ('instruments = ["pga"]', 'instruments = ["bilag"]', 'instruments = ["bilag"]',
         "instruments: 'bilag' is none of 'vitals', 'cart', 'flu', 'base', 'pga'"),
        ('ctcae = "5.0"', 'ctcae = "5"', 'ctcae = "5"',
         "ctcae: '5' is none of '4.03', '5.0', '6.0'"),
        ('ctcae = "5.0"', 'ctcae = "5.0"\nsledai_window_days = 14', "sledai_window_days = 14",
         "sledai_window_days: 14 is none of 10, 28, 30"),
        ('ctcae = "5.0"', 'ctcae = "5.0"\nsledai_window_days = true', "sledai_window_days = true",
         "sledai_window_days: True is none of 10, 28, 30"),
        ('ctcae = "5.0"', 'ctcae = "5.0"\nselena_proteinuria = "old"', 'selena_proteinuria = "old"',
         "selena_proteinuria: 'old' is none of '2K', 'SELENA'"),
        ('"month_rule", "dlt.last_day"', '"months"',
         'assumed = ["months", "criteria.E5"]', "assumed: there is no key 'months' in this file"),
        ('"criteria.E5"', '"criteria.E7"',
         'assumed = ["month_rule", "dlt.last_day", "criteria.E7"]',
         "assumed: there is no key 'criteria.E7' in this file"),
        # levels and conditioning
        ('id = "DL-2"', 'id = "DL-1"', 'id = "DL-1"@2', "id: the level 'DL-1' stands here twice"),
        ('name = "cyclophosphamide"', 'name = "fludarabine"', 'name = "fludarabine"',
         "name: the drug 'fludarabine' stands here twice"),
        ('name = "cyclophosphamide"', 'name = "cyclo"', 'name = "cyclo"',
         "name: no drug is called 'cyclo'"),
        ("days = [-5, -3]", "days = [-3, -5]", "days = [-3, -5]",
         "days: the first day, -3, is after the last, -5"),
        ("days = [-5, -3]", "days = [-5]", "days = [-5]",
         "days: must be the first and the last day, as in [0, 14]"),
        # items
        ('evidence = "baseline"', 'evidence = "base"', 'evidence = "base"',
         ("evidence: 'base' is none of 'lab', 'vitals', 'ice', 'neuro', 'drug', 'baseline',"
         " 'infused', 'by_hand'")),
        ('names = ["fludarabine"]', 'names = ["flu"]', 'names = ["flu"]',
         "names: no drug is called 'flu'"),
        ('names = ["ice", "device"]', 'names = ["ice", "temp_c"]', 'names = ["ice", "temp_c"]',
         "names: 'temp_c' is none of 'ice', 'sbp_mmhg', 'flow_lpm', 'device'"),
        ('names = ["cart_copies", "cart_pct"]', 'names = ["cart"]', 'names = ["cart"]',
         "names: no analyte is called 'cart'"),
        ('evidence = "by_hand"', 'evidence = "by_hand"\nnames = ["pga"]', 'names = ["pga"]',
         "names: the evidence 'by_hand' has no names"),
        ('need = "any"', 'need = "one"', 'need = "one"', "need: 'one' is none of 'all', 'any'"),
        # visits
        ('series = "conditioning"', 'series = "therapy"', 'series = "therapy"',
         ("series: 'therapy' is none of 'screening', 'conditioning', 'infusion', 'pkpd',"
         " 'efficacy', 'safety'")),
        ('series = "conditioning"', 'series = "register"', 'series = "register"',
         ("series: 'register' is none of 'screening', 'conditioning', 'infusion', 'pkpd',"
         " 'efficacy', 'safety'")),
        ("before = 3\nafter = 4", "before = -1\nafter = 4", "before = -1",
         "before: must be from 0 to 365, not -1"),
        ("after = 4", "after = 4.5", "after = 4.5", "after: must be a whole number, not 4.5"),
        ('anchor = "discharge"', 'anchor = "birth"', 'anchor = "birth"',
         "anchor: 'birth' is none of 'infusion', 'consent', 'discharge'"),
        ('items = ["flu"]', 'items = ["flo"]', 'items = ["flo"]',
         "items: 'flo' is none of 'vitals', 'cart', 'flu', 'base', 'pga'"),
        ('items = ["flu"]', 'items = ["flu", "flu"]', 'items = ["flu", "flu"]',
         "items: 'flu' stands in it twice"),
        ("months = [1, 2]", "months = [1, 1]", "months = [1, 1]", "months: 1 stands in it twice"),
        ("months = [1, 2]", "months = [1, 61]", "months = [1, 61]",
         "months: must be from 1 to 60, not 61"),
        ("30_day = [3, 30]", "30_day = [3, 3]", "30_day = [3, 3]", "30_day: 3 stands in it twice"),
        ("30_day = [3, 30]", "30_day = [0, 30]", "days = [0]",
         "days: the visit 'pkpd_d0' stands here twice"),
        ("[[rounds]]", VISIT.replace("days = [9]", "days = [30]") + "[[rounds]]", "days = [30]",
         "days: 'safety_d30' falls on the day of 'safety_m1'"),
        ("[[rounds]]", VISIT + VISIT + "[[rounds]]", "days = [9]@2",
         "days: the visit 'safety_d9' stands here twice"),
        ("days = [0]\n", "days = [1]\n", "before_infusion = true",
         "before_infusion: its window must end on day 0 or before"),
        ("before = 3\nafter = 0", "before = 3\nafter = 1", "before_infusion = true",
         "before_infusion: its window must end on day 0 or before"),
        ("months = [1, 2]", "months = [1, 2]\ndays = [1]", "months = [1, 2]",
         "months: give either 'days' or 'months'"),
        ("months = [1, 2]\n", "", 'series = "safety"', "series: give either 'days' or 'months'"),
        ('assumed = ["window", "months"]', 'assumed = ["windows"]', 'assumed = ["windows"]',
         "assumed: 'windows' is none of 'days', 'months', 'window', 'items', 'anchor'"),
        (('[conditioning]\ndays = [-5, -3]\n[[conditioning.drugs]]\nname = "Fludarabine"\n'
         'mg_m2 = 25\n[[conditioning.drugs]]\nname = "cyclophosphamide"\n'), "",
         'series = "conditioning"', "series: there is no [conditioning] in this protocol"),
        # rounds and alarms
        ('kind = "vitals"', 'kind = "vital"', 'kind = "vital"',
         "kind: 'vital' is none of 'vitals', 'ice', 'labs'"),
        ("hours = 4", "hours = 0", "hours = 0", "hours: must be above 0 and at most 8784, not 0"),
        ('priority = "high"', 'priority = "urgent"', 'priority = "urgent"',
         "priority: 'urgent' is none of 'high', 'medium', 'low'"),
        ('next_step = "Call."', 'next_step = ""', 'next_step = ""',
         "next_step: must be words in quotes, not ''"),
        # eligibility
        ('answer = "yes_no"', 'answer = "yes"', 'answer = "yes"',
         "answer: 'yes' is none of 'number', 'yes_no', 'date'"),
        ('answer = "yes_no"', 'answer = "date"', 'asks = ["transplant"]',
         "asks: 'transplant' is not answered by yes or no"),
        ('units = ["g/L", "mg/dL"]', 'units = ["g/dL"]', 'units = ["g/dL"]',
         "units: 'iga' is not known in 'g/dL'"),
        ('answer = "number"\nunits = ["g/L", "mg/dL"]', 'answer = "number"', "[questions.iga]",
         "units: must be some of 'mg/dL', 'g/L'"),
        ('answer = "number"\nunits = ["g/L", "mg/dL"]', 'answer = "yes_no"', 'answer = "yes_no"@2',
         "answer: the rules read 'iga' as 'number'"),
        ('rule = "e6_iga"', 'rule = "iga"', 'rule = "iga"',
         f"rule: 'iga' is none of {', '.join(map(repr, RULES))}"),
        ('asks = ["iga"]', 'asks = ["ige"]', 'asks = ["ige"]',
         "asks: 'ige' is none of 'transplant', 'iga'"),
        ('asks = ["iga"]', 'asks = ["transplant"]', 'asks = ["transplant"]@2',
         "asks: the rule 'e6_iga' reads 'iga' as well"),
        ('id = "E6"', 'id = "E5"', 'id = "E5"@2', "id: the criterion 'E5' stands here twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: str, words: str):
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    with pytest.raises(BadProtocol) as caught:
        read(text, "ward.toml")
    shown, _, nth = line.partition("@")
    places = [n for n, one in enumerate(text.split("\n"), 1) if one == shown]
    place = places[int(nth or 1) - 1]
    error = caught.value
    assert (place, words) in error.problems
    assert f"ward.toml:{place}: {words}" in str(error).split("\n")
    assert (error.file, error.line, error.problem) == ("ward.toml", *error.problems[0])


def test_all_that_is_wrong_is_told_in_the_order_of_the_lines():
    text = SMALL.replace("gvhd = false", "gvhd = 0").replace("hours = 4", "hour = 4")
    text = text.replace('series = "pkpd"\ndays = [0]', 'series = "pk"\ndays = [0]')
    with pytest.raises(BadProtocol) as caught:
        read(text, "x.toml")
    assert [problem.words.split(":")[0] for problem in caught.value.problems] == [
        "gvhd", "series", "the key 'hours' is missing", "unknown key 'hour'; is 'hours' meant?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ('id = "a"\ntitle = """\nnever\nended\n\n\n', 4),
        (f"id = {'9' * 5000}", 1),
        ("id = " + "[" * 5000, 1),
        (SMALL.replace("ae_months = 12", "ae_months = 0x" + "f" * 6000), 18),
        (SMALL.replace("dose = 50e6", "dose = 0x" + "f" * 6000), 22),
    ],
    ids=["empty", "never_ended", "digits", "nested", "long_number", "long_dose"],
)
def test_odd_files_are_only_broken(text: str, line: int):
    with pytest.raises(BadProtocol) as caught:
        read(text, "x.toml")
    assert caught.value.line == line


@given(st.text())
@settings(max_examples=50)
def test_any_text_is_at_worst_broken(text: str):
    with pytest.raises(BadProtocol):
        read(text, "x.toml")


@pytest.mark.parametrize("source", [SMALL, TEMPLATE], ids=["small", "template"])
def test_a_file_without_any_one_line_is_read_or_broken(source: str):
    lines = source.split("\n")
    problems = []
    for n in range(len(lines)):
        try:
            read("\n".join(lines[:n] + lines[n + 1 :]), "x.toml")
        except BadProtocol as error:
            problems.append(error.problems)
    assert all(1 <= one.line <= len(lines) for found in problems for one in found)
    assert len(problems) > len(lines) // 4


ODD: tuple[Any, ...] = (
    -1, 0, 10**30, 1.5, float("nan"), float("inf"), "", "x", "safety", True, [], {}, [[]], [{}],
    [-1], ["x"], ["x", 1], {"x": 1}, {"30_day": 1}, [[1], [2]], None,
)  # fmt: skip


def places(table: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a file, tables and single values in lists included."""
    inner = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in inner:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


def test_no_wrong_value_anywhere_is_more_than_broken():
    whole = tomllib.loads(SMALL)
    lines = Lines(SMALL)
    told = 0
    for path in places(whole):
        for odd in ODD:
            file = copy.deepcopy(whole)
            inner: Any = file
            for part in path[:-1]:
                inner = inner[part]
            if odd is None:
                del inner[path[-1]]
            else:
                inner[path[-1]] = odd
            wrong: list[Wrong] = []
            keys = (*reading._SCALARS, *reading._TABLES, *reading._ELIGIBILITY)
            reading._protocol(Table(file, (), keys, wrong), "x.toml")
            told += bool(wrong)
            assert all(lines.of(one.path) >= 1 and one.words for one in wrong)
    assert told > 2000


def test_the_rules_are_those_that_judge():
    assert set(RULES) == set(eligibility.RULES)
    assert {name: set(units) for name, units in UNITS.items()} == {
        name: set(units) for name, units in screening._EQUAL.items()
    }
    for name, questions in RULES.items():
        known = Known(Enrolled(), {}, questions)
        eligibility.RULES[name](known)
        assert {lack.question for lack in known.lacking} <= set(questions), name
        assert set(questions) <= set(ANSWERS), name


def test_the_page_names_every_rule_and_what_it_reads():
    page = resources.text("protocols/PROTOCOL.md")
    for rule, questions in RULES.items():
        row = next(line for line in page.split("\n") if line.startswith(f"| `{rule}` |"))
        assert [name for name in questions if f"`{name}`" not in row] == []
