"""Values beside each other as texts: whatever is not the same does not look the same.

`1` and `"1"`, null and nothing, a space and one that is none, what differs behind the end of the line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.core.cut import cut_apart
from generator.core.data import MISSING, without_spelling
from generator.core.differences import first_equals
from generator.core.look import tells_apart
from generator.core.values.text import ABSENT, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data


def texts_beside(values: Sequence[Data], longest: int | None = None) -> list[str]:
    """Each value on one line, `longest` letters of it around what differs; None is for all of them.

    As in a values file; as JSON with escapes where two that differ would look the same so.
    """
    if len(values) > 1 and all(one is values[0] for one in values):
        return texts_beside(values[:1], longest) * len(values)
    classes = list(map(str, first_equals(values)))
    texts = _cut([one_line(value) for value in values], longest)
    return texts if tells_apart(classes, texts) else _cut([_as_json(value) for value in values], longest)


def _cut(texts: Sequence[str], longest: int | None) -> list[str]:
    return cut_apart(texts, [longest] * len(texts)) if longest else list(texts)


def _as_json(value: Data) -> str:
    return ABSENT if value is MISSING else json.dumps(without_spelling(value))
