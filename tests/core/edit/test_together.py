"""Many values on one reading: the same text as one by one, and the same proof."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.data import Data
from generator.core.edit import together as engine
from generator.core.edit.edits import Edit, edited
from generator.core.edit.proof import Unproven
from generator.core.edit.together import set_together
from generator.core.paths import parse_path
from generator.errors import BlueprintError

FILE = PurePosixPath("values.yaml")
SHARED = """\
x-common: &common {size: 1} # of all
web: # of team web
  <<: *common
  tag: "1.0" # quoted
  env:
    A: a
    B: b # why
api:
  <<: *common
  tag: 2.0
  args: [a]
"""


def together(text: str, **values: Data) -> tuple[str, set[str]]:
    paths = {parse_path(name): name for name in values}
    found = set_together(text, [(path, values[name]) for path, name in paths.items()])
    return found.text, {paths[path] for path in found.done}


def test_one_reading_makes_the_text_that_one_by_one_makes() -> None:
    values = {
        "web.tag": "1.1",
        "web.env.B": "c",
        "api.tag": "2.1",
        "api.env.C": 1,
        "api.env.D.E": 2,
        "web.port": 3,
    }
    text, done = together(SHARED, **values)
    assert done == set(values)
    alone, errors = SHARED, list[BlueprintError]()
    for name, value in values.items():
        alone = edited(alone, [Edit(FILE, "set", parse_path(name), value)], errors)
    assert (text, errors) == (alone, [])
    assert (
        text
        == SHARED.replace('"1.0"', '"1.1"')
        .replace("B: b", "B: c")
        .replace("2.0", '"2.1"')
        .replace("api:", "  port: 3\napi:")
        + "  env:\n    C: 1\n    D:\n      E: 2\n"
    )


def test_what_needs_more_is_left_for_later() -> None:
    later = {
        "new.key": 1,  # a blank line may belong above it
        "x-common.size": 2,  # shared
        "web.size": 2,  # of the merge: stated here from now on
        "api.args": ["b"],  # items that go and come
        "web.env": {"A": 1},  # a map is compared
        "web.env.A": 1,
        "api.args[0]": "z",
        "api.list[0]": 1,
        "api.tag": 2.0,  # it is so
    }
    text, done = together(SHARED, **later, **{"web.tag": "9", "web.env.B": "d"})
    assert done == {"web.tag", "web.size"}
    assert text.startswith("x-common: &common {size: 1} # of all\n")


@pytest.mark.parametrize("text", ["a: [", "", "{}\n"])
def test_what_is_no_map_of_keys_is_left_alone(text: str) -> None:
    assert together(text, **{"a.b": 1, "a.c": 2}) == (text, set())


def test_one_value_is_not_many() -> None:
    assert together(SHARED, **{"web.tag": "9"}) == (SHARED, set())


def test_what_cannot_be_proven_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unproven("no")

    monkeypatch.setattr(engine, "prove_effects", refuse)
    assert together(SHARED, **{"web.tag": "9", "api.tag": "8"}) == (SHARED, set())


def test_refusals_are_told_beside_what_is_made() -> None:
    errors: list[BlueprintError] = []
    names = ["web.tag", "x-common.size", "api.tag", "web.env.A", "web.env.B"]
    refused: list[Edit] = []
    edited(SHARED, [Edit(FILE, "set", parse_path(name), "x") for name in names], errors, refused)
    assert [one.what for one in errors] == ["x-common is anchored as &common and shared with line 3"]
    assert [one.path for one in refused] == [("x-common", "size")]
