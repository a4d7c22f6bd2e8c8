"""YAML that was merged by lines: whether it still says what its versions come to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.core.data import value_at
from generator.core.merge.three_way import same_any_order, three_way
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read, repeated_keys
from generator.core.yaml.split import split_documents
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document


def lines_went_wrong(sources: Sequence[bytes], made: bytes) -> str:
    """What is wrong with lines of YAML that merged without a conflict; nothing of what is no YAML before.

    Lines that fit may still take away an anchor that something refers to, put a key into another block, or
    a second time into its own. `sources` are base, ours and theirs.
    """
    try:
        versions = [_documents(one) for one in sources]
    except (BlueprintError, UnicodeDecodeError):
        return ""
    if not all(one.root.kind in ("map", "seq") for documents in versions for one in documents):
        return ""
    try:
        after = _documents(made)
        data = [data_of(one) for one in after]
    except BlueprintError:
        return "by lines, this would be no YAML any more"
    if _repeated(after) - (_repeated(versions[1]) | _repeated(versions[2])):
        return "by lines, a key would stand twice"
    if len({len(one) for one in (*versions, after)}) == 1:
        for is_now, *before in zip(data, *versions, strict=True):
            if not _is_as_wanted(is_now, [data_of(one) for one in before]):
                return "by lines, this would say something else than the two do"
    return ""


def _is_as_wanted(made: Data, versions: Sequence[Data]) -> bool:
    """Whether data say what three versions come to; a list that both changed may be what lines made of it."""
    conflicts = three_way(*versions).conflicts
    lists = {one.path: now for one in conflicts if isinstance(now := value_at(made, one.path), list)}
    wanted = three_way(*versions, decided=lists)
    return not wanted.conflicts and same_any_order(made, wanted.data)


def _documents(text: bytes) -> list[Document]:
    documents = [read(one) for one in split_documents(text.decode().removeprefix(BOM))]
    for one in documents:
        data_of(one)  # which Helm may refuse
    return documents


def _repeated(documents: list[Document]) -> Counter[KeyPath]:
    """How often keys stand that stand more than once; in lists, in whichever item."""
    found: Counter[KeyPath] = Counter()
    for one in documents:
        for path, keys in repeated_keys(one.root):
            found[tuple(segment for segment in path if isinstance(segment, str))] += len(keys)
    return found
