"""Words as people write them: what somebody probably meant, and what Kubernetes and DNS allow as a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.differences import common_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_DOMAIN_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
# As OCI's distribution reads what comes before an image's name: host, port, path.
_REGISTRY = (
    r"[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*(:[0-9]{1,5})?"
    r"(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)*"
)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is probably a misspelling of."""
    # Costs 10 ms to import; only somebody who mistyped pays it.
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def misspelt(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` surely is a misspelling of: a letter or two off, no other word.

    What `nearest` finds is a guess for somebody who knows already that the word is wrong. This is
    for words that may be right: `registry` is not a slip for `repository`, nor `port2` for `port1`.
    """
    if len(word) < 4 or not word.isalpha() or word.isupper():
        return None
    near = [other for other in known if other.isalpha() and _is_slip(word, other)]
    return near[0] if len(near) == 1 else None


def _is_slip(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 1 or word[0].lower() != other[0].lower():
        return False
    if word.lower() == other.lower():
        return True
    head, tail = common_ends(word, other)
    if len(word) != len(other):  # one letter more or less
        return head + tail == min(len(word), len(other))
    a, b = (text[head : len(text) - tail] for text in (word, other))
    # Of short words one other letter makes another word: `host` and `port` have two.
    return a == b[::-1] if len(a) == 2 else len(a) == 1 and len(word) > 5


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the word that was probably meant, or all words if they are few, or nothing."""
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f'Did you mean "{near}"?'
    return f"Known are: {', '.join(words)}." if 0 < len(words) <= 12 else ""


def first_few(names: Sequence[str], most: int) -> str:
    """The names in a row; of more than `most`, how many more there are: `a, b and 3 more`."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def wrong_with_label(text: str, longest: int = 63) -> str | None:
    """Why a text cannot name a Kubernetes object, or None when it can."""
    if len(text) > longest:
        return f"it is {len(text)} characters long, at most {longest} are allowed"
    if not _LABEL.fullmatch(text):
        return "only lower-case letters, digits and - are allowed, a letter first, no - last"
    return None


def wrong_with_domain(text: str) -> str | None:
    """Why a text cannot be a DNS domain name, or None when it can."""
    if len(text) > 253:
        return f"it is {len(text)} characters long, at most 253 are allowed"
    for label in text.split("."):
        if len(label) > 63 or not _DOMAIN_LABEL.fullmatch(label):
            return f'its part "{label}" is not lower-case letters, digits and - (1 to 63 of them)'
    return None


def wrong_with_folder(text: str) -> str | None:
    """Why a platform cannot lie in a folder of this name in its repository, or None when it can."""
    if len(text) > 253:
        return f"it is {len(text)} characters long, at most 253 are allowed"
    if not re.fullmatch(r"[A-Za-z0-9_][-.A-Za-z0-9_]*(/[A-Za-z0-9_][-.A-Za-z0-9_]*)*", text):
        return "names between slashes are expected, from the repository's top: platforms/shop"
    return None


def wrong_with_registry(text: str) -> str | None:
    """Why images cannot be pulled from a registry of this name, or None when they can."""
    if len(text) > 253:
        return f"it is {len(text)} characters long, at most 253 are allowed"
    if not re.fullmatch(_REGISTRY, text):
        return "a host is expected, with port and path where it has them: registry.example.com:5000/mirror"
    return None
