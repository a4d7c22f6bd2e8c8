"""Decrypted files of values: what was encrypted is a mark for each secret, not the secret, from the first on.

So no text of it can come into an error, a journal, a page or a file: there is none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.encrypted import (
    BOOKKEEPING,
    is_encrypted,
    may_be_sealed,
    sealing_of,
    without_bookkeeping,
)
from generator.core.tree import text_of
from generator.core.yaml.data import data_of, values_of_text
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.helm.source import Source
    from generator.core.values.files import ValuesFiles


def reveal_sealed(
    model: ValuesFiles,
    decrypt: Callable[[PurePosixPath, bytes], bytes],
    mark: Callable[[str], str] | None,
    environments: Collection[str] = (),
) -> None:
    """Have a platform say what its SOPS files say, with those that helm-secrets would decrypt.

    `decrypt` gives what a file says, of its path and content; `mark` what is shown of a secret, None where
    secrets are shown. `environments` are those whose files are asked for, by default all: who may read
    staging need not have the key of prod. BlueprintError where a file is missing, or cannot be decrypted.
    """
    platform = model.platform
    chains = model.layout.chains(platform, secrets=True) if platform else {}
    chains = {name: chain for name, chain in chains.items() if name in model.environments}
    chains = {name: chain for name, chain in chains.items() if not environments or name in environments}
    own = [file for name in environments for file in model.files(name)]
    base = [model.base_file] if model.base_file in model.tree else []
    known = (*base, *own) if environments else model.all_files
    files = dict.fromkeys((*known, *(file for chain in chains.values() for file in chain)))
    sources: dict[PurePosixPath, Source] = {}
    for file in files:
        source = model.source(file)
        if may_be_sealed(source.content) and sealing_of(data_of(source.document)) is not None:
            plain = _values(decrypt(file, source.content), file)
            sources[file] = source.revealed(_concealed(source.data, plain, mark))
    model.reveal(sources, chains)


def _values(content: bytes, file: PurePosixPath) -> Mapping[str, Data]:
    try:
        return without_bookkeeping(values_of_text(text_of(content, "")))
    except BlueprintError:
        # Nothing of what it says: it would be a secret.
        raise BlueprintError("what SOPS makes of this file is no values", where=str(file)) from None


def _concealed(sealed: Data, plain: Data, mark: Callable[[str], str] | None) -> Data:
    """What was decrypted, with a mark in the place of all that was encrypted."""
    if isinstance(plain, dict) and isinstance(sealed, dict):
        return {key: _concealed(sealed.get(key, MISSING), one, mark) for key, one in plain.items()}
    if isinstance(plain, list) and isinstance(sealed, list) and len(plain) == len(sealed):
        return [_concealed(one, other, mark) for one, other in zip(sealed, plain, strict=True)]
    if mark is None or (sealed is not MISSING and not is_encrypted(sealed)):
        return plain
    # As JSON behind a word: no sentence has it by chance.
    return mark(f"{BOOKKEEPING} {json.dumps(plain, sort_keys=True)}")
