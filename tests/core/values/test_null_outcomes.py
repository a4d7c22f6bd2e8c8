"""What comes of a null: a table of where it may stand, held to Helm 3 and Helm 4."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator.core.data import MISSING, value_at, without_nulls
from generator.core.paths import format_path, parse_path
from generator.core.values.model import ValuesModel, load_values
from generator.core.values.null_outcomes import nulls_in, outcomes
from tests.bench.synthetic import write
from tests.core.helm.test_coalesce import chart, helms_values, tree_of

BASE, DEV, PROD = (PurePosixPath(f"values{name}.yaml") for name in ("", "-dev", "-prod"))
DEFAULTS = """\
scalar: 80
map: {a: 1, b: {c: 2}}
list: [1]
other: 1
"""
# Nulls of values.yaml under v…, those of dev's file under f…; dev states something of each chart, prod of none.
VALUES = """\
global:
  vScalar: null
  fScalar: 1
  fMap: {a: 1}
  fDeep: {b: {c: {d: 3}}}
own:
  vNothing: ~
  fScalar: 1
  fMap: {a: 1}
  fList: [1]
  fInner: {a: {b: 1, c: 2}}
vTop: null
fTop: 1
plain:
  map: null
  fBase: 1
  in: {scalar: null}
one: {scalar: null, map: {a: null, b: {c: null}}, vNothing: null, list: null}
"""
DEV_VALUES = """\
global: {fScalar: null, fMap: null, fDeep: {b: {c: null}}, fNothing: null}
own: {fScalar: null, fMap: null, fList: null, fNothing: null, fInner: {a: {b: null}}}
fTop: null
fNowhere: null
plain: {scalar: null, list: null, fBase: null, fNothing: null, in: {map: null, list: null}, global: {gPlain: null}}
one: {other: null}
two: {map: {b: null}, scalar: null}
"""
NOTHING = "Helm 3 leaves nothing, Helm 4 nothing"
# Where the majors leave anything at all: of all other nulls both leave nothing.
STAYS = {
    ("values.yaml", "plain.map", "prod"): "Helm 3 leaves nothing, Helm 4 {a: 1, b: {c: 2}}",
    ("values.yaml", "plain.in.scalar", "prod"): "Helm 3 leaves nothing, Helm 4 80",
    ("values.yaml", "one.scalar", "prod"): "Helm 3 leaves nothing, Helm 4 80",
    ("values.yaml", "one.map.a", "prod"): "Helm 3 leaves nothing, Helm 4 1",
    ("values.yaml", "one.map.b.c", "prod"): "Helm 3 leaves nothing, Helm 4 2",
    ("values.yaml", "one.list", "prod"): "Helm 3 leaves nothing, Helm 4 [1]",
    ("values-dev.yaml", "global.fScalar", "dev"): "Helm 3 leaves 1 at plain.global.fScalar, Helm 4 1",
    ("values-dev.yaml", "global.fMap", "dev"): "Helm 3 leaves {a: 1} at plain.global.fMap, Helm 4 {a: 1}",
    ("values-dev.yaml", "global.fDeep.b.c", "dev"): "Helm 3 leaves {d: 3}, Helm 4 {d: 3}",
    ("values-dev.yaml", "plain.global.gPlain", "dev"): "Helm 3 leaves 1 at plain.in.global.gPlain, Helm 4 1",
}


def platform() -> dict[PurePosixPath, bytes]:
    return tree_of(
        Chart=chart(
            "shop",
            "{name: plain, version: 1.x}",
            "{name: two, version: 1.x, alias: one}",
            "{name: two, version: 1.x, alias: two}",
        ),
        values=VALUES,
        charts__plain__Chart=chart("plain"),
        charts__plain__values=DEFAULTS + "global: {gPlain: 1}\n",
        charts__plain__charts__in__Chart=chart("in"),
        charts__plain__charts__in__values=DEFAULTS,
        charts__two__Chart=chart("two"),
        charts__two__values=DEFAULTS,
        charts__two__charts__in__Chart=chart("in"),
        charts__two__charts__in__values=DEFAULTS,
        **{"values-dev": DEV_VALUES, "values-prod": "x: 1\n"},
    )


def all_outcomes(model: ValuesModel) -> dict[tuple[str, str, str], Any]:
    return {
        (str(file), format_path(path), str(found.environment)): found
        for file in (BASE, DEV)
        for path in nulls_in(model.source(file).data, ())
        for found in outcomes(model, file, path)
    }


def test_what_is_left_of_nulls() -> None:
    found = all_outcomes(load_values(platform()))
    assert len(found) == 41
    said = {key: one.results(parse_path(key[1])) for key, one in found.items()}
    assert {key: text for key, text in said.items() if text != NOTHING} == STAYS
    assert [key for key, one in found.items() if one.differs] == list(STAYS)[:6]
    assert [key for key, one in found.items() if one.is_idle] == list(STAYS)[6:]


def test_null_that_a_later_file_overrules_is_nobodys() -> None:
    tree = {**platform(), PROD: b"one: {scalar: 5}\ntwo: {x: 1}\n"}
    found = all_outcomes(load_values(tree))
    assert ("values.yaml", "one.scalar", "prod") not in found
    assert ("values.yaml", "one.scalar", "dev") in found


def test_null_in_place_of_a_charts_values_is_refused() -> None:
    model = load_values({**platform(), PROD: b"two: null\n"})
    (found,) = outcomes(model, PROD, ("two",))
    assert (found.refused, found.environment) == ((3, 4), "prod")


def test_file_that_helm_4_does_not_read_has_one_result() -> None:
    (found,) = outcomes(load_values({**platform(), DEV: b"--- {fTop: null}\n"}), DEV, ("fTop",))
    assert (found.three, found.four, found.differs) == (MISSING, MISSING, False)


@pytest.mark.helm
def test_both_majors_leave_what_the_table_says(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    model = load_values(platform())
    write(model.tree, tmp_path / "shop")
    theirs = {
        (environment, major): helms_values(helm, tmp_path / "shop", *model.files(environment))
        for environment in model.environments
        for major, helm in ((3, helm3), (4, helm4))
    }
    for found in all_outcomes(model).values():
        for major, ours in ((3, found.three), (4, found.four)):
            value = value_at(theirs[found.environment, major], found.at)
            assert ours == (MISSING if value is None else without_nulls(value)), (found, major)
