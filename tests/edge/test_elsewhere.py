"""Blueprints from git and from registries: fetched once, kept, and what strangers put there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.blueprint.address import parse_address
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.blueprint.package import Package, packaged
from generator.core.platform.file import Origin
from generator.edge import blueprints
from generator.edge.files import read_tree
from generator.edge.helm_fetch import pushed
from generator.errors import BlueprintError
from tests.registry import registry

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixtures stand in for the blueprints that come with the program; a cache and a git of our own."""
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HELM_REGISTRY_CONFIG", str(tmp_path / "helm" / "registry.json"))


def git(*arguments: str, at: Path) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=at, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With the blueprint `tiny` in a folder, which extends `base` beside it; tagged 1.0.0 and 1.1.0."""
    top = tmp_path / "repository"
    shutil.copytree(FIXTURES, top / "blueprints")
    git("init", "--quiet", "-b", "main", at=top)
    for version in ("1.0.0", "1.1.0"):
        manifest = top / "blueprints" / "tiny" / "blueprint.yaml"
        lines = manifest.read_text().splitlines()
        lines = [f"version: {version}" if one.startswith("version:") else one for one in lines]
        manifest.write_text("\n".join(lines) + "\n")
        git("add", ".", at=top)
        git("commit", "--quiet", "--allow-empty", "-m", version, at=top)
        git("tag", f"tiny-v{version}", at=top)
    return top


def address(repository: Path, rest: str = "//blueprints/tiny") -> str:
    return f"git+file://{repository}{rest}"


def test_tag_and_folder_of_a_repository_with_what_they_extend(repository: Path) -> None:
    chain = blueprints.load_blueprint(address(repository, "//blueprints/tiny?ref=tiny-v1.0.0"))
    assert [layer.blueprint.name for layer in chain.layers] == ["base", "tiny"]
    assert chain.made_from == Origin(
        "tiny", address(repository, "//blueprints/tiny?ref=tiny-v1.0.0"), "1.0.0", chain.digest
    )
    assert not any(path.name == ".git" for path in chain.layers[0].folder.parent.rglob("*"))


def test_without_a_version_the_newest_is_taken_and_remembered(repository: Path) -> None:
    chain = blueprints.load_blueprint(address(repository))
    assert chain.made_from[1:3] == (address(repository, "//blueprints/tiny?ref=tiny-v1.1.0"), "1.1.0")
    assert blueprints.versions_of(chain.made_from) == ["1.0.0", "1.1.0"]
    assert blueprints.source_of(chain.made_from, "1.0.0").endswith("?ref=tiny-v1.0.0")


def test_versions_after_one_are_those_of_the_tags(repository: Path) -> None:
    made = blueprints.load_blueprint(address(repository, "//blueprints/tiny?ref=tiny-v1.0.0")).made_from
    assert blueprints.versions_after(made, "1.1.0") == ["1.1.0"]
    assert blueprints.versions_after(made._replace(version="0.9.0"), "1.1.0") == ["1.0.0", "1.1.0"]
    assert blueprints.versions_after(made, "1.0.0") == []
    assert blueprints.versions_after(made._replace(source="builtin"), "2.0.0") == ["2.0.0"]
    shutil.rmtree(repository)
    assert blueprints.versions_after(made, "1.1.0") is None


def test_version_that_was_fetched_once_needs_no_network(repository: Path) -> None:
    wanted = address(repository, "//blueprints/tiny?ref=tiny-v1.0.0")
    before = blueprints.load_blueprint(wanted)
    shutil.rmtree(repository)
    again = blueprints.load_blueprint(wanted, digest=before.digest)
    assert [layer.files for layer in again.layers] == [layer.files for layer in before.layers]


def test_content_is_the_same_wherever_it_comes_from(repository: Path) -> None:
    fetched = blueprints.load_blueprint(address(repository, "//blueprints/tiny?ref=tiny-v1.1.0"))
    assert fetched.digest == blueprints.load_blueprint(str(repository / "blueprints" / "tiny")).digest


def test_tag_that_moved_is_refused(repository: Path, tmp_path: Path) -> None:
    wanted = address(repository, "//blueprints/tiny?ref=tiny-v1.0.0")
    digest = blueprints.load_blueprint(wanted).digest
    shutil.rmtree(tmp_path / "cache")
    git("tag", "--force", "tiny-v1.0.0", "tiny-v1.1.0", at=repository)
    with pytest.raises(BlueprintError) as caught:
        blueprints.load_blueprint(wanted, digest=digest)
    moved = blueprints.load_blueprint(wanted).digest
    assert str(caught.value) == (
        f"{wanted}: tiny 1.1.0 is not what it was: platform.yaml says {digest}, it is {moved}\n"
        "  Somebody published this version twice: take another one, or ask what was changed."
    )


def test_copy_in_the_cache_that_was_changed_is_fetched_again(repository: Path, tmp_path: Path) -> None:
    wanted = address(repository, "//blueprints/tiny?ref=tiny-v1.0.0")
    before = blueprints.load_blueprint(wanted)
    manifest = before.layers[-1].folder / "blueprint.yaml"
    manifest.write_text(manifest.read_text() + "# changed\n")
    assert blueprints.load_blueprint(wanted).digest == before.digest


def test_branch_is_asked_for_each_time(repository: Path) -> None:
    wanted = address(repository, "//blueprints/tiny?ref=main")
    blueprints.load_blueprint(wanted)
    (repository / "blueprints" / "tiny" / "{{cookiecutter.name}}" / "new.md").write_text("new\n")
    git("add", ".", at=repository)
    git("commit", "--quiet", "-m", "new", at=repository)
    chain = blueprints.load_blueprint(wanted)
    assert any(path.name == "new.md" for path in chain.layers[-1].files)


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("//blueprints/gone?ref=tiny-v1.0.0", ": there is no blueprint.yaml in its folder blueprints/gone\n"),
        ("//blueprints/tiny?ref=v9.9.9", "cannot fetch "),
    ],
)
def test_what_is_not_there_is_told(repository: Path, rest: str, message: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        blueprints.load_blueprint(address(repository, rest))
    assert message in str(caught.value)


def test_link_in_a_repository_is_refused_and_nothing_is_kept(repository: Path, tmp_path: Path) -> None:
    (repository / "blueprints" / "tiny" / "{{cookiecutter.name}}" / "passwd").symlink_to("/etc/passwd")
    git("add", ".", at=repository)
    git("commit", "--quiet", "-m", "link", at=repository)
    with pytest.raises(BlueprintError, match="it is a link, which a blueprint from elsewhere has not"):
        blueprints.load_blueprint(address(repository, "//blueprints/tiny?ref=main"))
    assert not (tmp_path / "cache").exists()


def test_hooks_filters_and_configuration_of_a_repository_run_nothing(
    repository: Path, tmp_path: Path
) -> None:
    loot = tmp_path / "loot"
    hooks = repository / ".git" / "hooks"
    for name in ("post-checkout", "post-merge", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {loot}\n")
        (hooks / name).chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil\n")
    (repository / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ext::touch loot\n')
    git("add", ".", at=repository)
    git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "evil", at=repository)
    git("config", "filter.evil.smudge", f"touch {loot}", at=repository)
    loot.unlink(missing_ok=True)
    chain = blueprints.load_blueprint(address(repository, "//blueprints/tiny?ref=main"))
    assert chain.blueprint.name == "tiny"
    assert not loot.exists()


def test_password_that_gits_configuration_knows_is_not_shown(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text('[url "https://me:s3cret@127.0.0.1:1/"]\n\tinsteadOf = https://example.com/\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    with pytest.raises(BlueprintError) as caught:
        blueprints.load_blueprint("git+https://example.com/x.git?ref=v1.0.0")
    assert "cannot fetch git+https://example.com/x.git?ref=v1.0.0: " in str(caught.value)
    assert "s3cret" not in str(caught.value)


# ── archives ────────────────────────────────────────────────────────────────────────────────────


def package(version: str) -> Package:
    """`base` of the fixtures stands by itself."""
    files = read_tree(FIXTURES / "base")
    manifest = next(path for path in files if path.name == "blueprint.yaml")
    text = files[manifest].decode().replace("version: 1.0.0", f"version: {version}").encode()
    return packaged(parse_blueprint(text, "x"), {**files, manifest: text}, builtin=[], where="base")


@pytest.fixture
def host(helms: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A registry with two versions of the blueprint `base`."""
    monkeypatch.setenv("HELM_BIN", str(helms))
    with registry() as found:
        for version in ("1.0.0", "1.1.0"):
            pushed(package(version), f"oci://{found}/team", parse_address(f"oci://{found}/team"))
        yield found


def test_blueprint_of_a_registry_is_pulled_by_helm_and_kept(
    host: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newest = blueprints.load_blueprint(f"oci://{host}/team/base")
    assert newest.made_from == Origin("base", f"oci://{host}/team/base:1.1.0", "1.1.0", newest.digest)
    assert blueprints.versions_of(newest.made_from) == ["1.1.0"]
    made = newest.made_from._replace(version="0.9.0")
    assert blueprints.versions_after(made, "1.1.0") == ["1.0.0", "1.1.0"]
    assert blueprints.versions_of(made) == ["0.9.0", "1.1.0"]  # another major one, and none of its own
    pushed(package("2.0.0"), f"oci://{host}/team", parse_address(f"oci://{host}/team"))
    assert blueprints.versions_of(newest.made_from) == ["1.1.0", "2.0.0"]
    with pytest.raises(BlueprintError, match=f"cannot pull oci://{host}/team/base:9.9.9: "):
        blueprints.load_blueprint(f"oci://{host}/team/base:9.9.9")
    monkeypatch.setenv("HELM_BIN", "false")
    again = blueprints.load_blueprint(f"oci://{host}/team/base:1.1.0", digest=newest.digest)
    assert again.digest == newest.digest


def test_three_levels_of_extends_reach_into_a_registry(host: str, tmp_path: Path) -> None:
    for name, below in (("company", f"oci://{host}/team/base:1.0.0"), ("shop", "../company")):
        shutil.copytree(FIXTURES / "tiny", tmp_path / name)
        manifest = tmp_path / name / "blueprint.yaml"
        text = manifest.read_text().replace("extends: base", f"extends: {below}")
        manifest.write_text(text.replace("name: tiny", f"name: {name}"))
    chain = blueprints.load_blueprint(str(tmp_path / "shop"))
    assert [layer.blueprint.name for layer in chain.layers] == ["base", "company", "shop"]


def test_archive_on_this_machine_is_a_blueprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = package("1.2.0")
    Path(made.name).write_bytes(made.content)
    chain = blueprints.load_blueprint(made.name)
    assert chain.made_from == Origin("base", str(tmp_path / made.name), "1.2.0", chain.digest)
