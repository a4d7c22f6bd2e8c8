"""The user's settings, and where the blueprints of his catalogues are.

The index of a catalogue elsewhere is fetched once and kept, until somebody asks for it anew, as the indexes
of `helm repo` are.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.address import is_address, parse_address, parse_tag
from generator.core.blueprint.catalogue import entry_named, parse_index
from generator.core.blueprint.settings import PLACE, Settings, parse_settings
from generator.core.words import did_you_mean, first_few
from generator.edge.cache import cached, keep
from generator.edge.files import explained, read_file
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.blueprint.catalogue import InCatalogue, Listed

_INDEX = PurePosixPath("index.yaml")


class Catalogue(NamedTuple):
    """What is known of a catalogue without a network: of an index that was fetched its blueprints, else None.

    `place` is what the settings say: an address or a path, with {} where it is no index.
    """

    name: str
    place: str
    blueprints: Mapping[str, Listed] | None


def settings_file() -> Path:
    """Where the settings of this user are; BlueprintError where there is no home folder."""
    config = os.environ.get("XDG_CONFIG_HOME")
    try:
        folder = Path(config) if config else Path.home() / ".config"
    except RuntimeError as error:
        raise BlueprintError("there is no home folder for settings") from error
    return folder / "helm-blueprint" / "config.yaml"


def users_settings() -> Settings:
    """What this user set; nothing where there is no file, or no home."""
    try:
        file = settings_file()
    except BlueprintError:
        return Settings()
    with explained(file, "read"):
        if not os.path.lexists(file):
            return Settings()
    return parse_settings(read_file(file), str(file))


def where_named(wanted: InCatalogue) -> str:
    """The address, or the path, of a blueprint in a catalogue. UsageError where there is none."""
    catalogues = users_settings().catalogues
    if wanted.catalogue not in catalogues:
        near = did_you_mean(wanted.catalogue, catalogues)
        said = f"{near} {settings_file()} names them under `catalogues`; a folder is written ./name:x."
        raise UsageError(
            f'there is no catalogue "{wanted.catalogue}"',
            hint=said.strip(),
        )
    place = catalogues[wanted.catalogue]
    if PLACE in place:
        return _at_version(place.replace(PLACE, wanted.name), wanted)
    source = entry_named(_index(place), wanted).at(wanted)
    return source if is_address(source) else str(Path(place).expanduser().parent / source)


def list_catalogues(*, update: bool = False) -> Iterator[Catalogue]:
    """All catalogues of the user; nothing is fetched but with `update`."""
    for name, place in users_settings().catalogues.items():
        is_known = PLACE in place or not is_address(place) or update or _kept(place) is not None
        index = _index(place, update=update) if is_known and PLACE not in place else None
        yield Catalogue(name, place, index)


def _at_version(place: str, wanted: InCatalogue) -> str:
    if not is_address(place):
        if wanted.version:
            raise UsageError(f"{place} is a folder, which has one version: name {wanted.text} alone")
        return str(Path(place).expanduser())
    address = parse_address(place)
    if not wanted.version:
        return place
    if address.kind == "oci" and not address.version:
        return address._replace(version=wanted.version).text
    if address.kind == "archive" or address.version:
        raise UsageError(
            f"the catalogue {wanted.catalogue} names no versions of its own: name {wanted.text} alone",
            hint="Its address states one already, or is that of an archive.",
        )
    from generator.edge.elsewhere import versions_at

    versions = {found.version: tag for tag in versions_at(address) if (found := parse_tag(tag))}
    if wanted.version not in versions:
        raise UsageError(
            f"there is no version {wanted.version} of {wanted.text}",
            hint=f"There are {first_few([*reversed(versions)], 5)}." if versions else "No tag is a version.",
        )
    return address._replace(version=versions[wanted.version]).text


def _index(place: str, *, update: bool = False) -> Mapping[str, Listed]:
    if not is_address(place):
        file = Path(place).expanduser()
        return parse_index(read_file(file), str(file), is_foreign=False)
    data = None if update else _kept(place)
    if data is None:
        from generator.edge.git_fetch import file_of_git

        data = file_of_git(parse_address(place))
        keep(_entry_of(place), {_INDEX: data})
    return parse_index(data, place, is_foreign="file://" not in place)


def _kept(place: str) -> bytes | None:
    folder = cached(_entry_of(place))
    return read_file(folder / _INDEX) if folder else None


def _entry_of(place: str) -> str:
    return f"catalogue {place}"
