"""Chart.lock: what `helm dependency update` found, and by what digest `helm dependency build` knows it.

Helm refuses a lock that is not of the dependencies in Chart.yaml. Where a command changes these and every one
is known still, the lock follows.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.data import map_or_empty, same
from generator.core.helm.source import Source
from generator.core.helm.versions import is_in_range
from generator.core.yaml.render import inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data, Values

LOCK_FILE = PurePosixPath("Chart.lock")

# What Helm's digest is of, in its order: key, and whether it is left out where it is empty.
_FIELDS = {
    "name": False,
    "version": True,
    "repository": False,
    "condition": True,
    "tags": True,
    "enabled": True,
    "import-values": True,
    "alias": True,
}
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def lock_for(lock: bytes, before: bytes, after: bytes, file: PurePosixPath) -> bytes | None:
    """A Chart.lock that was of one Chart.yaml, for another; None where it was not, or Helm must look.

    BlueprintError where one of the files cannot be read.
    """
    locked = _entries(lock, file)
    known = Source(file, lock).data
    if known.get("digest") != lock_digest(_entries(before, file), locked):
        return None
    wanted = _entries(after, file)
    found = [_locked(one, locked) for one in wanted]
    entries = [one for one in found if one is not None]
    if len(entries) < len(wanted):
        return None
    lines = ["dependencies:" if entries else "dependencies: []"]
    for one in entries:
        first, *others = (f"{key}: {inline(one.get(key, ''))}" for key in ("name", "repository", "version"))
        lines += [f"- {first}", *(f"  {other}" for other in others)]
    lines.append(f"digest: {lock_digest(wanted, entries)}")
    lines.append("generated: " + inline(str(known.get("generated")), '"'))
    return ("\n".join(lines) + "\n").encode()


def needs_another(before: bytes, after: bytes, file: PurePosixPath) -> bool:
    """Whether the dependencies of two texts of Chart.yaml differ."""
    return not same(_entries(before, file), _entries(after, file))


def lock_digest(wanted: Sequence[Values], locked: Sequence[Values]) -> str:
    """Helm's digest of dependencies and of what they were locked to."""
    given = [[_in_order(one) for one in several] for several in (wanted, locked)]
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    text = "".join(_ESCAPED.get(character, character) for character in text)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _in_order(one: Values) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for key, is_left_out in _FIELDS.items():
        value = one.get(key) or ("" if key != "enabled" else False)
        if value or not is_left_out:
            found[key] = [_sorted(item) for item in value] if isinstance(value, list) else value
    return found


def _sorted(value: Data) -> Data:
    return {key: value[key] for key in sorted(value)} if isinstance(value, dict) else value


def _entries(content: bytes, file: PurePosixPath) -> list[Values]:
    entries = Source(file, content).data.get("dependencies")
    return [map_or_empty(one) for one in entries] if isinstance(entries, list) else []


def _locked(one: Values, locked: Sequence[Values]) -> Values | None:
    """What a dependency is locked to; one from nowhere, which lies in charts/, to what it says."""
    repository, version = one.get("repository") or "", str(one.get("version") or "")
    if not repository:
        return {"name": one.get("name"), "repository": "", "version": version}
    for known in locked:
        is_it = (known.get("name"), known.get("repository")) == (one.get("name"), repository)
        if is_it and is_in_range(str(known.get("version")), version):
            return known
    return None
