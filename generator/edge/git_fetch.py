"""Files of a repository elsewhere: its commit is fetched and read as it lies there, and never checked out.

So no hook, filter, submodule or link of it does anything. Of the user's own git the configuration counts:
credential helpers, proxies and keys are what private repositories need.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.blueprint.manifest import BLUEPRINT_FILE, parse_blueprint
from generator.core.blueprint.package import refuse_path
from generator.core.budget import Budget
from generator.core.file_names import refused
from generator.edge.git import GitRepository, environment_of, joined_path
from generator.edge.limited import fetched_by
from generator.edge.scratch import scratch
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.blueprint.address import Address

_FENCE = (
    "--no-pager",
    *("-c", "protocol.allow=never"),
    *("-c", "protocol.https.allow=always"),
    *("-c", "protocol.ssh.allow=always"),
    *("-c", "protocol.file.allow=always"),  # only where the address says file://
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "fetch.recurseSubmodules=false"),
)
# How the user's git reaches hosts; the fence of repositories on this machine has no use for it.
_USERS_TRANSPORT = ("GIT_SSH", "GIT_SSL", "GIT_PROXY", "GIT_HTTP")


def files_of_git(address: Address) -> dict[PurePosixPath, bytes]:
    """The blueprint's folder at the address's version, with the folders of the repository that it extends.

    Their paths are those in the repository. BlueprintError where it cannot be fetched, or is no blueprint.
    """
    with _commit(address) as (repository, commit):
        return _with_layers(repository, commit, address)


def file_of_git(address: Address) -> bytes:
    """A file of the repository, where an address has its folder. BlueprintError where it is not there."""
    with _commit(address) as (repository, commit):
        path = PurePosixPath(address.folder)
        found = [
            (path, identity)
            for name, mode, identity in repository.listed(commit, path.parent, path.parent)
            if str(name) == path.name and mode != b"120000"
        ]
        if not found:
            raise BlueprintError(
                f'there is no file "{path}" in it',
                where=address.text,
                hint="A file of a repository is written as …repository.git//catalogue.yaml?ref=main",
            )
        return repository.contents(found)[0]


@contextmanager
def _commit(address: Address) -> Iterator[tuple[GitRepository, str]]:
    """A repository that holds the commit at the address's version, for as long as it is needed."""
    with scratch() as temporary:
        _git("init", "--quiet", "--template=", str(temporary), address=address)
        wanted = address.version or "HEAD"
        _git(
            *("-C", str(temporary), "fetch", "--quiet", "--depth=1", "--no-tags", "--end-of-options"),
            *(address.repository, wanted),
            address=address,
        )
        repository = GitRepository(temporary.resolve(), Budget(clock=time.monotonic))
        yield repository, repository.commit("FETCH_HEAD", temporary)


def _with_layers(repository: GitRepository, commit: str, address: Address) -> dict[PurePosixPath, bytes]:
    files: dict[PurePosixPath, bytes] = {}
    waiting = [PurePosixPath(address.folder)]
    while waiting:
        folder = waiting.pop()
        found = _folder(repository, commit, folder, address.text)
        manifest = found.get(folder / BLUEPRINT_FILE)
        if manifest is None and not files:
            raise BlueprintError(
                f"there is no {BLUEPRINT_FILE} in {f'its folder {folder}' if folder.parts else 'it'}",
                where=address.text,
                hint="A folder of a repository is written as …repository.git//folder?ref=v1.0.0",
            )
        if manifest is not None and folder / BLUEPRINT_FILE not in files:
            files.update(found)
            extends = parse_blueprint(manifest, f"{address.text}: {folder / BLUEPRINT_FILE}").extends
            near = (joined_path(one, extends) for one in (folder, folder.parent)) if extends else ()
            waiting += [one for one in near if one is not None and one != folder]
    return files


def _folder(
    repository: GitRepository, commit: str, folder: PurePosixPath, where: str
) -> dict[PurePosixPath, bytes]:
    objects = []
    for path, mode, identity in repository.listed(commit, folder, folder):
        refuse_path(folder / path, where)
        if mode == b"120000":
            raise refused(folder / path, "it is a link, which a blueprint from elsewhere has not", where)
        objects.append((folder / path, identity))
    return dict(zip((path for path, _ in objects), repository.contents(objects), strict=True))


def tags_of(address: Address) -> list[str]:
    """The tags of a repository, as it lists them."""
    listed = _git("ls-remote", "--tags", "--refs", "--end-of-options", address.repository, address=address)
    return [line.partition("refs/tags/")[2] for line in listed.splitlines() if "refs/tags/" in line]


def _git(*arguments: str, address: Address) -> str:
    kept = {k: v for k, v in os.environ.items() if k.startswith(_USERS_TRANSPORT)}
    environment = {**environment_of(os.environ), **kept}
    del environment["GIT_ALLOW_PROTOCOL"]  # what is allowed says the fence
    return fetched_by(["git", *_FENCE, *arguments], env=environment, doing=f"fetch {address.text}")
