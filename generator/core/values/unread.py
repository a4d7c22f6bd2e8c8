"""The layers of values that are not read: locked, encrypted elsewhere, made by another program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.encrypted import secret_reference, why_sealed, why_unreadable
from generator.core.platform.places import filled, is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.platform.file import Platform
    from generator.core.tree import Tree
    from generator.core.values.files import ValuesFiles

# Files of secrets beside those of values, by the names that helm-secrets and its users give them.
_SECRETS = r"(?:.*[-_.])?secrets?(?:[-_.].*)?\.ya?ml(?:\.enc)?|.*\.enc\.ya?ml|enc[-_.].*\.ya?ml"


class Readable(NamedTuple):
    """The chains of environments without what cannot be read, and why of each file that is left out."""

    chains: dict[str, tuple[PurePosixPath, ...]]
    left_out: dict[PurePosixPath, str]


def readable(tree: Tree, chains: Mapping[str, tuple[PurePosixPath, ...]]) -> Readable:
    """What can be read of chains; an environment of which nothing is left is left out, too."""
    files = dict.fromkeys(file for chain in chains.values() for file in chain if file in tree)
    why = {file: reason for file in files if (reason := why_unreadable(file, tree[file]))}
    if not why:
        return Readable(dict(chains), {})
    kept = {name: tuple(file for file in chain if file not in why) for name, chain in chains.items()}
    return Readable({name: chain for name, chain in kept.items() if chain or not chains[name]}, why)


def about_unread(model: ValuesFiles, *, decrypts: bool = False) -> list[str]:
    """What of the platform's values is not read, each layer a sentence. `decrypts`: what is encrypted is."""
    notes = [f"{file} is left out: {why}" for file, why in model.left_out.items()]
    if model.platform is not None:
        notes += dict.fromkeys(_fetched(model.platform, model.layout.service, decrypts=decrypts))
    return [*notes, *_beside(model)]


def _fetched(platform: Platform, service: str, *, decrypts: bool) -> Iterator[str]:
    for name in platform.environments:
        for of in platform.chain(name):
            for text in platform.environments[of].files or platform.files:
                entry = filled(text, of, service)
                is_secret = secret_reference(entry) is not None
                if is_elsewhere(entry) and not (is_secret and decrypts):
                    who = "--decrypt reads it" if is_secret else "another program fetches it"
                    yield f"{entry} of {of} is not read: {who}"


def _beside(model: ValuesFiles) -> Iterator[str]:
    """Files of secrets that lie beside the values and that no environment names."""
    read = {*model.all_files, *model.left_out}
    for path, content in model.tree.items():
        is_there = "templates" not in path.parts and "charts" not in path.parts and path not in read
        if is_there and re.fullmatch(_SECRETS, path.name) and (why := why_sealed(content)):
            yield f"{path} is not read: it is {why}, and no environment names it"
