"""Blueprints as chart archives."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import PurePosixPath

import pytest

from generator.core import archive
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.blueprint.package import digest_of, packaged, unpackaged
from generator.core.tree import moved_under
from generator.errors import BlueprintError

MANIFEST = b"name: shop\nversion: 1.2.0\ndescription: Our shop\n"
FILES = {
    PurePosixPath("blueprint.yaml"): MANIFEST,
    PurePosixPath("cookiecutter.json"): b"{}",
    PurePosixPath("{{cookiecutter.name}}/values.yaml"): b"a: 1\n",
}


def made(manifest: bytes = MANIFEST, files: dict[PurePosixPath, bytes] = FILES) -> bytes:
    return packaged(parse_blueprint(manifest, "x"), files, builtin=["ecommerce"], where="shop").content


def archived(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as written:
        for member, data in members:
            member.size = len(data)
            written.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue())


def test_archive_is_a_chart_that_nobody_can_install() -> None:
    package = packaged(parse_blueprint(MANIFEST, "x"), FILES, builtin=[], where="shop")
    assert package.name == "shop-1.2.0.tgz"
    files = archive.unpack(package.content)
    assert files[PurePosixPath("shop/Chart.yaml")].decode() == (
        "apiVersion: v2\nname: shop\nversion: 1.2.0\ndescription: Our shop\ntype: library\n"
        "annotations:\n  helm-blueprint/kind: blueprint\n"
    )


def test_archive_gives_back_what_was_packed_and_is_the_same_each_time() -> None:
    assert unpackaged(made(), "x.tgz") == FILES
    assert made() == made()


@pytest.mark.parametrize("extends", ["ecommerce", "oci://host/ground:1.0.0"])
def test_what_it_extends_is_found_from_everywhere(extends: str) -> None:
    manifest = MANIFEST + f"extends: {extends}\n".encode()
    assert PurePosixPath("blueprint.yaml") in unpackaged(made(manifest), "x.tgz")


def test_folder_that_it_extends_would_be_missing() -> None:
    with pytest.raises(BlueprintError) as caught:
        made(MANIFEST + b"extends: ../ground\n")
    assert str(caught.value) == (
        'shop/blueprint.yaml: it extends the folder "../ground", which is not in the archive\n'
        "  Push that one first, and extend its address: oci://host/name:1.0.0."
    )


def test_chart_of_its_own_is_refused() -> None:
    with pytest.raises(BlueprintError, match=r"shop/Chart.yaml: a blueprint's folder has no Chart.yaml"):
        made(files={**FILES, PurePosixPath("Chart.yaml"): b""})


def member(name: str, kind: bytes = tarfile.REGTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info, b""


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (member("shop/../../loot"), "it leads out of the blueprint"),
        (member("/etc/loot"), "it leads out of the blueprint"),
        (member("shop/.git/hooks/pre-commit"), "it lies in git's own folder"),
        (member("shop/.GIT/config"), "it lies in git's own folder"),
        (member("shop/a\nb"), "it has characters that cannot be seen, or too many"),
        (member("shop/a\\..\\b"), "it has characters that cannot be seen, or too many"),
        (member("shop/link", tarfile.SYMTYPE), "it is a link or a device"),
        (member("shop/hard", tarfile.LNKTYPE), "it is a link or a device"),
        (member("shop/pipe", tarfile.FIFOTYPE), "it is a link or a device"),
    ],
)
def test_hostile_member_is_refused(bad: tuple[tarfile.TarInfo, bytes], reason: str) -> None:
    good = tarfile.TarInfo("shop/blueprint.yaml")
    with pytest.raises(BlueprintError) as caught:
        unpackaged(archived((good, MANIFEST), bad), "x.tgz")
    assert str(caught.value).endswith(f": {reason}")


@pytest.mark.parametrize(
    "data",
    [
        archive.pack(moved_under("shop", {PurePosixPath("values.yaml"): b"a: 1"})),
        archive.pack(FILES),
        archive.pack({**moved_under("shop", FILES), **moved_under("other", FILES)}),
    ],
)
def test_chart_that_is_no_blueprint_is_told(data: bytes) -> None:
    with pytest.raises(BlueprintError, match=r"x.tgz: this archive holds no blueprint"):
        unpackaged(data, "x.tgz")


def test_digest_is_of_the_content_and_its_place_alone() -> None:
    reordered = dict(reversed(list(FILES.items())))
    assert digest_of([FILES]) == digest_of([reordered])
    assert digest_of([FILES]).startswith("sha256:")
    moved = {PurePosixPath("x"): b"ab", PurePosixPath("y"): b""}
    apart = {PurePosixPath("x"): b"a", PurePosixPath("y"): b"b"}
    assert len({digest_of([FILES]), digest_of([FILES, FILES]), digest_of([moved]), digest_of([apart])}) == 4
