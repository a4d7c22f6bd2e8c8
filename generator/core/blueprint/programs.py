"""The programs of a blueprint, which run only where somebody trusts them: cookiecutter's hooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePosixPath

    from generator.core.tree import Tree

HookStage: TypeAlias = Literal["pre_gen_project", "post_gen_project"]
_HOOKS = "hooks"


class Hook(NamedTuple):
    """A program that runs in the folder that is made: before its files are there, or after. A Jinja text."""

    stage: HookStage
    path: PurePosixPath
    content: bytes


def hooks_of(files: Tree) -> list[Hook]:
    """The hooks in a blueprint's folder that cookiecutter runs, in the order in which they run."""
    stages: tuple[HookStage, ...] = ("pre_gen_project", "post_gen_project")
    return [
        Hook(stage, path, data)
        for stage in stages
        for path, data in files.items()
        if len(path.parts) == 2
        and path.parts[0] == _HOOKS
        and path.stem == stage
        and not path.name.endswith("~")
    ]


def files_of_hooks(files: Tree) -> dict[PurePosixPath, bytes]:
    """All that lies where hooks do, what they may read among it."""
    return {path: data for path, data in files.items() if path.parts[0] == _HOOKS}


def shown_programs(where: str, files: Tree) -> Iterator[str]:
    """Lines that show the programs of a folder in full, each letter of them visible."""
    for path, data in files_of_hooks(files).items():
        yield f"── {where}/{path}"
        for one in data.decode(errors="backslashreplace").split("\n"):
            yield f"│ {printable(one)}"


def is_trusted(sources: Iterable[str], digest: str, trusted: Iterable[str]) -> bool:
    """Whether the user's settings trust a blueprint: by its files' digest, or all its places by prefixes.

    A prefix ends with a slash, so that no host and no folder is taken for another that begins alike. A place
    with `..` or an escape in it leads somewhere else than it says: no prefix covers it.
    """
    prefixes = [one for one in trusted if one.endswith("/")]
    return digest in trusted or all(
        _is_plain(source) and any(source.startswith(one) for one in prefixes) for source in sources
    )


def _is_plain(source: str) -> bool:
    return not any(part in (".", "..") for part in re.split("[/:]", source)) and not re.search(
        r"[%\\\s]", source
    )


def wrong_with_trusted(text: object) -> str:
    """Why an entry of `trusted` is none, or nothing."""
    if isinstance(text, str) and re.fullmatch("sha256:[0-9a-f]{64}", text):
        return ""
    if not isinstance(text, str) or not text.endswith("/") or not text.isprintable():
        return "the digest that --trust shows is expected, or how addresses or paths begin, with a slash"
    is_path = re.match("(?:(?:git[+])?file://)?/[^/]", text)
    # Of an address at least its host: `https://` would trust everybody.
    is_address = re.match(r"(?:(?:git\+)?(?:https|ssh)|oci)://(?:\w+@)?[\w.-]+(?::\d+)?/", text)
    is_scp = re.match(r"[\w-]+@[\w.-]+:[^/]", text)
    if (is_path or is_address or is_scp) and _is_plain(text):
        return ""
    return "this is the beginning of no address and of no path"
