"""Which paths a platform's files may have: the one rule for all that a stranger's template or archive names.

It is applied to names as they were rendered. A path must mean the same file on every disk (those that take
upper case for lower, or one spelling of é for the other, included), and lie in nobody's bookkeeping: a
file in `.git` is a program that the next `git status` runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

# What Windows, archives and git still hold when the platform lies in somebody's deep folder.
LONGEST_NAME: Final = 120
LONGEST_PATH: Final = 240
OURS: Final = ".helm-blueprint."
_BASE = ".blueprint"
_RESERVED = frozenset('<>:"\\|?*')
_PORTS = tuple(f"{port}{number}" for port in ("com", "lpt") for number in "123456789\u00b9\u00b2\u00b3")
_DEVICES = frozenset(("con", "conin$", "conout$", "prn", "aux", "nul", *_PORTS))
# Controls, formats (disks leave some of them out of a name), surrogates (no text at all), line breaks.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def wrong_with_name(name: str) -> str:
    """Why no file or folder of a new platform may have this name; "" where it may."""
    if not name.strip():
        return "a part of it is empty"
    if name in (".", ".."):
        return f'"{name}" is no name'
    if not name.isascii() or not name.isprintable():
        from unicodedata import category  # names of people's files are ASCII, nearly always

        if any(category(letter) in _UNSEEN for letter in name):
            return "it has characters that cannot be seen"
    if is_gits(name):
        return "it lies in git's own folder"
    if name.lower().startswith(OURS) or folded(name) == _BASE:
        return "helm-blueprint keeps its own files there"
    if not _RESERVED.isdisjoint(name):
        return f"not every disk can have {next(letter for letter in name if letter in _RESERVED)} in a name"
    if name[-1] in ". ":
        return "it ends in a dot or a space, which not every disk keeps"
    if name.partition(".")[0].rstrip().lower() in _DEVICES:
        return "it is the name of a device on Windows"
    if len(name.encode()) > LONGEST_NAME:
        return f"a part of it has more than {LONGEST_NAME} bytes"
    return ""


def wrong_with_path(path: PurePosixPath) -> str:
    """The same for a path."""
    if path.is_absolute() or ".." in path.parts:
        return "it leads out of the platform"
    if not path.parts:
        return "it is empty"
    for name in path.parts:
        if reason := wrong_with_name(name):
            return reason
    if len(str(path).encode()) > LONGEST_PATH:
        return f"it has more than {LONGEST_PATH} bytes"
    return ""


def is_gits(name: str) -> bool:
    """Whether some disk takes this name for `.git`."""
    plain = folded(name).partition(":")[0].rstrip(". ")
    return plain in (".git", "git~1")


def folded(name: str) -> str:
    """What a disk compares that knows neither case nor how a letter is composed."""
    if name.isascii():
        return name.lower()
    from unicodedata import category, normalize

    seen = "".join(letter for letter in name if category(letter) != "Cf")
    return normalize("NFKC", normalize("NFKC", seen).casefold())


def errors_of_names(paths: Iterable[PurePosixPath], where: str = "") -> list[BlueprintError]:
    """What is wrong with the paths of a platform's files, each by itself and all of them together."""
    errors = []
    seen: dict[tuple[str, ...], PurePosixPath] = {}
    files: dict[tuple[str, ...], PurePosixPath] = {}
    for path in sorted(paths):
        if reason := wrong_with_path(path):
            errors.append(refused(path, reason, where))
            continue
        key = tuple(map(folded, path.parts))
        for depth in range(1, len(key) + 1):
            spelt = seen.setdefault(key[:depth], type(path)(*path.parts[:depth]))
            if spelt.parts != path.parts[:depth]:
                reason = f'some disks take it for "{spelt}", which is here, too'
                errors.append(refused(path, reason, where))
                break
        if any(key[:depth] in files for depth in range(1, len(key))):
            errors.append(refused(path, "it is below a path that is a file", where))
        files[key] = path
    return errors + [
        refused(folder, "with these files git takes it for a repository", where)
        for folder in _repositories(files.values())
    ]


def refused(path: object, reason: str, where: str = "") -> BlueprintError:
    shown = str(path)
    shown = f"{shown[:60]}…" if len(shown) > 100 else shown
    return BlueprintError(f'no file can be named "{shown}": {reason}', where=where)


def _repositories(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The folders that git takes for repositories: HEAD with objects and refs, or with a commondir."""
    inside: dict[PurePosixPath, set[str]] = {}
    for path in paths:
        for folder in path.parents:
            inside.setdefault(folder, set()).add(folded(path.relative_to(folder).parts[0]))
    return [
        folder
        for folder, names in inside.items()
        if "head" in names and ({"objects", "refs"} <= names or "commondir" in names)
    ]
