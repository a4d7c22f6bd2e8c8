"""What goes with keys that are removed, and what stays although nothing is left in it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.removal import removed
from generator.core.edit.edits import Edit
from generator.core.paths import parse_path
from generator.core.values.model import load_values
from tests.small_platform import small_platform


def after(
    file: str, text: str, *paths: str, prune: bool | None = None, comment: bool = False
) -> tuple[str, list[str]]:
    """What is left of a file of the small platform, and what is told."""
    model = load_values(small_platform(**{file: text}))
    edits = [Edit(PurePosixPath(file), "delete", parse_path(path), comment=comment) for path in paths]
    changes, notes = removed(model, edits, prune=prune)
    assert [change.path for change in changes] == [PurePosixPath(file)]
    assert changes[0].after is not None
    return changes[0].after.decode(), notes


DEV = "values-dev.yaml"
BASE = "values.yaml"
CASES = [
    # Of an environment's file an empty map goes, and what only it was in; a value beside it stays.
    (DEV, "web: {image: {tag: 2}}\ndb: {env: {A: b}}\n", ["web.image.tag"], "db: {env: {A: b}}\n", []),
    (DEV, "web:\n  image: {tag: 2}\n  replicaCount: 1\n", ["web.image.tag"], "web:\n  replicaCount: 1\n", []),
    (DEV, "# dev\n\nweb: {image: {tag: 2}}\n", ["web.image.tag"], "# dev\n", []),
    (DEV, "web: {image: {tag: 2, repository: x}}\n", ["web.image.tag", "web.image.repository"], "", []),
    # What was empty before stays, and with it the map that holds it.
    (DEV, "web: {env: {A: b}, args: []}\n", ["web.env.A"], "web: {args: []}\n", []),
    (
        DEV,
        "web:\n  args: [a]\n  # why it is so\n  image: {tag: 2}\n",
        ["web.image.tag"],
        "web:\n  args: [a]\n  # why it is so\n  image: {}\n",
        ["web.image stays in values-dev.yaml as {}: it has a comment; --prune removes it"],
    ),
    # The map within goes all the same where only the outer one is explained.
    (
        DEV,
        "web: # in front\n  image: {tag: 2}\n",
        ["web.image.tag"],
        "web: {} # in front\n",
        ["web stays in values-dev.yaml as {}: it has a comment; --prune removes it"],
    ),
    (
        BASE,
        "x-mine: {map: {a: 1}, b: 1}\n",
        ["x-mine.map.a"],
        "x-mine: {map: {}, b: 1}\n",
        ["x-mine.map stays in values.yaml as {}: a template may read it; --prune removes it"],
    ),
    (
        BASE,
        "x-mine: {list: [a], b: 1}\n",
        ["x-mine.list[0]"],
        "x-mine: {list: [], b: 1}\n",
        ["x-mine.list stays in values.yaml as []: a template may read it; --prune removes it"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "paths", "left", "notes"), CASES)
def test_what_is_left(file: str, text: str, paths: list[str], left: str, notes: list[str]) -> None:
    assert after(file, text, *paths) == (left, notes)


PRUNED = [
    (BASE, "web: {image: {tag: 2}}\ndb: {}\n", "db: {}\n"),
    (BASE, "# shop\nweb: {image: {tag: 2}}\n", "# shop\n"),
    # What explains it stays, if nobody asks for more.
    (
        DEV,
        "web:\n  # why it is so\n  image: {tag: 2}\n  args: [a]\n",
        "web:\n  # why it is so\n  args: [a]\n",
    ),
]
KEPT = [
    (BASE, "web: {image: {tag: 2}}\n", "web: {image: {}}\n"),
    (DEV, "web: {image: {tag: 2}}\n", "web: {image: {}}\n"),
]


@pytest.mark.parametrize(("file", "text", "left"), PRUNED)
def test_prune_takes_what_is_empty_along(file: str, text: str, left: str) -> None:
    assert after(file, text, "web.image.tag", prune=True) == (left, [])


@pytest.mark.parametrize(("file", "text", "left"), KEPT)
def test_keep_empty_keeps_it_everywhere(file: str, text: str, left: str) -> None:
    assert after(file, text, "web.image.tag", prune=False) == (left, [])


def test_edit_that_takes_comments_takes_that_of_the_map_too() -> None:
    text = "web:\n  # why it is so\n  image: {tag: 2}\n  args: [a]\n"
    assert after(DEV, text, "web.image.tag", comment=True) == ("web:\n  args: [a]\n", [])


def test_map_stays_without_which_another_value_would_change() -> None:
    """Over a list of values.yaml the empty map says that there is none."""
    model = load_values(small_platform(values="x-mine: {a: [1]}\n", values_dev="x-mine: {a: {b: c}, d: 1}\n"))
    changes, notes = removed(model, [Edit(PurePosixPath(DEV), "delete", ("x-mine", "a", "b"))])
    assert [change.after for change in changes] == [b"x-mine: {a: {}, d: 1}\n"]
    assert notes == [
        "x-mine.a stays in values-dev.yaml as {}: without it, x-mine.a of dev would change; --prune removes it"
    ]


def test_what_defaults_say_all_the_same_goes_from_values_yaml_too() -> None:
    """No template sees a difference: charts of ours have a default for it."""
    assert after(BASE, "web: {image: {tag: 2}, replicaCount: 1}\n", "web.image.tag") == (
        "web: {replicaCount: 1}\n",
        [],
    )


def test_file_by_file() -> None:
    model = load_values(small_platform(values="x-mine: {a: {b: c}}\n", values_dev="x-mine: {a: {b: d}}\n"))
    edits = [Edit(PurePosixPath(file), "delete", ("x-mine", "a", "b")) for file in (BASE, DEV)]
    changes, notes = removed(model, edits, prune=False)
    assert {str(change.path): change.after for change in changes} == {
        BASE: b"x-mine: {a: {}}\n",
        DEV: b"x-mine: {a: {}}\n",
    }
    assert notes == []
    changes, notes = removed(model, edits)
    assert {str(change.path): change.after for change in changes} == {BASE: b"x-mine: {a: {}}\n", DEV: b""}
    assert notes == ["x-mine stays in values.yaml as {}: a template may read it; --prune removes it"]
