"""A manifest with the values of its view: only the lines that differ there differ in it, proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, same, value_at
from generator.core.deployers.manifests import file_text
from generator.core.deployers.parameters import edits_of_parameters, parameters_in
from generator.core.deployers.views import data_in, parameter_text, view_of
from generator.core.edit.data_edits import data_with
from generator.core.edit.edit import EditRefused, edit
from generator.core.stretches import stretches
from generator.core.yaml.data import data_of, values_of_text
from generator.core.yaml.document import BOM, read
from generator.errors import THE_FILE, BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.core.data import Data
    from generator.core.deployers.releases import Release
    from generator.core.deployers.views import Lines, View

_BY_HAND = "The file is unchanged: edit it by hand."


def embedded(content: str, after: str, *, file: str, name: str = "", charts: Collection[str] = ()) -> str:
    """The text of a manifest whose view has become `after`; `file`, `name` and `charts` as for `view_of`.

    Raises EditRefused where that cannot be done so that everything else stays as it is.
    """
    text = file_text(content)
    view = view_of(text, file=file, name=name, charts=charts)
    if after == view.text:
        return content
    _refuse_sealed(view.release, file)
    data = values_of_text(after)
    # Nothing below a key is null: a map that is emptied becomes `{}`, which is no line of its own.
    is_written = bool(data) or (view.release.is_text and after.strip())
    made = _by_lines(view, text, after, data) if is_written else None
    if made is None:
        made = _by_data(view, text, data, file)
    if not same(data_in(view_of(made, file=file, name=name, charts=charts)), data):
        raise EditRefused("the values in this manifest cannot be changed so", where=file, hint=_BY_HAND)
    return _as_it_was(content, text, made)


def with_parameters(
    content: str, after: str, *, file: str, name: str = "", charts: Collection[str] = ()
) -> str:
    """The text of a manifest with parameters as they are in `after`, which is YAML of all of them."""
    text = file_text(content)
    release = view_of(text, file=file, name=name, charts=charts).release
    found = parameters_in(release, text, file)
    if after == parameter_text(found.data) or release.parameters is None:
        return content
    _refuse_sealed(release, file)
    where = f"{file}:{found.known[0].line}" if found.known else file
    part = release.manifest.document.text
    for place, value in edits_of_parameters(found.known, found.data, values_of_text(after), where):
        at = (*release.parameters, place)
        if value is None:
            part = edit(part, "delete", at, comment=True, file=file)
        else:
            part = edit(part, "set", (*at, "value"), value, file=file)
    return _as_it_was(content, text, _with_part(release, text, part))


def _refuse_sealed(release: Release, file: str) -> None:
    if release.manifest.node("sops") is not None:
        what = "this manifest is sealed by SOPS: a change by anything else breaks its seal"
        raise EditRefused(what, where=file, hint=f"Edit it by: sops edit {THE_FILE}")


def _as_it_was(content: str, text: str, made: str) -> str:
    """The text made of `text`, with the byte order mark and the line breaks of `content`."""
    bom = BOM if content.startswith(BOM) else ""
    return bom + (made.replace("\n", "\r") if text != content[len(bom) :] else made)


def _with_part(release: Release, text: str, part: str) -> str:
    start = release.manifest.start
    return text[:start] + part + text[start + len(release.manifest.document.text) :]


# ── values that are lines of their own ──────────────────────────────────────────────────────────────


def _by_lines(view: View, text: str, after: str, data: Data) -> str | None:
    """The text with other lines in place of the values'; None where it would not say what it must."""
    if view.lines is None:
        return None
    block = "".join(_moved_right(view.lines, text, view.text, after))
    behind = text[view.lines.end :]
    if behind and not block.endswith("\n") and behind[0] not in "\r\n":
        block += "\n"
    made = text[: view.lines.start] + block + behind
    return made if _is_all_else_the_same(view.release, text, made, data) else None


def _moved_right(lines: Lines, text: str, before: str, after: str) -> Iterator[str]:
    """The lines of `after` where they stand in the manifest; those that stay have the bytes that they had."""
    above = text.count("\n", 0, lines.start)
    written = text[lines.start : lines.end].split("\n")
    old, new = before.split("\n")[above:], after.split("\n")
    # An edit may have taken blank lines from above the values: those are not of the manifest.
    new = new[min(above, len(new) - len(after.lstrip("\n").split("\n"))) :]
    last = len(new) - 1
    for number, line in enumerate(_aligned(written, old, new, " " * lines.column)):
        yield line if number == last else f"{line}\n"


def _aligned(written: list[str], old: list[str], new: list[str], indent: str) -> Iterator[str]:
    at = 0
    for start, there, length in (*stretches(old, new), (len(old), len(new), 0)):
        yield from (indent + line if line.strip() else line for line in new[at:there])
        yield from written[start : start + length]
        at = there + length


def _is_all_else_the_same(release: Release, text: str, made: str, data: Data) -> bool:
    """Whether the manifest says what it said, but for its values."""
    before = release.manifest.document
    end = len(text) - release.manifest.start - len(before.text)
    part = made[release.manifest.start : len(made) - end]
    try:
        found = data_of(read(part))
    except BlueprintError:
        return False
    old, wanted = data_of(before), data
    if release.is_text:
        wanted = value_at(found, release.values)
        if not isinstance(wanted, str) or not same(values_of_text(wanted), data):
            return False
    is_there = value_at(old, release.values) is not MISSING
    return is_there and same(found, data_with(old, release.values, wanted))


# ── values that are written in another way ──────────────────────────────────────────────────────────


def _by_data(view: View, text: str, data: Data, file: str) -> str:
    """The text with an edit of the manifest's document, by its data."""
    release = view.release
    part = release.manifest.document.text
    value = data
    if release.is_text:
        value = release.manifest.text(*release.values)
        old = values_of_text(value)
        for key in old.keys() - data.keys():
            value = edit(value, "delete", (key,), file=file)
        for key in data:
            value = edit(value, "set", (key,), data[key], file=file)
    return _with_part(release, text, edit(part, "set", release.values, value, file=file))
