"""Addresses of blueprints that lie elsewhere: in a git repository, in a registry of OCI, in a chart archive.

An address says neither user nor password: it is written into platform.yaml, and into the history of shells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.core.helm.versions import is_release, parse_version
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

AddressKind = Literal["git", "oci", "archive"]

_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?"
_USER = "[A-Za-z0-9_][A-Za-z0-9_-]*"
_PART = r"[A-Za-z0-9_~{][A-Za-z0-9._~{}-]*"
_PATH = re.compile(rf"{_PART}(?:/{_PART})*")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/+-]*")
_GIT = re.compile(
    rf"(?P<repository>(?:https://{_HOST}|ssh://(?:{_USER}@)?{_HOST}|file://)/(?:[^\s?#/]+/)*[^\s?#/]+?|"
    rf"{_USER}@{_HOST}:[^\s?#/:-][^\s?#:]*?)(?://(?P<folder>[^?#]*))?(?:\?ref=(?P<ref>[^?#&]*))?"
)
_OCI = re.compile(
    rf"(?P<repository>oci://{_HOST}(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)(?::(?P<version>[A-Za-z0-9._+-]+))?"
)
_ARCHIVE = re.compile(rf"https?://{_HOST}/[^\s?#]+\.(?:tgz|tar\.gz)")
_TAG = re.compile(r"(?P<prefix>(?:.*[-_/@])?v?)(?P<version>\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)")
_BETWEEN = ("-", "-v", "/", "/v", "@", "@v", "_", "_v")
_SIGNS = ("git+", "git@", "oci://", "ssh://", "https://", "http://", "git://", "file://")


class Address(NamedTuple):
    """Where a blueprint is: `repository` as git or Helm take it, `folder` in it, and at which version.

    `version` is git's tag, branch or commit, the chart's version in a registry, and of an archive nothing.
    """

    kind: AddressKind
    repository: str
    folder: str = ""
    version: str = ""

    @property
    def text(self) -> str:
        """The address as people write it, and as platform.yaml remembers it."""
        if self.kind == "git":
            scheme = "git+" if self.repository.startswith(("https://", "file://")) else ""
            folder = f"//{self.folder}" if self.folder else ""
            return f"{scheme}{self.repository}{folder}{f'?ref={self.version}' if self.version else ''}"
        return f"{self.repository}:{self.version}" if self.version else self.repository


def is_address(wanted: str) -> bool:
    """Whether somebody means a place on another machine: no name, and no path of this one."""
    return "://" in wanted or wanted.startswith(_SIGNS) or re.match(r"[\w.-]+@[\w.-]+:", wanted) is not None


def parse_address(wanted: str) -> Address:
    """An address, checked in all its parts. UsageError, which repeats no password, where it is none."""
    if re.match(r"(?:[a-z+]+://)?[^/]*:[^/]*@", wanted) or re.match(r"(?:git\+)?https?://[^/]*@", wanted):
        raise UsageError(
            "this address names a user or a password, which would be written into platform.yaml",
            hint="Leave it out: git asks its credential helper, Helm knows you by `helm registry login`.",
        )
    if wanted.startswith("oci://"):
        return _of_registry(wanted)
    if _ARCHIVE.fullmatch(wanted):
        return Address("archive", wanted)
    plain = wanted.removeprefix("git+")
    found = _GIT.fullmatch(plain)
    if found is None or (
        plain == wanted and wanted.startswith(("https://", "file://")) and ".git" not in wanted
    ):
        raise _unreadable(wanted)
    folder, ref = (found["folder"] or "").strip("/"), found["ref"] or ""
    if folder and not _PATH.fullmatch(folder):
        raise UsageError(
            f'"{folder}" is no folder of a repository',
            hint="Write it as …repository.git//blueprints/shop?ref=v1.0.0",
        )
    if ref and (not _REF.fullmatch(ref) or ".." in ref):
        raise UsageError(f'"{ref}" is no tag, branch or commit of git')
    return Address("git", found["repository"], folder, ref)


def _of_registry(wanted: str) -> Address:
    found = _OCI.fullmatch(wanted)
    if found is None:
        raise _unreadable(wanted)
    return Address("oci", found["repository"], "", found["version"] or "")


def _unreadable(wanted: str) -> UsageError:
    shown = without_credentials(wanted)
    return UsageError(
        f'"{shown}" is no address of a blueprint',
        hint="They look like git+https://host/repository.git//folder?ref=v1.0.0, oci://host/name:1.0.0 "
        "or https://host/name-1.0.0.tgz.",
    )


def without_credentials(text: str) -> str:
    """A text, such as what git or Helm say, without users, passwords and queries of the addresses in it."""
    text = re.sub(r"(://)[^/@\s'\"]+@", r"\1", text)
    return re.sub(r"(://[^\s'\"?]+)(\?ref=[^\s'\"&#]*)?[?&#][^\s'\"]*", r"\1\2", text)


class Tag(NamedTuple):
    """A tag that names a version: of `shop-v1.2.0` the prefix is `shop-v`."""

    prefix: str
    version: str


def parse_tag(tag: str) -> Tag | None:
    """The version that a tag of git names; None where it names none, as `main` does not."""
    found = _TAG.fullmatch(tag)
    return Tag(found["prefix"], found["version"]) if found else None


def is_pinned(address: Address) -> bool:
    """Whether the address means the same content for ever: a version or a whole commit, and no branch."""
    if address.kind == "git":
        return (
            parse_tag(address.version) is not None
            or re.fullmatch("[0-9a-f]{40}", address.version) is not None
        )
    return address.kind == "archive" or bool(address.version)


def of_this(address: Address, tags: Sequence[str]) -> list[str]:
    """The tags that are versions of this blueprint, the newest last.

    A repository of several tells them apart by what stands before the version: that of the address's own tag,
    else the folder's name, else nothing.
    """
    own = parse_tag(address.version)
    name = address.folder.rpartition("/")[2]
    read = {tag: found for tag in tags if (found := parse_tag(tag))}
    for prefixes in (
        [(own.prefix,)] if own else [tuple(f"{name}{one}" for one in _BETWEEN if name), ("", "v")]
    ):
        chosen = [tag for tag, found in read.items() if found.prefix in prefixes]
        if chosen:
            return sorted(chosen, key=lambda tag: parse_version(read[tag].version))
    return []


def newest_tag(tags: Sequence[str]) -> str:
    """The last of sorted tags that is no version before a release, else the last."""
    released = [one for one in tags if (tag := parse_tag(one)) is None or is_release(tag.version)]
    return (released or tags)[-1]


def at_version(source: str, old: str, new: str) -> str:
    """The source of the same blueprint at another version; a folder's and a built-in's say none.

    Of git the tag changes where it has the version in it: `shop-v1.2.0` becomes `shop-v1.3.0`.
    """
    if not is_address(source):
        return source
    address = parse_address(source)
    if address.kind == "oci":
        return address._replace(version=new).text
    if address.kind == "git":
        return address._replace(version=_moved(address.version, old, new)).text
    return source.replace(old, new)


def _moved(ref: str, old: str, new: str) -> str:
    if old and old in ref:
        return ref.replace(old, new)
    tag = parse_tag(ref)
    return f"{tag.prefix if tag else 'v'}{new}"


def wrong_with_tag(source: str, version: str) -> str:
    """What is wrong where git's tag names another version than the blueprint itself: a sentence, else ""."""
    tag = parse_tag(parse_address(source).version) if is_address(source) else None
    if tag is None or parse_address(source).kind != "git" or tag.version == version:
        return ""
    return f"the tag says {tag.version}, and its blueprint.yaml {version}: upgrades go by the tags"
