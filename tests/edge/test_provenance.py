"""--verify: nothing passes that the user's key did not sign, and nothing unasked."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.core.blueprint.address import parse_address
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.blueprint.package import packaged
from generator.edge import blueprints
from generator.edge.files import read_tree
from generator.edge.helm_fetch import pushed
from generator.edge.provenance import refuse_another
from generator.errors import BlueprintError, MissingProgram, UsageError
from tests.registry import registry

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HELM_REGISTRY_CONFIG", str(tmp_path / "helm" / "registry.json"))


@pytest.fixture
def host() -> Iterator[str]:
    with registry() as found:
        yield found


def run(*words: str | Path, at: Path) -> str:
    done = subprocess.run(list(map(str, words)), cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stderr}"
    return done.stdout


def keyring(at: Path, name: str) -> Path:
    """A keyring of PGP as Helm wants it: NAME-secret.gpg, and the public one, which is returned."""
    with TemporaryDirectory(prefix="gpg", dir="/tmp") as home:  # the agent's socket has a short name or none
        gpg = ("gpg", "--homedir", home, "--batch", "--quiet")
        identity = f"{name} <{name}@example.com>"
        run(*gpg, "--passphrase", "", "--quick-generate-key", identity, "rsa2048", "sign", "never", at=at)
        run(*gpg, "--output", at / f"{name}-secret.gpg", "--export-secret-keys", at=at)
        run(*gpg, "--output", at / f"{name}.gpg", "--export", at=at)
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], check=False)
    return at / f"{name}.gpg"


def signed(helm: Path, at: Path, version: str = "1.0.0", name: str = "base") -> Path:
    """The blueprint `base` packed by us, signed by Helm with the key of `team`."""
    files = read_tree(FIXTURES / "base")
    manifest = next(path for path in files if path.name == "blueprint.yaml")
    text = files[manifest].decode().replace("version: 1.0.0", f"version: {version}")
    text = text.replace("name: base", f"name: {name}")
    blueprint = parse_blueprint(text.encode(), "x")
    made = packaged(blueprint, {**files, manifest: text.encode()}, builtin=[], where="base")
    (at / made.name).write_bytes(made.content)
    run("tar", "xf", made.name, at=at)
    run(helm, "package", "--sign", "--key", "team", "--keyring", at / "team-secret.gpg", name, at=at)
    shutil.rmtree(at / name)
    return at / made.name


@pytest.mark.long
def test_only_what_the_keyring_signed_passes(
    helms: Path, host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("gpg"), "gpg is missing: apt-get install gnupg"
    monkeypatch.setenv("HELM_BIN", str(helms))
    team, stranger = keyring(tmp_path, "team"), keyring(tmp_path, "stranger")
    archive = signed(helms, tmp_path)
    file, place = str(archive), f"oci://{host}/team/base:1.0.0"
    run(helms, "push", archive, f"oci://{host}/team", "--plain-http", at=tmp_path)
    for wanted in (file, place):
        assert blueprints.load_blueprint(wanted, key=team).blueprint.name == "base"
        # Verified once is not verified by another key, although it lies in the cache by now.
        with pytest.raises(BlueprintError, match="cannot (pull|verify) .*: .*"):
            blueprints.load_blueprint(wanted, key=stranger)
    # One that a catalogue or a blueprint leads to is held to the same key.
    own = tmp_path / "own"
    shutil.copytree(FIXTURES / "tiny", own)
    (own / "blueprint.yaml").write_text(
        (own / "blueprint.yaml").read_text().replace("extends: base", f"extends: {place}")
    )
    with pytest.raises(UsageError, match="--verify is for chart archives and registries: nobody signs"):
        blueprints.load_blueprint(str(own), key=team)

    # An older version that the team did sign, under the name of a newer one.
    newer = signed(helms, tmp_path, "1.1.0")
    newer.write_bytes(archive.read_bytes())
    with pytest.raises(BlueprintError, match="cannot verify"):
        blueprints.load_blueprint(str(newer), key=team)
    archive.write_bytes(archive.read_bytes()[:-1] + b"x")
    with pytest.raises(BlueprintError, match="cannot verify"):
        blueprints.load_blueprint(file, key=team)
    archive.with_name(f"{archive.name}.prov").unlink()
    with pytest.raises(BlueprintError, match=r"\.prov: cannot read this: "):
        blueprints.load_blueprint(file, key=team)


def test_unsigned_archive_of_a_registry_is_refused(
    helm4: Path, host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    push(host)
    (tmp_path / "empty.gpg").write_bytes(b"")
    with pytest.raises(BlueprintError, match="cannot pull oci://.*/team/base:1.0.0: "):
        blueprints.load_blueprint(f"oci://{host}/team/base:1.0.0", key=tmp_path / "empty.gpg")
    assert not (tmp_path / "cache").exists()


def push(host: str, name: str = "base") -> None:
    files = read_tree(FIXTURES / "base")
    blueprint = parse_blueprint((FIXTURES / "base" / "blueprint.yaml").read_bytes(), "x")
    made = packaged(blueprint, files, builtin=[], where="base")
    pushed(made, f"oci://{host}/team", parse_address(f"oci://{host}/team"))


@pytest.fixture
def cosign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in cosign's place that keeps its words, and fails where a file says so; and its key."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "cosign").write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ntest ! -e {tmp_path}/fails || {{ echo "no matching signatures" >&2; exit 10; }}\n'
    )
    (programs / "cosign").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    (tmp_path / "cosign.pub").write_text("-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n")
    return tmp_path / "cosign.pub"


def test_cosign_is_asked_of_the_very_digest_that_was_pulled(
    helms: Path, host: str, tmp_path: Path, cosign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helms))
    push(host)
    place = f"oci://{host}/team/base:1.0.0"
    assert blueprints.load_blueprint(place, key=cosign).blueprint.name == "base"
    words = (tmp_path / "asked").read_text().split()
    image, digest = words.pop().split("@sha256:")
    assert (words, image) == (["verify", "--key", str(cosign), "--allow-http-registry"], f"{host}/team/base")
    assert len(digest) == 64
    (tmp_path / "fails").touch()
    with pytest.raises(BlueprintError) as caught:
        blueprints.load_blueprint(place, key=cosign)
    assert str(caught.value) == f"cannot verify {place}: no matching signatures"
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram, match="cosign is needed to verify"):
        blueprints.load_blueprint(place, key=cosign)


@pytest.mark.parametrize(
    "wanted",
    [
        "tiny",
        str(FIXTURES / "tiny"),
        "git+https://example.com/x.git?ref=v1.0.0",
        "git+https://nowhere.invalid/x.git",  # nobody is asked for its versions
    ],
)
def test_what_nobody_can_have_signed_is_refused(wanted: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--verify is for chart archives and registries: nobody signs"):
        blueprints.load_blueprint(wanted, key=tmp_path / "key.gpg")


def test_keys_that_cannot_verify_are_told(tmp_path: Path, cosign: Path) -> None:
    archive = tmp_path / "x-1.0.0.tgz"
    archive.write_bytes(b"")
    key = tmp_path / "key"
    for text, said in {
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n": "is a key in ASCII armor, which Helm does not read",
        "-----BEGIN EC PRIVATE KEY-----\n": "is a private key: who verifies needs the public one",
    }.items():
        key.write_text(text)
        with pytest.raises(UsageError, match=said):
            blueprints.load_blueprint(str(archive), key=key)
    with pytest.raises(UsageError, match="cosign verifies what is in a registry"):
        blueprints.load_blueprint(str(archive), key=cosign)
    with pytest.raises(BlueprintError, match="cannot read this"):
        blueprints.load_blueprint(str(archive), key=tmp_path / "gone")


@pytest.mark.parametrize("place", ["oci://host/team/base:1.1.0", "oci://host/team/shop:1.0.0"])
def test_another_archive_that_is_signed_is_not_taken_for_this_one(place: str) -> None:
    """Who keeps a registry can put an older version there, or another blueprint of the same author."""
    files = read_tree(FIXTURES / "base")
    refuse_another(files, parse_address("oci://host/team/base:1.0.0"))
    with pytest.raises(BlueprintError, match="what is signed there is base 1.0.0, not "):
        refuse_another(files, parse_address(place))
