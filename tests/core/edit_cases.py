"""One random edit of one random values file, and everything that must hold of it.

Shared by the property tests and the fuzz target.
"""

from __future__ import annotations

from typing import Any

from generator.core.edit import EditRefused, edit
from generator.core.helm_data import load_values
from tests.core.edit_oracle import drop, judge, kept_lines, pick, put, spots
from tests.core.values_writer import NUMBERS, STRINGS, Choices, Writer

MAPS_AND_LISTS = (
    {"cpu": "100m", "memory": "128Mi"}, {"a": {"b": [1, "yes"]}, "c": "l1\nl2\n"}, ["x", "y"], [{"name": "A"}], {}, [],
)  # fmt: skip


def new_value(rng: Choices) -> Any:
    return rng.choice((rng.choice(STRINGS), rng.choice(NUMBERS), rng.choice(MAPS_AND_LISTS)))


def check_random_edit(rng: Choices) -> str:
    """Make an edit and assert all about it. Returns "edited" or "refused"."""
    text = Writer(rng).text()
    data = load_values(text)
    path, old = rng.choice(spots(data))
    op = rng.choice(("set", "set", "add", "delete", "append", "insert", "rename", "move", "no-op"))
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


def _noop(rng: Choices, text: str, data: Any, path: Any, old: Any) -> None:
    if path:
        assert edit(text, "set", path, old) == text


_CHECKS = {
    "set": _set, "add": _add, "delete": _delete, "append": _append, "insert": _insert, "rename": _rename,
    "move": _move, "no-op": _noop,
}  # fmt: skip
