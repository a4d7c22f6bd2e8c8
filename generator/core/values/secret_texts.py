"""Where a value has secrets: its texts with the names they go by, and which of them are worth a closer look.

What a secret looks like is in secrets.py, whose patterns take 10 ms to compile: few texts come so far.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.core.data import Real, Whole
from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

# In small letters, what is in a text of every kind that is known: a key's or token's first letters, a
# password in an address or behind its name. No regular expression: it would take 8 ms to compile.
_HINTS = (
    "@", "pass", "pwd", "-----begin", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "github_pat_", "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "npm_", "pypi-",
    "dckr_pat_", "hf_", "xox", "xapp-", "hooks.slack", "discord", "webhook.office", "k_live_", "whsec_",
    "sk-", "sg.", "aiza", "ya29.", "dop_v1_", "hvs.", "hvb.", "hvr.", "eyj", "age-secret", "accountkey=",
    "sharedaccesskey=", "basic ", "bearer ",
)  # fmt: skip
_HINTS_OF_NAMES = ("pass", "pw", "secret", "key", "credential", "token", "pin_", "pin-")
_HINTS_OF_MANY = (
    "words",
    "wds",
    "phrases",
    "codes",
    "pins",
    "tokens",
    "keys",
    "creds",
    "credentials",
    "secrets",
)
# Written out: the module `string` takes 4 ms to load.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_RANDOM = frozenset(f"{_LETTERS}+/=_-")
_BASE64 = frozenset(f"{_LETTERS}+/= \t\n\r\x0b\x0c")


def secrets_in(value: Data, path: KeyPath) -> Iterator[tuple[KeyPath, str, str]]:
    """The path, the text and the reason of each secret in a value, to which `path` leads."""
    names = _names(path)
    found: list[tuple[KeyPath, tuple[str, ...], str]] = []
    _look(path, names, value, found)
    for where, called, text in found:
        from generator.core.values.secrets import reason

        if said := reason(text, called):
            yield where, text, said


def _look(
    path: KeyPath,
    names: tuple[str, ...],
    value: Data,
    found: list[tuple[KeyPath, tuple[str, ...], str]],
) -> None:
    """Collect the texts that are worth a look, with their paths and names."""
    if isinstance(value, dict):
        # There are thousands of values for each that is worth it: the others cost next to nothing.
        above = bool(names) and _is_name_of_many(names[-1])
        for key, item in value.items():
            if isinstance(item, str):
                if above or _is_telling_name(key) or _is_telling_text(item):
                    found.append(((*path, key), (*names, key), item))
            elif isinstance(item, dict | list) or above or _is_telling_name(key):
                _look((*path, key), (*names, key), item, found)
    else:
        found += (one for one in _texts(path, names, value) if is_worth_a_look(one[2], one[1]))


def is_worth_a_look(text: str, names: Sequence[str]) -> bool:
    """False of what is surely no secret."""
    return (
        bool(names and (_is_telling_name(names[-1]) or (len(names) > 1 and _is_name_of_many(names[-2]))))
        or _is_telling_text(text)
    )  # fmt: skip


# The services of a platform have the same few names and texts over and over.
@lru_cache(maxsize=4096)
def _is_telling_name(name: str) -> bool:
    name = name.lower()
    # Not `pin` anywhere: services are called shipping.
    return any(hint in name for hint in _HINTS_OF_NAMES) or name.rstrip("0123456789_-").endswith(
        ("pin", "pins")
    )


@lru_cache(maxsize=4096)
def _is_name_of_many(name: str) -> bool:
    """Whether it may be the name of several secrets: `passwords`, `apiKeys`, `CREDS_2`."""
    name = name.lower()
    return any(hint in name for hint in _HINTS_OF_MANY)


@lru_cache(maxsize=4096)
def _is_telling_text(text: str) -> bool:
    small = text.lower()
    return (
        (len(text) >= 24 and _RANDOM.issuperset(text))
        or (len(text) >= 16 and _BASE64.issuperset(text))
        or any(hint in small for hint in _HINTS)
    )


def written(number: float) -> str:
    """A number as its file spells it."""
    return number.written if isinstance(number, Whole | Real) else str(number)


def texts_in(value: Data, path: KeyPath) -> Iterator[tuple[KeyPath, tuple[str, ...], str]]:
    """The texts of a value with their paths and the names they go by: a list of env variables has many."""
    return _texts(path, _names(path), value)


def _names(path: KeyPath) -> tuple[str, ...]:
    """The keys of a path; `env[name=PASSWORD].value` goes by the name of its item."""
    names = [step for step in path if isinstance(step, str) and not isinstance(step, Item)]
    above = path[-2] if path[-1:] == ("value",) and len(path) > 1 else None
    named = [str(value) for key, value in above.keys if key == "name"] if isinstance(above, Item) else []
    return (*names[:-1], *named) if named else tuple(names)


def _texts(
    path: KeyPath, names: tuple[str, ...], value: Data
) -> Iterator[tuple[KeyPath, tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, names, value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, names, written(value)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            # `[--password, hunter2]`: what follows an option is its value.
            before = value[number - 1] if number else None
            is_option = isinstance(before, str) and before.startswith("--") and isinstance(item, str)
            own = (str(before),) if is_option and not str(item).startswith("-") else ("",)
            yield from _texts((*path, number), (*names, *own) if isinstance(item, str) else names, item)
    elif isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, str) and isinstance(value.get("value"), str | int):
            yield from _texts((*path, "value"), (*names, name), value["value"])
        else:
            for key, item in value.items():
                yield from _texts((*path, key), (*names, key), item)
