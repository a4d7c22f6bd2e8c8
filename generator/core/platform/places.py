"""Paths as platform.yaml states them: from its own folder, perhaps upwards, perhaps with placeholders."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.encrypted import secret_reference
from generator.core.file_names import is_gits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DEFAULT_FILES = ("values-{environment}.yaml",)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("environment", "service")


def wrong_with_place(text: str, placeholders: Collection[str] = PLACEHOLDERS) -> str:
    """Why platform.yaml cannot state this path; "" where it can. How far it leads upwards is not judged."""
    if not text.strip():
        return "it is empty"
    if not text.isprintable() or "\\" in text:
        return "it has characters that no path here may have"
    if text.startswith(("/", "~")) or text[1:2] == ":":
        return "it is not relative to the folder of platform.yaml"
    if any(is_gits(part) for part in text.split("/")):
        return "it lies in git's own folder"
    if unknown := [one for one in _PLACEHOLDER.findall(text) if one not in placeholders]:
        known = " and ".join(f"{{{one}}}" for one in placeholders)
        return f"{{{unknown[0]}}} is no placeholder here, only {known}"
    if "{" in (rest := _PLACEHOLDER.sub("", text)) or "}" in rest:
        return "a brace stands alone in it"
    return ""


def is_elsewhere(text: str) -> bool:
    """Whether an entry of `files` names no file here, but something that a tool fetches or decrypts."""
    return "://" in text


def filled(text: str, environment: str, service: str) -> str:
    """The path with its placeholders replaced."""
    return text.replace("{environment}", environment).replace("{service}", service)


@lru_cache(maxsize=4096)  # where one environment inherits from another it is asked for with each of them
def places(
    templates: tuple[str, ...], environment: str, service: str, *, secrets: bool = False
) -> tuple[PurePosixPath, ...]:
    """The files that templates mean for an environment, as paths from the folder of platform.yaml.

    With `secrets` those that helm-secrets decrypts, too.
    """
    entries = (filled(text, environment, service) for text in templates)
    named = (
        (secret_reference(text) if secrets else None) if is_elsewhere(text) else text for text in entries
    )
    return tuple(normal(PurePosixPath(text)) for text in named if text)


def normal(path: PurePosixPath) -> PurePosixPath:
    """The path without `a/..`; what leads further up than it began keeps its leading `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def common_folder(folders: Iterable[PurePosixPath]) -> PurePosixPath:
    """The nearest folder that holds all of these."""
    first, *others = [one.parts for one in folders]
    depth = 0
    for steps in zip(first, *others, strict=False):
        if len({*steps}) > 1:
            break
        depth += 1
    return PurePosixPath(*first[:depth])
