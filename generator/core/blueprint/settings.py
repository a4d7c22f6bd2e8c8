"""What users say of blueprints for themselves: their catalogues, and whom they trust."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.address import is_address, parse_address
from generator.core.blueprint.programs import wrong_with_trusted
from generator.core.yaml.fields import Fields, parse
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE = "{}"  # where the name stands in a catalogue's address, as in cookiecutter's abbreviations
_CATALOGUE = re.compile(r"[a-z][a-z0-9-]+")
_SCHEMES = ("git", "oci", "http", "https", "ssh", "file")


class Settings(NamedTuple):
    """config.yaml: of each catalogue the address or path, with {} for a blueprint's name, or of an index.

    `trusted` are digests of blueprints, and what the places begin with of those whose hooks run.
    """

    catalogues: Mapping[str, str] = MappingProxyType({})
    trusted: tuple[str, ...] = ()


def parse_settings(data: bytes, where: str) -> Settings:
    """Read the user's config.yaml; Invalid with everything that is wrong, and no password repeated."""
    source = parse(data, where)
    if source.data is None:
        return Settings()
    errors: list[BlueprintError] = []
    fields = Fields(source, (), errors)
    catalogues = {}
    for name, place in fields.mapping("catalogues").items():
        if wrong := _wrong_with_catalogue(name, place):
            errors.append(BlueprintError(f"catalogues: {wrong}", where=source.at("catalogues", name)))
        else:
            catalogues[name] = str(place)
    trusted = fields.texts("trusted")
    for number, one in enumerate(trusted):
        if wrong := wrong_with_trusted(one):
            fields.wrong(wrong, "trusted", number)
    fields.close()
    if errors:
        raise Invalid("these settings are broken", errors, where=where)
    return Settings(catalogues, trusted)


def _wrong_with_catalogue(name: str, place: object) -> str:
    if not _CATALOGUE.fullmatch(name) or name in _SCHEMES:
        return "a name has two or more small letters, digits and hyphens, and is no scheme of addresses"
    if not isinstance(place, str) or not place.isprintable():
        return f"{name} is an address or a path"
    if place.count(PLACE) > 1:
        return f"{name} has more than one {PLACE}"
    if is_address(place):
        return _wrong_with_address(name, place)
    if not place.startswith(("/", "~/")):
        return f"{name} is neither an address nor a path that begins with / or ~/"
    return ""


def _wrong_with_address(name: str, place: str) -> str:
    try:
        kind = parse_address(place.replace(PLACE, "name")).kind
    except BlueprintError as error:
        return f"{name}: {error.what}"
    if PLACE not in place and kind != "git":
        return f"{name} is an index, which is a file here or in a repository of git; else {PLACE} is missing"
    return ""
