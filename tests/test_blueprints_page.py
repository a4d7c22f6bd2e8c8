"""docs/blueprints.md: the blueprint that it writes is one, and every command of it works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.core.blueprint.catalogue import parse_index
from generator.core.blueprint.settings import parse_settings
from tests.registry import registry

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "blueprints.md").read_text()


@pytest.mark.long
def test_every_command_of_the_page_works(tmp_path: Path, helm4: Path) -> None:
    for name, content in re.findall(r"(?m)^`(shop/[^`]+)`(?:.|\n)*?```\w+\n((?:.|\n)*?)```", PAGE):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == [
        "blueprint.yaml", "cookiecutter.json", "{{cookiecutter.name}}",
    ]  # fmt: skip
    programs = tmp_path / "bin"
    programs.mkdir()
    ours = programs / "helm-blueprint"
    ours.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m generator "$@"\n')
    ours.chmod(0o755)
    settings = tmp_path / "config" / "helm-blueprint" / "config.yaml"
    settings.parent.mkdir(parents=True)
    (programs / "helm").symlink_to(helm4)
    told = {}
    with (
        registry() as host,
        TemporaryDirectory(prefix="gpg", dir="/tmp") as keys,
    ):  # a socket in it: a short name
        said = re.search(r"```yaml\n(catalogues:(?:.|\n)*?)```", PAGE)[1]  # type: ignore[index]
        settings.write_text(said.replace("localhost:5000", host))
        environment = {
            **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "HELM_BIN": str(helm4),
            "XDG_CACHE_HOME": str(tmp_path / "cache"), "HELM_REGISTRY_CONFIG": str(tmp_path / "registry.json"),
            "GNUPGHOME": keys, "XDG_CONFIG_HOME": str(tmp_path / "config"), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c",
        }  # fmt: skip
        for command in re.findall(r"(?m)^\$ (.*)$", PAGE):
            # 23 platforms in five environments take a minute; `author test` is tried on a small one.
            is_long = "author test shop" in command
            quick = re.sub("--golden .*", "", command) + " --no-helm --list" if is_long else command
            done = subprocess.run(
                quick.replace("localhost:5000", host), shell=True, cwd=tmp_path, env=environment,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            told[command] = done.stdout
    assert (tmp_path / "demo" / "docs" / "owner.md").read_text() == "This platform belongs to web.\n"
    digests = {
        re.search("digest: (sha256:.*)", (tmp_path / name / "platform.yaml").read_text())[1]  # type: ignore[index]
        for name in ("demo", "from-git", "from-registry", "from-archive", "from-catalogue", "verified")
    }
    assert len(digests) == 1


def test_settings_and_index_of_the_page_are_read() -> None:
    settings, index, trusted = (
        re.search(rf"```yaml\n({word}:(?:.|\n)*?)```", PAGE)[1].encode()  # type: ignore[index]
        for word in ("catalogues", "blueprints", "trusted")
    )
    assert sorted(parse_settings(settings, "config.yaml").catalogues) == ["acme", "mine", "team"]
    assert list(parse_index(index, "catalogue.yaml", is_foreign=True)["shop"].versions) == ["1.0.0", "1.1.0"]
    assert len(parse_settings(trusted, "config.yaml").trusted) == 2
