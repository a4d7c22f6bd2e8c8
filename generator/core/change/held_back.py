"""What a promotion holds back: values that name the environment they come from.

`shop.test.example.org`, `shop-test` and `environment: test` are right in test and wrong in any other
environment. The name counts as a word: `latest` and `attestation` have nothing of test.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

# Whoever calls it one way in the name of a file may call it another way in a host.
_ALSO = (
    ("dev", "devel", "development"),
    ("test", "tst", "testing"),
    ("int", "integration"),
    ("stage", "stg", "staging"),
    ("preprod", "pre-prod", "preproduction", "pre-production"),
    ("prod", "prd", "production"),
)
# A name that begins or ends with one of these speaks of it: eu-dev, dev2, and without a separator idfdev.
_USUAL = (
    "development|devel|dev|testing|test|tst|integration|int|qa|uat|staging|stage|stg"
    "|preprod|production|prod|prd"
)
_NOT = r"(?:(?:^|[-_.])(?P<no>pre|non|not|no)[-_.]?)?"
_AT_END = re.compile(rf"{_NOT}(?P<separated>^|[-_.])?(?P<word>{_USUAL})[-_.]?\d*$")
_AT_START = re.compile(rf"^(?P<word>{_USUAL})\d*(?P<separated>$|[-_.])?")
_GLUED = frozenset(("dev", "test", "tst", "prod", "prd", "stg", "staging", "uat"))
_OTHER_WORD = re.compile(r"(?:la|con|at|pro|re)test$|^(?:devop|devic|develop|produc|prodig|testam|testim)")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LETTER = r"[^\W\d_]"
_SEPARATOR = re.compile(r"[-_. ]+")
# /dev/shm is no environment's, nor is svc.cluster.local.
_OF_NOBODY = re.compile(r"(?<![\w/:.-])/dev/|\bcluster\.local\b")


class EnvironmentNames:
    """The names of an environment that values may bear, without those that another one's values may, too."""

    def __init__(self, own: Iterable[str], others: Iterable[str] = ()) -> None:
        others = list(others)
        taken = [*others, *(word for name in others for word in _called(_usual_words(name)))]
        own = list(own)
        words = (word for name in _called(own) for word in _usual_words(name))
        forms = map(_form, _called([*own, *words]))
        self._forms = [form for form in forms if not any(map(form.search, taken))]

    def within(self, value: Data, path: KeyPath = ()) -> str:
        """The text of a value, or the key of a map in it, that bears one of the names; "" where none does."""
        return next((text for text in (*_keys(path), *_texts(value)) if self._bears(text)), "")

    def _bears(self, text: str) -> bool:
        plain = _CAPITAL.sub("-", _OF_NOBODY.sub(" ", text)).lower()
        return any(form.search(plain) for form in self._forms)


def names_of_origin(model: ValuesModel, origin: str, target: str) -> EnvironmentNames:
    """What values of `origin` may name that is wrong in `target`: its name and region, and what both mean."""
    known = model.platform.environments if model.platform else {}
    chain = model.platform.chain(target) if model.platform and target in known else (target,)
    own = [origin, *([known[origin].region] if origin in known else [])]
    others = [*chain, *(known[name].region for name in chain if name in known)]
    return EnvironmentNames(filter(None, own), _called(filter(None, others)))


def _called(names: Iterable[str]) -> list[str]:
    """The names, and how else they are written."""
    found: list[str] = []
    for name in map(str.lower, names):
        found += next((also for also in _ALSO if name in also), (name,))
    return [name for name in dict.fromkeys(found) if _SEPARATOR.sub("", name)]


def _usual_words(name: str) -> list[str]:
    """The usual words that a name begins or ends with; none where it says that it is not that."""
    plain = name.lower()
    known = {also for several in _ALSO for also in several}
    if plain in known or _OTHER_WORD.search(plain):
        return []
    found = []
    for match in filter(None, (_AT_START.search(plain), _AT_END.search(plain))):
        is_glued = match["separated"] is None
        if match.groupdict().get("no") is None and (not is_glued or match["word"] in _GLUED):
            found.append(match["word"])
    return found


def _form(name: str) -> re.Pattern[str]:
    body = "[-_. ]?".join(re.escape(part) for part in _SEPARATOR.split(name) if part)
    before = r"(?<!\d)" if name[:1].isdigit() else ""
    after = r"(?!\d)" if name[-1:].isdigit() else ""
    return re.compile(rf"(?<!{_LETTER}){before}{body}{after}(?!{_LETTER})")


def _keys(path: KeyPath) -> Iterator[str]:
    yield from (step for step in path if isinstance(step, str))


def _texts(value: Data) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
