"""What is encrypted in files of values, by its shape: SOPS, ansible-vault, git-crypt.

Nothing here decrypts. A SOPS file keeps its keys in plain text and has its bookkeeping below a key `sops`.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.data import MISSING, equal
from generator.core.differences import first_equals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath

BOOKKEEPING = "sops"
SHOWN = "(encrypted)"
_KEPT = "(kept by SOPS)"
UNKNOWN = "whether they differ cannot be known"
_SOPS, _VAULT = "ENC[AES256_GCM,", "$ANSIBLE_VAULT;"
_HEAD = 200  # bytes of a file in which its kind is told
_GIT_CRYPT = b"\0GITCRYPT\0"
_IN_TEXT = r"ENC\[AES256_GCM,[^\]\n]*\]?"
# helm-secrets: secrets://FILE, secrets+age-import://KEY?FILE, secrets+gpg-import-kubernetes://NS/NAME#KEY?FILE
_REFERENCE = r"secrets(?:\+[\w-]+)?://(?:[^?]*\?)?(?P<file>.+)"
# What tells names from each other and no more: Python's own engine takes exponential time with what repeats.
_SIMPLE = r"[\w|()^$ -]*"


class Sealing(NamedTuple):
    """What a file's SOPS bookkeeping says of edits: whether those of plain values keep its MAC valid."""

    allows_plain: bool
    unencrypted_suffix: str
    encrypted_suffix: str
    unencrypted_regex: str
    encrypted_regex: str

    def leaves_plain(self, path: KeyPath) -> bool:
        """Whether SOPS surely leaves what stands at `path` as it is."""
        names = [step for step in path if isinstance(step, str)]
        if self.encrypted_regex:
            return _is_simple(self.encrypted_regex) and not _any_match(self.encrypted_regex, names)
        if self.unencrypted_regex:
            return _is_simple(self.unencrypted_regex) and _any_match(self.unencrypted_regex, names)
        if self.encrypted_suffix:
            return not any(name.endswith(self.encrypted_suffix) for name in names)
        return bool(self.unencrypted_suffix) and any(name.endswith(self.unencrypted_suffix) for name in names)


def _is_simple(pattern: str) -> bool:
    return bool(re.fullmatch(_SIMPLE, pattern))


def _any_match(pattern: str, names: Sequence[str]) -> bool:
    try:
        return any(re.search(pattern, name) for name in names)
    except re.error:
        return False


def is_encrypted(value: Data) -> bool:
    """Whether a value is an encrypted text of SOPS or of ansible-vault."""
    return isinstance(value, str) and value.startswith((_SOPS, _VAULT))


def holds_encrypted(value: Data) -> bool:
    """Whether a value is encrypted, or has something in it that is."""
    if isinstance(value, dict):
        return any(map(holds_encrypted, value.values()))
    return any(map(holds_encrypted, value)) if isinstance(value, list) else is_encrypted(value)


def without_ciphers(value: Data) -> Data:
    """The same value as it may be shown; the value itself where nothing in it is encrypted."""
    if isinstance(value, dict):
        made = {key: without_ciphers(one) for key, one in value.items()}
        return made if any(made[key] is not value[key] for key in made) else value
    if isinstance(value, list):
        items = [without_ciphers(one) for one in value]
        return items if any(one is not other for one, other in zip(items, value, strict=True)) else value
    return SHOWN if is_encrypted(value) else value


def text_without_ciphers(text: str) -> str:
    """A line or a sentence with what is encrypted in it named so."""
    return re.sub(_IN_TEXT, SHOWN, text) if _SOPS in text else text


def lines_without_sealed(
    content: bytes, lines: Sequence[str], shown: Sequence[tuple[int, int]]
) -> Sequence[str]:
    """The lines of a file without ciphers in those that are shown (from, to), nor what SOPS keeps there."""
    if not may_be_sealed(content):
        return lines
    made = list(lines)
    start = next((i for i, line in enumerate(made) if line.startswith(f"{BOOKKEEPING}:")), len(made))
    below = range(start + 1, len(made))
    end = next((i for i in below if made[i][:1].strip() and made[i][0] not in "-#"), len(made))
    for first, last in shown:
        for number in range(first, last):
            is_kept = start < number < end and made[number].strip()
            made[number] = f"    {_KEPT}\n" if is_kept else text_without_ciphers(made[number])
    return made


def cannot_be_compared(values: Sequence[Data]) -> bool:
    """Whether it cannot be known that these differ: but for what is encrypted in them they agree.

    Whatever is there surely differs from what is not, and one and the same cipher from none.
    """
    if not any(map(holds_encrypted, values)):
        return False
    distinct = [values[number] for number in dict.fromkeys(first_equals(values))]
    told = {_verdict(one, other) for one, other in combinations(distinct, 2)}
    return None in told and False not in told


def _verdict(one: Data, other: Data) -> bool | None:
    """Whether two values are the same; None where that cannot be known."""
    if equal(one, other):
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        several = one.keys() == other.keys() and [_verdict(value, other[key]) for key, value in one.items()]
    elif isinstance(one, list) and isinstance(other, list):
        several = len(one) == len(other) and list(map(_verdict, one, other))
    else:
        # SOPS encrypts what is a scalar, and leaves empty texts and nulls.
        is_empty = any(value is MISSING or value is None or value == "" for value in (one, other))
        is_inside = any(isinstance(value, (dict, list)) for value in (one, other))
        return None if any(map(is_encrypted, (one, other))) and not is_empty and not is_inside else False
    return None if several and False not in several else False


def is_bookkeeping(value: Data) -> bool:
    """Whether a value of the key `sops` is what SOPS keeps there: a chart may have that name, too."""
    return isinstance(value, dict) and "mac" in value and ("version" in value or "lastmodified" in value)


def without_bookkeeping(data: dict[str, Data]) -> dict[str, Data]:
    """A file's values as they are decrypted: without what SOPS adds."""
    if not is_bookkeeping(data.get(BOOKKEEPING)):
        return data
    return {key: value for key, value in data.items() if key != BOOKKEEPING}


def may_be_sealed(content: bytes) -> bool:
    """Whether a file's bytes may be those of a SOPS file; quick."""
    return b"sops" in content and b"mac" in content


def may_hold_ciphers(content: bytes) -> bool:
    """Whether there may be anything encrypted in a file's bytes, or its bookkeeping; quick."""
    return may_be_sealed(content) or b"ENC[" in content or b"VAULT;" in content


def why_sealed(content: bytes) -> str:
    """By what a file is encrypted, "" where it is by nothing: all of it, or the values in it."""
    if content.startswith(_GIT_CRYPT):
        return "encrypted by git-crypt"
    if _VAULT.encode() in content:
        return "encrypted by ansible-vault"
    return "encrypted by SOPS" if may_be_sealed(content) and _SOPS.encode() in content else ""


def sealing_of(data: Data) -> Sealing | None:
    """How the file with this data, bookkeeping included, is sealed; None where it is not."""
    kept: Any = data.get(BOOKKEEPING) if isinstance(data, dict) else None
    if not is_bookkeeping(kept):
        return None
    said = [kept.get(name) for name in Sealing._fields[1:]]
    return Sealing(
        kept.get("mac_only_encrypted") is True, *(one if isinstance(one, str) else "" for one in said)
    )


def why_unreadable(path: PurePosixPath, content: bytes) -> str:
    """Why a file of values cannot be read as it is, as the end of a sentence; "" where it may be."""
    if content.startswith(_GIT_CRYPT):
        return "it is encrypted by git-crypt, and locked here: `git-crypt unlock`"
    if content[:_HEAD].lstrip().startswith(_VAULT.encode()):
        return "it is encrypted by ansible-vault"
    if path.suffix == ".gotmpl":
        return "it is a template: helmfile renders it"
    return ""


def secret_reference(text: str) -> str | None:
    """The file that helm-secrets decrypts, of an entry in a list of files as in `secrets://prod.yaml`."""
    found = re.fullmatch(_REFERENCE, text)
    return found["file"] if found else None
