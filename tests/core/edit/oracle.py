"""Says whether an edit of a values file is right, with nothing of the code under test but its loader.

Data are compared with the same change made to plain Python data; comments and untouched lines are counted;
ruamel.yaml, whose parser is another, must find the same nodes in the result.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode

from generator.core.data import same
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import Node, read


class Impossible(Exception):
    """Something else stands where the value is to go."""


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Data with value at path; missing levels are made, and an index one past the end appends."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if data is not None and not isinstance(data, list if isinstance(head, int) else dict):
        raise Impossible
    if isinstance(head, int):
        items = list(data or [])
        if head > len(items):
            raise Impossible
        if head == len(items):
            items.append(put(None, rest, value))
        else:
            items[head] = put(items[head], rest, value)
        return items
    pairs = dict(data or {})
    pairs[head] = put(pairs.get(head), rest, value)
    return pairs


def drop(data: Any, path: tuple[Any, ...]) -> Any:
    data = copy.copy(data)
    if len(path) == 1:
        del data[path[0]]
    else:
        data[path[0]] = drop(data[path[0]], path[1:])
    return data


def moved(data: Any, path: tuple[Any, ...], target: tuple[Any, ...]) -> Any:
    """Data with what is at path at target instead: a new key, or an item before the one that is there."""
    if target[: len(path)] == path:
        raise Impossible
    value, rest = pick(data, path), drop(data, path)
    above, name = target[:-1], target[-1]
    try:
        holder = pick(rest, above)
    except (LookupError, TypeError):
        holder = None
    if isinstance(name, str) and isinstance(holder, dict) and name in holder:
        raise Impossible
    if isinstance(name, int) and isinstance(holder, list) and name < len(holder):
        return put(rest, above, [*holder[:name], value, *holder[name:]])
    return put(rest, target, value)


def pick(data: Any, path: tuple[Any, ...]) -> Any:
    for segment in path:
        data = data[segment]
    return data


def spots(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """(path, value) of everything in data, data itself first."""
    found = [(path, data)]
    if isinstance(data, dict):
        for key, value in data.items():
            found += spots(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found += spots(value, (*path, index))
    return found


def comments(text: str) -> Counter[str]:
    """Comments by PyYAML's tokens: a # after white space that no scalar's token covers."""
    text = text.removeprefix("\ufeff")
    covered = bytearray(len(text) + 1)
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if not isinstance(token, yaml.ScalarToken):
            continue
        start = token.start_mark.index
        if token.style in ("|", ">"):
            start = text.find("\n", start) + 1 or len(text)
        end = max(start, token.end_mark.index)
        covered[start:end] = b"\1" * (end - start)
    found: Counter[str] = Counter()
    offset = 0
    for line in text.split("\n"):
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            if not covered[offset + match.start()]:
                found[line[match.start() :].rstrip()] += 1
                break
        offset += len(line) + 1
    return found


def assert_read_alike(text: str) -> None:
    """Assert that ruamel.yaml finds the nodes that our reader finds, with the same text in each."""
    parser = YAML(typ="safe", pure=True)
    parser.version = "1.1"
    assert _by_ruamel(parser.compose(text)) == _by_us(read(text.removeprefix("\ufeff")).root), text


def _by_ruamel(node: Any) -> Any:
    if node is None or isinstance(node, ScalarNode):
        return "" if node is None else node.value
    if isinstance(node, MappingNode):
        return "map", [(_by_ruamel(key), _by_ruamel(value)) for key, value in node.value]
    return "list", [_by_ruamel(item) for item in node.value]


def _by_us(node: Node) -> Any:
    node = node.target or node
    if node.kind == "map":
        return "map", [(_by_us(key), _by_us(value)) for key, value in node.pairs]
    return ("list", [_by_us(item) for item in node.items]) if node.kind == "seq" else node.value


def judge(before: str, after: str, expected: Any, *, comments_may_go: bool = False) -> None:
    """Assert that after holds expected, in the same line ends, with the same comments."""
    assert same(values_of_text(after), expected), f"{values_of_text(after)!r} is not {expected!r} in\n{after}"
    old, new = comments(before), comments(after)
    assert not new - old, f"comments appeared: {new - old}\n{after}"
    assert comments_may_go or not old - new, f"comments went: {old - new}\n{after}"
    assert before.startswith("\ufeff") == after.startswith("\ufeff")
    assert_read_alike(after)
    if "\r\n" in before:
        assert after.count("\r\n") == after.count("\n"), f"a bare line feed in {after!r}"
    else:
        assert "\r" not in after


def kept_lines(before: str, after: str) -> int:
    """How many lines of before are, in order, still in after: the longest head and tail in common."""
    old, new = before.split("\n"), after.split("\n")
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    return head + next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
