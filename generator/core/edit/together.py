"""Values that are set in one text at once: it is read once, planned once and proven once.

One by one, each of them reads and proves the whole text. What cannot be planned beside the others, because
it touches what another one changes or needs several steps, is left for later, as is all of it where the
proof fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import same
from generator.core.edit import intent
from generator.core.edit.effect import prove_effects
from generator.core.edit.guard import EditRefused, check
from generator.core.edit.intent import Wanted
from generator.core.edit.plan import Planner
from generator.core.edit.proof import Leeway, Unproven, prove, read_result
from generator.core.edit.request import Request, leeway, room
from generator.core.edit.splice import PendingSplices, Unplanned
from generator.core.edit.spots import habits_of, nest, slots
from generator.core.yaml.data import check_depth, data_of
from generator.core.yaml.document import find, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.edit.intent import Expected
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


class Together(NamedTuple):
    """The text with what could be set at once, and the paths of what could."""

    text: str
    done: frozenset[KeyPath]


def set_together(text: str, values: Sequence[tuple[KeyPath, Data]]) -> Together:
    """Set these values below top-level keys that are there, as far as they can be set at once.

    The text has no byte order mark, and line feeds. Nothing is done where a path is twice among them.
    """
    nothing = Together(text, frozenset())
    try:
        document = read(text)
        check_depth(document)
    except BlueprintError:
        return nothing
    batch = _Batch(document)
    for path, value, several in _joined(document, values):
        batch.take(Request("set", path, value), several)
    if len(batch.done) < 2:
        return nothing
    try:
        return Together(batch.proven(), frozenset(batch.done))
    except (Unplanned, Unproven):
        return nothing


def _joined(
    document: Document, values: Sequence[tuple[KeyPath, Data]]
) -> Iterator[tuple[KeyPath, Data, list[KeyPath]]]:
    """What is set, and for whom: values below one map that is missing are set as one map."""
    maps: dict[KeyPath, Data] = {}
    users: dict[KeyPath, list[KeyPath]] = {}
    whole = {path for path, _ in values}
    for path, value in values:
        if len(path) < 2 or any(path[:depth] in whole for depth in range(1, len(path))):
            continue  # it is set within another one
        chain, missing = slots(document, path)
        top = path[: len(chain)] if missing else path
        inner = path[len(top) :]
        if len(chain) < 2 or any(isinstance(step, int) for step in missing):
            continue
        if top not in maps:
            maps[top] = nest(inner, value)
        elif inner and isinstance(maps[top], dict):
            _put(maps[top], inner, value)
        else:
            continue
        users.setdefault(top, []).append(path)
    for top, value in maps.items():
        yield top, value, users[top]


def _put(data: dict[str, Data], path: KeyPath, value: Data) -> None:
    for step in path[:-1]:
        data = data.setdefault(str(step), {})
    data[str(path[-1])] = value


class _Batch:
    """Requests for one document whose splices do not touch each other."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.planner = Planner(document, habits_of(document.text))
        self.pending = PendingSplices(document.text)
        self.requests: list[Request] = []
        self.done: list[KeyPath] = []

    def take(self, request: Request, paths: Sequence[KeyPath]) -> None:
        node = find(self.document, request.path)
        if node is not None and (node.kind != "scalar" or isinstance(request.value, dict | list)):
            return
        try:
            check(self.document, request, "")
            if node is not None and same(data_of(self.document, node), request.value):
                return
            splices = self.planner.set(request.path, request.value)
        except (EditRefused, Unplanned):
            return
        if self.pending.takes(splices):
            self.requests.append(request)
            self.done += paths

    def proven(self) -> str:
        """The text with all of them. Raises Unplanned or Unproven."""
        text = self.pending.applied()
        after = read_result(text)
        expected: Expected = self.document.root
        for one in self.requests:
            expected = intent.with_value(expected, one.path, Wanted(one.value))
        may = [leeway(self.document, one) for one in self.requests]
        lines = tuple(line for one in may for line in one.lines)
        comments = tuple(comment for one in may for comment in one.comments)
        most = sum(room(self.document, one) for one in self.requests)
        prove(self.document, after, expected, Leeway(lines, comments), most)
        prove_effects(self.document, after, self.requests)
        return text
