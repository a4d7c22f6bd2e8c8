"""Many edits at once give what they give one by one, and leave everything else alone."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core.data import same
from generator.core.edit.arrange import arranged
from generator.core.edit.edits import Edit, changes_of, edited
from generator.core.yaml.data import data_of
from generator.core.yaml.document import read
from generator.errors import BlueprintError, Invalid
from tests.effort import examples
from tests.small_platform import VALUES

FILE = PurePosixPath("values.yaml")


def sets(*pairs: tuple[str, object]) -> list[Edit]:
    return [Edit(FILE, "set", tuple(path.split(".")), value) for path, value in pairs]


def test_many_edits_of_one_file() -> None:
    edits = [
        *sets(("web.image.tag", "1.6.0"), ("orders.image.tag", "2.1"), ("db.replicaCount", 3)),
        Edit(FILE, "delete", ("global", "presets", "deployment", "replicaCount")),
        *sets(("cache.image.tag", "8"), ("cache.replicaCount", 1)),
    ]
    errors: list[BlueprintError] = []
    assert edited(VALUES, edits, errors) == (
        VALUES.replace("tag: 1.4.2", "tag: 1.6.0")
        .replace('tag: "2.0"', 'tag: "2.1"')
        .replace("  ports: {sql: 5432}\n", "  ports: {sql: 5432}\n  replicaCount: 3\n")
        .replace("  presets:\n    deployment: {replicaCount: 2}\n", "")
        + '\ncache:\n  image:\n    tag: "8"\n  replicaCount: 1\n'
    )
    assert errors == []


def test_every_refusal_is_told() -> None:
    edits = [
        Edit(FILE, "delete", ("nope",)),
        Edit(FILE, "delete", ("web", "nope")),
        *sets(("a", 1), ("b", 2), ("c", 3)),
    ]
    with pytest.raises(Invalid) as caught:
        changes_of({FILE: VALUES.encode()}, edits)
    assert [error.what for error in caught.value.errors] == [
        "there is no nope",
        "there is no web.nope",
    ]


TEXTS = [
    VALUES,
    VALUES.replace("\n", "\r\n"),
    VALUES.replace("\n", "\r"),
    "\ufeff" + VALUES,
    VALUES.rstrip("\n"),
    "# a comment alone\n\n" + VALUES + "# and at the end\n",
    "a: &a {x: 1}\nb: *a\n" + VALUES,
    "--- # first\n" + VALUES + "---\nsecond: 1\n",
    "{}\n",
    "",
]
paths = st.lists(
    st.sampled_from(["web", "orders", "db", "cache", "image", "tag", "env", "A", "replicaCount"]),
    min_size=1,
    max_size=4,
    unique=True,
).map(tuple)
values = st.one_of(
    st.sampled_from(["x", "1.10", "yes", "", "{{ x }}", 1, 0, True, False, 0.5, []]),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=1),
)
edit_lists = st.lists(
    st.one_of(
        st.builds(lambda path, value: Edit(FILE, "set", path, value), paths, values),
        st.builds(lambda path, prune: Edit(FILE, "delete", path, prune=prune), paths, st.booleans()),
        st.builds(
            lambda place, value: Edit(FILE, "set", ("web", "args", place), value), st.integers(0, 2), values
        ),
    ),
    min_size=4,
    max_size=8,
)


@settings(max_examples=examples(150), deadline=None)
@given(st.sampled_from(TEXTS), edit_lists)
@example(TEXTS[0], [*sets(("web", "x"), ("web", "y"), ("cache", "x"), ("cache.web", "x"))])
@example(TEXTS[0], [*sets(("web", "x"), ("web", "y"), ("web.orders", "x"), ("web", "x"))])
@example(
    TEXTS[0],
    [
        Edit(FILE, "set", ("web", "args", 0), "x"),
        Edit(FILE, "delete", ("web",)),
        Edit(FILE, "set", ("web", "args", 1), "x"),
        Edit(FILE, "set", ("web",), "x"),
    ],
)
def test_many_at_once_mean_what_they_mean_one_by_one(text: str, edits: list[Edit]) -> None:
    errors: list[BlueprintError] = []
    alone = text
    for one in arranged(edits):
        alone = edited(alone, [one], errors)
    told: list[BlueprintError] = []
    together = edited(text, edits, told)
    assert same(_data(together), _data(alone))
    # On which line a refused key stands depends on what has been made before: nothing of it is written.
    assert sorted(one.what for one in told) == sorted(one.what for one in errors)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in together.splitlines() if line in comments] == comments


def _data(text: str) -> object:
    return data_of(read(text.removeprefix("\ufeff"))) or {}
