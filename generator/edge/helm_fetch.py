"""Chart archives that hold blueprints, by Helm itself: its registries, its logins, its proxies."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from generator.core.blueprint.package import unpackaged
from generator.core.helm.chart_file import parse_chart
from generator.edge.files import read_file
from generator.edge.helm_template import find_helm
from generator.edge.limited import fetched_by
from generator.edge.provenance import is_cosigns, refuse_another, verify_signature
from generator.edge.scratch import scratch
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from generator.core.blueprint.address import Address
    from generator.core.blueprint.package import Package

_MOST_VERSIONS = 20


def files_of_archive(address: Address, key: Path | None = None) -> dict[PurePosixPath, bytes]:
    """The blueprint's folder in a chart archive that Helm pulls.

    With a key BlueprintError where it did not sign the archive: by Helm's provenance, or by cosign.
    """
    by_cosign = key is not None and is_cosigns(key)
    with scratch() as temporary:
        version = ("--version", address.version) if address.version else ()
        provenance = ("--verify", "--keyring", str(key)) if key and not by_cosign else ()
        into = ("--destination", str(temporary))
        said = _helm("pull", address.repository, *version, *provenance, *into, address=address)
        pulled = [one for one in temporary.iterdir() if one.name.endswith((".tgz", ".tar.gz"))]
        if len(pulled) != 1:
            raise BlueprintError("Helm pulled no chart archive", where=address.text)
        if key and by_cosign:
            verify_signature(address, said, key, plain_http=_is_local(address))
        files = unpackaged(read_file(pulled[0], where=address.text), address.text)
        if key:
            refuse_another(files, address)
        return files


def newest_of(address: Address) -> str:
    """The newest version in a registry of OCI, as Helm chooses it."""
    shown = _helm("show", "chart", address.repository, address=address)
    return parse_chart(shown.encode(), address.text).version


def newest_within(address: Address, versions: str) -> str | None:
    """The newest version of a range in a registry of OCI; None where it has none there."""
    try:
        shown = _helm("show", "chart", address.repository, "--version", versions, address=address)
    except BlueprintError:
        return None
    return parse_chart(shown.encode(), address.text).version


def versions_between(address: Address, made: str, newest: str) -> list[str] | None:
    """The versions in a registry after `made` and up to `newest`, the newest last; None of more than 20.

    Helm lists none: it is asked for the newest below the one that is known, as long as there is one.
    """
    found = [newest]
    while len(found) <= _MOST_VERSIONS:
        below = newest_within(address, f">{made}, <{found[-1]}")
        if below is None:
            return found[::-1]
        found.append(below)
    return None


def pushed(package: Package, to: str, address: Address) -> str:
    """What Helm says of a push: where it went, and the digest."""
    with scratch() as temporary:
        file: Path = temporary / package.name
        file.write_bytes(package.content)
        return _helm("push", str(file), to, address=address)


def _helm(verb: str, *arguments: str, address: Address) -> str:
    plain = ("--plain-http",) if _is_local(address) else ()
    doing = f"{'push to' if verb == 'push' else 'pull'} {address.text}"
    return fetched_by(
        [find_helm(), verb, *arguments, *plain], env=os.environ, doing=doing, with_errors=verb == "pull"
    )


def _is_local(address: Address) -> bool:
    return re.match(r"oci://(?:localhost|127\.0\.0\.1)[:/]", address.repository) is not None
