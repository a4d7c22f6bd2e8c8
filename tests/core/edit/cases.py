"""One random edit of one random values file, and everything that must hold of it.

Shared by the property tests and the fuzz target.
"""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.edit.edit import EditRefused, edit
from generator.core.yaml.data import values_of_text
from tests.core.edit.oracle import Impossible, drop, judge, kept_lines, moved, pick, put, spots
from tests.core.values.writer import NUMBERS, STRINGS, Choices, Writer

MAPS_AND_LISTS = (
    {"cpu": "100m", "memory": "128Mi"}, {"a": {"b": [1, "yes"]}, "c": "l1\nl2\n"}, ["x", "y"], [{"name": "A"}], {}, [],
)  # fmt: skip


def new_value(rng: Choices) -> Any:
    return rng.choice((rng.choice(STRINGS), rng.choice(NUMBERS), rng.choice(MAPS_AND_LISTS)))


def check_random_edit(rng: Choices) -> str:
    """Make an edit and assert all about it. Returns "edited" or "refused"."""
    text = Writer(rng).text()
    data = values_of_text(text)
    path, old = rng.choice(spots(data))
    op = rng.choice(
        ("set", "set", "add", "delete", "append", "insert", "rename", "move", "move anywhere", "no-op")
    )
    try:
        _CHECKS[op](rng, text, data, path, old)
    except EditRefused as refusal:
        return "refused" if refusal.where.startswith("line ") else f"a refusal without line: {refusal}"
    return "edited"


def _set(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not path:
        return
    value = new_value(rng)
    after = edit(text, "set", path, value)
    judge(text, after, put(data, path, value), comments_may_go=isinstance(old, (dict, list)))
    assert edit(after, "set", path, value) == after


def _add(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not isinstance(old, dict):
        return
    new = (*path, *rng.choice((("brandNew",), ("brand", "new"), ("brand", 0, "new"))))
    value = new_value(rng)
    after = edit(text, "set", new, value)
    judge(text, after, put(data, new, value))
    if old:
        assert _without_final_break(edit(after, "delete", new, prune=True)) == _without_final_break(text)


def _without_final_break(text: str) -> str:
    # A block scalar that ends a file without a line break: `|` becomes `|-` when something follows it.
    return text if text.endswith("\n") else text.replace("|-", "|").replace(">-", ">").replace("|+", "|")


def _delete(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not path:
        return
    after = edit(text, "delete", path, comment=rng.random() < 0.5)
    judge(text, after, drop(data, path), comments_may_go=True)


def _append(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not isinstance(old, list):
        return
    value = new_value(rng)
    after = edit(text, "append", path, value)
    judge(text, after, put(data, path, [*old, value]))
    if old:
        back = edit(after, "delete", (*path, len(old)))
        assert _without_final_break(back) == _without_final_break(text)


def _insert(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not path or not isinstance(path[-1], int):
        return
    value = new_value(rng)
    items = list(pick(data, path[:-1]))
    items.insert(path[-1], value)
    judge(text, edit(text, "insert", path, value), put(data, path[:-1], items))


def _rename(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not path or not isinstance(path[-1], str):
        return
    parent = pick(data, path[:-1])
    expected = {"re named" if key == path[-1] else key: value for key, value in parent.items()}
    after = edit(text, "rename", path, "re named")
    judge(text, after, put(data, path[:-1], expected))
    assert kept_lines(text, after) == len(text.split("\n")) - 1


def _move(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if not path or not isinstance(path[-1], str):
        return
    target = rng.choice((("moved",), ("moved", "deep", "er")))
    judge(text, edit(text, "move", path, target), put(drop(data, path), target, old))


def _move_anywhere(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    """Below any other value, into any list, over any key: it arrives and nothing gives way, or is refused."""
    if not path:
        return
    below, _ = rng.choice(spots(data))
    target = (*below, *rng.choice((("moved",), ("deep", "er"), (0,), (1,), (0, "er"))))
    if below and rng.random() < 0.3:
        target = below
    if target == path:
        return
    try:
        expected = moved(data, path, target)
    except Impossible:
        with pytest.raises(EditRefused):
            edit(text, "move", path, target)
        return
    judge(text, edit(text, "move", path, target), expected)


def _noop(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if path:
        assert edit(text, "set", path, old) == text


_CHECKS = {
    "set": _set, "add": _add, "delete": _delete, "append": _append, "insert": _insert, "rename": _rename,
    "move": _move, "move anywhere": _move_anywhere, "no-op": _noop,
}  # fmt: skip


# ── what is shared ──────────────────────────────────────────────────────────────────────────────


def shared_text(rng: Choices) -> str:
    """A text with anchors, aliases and merges, over and under keys of their own."""

    def value() -> str:
        return rng.choice(("1", "x", "~", "[1, 2]", "{x: 1}", "{y: {x: 2}}", "[{x: 1}]"))

    def own(names: str) -> list[str]:
        return [f"  {name}: {value()}" for name in names if rng.random() < 0.6]

    lines = ["base: &b", "  w: 0", *own("xyz")]
    lines += ["more: &m", "  v: 0", *rng.choice((["  <<: *b"], [])), *own("xy")]
    lines += ["q:", "  u: 0", *own("xy"), rng.choice(("  <<: *b", "  <<: *m", "  <<: [*m, *b]")), *own("z")]
    lines += [rng.choice(("use: *b", "use: {k: *m}", "use: [*b, 1]", "use: [{x: *m}, {x: 2}]"))]
    return "\n".join([*lines, "c: 1", "d: {e: [f]}", ""])


def check_random_edit_of_what_is_shared(rng: Choices) -> str:
    """Make an edit and assert that Helm reads it, and reads the same as before everywhere else."""
    text = shared_text(rng)
    data = values_of_text(text)
    path, old = rng.choice([spot for spot in spots(data) if spot[0]])
    op = rng.choice(("set", "add", "append", "insert", "delete", "rename", "move"))
    value = rng.choice((3, {"x": 3}, ["x"]))
    changed: Any = None
    if op == "add":
        op, path = "set", (*path, rng.choice(("x", "z", "new", 0)))
    try:
        if op == "set":
            changed = put(data, path, value)
        elif op == "append":
            changed = put(data, path, [*old, value]) if isinstance(old, list) else None
        elif op == "insert":
            items = pick(data, path[:-1])
            if isinstance(path[-1], int):
                changed = put(data, path[:-1], [*items[: path[-1]], value, *items[path[-1] :]])
        elif op == "delete":
            changed, value = drop(data, path), None
        elif op == "rename":
            value = rng.choice(("x", "new"))
            if isinstance(path[-1], str) and value not in pick(data, path[:-1]):
                changed = put(drop(data, path), (*path[:-1], value), old)
        else:
            value = (*rng.choice(spots(data))[0], rng.choice(("x", "new", 0, 1)))
            changed = data if value == path else moved(data, path, value)
    except Impossible:
        changed = None
    try:
        after = edit(text, op, path, value)
    except EditRefused:
        return "refused"
    if op == "append" and old is None:
        changed = put(data, path, [value])
    if op == "rename" and value == path[-1]:
        changed = data
    assert changed is not None, f"{op} {path} {value}: done although it cannot be\n{text}\n{after}"
    judge(text, after, changed)
    return "edited"
