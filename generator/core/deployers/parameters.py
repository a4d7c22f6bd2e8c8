"""Argo CD's `helm.parameters`: values that are set one by one, each as `helm --set name=value` sets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, deciding, leaves, value_at
from generator.core.edit.data_edits import data_with, data_without
from generator.core.paths import parse_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.deployers.releases import Release
    from generator.core.paths import KeyPath

_WHOLE = re.compile(r"-?[1-9][0-9]*|0")
_LARGEST = 2**63


class Parameter(NamedTuple):
    """One parameter: of which key, what it sets it to, and where it stands, with those that it replaces."""

    path: KeyPath
    value: Data
    line: int
    place: int  # in the list
    is_string: bool
    earlier: tuple[int, ...] = ()


class Parameters(NamedTuple):
    """Those that are read, and a sentence with its place on each that is not."""

    known: tuple[Parameter, ...]
    left_out: tuple[str, ...]

    @property
    def data(self) -> dict[str, Data]:
        """What they say together."""
        data: dict[str, Data] = {}
        for one in self.known:
            data = data_with(data, one.path, one.value)
        return data


def parameters_in(release: Release, text: str, file: str) -> Parameters:
    """The parameters of a release, in their order."""
    manifest, at = release.manifest, release.parameters
    node = manifest.node(*at) if at else None
    if at is None or node is None:
        return Parameters((), ())
    known: dict[KeyPath, Parameter] = {}
    left_out: list[str] = []
    data: Data = {}
    for place, item in enumerate(node.items):
        line = text.count("\n", 0, manifest.start + item.start) + 1
        name = manifest.text(*at, place, "name")
        is_string = manifest.text(*at, place, "forceString") == "true"
        value = set_value(manifest.text(*at, place, "value"), is_string=is_string)
        try:
            path = parse_path(name)
            # Of two of one name the last counts, as in Helm.
            if path not in known:
                _refuse(path, data)
            data = data_with(data, path, value)
            before = known.get(path)
            earlier = (*before.earlier, before.place) if before else ()
            known[path] = Parameter(path, value, line, place, is_string, earlier)
        except BlueprintError as error:
            left_out.append(f'{file}:{line}: the parameter "{name}" is not read: {error.what}')
    return Parameters(tuple(known.values()), tuple(left_out))


def _refuse(path: KeyPath, data: Data) -> None:
    if not path:
        raise BlueprintError("it has no name")
    if any(isinstance(step, int) for step in path):
        raise BlueprintError("it changes an item of a list that other files state")
    if deciding(data, path) is not None:
        raise BlueprintError("another parameter sets a part of it, or what it is a part of")


def set_value(text: str, *, is_string: bool = False) -> Data:
    r"""What `--set` makes of a text: number, true, false, null, `{a,b}`, text; `\` keeps what follows."""
    if text.startswith("{") and text.endswith("}"):
        return [_typed(one, is_string=is_string) for one in _items(text[1:-1])]
    return _typed(text, is_string=is_string)


def _items(text: str) -> list[str]:
    """What stands between commas that no backslash keeps."""
    items, is_kept = [""], False
    for letter in text:
        if letter == "," and not is_kept:
            items.append("")
        else:
            items[-1] += letter
        is_kept = letter == "\\" and not is_kept
    return items if text else []


def _typed(text: str, *, is_string: bool) -> Data:
    plain = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
    if is_string:
        return plain
    word = plain.lower()
    if word in ("true", "false"):
        return word == "true"
    if word == "null":
        return None
    if _WHOLE.fullmatch(plain) and -_LARGEST <= int(plain) < _LARGEST:
        return int(plain)
    return plain


def set_text(value: Data, *, is_string: bool) -> str | None:
    """A value as a parameter's text; None where a parameter cannot say it."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int | str):
        text = re.sub(r"([\\,])", r"\\\1", str(value))
    else:
        return None
    read = set_value(text, is_string=is_string)
    return text if read == value and isinstance(read, bool) == isinstance(value, bool) else None


def edits_of_parameters(
    known: Sequence[Parameter], before: Data, after: Data, where: str
) -> list[tuple[int, str | None]]:
    """Which parameters (their places) get which text, None for those that go: these are last, from the end.

    BlueprintError where that does not say it.
    """
    edits: list[tuple[int, str | None]] = []
    gone: list[int] = []
    data: Data = before
    for one in known:
        value = value_at(after, one.path)
        if value is MISSING:
            gone += (*one.earlier, one.place)
            data = data_without(data, one.path)
        if value is MISSING or value == value_at(before, one.path):
            continue
        text = set_text(value, is_string=one.is_string)
        if text is not None:
            edits.append((one.place, text))
            data = data_with(data, one.path, value)
    if _said(data) != _said(after):
        raise BlueprintError(
            "a parameter cannot say this: it sets one word or number",
            where=where,
            hint="Edit helm.parameters by hand: forceString keeps a text that looks like a number.",
        )
    return [*edits, *((place, None) for place in sorted(gone, reverse=True))]


def _said(data: Data) -> dict[KeyPath, Data]:
    """What parameters can say of data: an empty map is nothing."""
    return {path: value for path, value in leaves(data) if value != {}}
