"""Catalogues: `acme:shop@1.2.0` is the blueprint `shop` of the user's catalogue `acme`.

A catalogue is an address with a place for the name, as cookiecutter's abbreviations are, or an index: a
file that says of each name at which versions it is where.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.address import is_address, parse_address
from generator.core.helm.versions import check_version, parse_version
from generator.core.words import did_you_mean
from generator.core.yaml.fields import Fields, parse
from generator.errors import BlueprintError, Invalid, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
_NAME = re.compile(f"{_PART}(?:/{_PART})*")
_WANTED = re.compile(r"(?P<catalogue>[a-z][a-z0-9-]+):(?P<name>[^@:]*)(?:@(?P<version>.*))?", re.DOTALL)


class InCatalogue(NamedTuple):
    """A blueprint of a catalogue; without a version the newest."""

    catalogue: str
    name: str
    version: str

    @property
    def text(self) -> str:
        return f"{self.catalogue}:{self.name}"


class Listed(NamedTuple):
    """A blueprint in an index: where it is at each version, the newest last."""

    description: str
    versions: Mapping[str, str]

    @property
    def newest(self) -> str:
        return list(self.versions)[-1]

    def at(self, wanted: InCatalogue) -> str:
        """Where it is at a version; UsageError where the index has it not."""
        version = wanted.version or self.newest
        if version not in self.versions:
            raise UsageError(
                f"there is no version {version} of {wanted.text}",
                hint=f"It has {', '.join(self.versions)}; `list --update` fetches the catalogues anew.",
            )
        return self.versions[version]


def in_catalogue(wanted: str) -> InCatalogue | None:
    """What somebody means who writes `acme:shop@1.2.0`; None for an address, a path or another name.

    UsageError where name or version are none.
    """
    found = None if is_address(wanted) else _WANTED.fullmatch(wanted)
    if found is None:
        return None
    if not _NAME.fullmatch(found["name"]) or len(wanted) > 300:
        raise UsageError(
            f'"{found["name"][:80]}" is no name in a catalogue',
            hint="They look like acme:shop, or acme:shop@1.2.0.",
        )
    version = found["version"]
    if version is not None:
        check_version(version)
    return InCatalogue(found["catalogue"], found["name"], version or "")


def parse_index(data: bytes, where: str, *, is_foreign: bool) -> dict[str, Listed]:
    """The blueprints of an index by name; Invalid with everything that is wrong with it.

    One from elsewhere leads to addresses alone, and to none on this machine: `is_foreign`.
    """
    errors: list[BlueprintError] = []
    fields = Fields(parse(data, where), (), errors)
    found = {}
    for name, entry in fields.children("blueprints"):
        if not _NAME.fullmatch(name):
            entry.wrong("this is no name of a blueprint")
        versions = entry.mapping("versions")
        for version, source in versions.items():
            if wrong := _wrong_with_version(version, source, is_foreign=is_foreign):
                entry.wrong(wrong, "versions", version)
        if not versions:
            entry.wrong('"versions" is missing: VERSION: ADDRESS is expected')
        found[name] = Listed(entry.text("description", "").strip(), versions)
        entry.close()
    fields.close()
    if errors:
        raise Invalid("this catalogue is broken", errors, where=where)
    return {
        name: one._replace(
            versions=MappingProxyType(
                dict(sorted(one.versions.items(), key=lambda pair: parse_version(pair[0])))
            )
        )
        for name, one in found.items()
    }


def _wrong_with_version(version: str, source: object, *, is_foreign: bool) -> str:
    try:
        check_version(version)
        if not isinstance(source, str) or not source.isprintable():
            return "an address is expected"
        if is_address(source):
            parse_address(source)
    except BlueprintError as error:
        return error.what
    if is_foreign and (not is_address(source) or "file://" in source):
        return "a catalogue from elsewhere leads to no place on this machine"
    return ""


def entry_named(index: Mapping[str, Listed], wanted: InCatalogue) -> Listed:
    """The entry of a name; UsageError where there is none."""
    if wanted.name not in index:
        raise UsageError(
            f'the catalogue "{wanted.catalogue}" has no "{wanted.name}"',
            hint=did_you_mean(wanted.name, index) or "`list --update` fetches the catalogues anew.",
        )
    return index[wanted.name]
