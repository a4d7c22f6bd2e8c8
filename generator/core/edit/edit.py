"""Edit a values file's text: the bytes that were asked for change, all others stay.

    edit(text, "set", "image.tag", "1.4.3")

An edit is planned as splices of the text (plan), carried out, read again and proven (proof). One
that cannot be proven is refused with its line, and the text is untouched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import Data, same
from generator.core.edit import request as wanted
from generator.core.edit.effect import is_read, prove_effect
from generator.core.edit.guard import EditRefused, check
from generator.core.edit.move import FEW, moved, moved_items
from generator.core.edit.plan import Planner
from generator.core.edit.proof import Unproven, prove, read_result
from generator.core.edit.request import OPS, Op, Request
from generator.core.edit.splice import PendingSplices, Unplanned, apply
from generator.core.edit.spots import habits_of, slots, without_final_clip
from generator.core.edit.steps import steps_of
from generator.core.identity import by_place
from generator.core.paths import KeyPath, format_path, parse_path
from generator.core.yaml.data import check_depth, data_of
from generator.core.yaml.document import BOM, Document, find, place, read, walk, with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.edit.splice import Splice
    from generator.core.edit.spots import Habits
    from generator.core.paths import Segment

__all__ = ["EditRefused", "Op", "edit"]


def edit(
    text: str,
    op: Op,
    path: str | Sequence[Segment],
    value: Data = None,
    *,
    comment: bool = False,
    documentation: bool = False,
    prune: bool = False,
    shared: bool = False,
    file: str = "",
) -> str:
    """The text with one edit. path is written as in --set (`a.b[0]`), or given as its segments.

    set     value at path; missing levels are made. A map or a list is compared with the one that is there,
            and only what differs is edited
    delete  the key or the item at path; with its comment (comment) or with what of it documents the key for
            a tool, as `# --` does (documentation); with the parents this empties (prune)
    append  value to the list at path, which is made if it is missing
    insert  value before the item at path, as in `args[0]`
    rename  the key at path; value is the new key
    move    the key or the item at path, with its comments; value is the new path

    With `shared` a value that aliases and merges share may change, for all of them.

    Raises EditRefused, naming file and line, where this cannot be done or cannot be proven; BlueprintError
    where the text is not YAML or is a template of it.
    """
    if op not in OPS:
        raise ValueError(f"{op!r} is no operation: there are {', '.join(OPS)}")
    if op == "move" and value:
        value = _segments(value)
    bom = BOM if text.startswith(BOM) else ""
    body = with_line_feeds(text[len(bom) :])
    has_returns = body != text[len(bom) :]
    document = read(body, file=file)
    check_depth(document, file=file)
    request = Request(op, _segments(path), value, comment, prune, documentation, shared)
    check(document, request, file)
    after = _edited(document, request, file)
    return bom + (after.replace("\n", "\r") if has_returns else after)


def _segments(path: str | Sequence[Segment]) -> KeyPath:
    return parse_path(path) if isinstance(path, str) else tuple(path)


def _edited(document: Document, request: Request, file: str) -> str:
    if _is_noop(document, request):
        return document.text
    habits = habits_of(document.text)
    try:
        try:
            return _proven(document, document, request, habits)
        except (Unplanned, Unproven):
            # A block scalar does not fit everywhere: above an indented comment, at the end of a file
            # without a line break. Quotes do.
            start = without_final_clip(document)
            return _proven(document, start, request, habits._replace(blocks=False))
    except (Unplanned, Unproven) as error:
        reason = _anchors(document, request) or str(error) or "this spelling of YAML cannot be edited safely"
        chain, _ = slots(document, request.path)
        raise EditRefused(
            f"{request.op} {format_path(request.path)}: {reason}",
            where=place(document.text, (chain[-1].key or chain[-1].node).start, file),
            hint="The file is unchanged: edit it by hand.",
        ) from error


def _anchors(document: Document, request: Request) -> str:
    """What stands in the way of an edit of a map or a list that shares parts with itself."""
    node = find(document, request.path)
    if request.op != "set" or node is None or not document.aliases:
        return ""
    inside = {inner for _, _, inner in walk(node)}
    within = [(a, n) for a, n in document.aliases if a in inside and n in inside]
    if not within:
        return ""
    alias, anchored = within[0]
    lines = [document.position(one.start).line for one in (anchored, alias)]
    return f"the anchor &{anchored.anchor} (line {lines[0]}) and its alias (line {lines[1]}) are in there"


def _proven(document: Document, start: Document, request: Request, habits: Habits) -> str:
    """The edited text. start is the document, or another spelling of the same."""
    if request.op == "move":
        return _checked(document, request, moved(start, request, habits))
    steps = steps_of(start, request)
    try:
        return _by_steps(document, start, request, habits, steps)
    except (Unplanned, Unproven):
        # Not everything can be carried to another place: an item takes over the lines of another one then.
        in_place = steps_of(start, request, by_place)
        if in_place == steps:
            raise
        return _by_steps(document, start, request, habits, in_place)


def _by_steps(
    document: Document, start: Document, request: Request, habits: Habits, steps: Sequence[Request]
) -> str:
    if len(steps) > 1:
        try:
            return _checked(document, request, _at_once(start, steps, habits))
        except (Unplanned, Unproven):
            if len(steps) > FEW:
                raise
    return _checked(document, request, _one_by_one(start, steps, habits))


def _checked(document: Document, request: Request, text: str) -> str:
    """The text, proven to be the document with the edit."""
    after = read_result(text)
    expected = wanted.intended(document, request)
    prove(document, after, expected, wanted.leeway(document, request), wanted.room(document, request))
    prove_effect(document, after, request)
    return text


def _is_noop(document: Document, request: Request) -> bool:
    if request.op == "set":
        node = find(document, request.path)
        there = node is not None and same(data_of(document, node), request.value)
        return there and is_read(document, request)
    if request.op == "rename":
        return bool(request.path[-1] == request.value)
    return request.op == "move" and request.path == request.value


def _one_by_one(document: Document, steps: Sequence[Request], habits: Habits) -> str:
    text = document.text
    for step in steps:
        current = document if text is document.text else read_result(text)
        text = _carried_out(current, step, habits)
    return text


def _carried_out(document: Document, step: Request, habits: Habits) -> str:
    if step.op == "move":
        return moved(document, step, habits)
    return apply(document.text, _splices(Planner(document, habits), step))


def _at_once(document: Document, steps: Sequence[Request], habits: Habits) -> str:
    """The text after all steps. It is read again only where one of them touches what another one changes."""
    planner, pending = Planner(document, habits), PendingSplices(document.text)
    shifts: dict[KeyPath, int] = {}  # lists that items come to or go from, and from which place on they move
    first: Request | None = None  # of items that follow each other: in this text they all go to one place
    last: Request | None = None
    for step, moves in _with_moves(steps):
        is_next = last is not None and step.op == last.op == "insert" and step.path == _after(last.path)
        here = step._replace(path=first.path) if is_next and first else step
        is_there = step.op != "move" and (here is not step or not _is_shifted(step.path, shifts))
        if not is_there or not pending.takes(_splices(planner, here)):
            text = pending.applied()
            if step.op == "move":
                text = moved_items(read_result(text), moves, habits)
            planner = Planner(read_result(text), habits)
            pending, here = PendingSplices(planner.text), step
            shifts.clear()
            if step.op != "move":
                pending.takes(_splices(planner, here))
        if step.op in ("insert", "delete") and isinstance(place := here.path[-1], int):
            above = here.path[:-1]
            shifts[above] = min(place, shifts.get(above, place))
        if here is step:
            first = step
        last = step
    return pending.applied()


def _with_moves(steps: Sequence[Request]) -> Iterator[tuple[Request, list[Request]]]:
    """The steps one by one; of moves within one list that follow each other the first, and all of them."""
    moves: list[Request] = []
    for step in steps:
        if moves and (step.op != "move" or step.path[:-1] != moves[0].path[:-1]):
            yield moves[0], moves
            moves = []
        if step.op == "move":
            moves.append(step)
        else:
            yield step, []
    if moves:
        yield moves[0], moves


def _is_shifted(path: KeyPath, shifts: Mapping[KeyPath, int]) -> bool:
    """Whether a path leads through an item that steps before have moved."""
    return any(
        isinstance(step, int) and step >= shifts.get(path[:depth], step + 1)
        for depth, step in enumerate(path)
    )


def _after(path: KeyPath) -> KeyPath:
    return (*path[:-1], int(path[-1]) + 1)


def _splices(planner: Planner, step: Request) -> list[Splice]:
    if step.op == "set":
        return planner.set(step.path, step.value)
    if step.op == "delete":
        return planner.delete(
            step.path, comment=step.comment, prune=step.prune, documentation=step.documentation
        )
    if step.op == "rename":
        return planner.rename(step.path, step.value)
    chain, missing = slots(planner.document, step.path)
    if step.op == "insert":
        if missing:
            return planner.set(step.path, step.value)
        return planner.insert_item(chain[-2], int(step.path[-1]), step.value)
    if missing or not chain[-1].node.items:
        return planner.set(step.path, [step.value])
    return planner.add_item(chain[-1], step.value)
