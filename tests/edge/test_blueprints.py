"""Finding blueprints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.edge import blueprints
from generator.errors import BlueprintError, Invalid, UsageError

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"


@pytest.fixture(autouse=True)
def builtin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixtures stand in for the blueprints that come with the program."""
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)


def test_base_layers_are_not_listed() -> None:
    assert [one.name for one in blueprints.list_builtin()] == ["tiny"]
    assert blueprints.builtin_names() == ["base", "tiny"]


def test_layers_come_lowest_first() -> None:
    source = blueprints.load_blueprint("tiny")
    assert [layer.blueprint.name for layer in source.layers] == ["base", "tiny"]
    assert [option.name for option in source.options] == ["name", "domain", "queue", "cache", "team"]
    assert source.origin == "builtin"


def test_path_is_a_blueprint_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / "tiny", tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    source = blueprints.load_blueprint("mine")
    # `base` is not beside it: the one that comes with the program is meant.
    assert [layer.folder for layer in source.layers] == [FIXTURES / "base", tmp_path / "mine"]
    assert source.origin == str(tmp_path / "mine")


def test_blueprint_extends_a_path(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "base", tmp_path / "company" / "ground")
    shutil.copytree(FIXTURES / "tiny", tmp_path / "shops" / "tiny")
    file = tmp_path / "shops" / "tiny" / "blueprint.yaml"
    file.write_text(file.read_text().replace("extends: base", "extends: ../../company/ground"))
    layers = blueprints.load_blueprint(str(tmp_path / "shops" / "tiny")).layers
    assert layers[0].folder == tmp_path / "company" / "ground"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("tinny", 'there is no blueprint "tinny"\n  Did you mean "tiny"?'),
        ("zzz", 'there is no blueprint "zzz"\n  Known are: tiny.'),
        ("./gone", 'there is no blueprint in "./gone": it has no blueprint.yaml'),
        (".", 'there is no blueprint in ".": it has no blueprint.yaml'),
        ("https://example.com/x", '"https://example.com/x" is no address of a blueprint\n  They look like git+https://host/repository.git//folder?ref=v1.0.0, oci://host/name:1.0.0 or https://host/name-1.0.0.tgz.'),
    ],
)  # fmt: skip
def test_unknown_blueprint_is_told(
    wanted: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        blueprints.load_blueprint(wanted)
    assert str(caught.value) == message


def own(tmp_path: Path, extends: str) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(FIXTURES / "tiny", folder)
    file = folder / "blueprint.yaml"
    file.write_text(file.read_text().replace("extends: base", f"extends: {extends}"))
    return folder


def test_circle_of_layers_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="this blueprint extends itself"):
        blueprints.load_blueprint(str(own(tmp_path, "../own")))


def test_missing_layer_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match='it extends "bsae", which is not there\n  Did you mean "base"?'):
        blueprints.load_blueprint(str(own(tmp_path, "bsae")))


def test_links_that_lead_out_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = own(tmp_path, "base")
    (folder / "inside").symlink_to("blueprint.yaml")
    (folder / "{{cookiecutter.name}}" / "secret").symlink_to("/etc/hostname")
    with pytest.raises(Invalid) as caught:
        blueprints.load_blueprint("own")
    assert str(caught.value) == (
        'the blueprint "tiny" is broken\n'
        "  own/{{cookiecutter.name}}/secret: this link leads out of the blueprint's folder"
    )
