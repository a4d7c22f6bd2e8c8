"""Blueprints by their name in a catalogue of the user, for `new`, `upgrade` and `list`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.completion import complete
from tests.commands.conftest import FIXTURES, Run
from tests.fuzz.junk import WORDS


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, in a folder that is there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "config" / "helm-blueprint").mkdir(parents=True)
    return tmp_path / "config" / "helm-blueprint" / "config.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Blueprints with an index of theirs, `tiny` at two versions."""
    top = tmp_path / "repository"
    shutil.copytree(FIXTURES, top)
    git("init", "--quiet", "-b", "main", at=top)
    address = f"git+file://{top}//tiny?ref=tiny-v"
    (top / "catalogue.yaml").write_text(
        f"blueprints:\n  small:\n    description: Two services\n    versions:\n"
        f"      1.0.0: {address}1.0.0\n      1.1.0: {address}1.1.0\n"
    )
    manifest = top / "tiny" / "blueprint.yaml"
    for version in ("1.0.0", "1.1.0"):
        lines = manifest.read_text().splitlines()
        manifest.write_text(
            "".join(f"version: {version}\n" if one.startswith("version:") else f"{one}\n" for one in lines)
        )
        git("add", ".", at=top)
        git("commit", "--quiet", "-m", version, at=top)
        git("tag", f"tiny-v{version}", at=top)
    return top


def git(*arguments: str, at: Path) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=at, check=True, capture_output=True)


def test_platform_remembers_where_the_name_led_and_upgrades_by_names(
    invoke: Run, config: Path, repository: Path
) -> None:
    config.write_text(
        f"catalogues:\n  team: git+file://{repository}//catalogue.yaml\n  all: git+file://{repository}//{{}}\n"
    )
    assert invoke("new", "team:small@1.0.0", "shop", "--defaults").status == 0
    told = Path("shop/platform.yaml").read_text()
    assert f"source: git+file://{repository}//tiny?ref=tiny-v1.0.0\n" in told
    git("init", "--quiet", at=Path("shop"))
    git("add", ".", at=Path("shop"))
    git("commit", "--quiet", "-m", "one", at=Path("shop"))
    assert invoke("upgrade", "--to", "all:tiny@1.1.0", "--platform", "shop", "--yes").status == 0
    assert "version: 1.1.0\n" in Path("shop/platform.yaml").read_text()
    config.unlink()  # whoever has no such settings follows it as well
    assert invoke("status", "--platform", "shop").status == 0


def test_list_fetches_nothing_unless_asked(invoke: Run, config: Path, repository: Path, own: Path) -> None:
    config.write_text(
        f"catalogues:\n  team: git+file://{repository}//catalogue.yaml\n  acme: oci://localhost:1/team/{{}}\n"
        f"  mine: {own.parent}/index.yaml\n"
    )
    (own.parent / "index.yaml").write_text(
        "blueprints: {tiny: {description: Mine, versions: {0.3.0: ./tiny}}}"
    )
    head = "NAME       VERSION  DESCRIPTION\n"
    assert invoke("list") == (
        0, f"{head}tiny       0.3.0    Two services, for tests\nmine:tiny  0.3.0    Mine\n",
        ("the catalogue team was never fetched: `helm-blueprint list --update` does\n"
         "acme:NAME is oci://localhost:1/team/NAME\n"),
    )  # fmt: skip
    known = "team:small  1.1.0    Two services\n"
    assert known in invoke("list", "--update").out
    shutil.rmtree(repository)
    assert known in invoke("list").out
    assert '"team:small"' in invoke("list", "--output", "json").out
    assert invoke("new", "mine:tiny", "shop", "--defaults").status == 0


def test_names_in_catalogues_are_completed_without_a_network(invoke: Run, config: Path, own: Path) -> None:
    (own.parent / "index.yaml").write_text(
        "blueprints: {tiny: {description: Mine, versions: {0.3.0: ./tiny}}}"
    )
    config.write_text(f"catalogues: {{acme: 'oci://localhost:1/team/{{}}', mine: {own.parent}/index.yaml}}")
    assert complete(["show", "mi"]) == ["mine:tiny\tMine", ":4"]
    assert complete(["new", "acme"]) == ["acme:\toci://localhost:1/team/{}", ":4"]
    config.write_text("catalogues: [")
    assert complete(["show", "ti"]) == ["tiny\tTwo services, for tests", ":4"]


WRONG = {
    "acm:tiny": 'Error: there is no catalogue "acm"\n  Did you mean "acme"? ',
    "team:small@9.0.0": "Error: there is no version 9.0.0 of team:small\n  It has 1.0.0, 1.1.0; `helm-blueprint list",
    "all:tiny@9.0.0": "Error: there is no version 9.0.0 of all:tiny\n  There are 1.1.0, 1.0.0.\n",
    "mine:tiny@1.0.0": "which has one version: name mine:tiny alone\n",
    "mine:gone": "it has no blueprint.yaml\n",
    "fixed:tiny@1.0.0": "Error: the catalogue fixed names no versions of its own: name fixed:tiny alone\n",
    "team:../x": 'Error: "../x" is no name in a catalogue\n  They look like acme:shop, or acme:shop@1.2.0.\n',
}


def test_what_cannot_be_meant_is_told(invoke: Run, config: Path, repository: Path) -> None:
    config.write_text(
        f"catalogues:\n  team: git+file://{repository}//catalogue.yaml\n  all: git+file://{repository}//{{}}\n"
        f"  acme: oci://localhost:1/{{}}\n  mine: {FIXTURES}/{{}}\n"
        f"  fixed: git+file://{repository}//{{}}?ref=main\n"
    )
    for wanted, said in WRONG.items():
        result = invoke("new", wanted, "shop", "--defaults")
        assert (result.status, result.out) == (2, "")
        assert said in result.err


def test_folder_of_a_strangers_repository_is_never_taken_for_a_name(
    invoke: Run, config: Path, own: Path
) -> None:
    """Who stands in a clone and writes `acme:shop` means the catalogue, whatever lies there."""
    shutil.copytree(own.parent, "acme:tiny")
    result = invoke("new", "acme:tiny", "shop", "--defaults")
    assert (result.status, result.err.splitlines()[0]) == (2, 'Error: there is no catalogue "acme"')


def test_index_from_elsewhere_is_a_file_and_leads_to_addresses(
    invoke: Run, config: Path, repository: Path, tmp_path: Path
) -> None:
    config.write_text(f"catalogues: {{team: 'git+file://{repository}//catalogue.yaml'}}\n")
    index = repository / "catalogue.yaml"
    index.unlink()
    index.symlink_to("/etc/passwd")
    git("add", ".", at=repository)
    git("commit", "--quiet", "-m", "link", at=repository)
    result = invoke("list", "--update")
    assert (result.status, result.out) == (2, "")
    assert 'there is no file "catalogue.yaml" in it' in result.err
    assert not (tmp_path / "cache").exists()
    index.unlink()
    index.write_text("blueprints: {x: {versions: {1.0.0: 'git+https://me:s3cret@example.com/x.git'}}}\n")
    git("add", ".", at=repository)
    git("commit", "--quiet", "-m", "secret", at=repository)
    result = invoke("list", "--update")
    assert result.status == 2
    assert "s3cret" not in result.err


def test_junk_in_place_of_settings_ends_in_a_sentence(invoke: Run, config: Path, tmp_path: Path) -> None:
    for junk in (*WORDS[:40], "[" * 9000, "catalogues: {a: &a [*a]}", "catalogues: 3", "\0"):
        config.write_bytes(os.fsencode(junk))
        for arguments in (("list",), ("new", "acme:shop", "--defaults")):
            result = invoke(*arguments)
            assert "Traceback" not in result.err, junk
            assert result.status in (0, 2), junk
    config.unlink()
    os.mkfifo(config)
    assert invoke("list").err.endswith("config.yaml: this is no regular file, and is not read\n")
