"""Blueprints that lie elsewhere: fetched by git or Helm, once, and kept in the user's cache."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.address import is_pinned, newest_tag, of_this
from generator.core.blueprint.manifest import BLUEPRINT_FILE, parse_blueprint
from generator.core.blueprint.package import unpackaged
from generator.edge.cache import cached, keep
from generator.edge.files import read_given
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.core.blueprint.address import Address


class Fetched(NamedTuple):
    """A blueprint's folder in the cache, and its address with the version that was found."""

    folder: Path
    source: str


def fetched(address: Address, key: Path | None = None) -> Fetched:
    """The blueprint at an address: from the cache where this version was fetched before, else from there.

    An address without a version means the newest, which is asked for each time, as a branch is. With a key
    it is fetched each time, and BlueprintError where the key did not sign it.
    """
    # Only who fetches needs them.
    from generator.edge.git_fetch import files_of_git
    from generator.edge.helm_fetch import files_of_archive

    if key and address.kind == "git":
        raise unsigned(address.text)
    if not address.version and (versions := versions_at(address)):
        address = address._replace(version=newest_tag(versions))
    folder = cached(address.text) if is_pinned(address) and not key else None
    if folder is None:
        files = files_of_git(address) if address.kind == "git" else files_of_archive(address, key)
        folder = keep(address.text, files)
    return Fetched(folder / address.folder, address.text)


def unsigned(shown: str) -> UsageError:
    """What --verify says of a blueprint that nobody can have signed."""
    return UsageError(
        f"--verify is for chart archives and registries: nobody signs {shown}",
        hint="Leave it out, or name an archive that its author signed.",
    )


def unpacked(file: Path, key: Path | None = None) -> Path:
    """The folder of a blueprint whose archive is a file of this machine, signed by the key, if any."""
    data = read_given(file)
    if key:
        from generator.edge.provenance import verify_archive

        verify_archive(file, data, key)
    files = unpackaged(data, str(file))
    # By its content: a file of the same name may be another one tomorrow.
    manifest = parse_blueprint(files[PurePosixPath(BLUEPRINT_FILE)], f"{file}: {BLUEPRINT_FILE}")
    name = f"file {file.resolve()} {manifest.version}"
    return keep(name, files)


def versions_at(address: Address) -> list[str]:
    """The versions at an address, the newest last: git's tags, or the one that Helm takes for the newest."""
    from generator.edge.git_fetch import tags_of
    from generator.edge.helm_fetch import newest_of

    if address.kind == "archive":
        return []
    return [newest_of(address)] if address.kind == "oci" else of_this(address, tags_of(address))
