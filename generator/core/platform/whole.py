"""Which files of a repository are the platform: what a change of its services or environments can concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.platform.file_roles import FOLDERS

if TYPE_CHECKING:
    from pathlib import PurePosixPath

# The folders that have generated parts, and the files elsewhere that are one, or have some.
_OF_PARTS = frozenset(("charts", "templates", "gitops", ".blueprint", ".github"))
_PARTS = frozenset(("README.md", "Chart.yaml", "platform.yaml", "values.schema.json", ".gitlab-ci.yml"))
_FOLDERS = frozenset(("charts", "templates", "gitops", "docs", ".github", ".blueprint", *FOLDERS))


def is_of_platform(path: PurePosixPath) -> bool:
    """Whether a file is part of the platform, and may name a service or an environment."""
    return len(path.parts) == 1 or path.parts[0] in _FOLDERS


def may_hold_platform(folder: PurePosixPath) -> bool:
    """Whether a folder has files of the platform in it."""
    return folder.parts[0] in _FOLDERS


def is_or_has_generated(path: PurePosixPath) -> bool:
    """Whether a file may be, or have in it, what follows from others, as README and pipelines do."""
    return str(path) in _PARTS or (len(path.parts) > 1 and path.parts[0] in _OF_PARTS)


def may_hold_generated(folder: PurePosixPath) -> bool:
    """Whether a folder may have such files in it."""
    return folder.parts[0] in _OF_PARTS


def is_made_whole(path: PurePosixPath) -> bool:
    """Whether a file of a platform is generated as a whole, so that nobody reads what of it changed."""
    return path.parts[0] in ("charts", ".blueprint") or path.name == "values.schema.json"
