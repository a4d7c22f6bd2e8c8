"""What a promotion carries of a platform whose intent does not say what stays behind: versions alone.

Nobody has said there what belongs to an environment: hosts, sizes and switches may. What a release is made
of is what people promote: image tags, digests and the versions of charts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.values.secrets import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

_TAG = re.compile(r"[\w][\w.-]{0,127}")
_DIGEST = re.compile(r"[a-z0-9]+:[0-9a-f]{32,}")
_VERSION = re.compile(r"[v^~]?[0-9][\w.+-]{0,127}")


def is_version(path: KeyPath, values: Sequence[Data]) -> bool:
    """Whether a key is an image's tag or digest, or a chart's version; `values` are origin's and target's."""
    if not path or not isinstance(path[-1], str):
        return False
    own = words(path[-1])
    above = words(path[-2]) if len(path) > 1 and isinstance(path[-2], str) else []
    if own[-1:] == ["tag"]:
        return _is_written(_TAG, values[0])
    if own[-1:] == ["digest"]:
        return _is_written(_DIGEST, values[0])
    if own[-1:] == ["version"]:
        return "chart" in (own[-2:-1] or above[-1:]) and _is_written(_VERSION, values[0])
    return own[-1:] == ["image"] and _is_same_image(values)


def _is_written(form: re.Pattern[str], value: Data) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    text = str(getattr(value, "written", value))
    return not text or form.fullmatch(text) is not None


def _is_same_image(values: Sequence[Data]) -> bool:
    """`registry/shop:1.4` and `registry/shop:1.5`: what is carried is the tag alone."""
    if not all(isinstance(one, str) for one in values):
        return False
    names = {_name_of_image(one) for one in values}
    return len(names) == 1 and "" not in names


def _name_of_image(text: str) -> str:
    name = text.partition("@")[0]
    above, slash, last = name.rpartition("/")
    return above + slash + last.partition(":")[0]
