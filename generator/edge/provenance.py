"""Who published a blueprint: Helm's provenance or cosign say it, by a key of the user; else it is refused."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from generator.core.blueprint.manifest import BLUEPRINT_FILE, parse_blueprint
from generator.edge.files import explained, read_file, read_given
from generator.edge.helm_template import find_helm
from generator.edge.limited import fetched_by
from generator.edge.scratch import scratch
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from generator.core.blueprint.address import Address


def is_cosigns(key: Path) -> bool:
    """Whether a key is one of cosign: a public key as PEM. Else it is a keyring of PGP, for Helm."""
    data = read_given(key)
    if b"PRIVATE KEY" in data:
        raise UsageError(f"{key} is a private key: who verifies needs the public one")
    if data.startswith(b"-----BEGIN PGP"):
        raise UsageError(
            f"{key} is a key in ASCII armor, which Helm does not read",
            hint="`gpg --export > keyring.gpg` makes one.",
        )
    return b"-----BEGIN PUBLIC KEY-----" in data


def verify_archive(archive: Path, data: bytes, key: Path) -> None:
    """BlueprintError where no key of the keyring signed what was read of a chart archive on this machine."""
    if is_cosigns(key):
        raise UsageError(f"cosign verifies what is in a registry: --verify takes a keyring for {archive}")
    with scratch() as temporary:
        # What was read is what is verified: the file may be another one by now.
        (temporary / archive.name).write_bytes(data)
        signature = archive.with_name(f"{archive.name}.prov")
        with explained(signature, "read"):
            (temporary / signature.name).write_bytes(read_file(signature))
        fetched_by(
            [find_helm(), "verify", str(temporary / archive.name), "--keyring", str(key)],
            env=os.environ, doing=f"verify {archive}", hint="",
        )  # fmt: skip


def verify_signature(address: Address, pulled: str, key: Path, *, plain_http: bool) -> None:
    """BlueprintError where cosign knows no signature by this key of what Helm `pulled`, as it says itself."""
    found = re.search(r"(?m)^Digest:\s*(sha256:[0-9a-f]{64})\s*$", pulled)
    if address.kind != "oci" or found is None:
        raise UsageError(
            f"cosign verifies what is in a registry: --verify takes a keyring for {address.text}"
        )
    # By the digest of what was pulled: a tag can lead elsewhere meanwhile.
    image = f"{address.repository.removeprefix('oci://')}@{found[1]}"
    insecure = ("--allow-http-registry",) if plain_http else ()
    fetched_by(
        ["cosign", "verify", "--key", str(key), *insecure, image],
        env=os.environ,
        doing=f"verify {address.text}",
        hint="",
    )


def refuse_another(files: dict[PurePosixPath, bytes], address: Address) -> None:
    """BlueprintError where what is signed is not what was asked for: a registry can give an older version."""
    manifest = next(data for path, data in files.items() if str(path) == BLUEPRINT_FILE)
    found = parse_blueprint(manifest, f"{address.text}: {BLUEPRINT_FILE}")
    name = address.repository.rpartition("/")[2]
    if address.kind == "oci" and (found.name, found.version) != (name, address.version):
        raise BlueprintError(
            f"what is signed there is {found.name} {found.version}, not {name} {address.version}",
            where=address.text,
            hint="Ask who keeps the registry: somebody put another archive there.",
        )
