"""A list in a file of YAML with an item for each release: made to fit platform.yaml, item by item.

What people wrote stays: keys of theirs, comments, the order, items of their own. Of an item that is there
the chain of values files is ours, and where the release runs, its cluster and region: platform.yaml alone
says that. A namespace that was changed in it is never set back, because what delivers would move a running
release there. A new item is made like its neighbour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, Data, same
from generator.core.delivery.documents import statement
from generator.core.edit.blocks import insert_block
from generator.core.edit.edit import EditRefused, edit
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, find, line_start, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.core.delivery.releases import Delivered
    from generator.core.paths import KeyPath
    from generator.core.platform.file import Environment

IGNORED = "helm-blueprint:ignore stale"  # in a comment: this file is kept by people


class EntryForm(NamedTuple):
    """Where a file has a list of releases, and how an item says which it is and which files it passes."""

    path: KeyPath
    name: str  # the key of the release's name
    values: str  # the key of what it passes
    files: Callable[[Data], Sequence[str] | None]  # the files in that; None where it is none of our making
    respelled: Callable[[Data, Sequence[str], Delivered], Data]  # that, with the files of a chain
    new: Callable[[Environment, Delivered], Sequence[Mapping[str, Data]]]  # what new items say
    by_cluster: bool  # whether a release has an item for each of its clusters
    placed: tuple[
        str, ...
    ] = ()  # keys that say where it runs: they follow platform.yaml where they are there


class _Item(NamedTuple):
    place: int
    name: str
    files: Sequence[str]


def with_entries(text: str, form: EntryForm, delivered: Delivered, *, file: str) -> str:
    """The text with an item for each release, and none of those that are gone.

    The text as it is where it is not YAML, has no such list, or says in a comment that people keep it.
    Raises EditRefused where an item cannot be changed safely.
    """
    if IGNORED in text or not _items(text, form):
        return text
    for item in _items(text, form):
        if (name := delivered.name_now(item.name)) != item.name:
            text = edit(text, "set", (*form.path, item.place, form.name), name, file=file)
    for release in delivered.platform.releases():
        text = _with_chains(text, form, delivered, release, file=file)
        text = _with_places(text, form, delivered, release, file=file)
        for new in _missing(text, form, delivered, release):
            text = _with_new(text, form, delivered, release, new, file=file)
    releases = delivered.platform.releases()
    known = {name for one in releases for name in delivered.candidates(one, by_cluster=form.by_cluster)}
    for item in reversed(_items(text, form)):
        if delivered.is_gone(known, item.name, item.files):
            text = edit(text, "delete", (*form.path, item.place), file=file)
    return text


def _items(text: str, form: EntryForm) -> list[_Item]:
    """The items of our form; people's own are none."""
    data = statement(text, form.path)
    found = []
    for index, one in enumerate(data if isinstance(data, list) else []):
        name = one.get(form.name) if isinstance(one, dict) else None
        files = form.files(one.get(form.values)) if isinstance(one, dict) else None
        if isinstance(name, str) and files:
            found.append(_Item(index, name, files))
    return found


def _of(text: str, form: EntryForm, delivered: Delivered, release: Environment) -> list[_Item]:
    """The items of a release; where one has its very name, that one alone."""
    items, names = _items(text, form), delivered.candidates(release, by_cluster=form.by_cluster)
    return [one for one in items if one.name == release.name] or [one for one in items if one.name in names]


def _with_chains(text: str, form: EntryForm, delivered: Delivered, release: Environment, *, file: str) -> str:
    wanted = [str(one) for one in delivered.platform.values_files(release.name)]
    for item in _of(text, form, delivered, release):
        at = (*form.path, item.place, form.values)
        value = statement(text, at)
        after = form.respelled(value, wanted, delivered)
        if not same(after, value):
            text = edit(text, "set", at, after, file=file)
    return text


def _with_places(text: str, form: EntryForm, delivered: Delivered, release: Environment, *, file: str) -> str:
    """The text with the clusters and regions that platform.yaml says; one item for several is people's."""
    new = form.new(release, delivered) if form.placed else ()
    for item in _of(text, form, delivered, release):
        like = [one for one in new if one[form.name] == item.name] or (new if len(new) == 1 else ())
        for key in form.placed if like else ():
            at = (*form.path, item.place, key)
            there = statement(text, at)
            # One of several clusters is called by its name, and stays so when others become regions: what
            # runs is labelled by it.
            is_kept = not like[0][key] and there in release.clusters
            if there is not MISSING and not is_kept and not same(there, like[0][key]):
                text = edit(text, "set", at, like[0][key], file=file)
    return text


def _missing(
    text: str, form: EntryForm, delivered: Delivered, release: Environment
) -> list[Mapping[str, Data]]:
    """What new items say; an item of another name is as good where the release needs one alone."""
    there = {one.name for one in _of(text, form, delivered, release)}
    new = form.new(release, delivered)
    is_complete = release.name in there or (there and len(new) == 1)
    return [] if is_complete else [one for one in new if one[form.name] not in there]


def _with_new(
    text: str,
    form: EntryForm,
    delivered: Delivered,
    release: Environment,
    new: Mapping[str, Data],
    *,
    file: str,
) -> str:
    items = _items(text, form)
    near = (_of(text, form, delivered, other) for other in (release, *delivered.neighbours(release)))
    block = _like(text, (*form.path, next((found[-1] for found in near if found), items[-1]).place), new)
    before = [*delivered.before(release), release]
    above = next((found[-1] for one in reversed(before) if (found := _of(text, form, delivered, one))), None)
    if above:
        try:
            return insert_block(text, block, (*form.path, above.place), file=file)
        except EditRefused:
            pass  # a list in brackets: the item itself is put in
    value = data_of(read(block))
    assert isinstance(value, list)
    return edit(
        text, "insert", (*form.path, above.place + 1 if above else items[0].place), value[0], file=file
    )


def _like(text: str, at: KeyPath, new: Mapping[str, Data]) -> str:
    """An item for `new` in the spelling of another one: its keys, and what else people have it say."""
    document = read(text.removeprefix(BOM))
    node = find(document, at)
    assert node is not None
    column = node.body - line_start(document.text, node.body)
    lines = document.text[node.body : node.end].split("\n")
    outdented = [lines[0], *(line[column:] if not line[:column].strip() else line for line in lines[1:])]
    block = "- " + "\n  ".join(outdented) + "\n"
    for key, value in new.items():
        block = edit(block, "set", (0, key), value)
    return block
