"""Secrets in plain text."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from generator.core.lint import Facts, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.lint import Spot

_NAME = re.compile(
    r"(?:^|_|-|(?<=[a-z]))(?:pass(?:word|wd|phrase)|secret|token|api_?-?key|private_?-?key|access_?-?key"
    r"|client_?-?secret|credentials?|auth_?-?key)$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"|change-?me|x+|\*+|<.*>|.*\$\(.*\).*|.*\$\{.*\}.*|.*\{\{.*\}\}.*|/[\w./-]+|true|false|none|default|example|todo",
    re.IGNORECASE | re.DOTALL,
)
_KNOWN = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b"
    r"|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|\bsk_live_[0-9a-zA-Z]{16,}|\bAIza[\w-]{35}\b"
    r"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}"
)
_IN_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@]*:(?P<password>[^/\s@$({]+)@")
_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/_=-]{24,}")
_NOT_RANDOM = re.compile(r"(?:[A-Z]?[a-z]{3,}[-_/]?){3,}|sha(?:256|512)[:-]", re.IGNORECASE)
_BITS = 4.0  # per character: English words have less, random letters and digits more


@rule("secret", level="error", why="Whoever reads the repository, today or in its history, has the secret.")
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        for name, text in _texts(spot):
            reason = _reason(name, text)
            if reason:
                yield spot.hit(
                    reason,
                    "Keep it in a Secret (existing, sealed or from a store) and name that; then change it.",
                )
                break


def _texts(spot: Spot) -> Iterator[tuple[str, str]]:
    """The strings of a value with the names they go by: a list of env variables has many."""
    yield from _named(spot.name, spot.value)


def _named(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for item in value:
            yield from _named("" if isinstance(item, str) else name, item)
    elif isinstance(value, dict):
        own = value.get("name")
        if isinstance(own, str) and isinstance(value.get("value"), str):
            yield own, value["value"]
        else:
            for key, item in value.items():
                yield from _named(key, item)


def _reason(name: str, text: str) -> str:
    if _KNOWN.search(text):
        return "this is a key or token of a known kind"
    match = _IN_URL.search(text)
    if match and not _PLACEHOLDER.fullmatch(match["password"]):
        return "this address contains a password"
    if _PLACEHOLDER.fullmatch(text):
        return ""
    last = name.rpartition(".")[2]
    if _NAME.search(last) and "\n" not in text and " " not in text:
        return f'the name "{last}" says that this is a secret'
    if _RANDOM.fullmatch(text) and not _NOT_RANDOM.search(text) and _entropy(text) >= _BITS:
        return "this looks like a random key"
    return ""


def _entropy(text: str) -> float:
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
