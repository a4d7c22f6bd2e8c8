"""Edits of files that are encrypted: which keep them valid, and the command that makes the others."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from generator.core.data import MISSING, leaves, value_at
from generator.core.differences import beside, entries_of_any
from generator.core.encrypted import (
    holds_encrypted,
    is_encrypted,
    may_hold_ciphers,
    sealing_of,
    why_unreadable,
)
from generator.core.paths import format_path
from generator.core.tree import text_of
from generator.core.yaml.data import values_of_text
from generator.errors import THE_FILE, BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.encrypted import Sealing
    from generator.core.paths import KeyPath

_SECRET = "<value>"  # noqa: S105  # what stands in its place: a command is shown, and kept by shells
_FEW = 5


def refusal_in(file: PurePosixPath, content: bytes) -> Callable[[KeyPath, Data], BlueprintError | None]:
    """What says why a value, MISSING for a removal, cannot be written at a path of this file as it is."""
    if why := why_unreadable(file, content):
        reason = BlueprintError(f"this file is not edited: {why}", where=str(file))
        return lambda _path, _value: reason
    data = _data_of(file, content)
    sealing = sealing_of(data)
    if sealing is None:
        return lambda path, value: _of_cipher(file, path, value, data)
    return lambda path, value: _of_sealed(file, path, value, data, sealing)


def refuse_sealed(changes: Iterable[Change]) -> None:
    """Raise where a change of files breaks a seal, or carries what is encrypted to another place."""
    changes = tuple(changes)
    gone = {change.before for change in changes if change.after is None}
    errors: list[BlueprintError] = []
    for change in changes:
        if change.after is not None and change.after not in gone:
            errors += _refusals(change.path, change.before or b"", change.after)
    raise_any("these changes are refused", errors)


def _refusals(file: PurePosixPath, before: bytes, after: bytes) -> list[BlueprintError]:
    if not any(map(may_hold_ciphers, (before, after))) or file.suffix not in (".yaml", ".yml", ".json"):
        return []
    refused = refusal_in(file, before)
    rows = beside([_data_of(file, before), _data_of(file, after)], within=entries_of_any)
    found = (refused(row.path, row.values[1]) for row in rows if row.path)
    return [error for error in found if error][:_FEW]


def _data_of(file: PurePosixPath, content: bytes) -> Mapping[str, Data]:
    """What a file says, {} where that cannot be read: who edits it is told why."""
    if not may_hold_ciphers(content):
        return {}
    try:
        return values_of_text(text_of(content, str(file)), file=str(file))
    except BlueprintError:
        return {}


def _of_cipher(
    file: PurePosixPath, path: KeyPath, value: Data, data: Mapping[str, Data]
) -> BlueprintError | None:
    """In a file without a seal ciphers are no values: none comes there."""
    known = _ciphers(data)
    if value is MISSING or not _ciphers(value) - known:
        return None
    return BlueprintError(
        f"{format_path(path)} is encrypted, and is never copied: it can be read where it stands alone",
        where=str(file),
    )


def _of_sealed(
    file: PurePosixPath, path: KeyPath, value: Data, data: Mapping[str, Data], sealing: Sealing
) -> BlueprintError | None:
    old = value_at(data, path)
    is_plain = _is_left_plain(path, old, value, sealing)
    if is_plain and sealing.allows_plain:
        return None
    why = "would make its MAC wrong" if is_plain else "would put plain text where SOPS wants none"
    if holds_encrypted(old):
        why = "needs its key: the value is encrypted"
    elif old is not MISSING and not is_plain:
        why = "would make its MAC wrong"
    return BlueprintError(
        f"{format_path(path)}: this file is encrypted by SOPS, and an edit from outside {why}",
        where=str(file),
        hint=f"It is made by: {command_of(path, value, is_secret=not is_plain)}",
    )


def command_of(path: KeyPath, value: Data, *, is_secret: bool) -> str:
    """The command of SOPS that sets, or removes, what stands at a path of THE_FILE.

    A secret is not written into it.
    """
    at = "".join(f"[{json.dumps(step, ensure_ascii=False)}]" for step in path)
    words = [at]
    if value is not MISSING:
        words.append(json.dumps(_SECRET if is_secret else value, ensure_ascii=False))
    return f"sops {'unset' if value is MISSING else 'set'} {THE_FILE} {shlex.join(words)}"


def _is_left_plain(path: KeyPath, old: Data, new: Data, sealing: Sealing) -> bool:
    """Whether SOPS has what is there in plain text, and would have what comes.

    What stands there tells: it encrypts every scalar but null and an empty text, or leaves it by its key.
    """
    if holds_encrypted(old) or _ciphers(new):
        return False
    told = {(*path, *inner) for one in (old, new) if one is not MISSING for inner, _ in leaves(one)}
    plain = {(*path, *inner) for inner, one in leaves(old) if one is not MISSING and _is_telling(one)}
    return all(sealing.leaves_plain(one) or one in plain for one in told)


def _is_telling(value: Data) -> bool:
    return not isinstance(value, dict | list) and value is not None and value != ""


def _ciphers(value: Data) -> frozenset[str]:
    if isinstance(value, dict | list):
        several = value.values() if isinstance(value, dict) else value
        return frozenset(text for one in several for text in _ciphers(one))
    return frozenset((value,)) if is_encrypted(value) else frozenset()
