"""Many top-level keys that come or go at once: as if they had, one after the other."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.edit import edits as engine
from generator.core.edit.edits import Edit, edited
from generator.core.edit.top_level import blocks_of, with_new_keys, without_blocks
from generator.core.yaml import document as reading
from generator.core.yaml.document import read
from generator.core.yaml.events import document_of

FILE = PurePosixPath("values-dev.yaml")
TEXT = """\
# dev: small

# takes orders
a:
  x: 1 # why
  y: {z: 1}

b: {x: 1}

# what is
# said of c
c:
  list:
    - 1
d: 1

e:
  text: |
    several
    lines

"""
NEW = {"n1": {"x": {"y": 1}}, "n2": [1, 2], "n3": "t", "n4": {"l": [{"a": 1}]}}


def edits(*gone: str, **new: Any) -> list[Edit]:
    return [
        *(Edit(FILE, "delete", (key,)) for key in gone),
        *(Edit(FILE, "set", (key,), value) for key, value in new.items()),
    ]


def one_by_one(text: str, wanted: list[Edit], monkeypatch: pytest.MonkeyPatch) -> str:
    errors: list[Any] = []
    with monkeypatch.context() as slow:
        slow.setattr(engine, "_MANY", 1000)
        result = edited(text, wanted, errors)
    assert errors == []
    return result


@pytest.mark.parametrize(
    "wanted",
    [
        edits("a", "b", "c", "d"),
        edits("b", "c", "d", "e"),
        edits("a", "c", "e", **NEW),
        edits("d", "a", n1={"x": 1}, n2={}),
        edits(**NEW),
        [*edits("a", **NEW), Edit(FILE, "set", ("d",), {"x": 1}), Edit(FILE, "set", ("b", "x"), 2)],
        [
            Edit(FILE, "delete", ("a", "x"), comment=True),
            *edits("b", "d"),
        ],
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n\n", "\n"),
        TEXT.rstrip("\n") + "\n",
        TEXT + "# the end\n",
        "z: 0\n" + TEXT,
    ],
    ids=["set off", "close", "no blank line at the end", "a comment at the end", "no blank line above"],
)
def test_at_once_is_one_by_one(text: str, wanted: list[Edit], monkeypatch: pytest.MonkeyPatch) -> None:
    assert edited(text, wanted, []) == one_by_one(text, wanted, monkeypatch)


def test_everything_may_go() -> None:
    assert edited("a: 1\nb: 1\nc: 1\nd: 1\n", edits("a", "b", "c", "d"), []) == "{}\n"


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: 1\n---\nb: 1\n", "a: 1", "{a: 1}\n", "a: 1\na: 2\n", "- 1\n"]
)
def test_what_depends_on_each_other_is_not_cut(text: str) -> None:
    assert blocks_of(read(text)) is None


def test_a_neighbour_that_would_change_is_left_to_others() -> None:
    blocks = {"": "", "a": "a: 1\n", "b": "b: 1\n"}
    assert without_blocks(blocks, {"a": lambda text: text.replace("b: 1", "b: 2")}) is None
    assert without_blocks({"": "# head\n", "a": "a: 1\n"}, {"a": lambda _: "{}\n"}) is None


@pytest.mark.parametrize("text", ["{a: 1}\n", "# nothing\n"])
def test_new_keys_where_there_is_no_place_are_left_to_others(text: str) -> None:
    assert with_new_keys(text, {"b": 1}) is None
    assert with_new_keys(text, {}) == text


def read_by(wanted: list[Edit], text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many characters are parsed while edits are made."""
    count = 0

    def counted(body: str) -> Any:
        nonlocal count
        count += len(body)
        return document_of(body)

    with monkeypatch.context() as counting:
        counting.setattr(reading, "_read", lru_cache(maxsize=16)(counted))
        errors: list[Any] = []
        edited(text, wanted, errors)
    assert errors == []
    return count


@pytest.mark.parametrize("kind", ["new", "gone", "inside"])
def test_what_is_read_grows_with_the_file_and_not_with_its_square(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(size: int) -> int:
        text = "# head\n" + "".join(f"\nk{n}:\n  x: {size}\n  y: 1\n" for n in range(2 * size))
        names = [f"k{n}" for n in range(0, 2 * size, 2)]
        wanted = {
            "new": edits(**{f"n{n}": {"x": n} for n in range(size)}),
            "gone": edits(*names),
            "inside": [Edit(FILE, "set", (name, "x"), 0) for name in names],
        }[kind]
        return read_by(wanted, text, monkeypatch)

    assert cost(80) < 6 * cost(20)  # twice as long names and all; the square would be 16
