"""The plugin in a real Helm: installed, run, completed, updated, uninstalled. Needs a package index."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import __version__
from tests import tools
from tests.plugin.conftest import commit, git

pytestmark = pytest.mark.plugin

ROOT = Path(__file__).resolve().parent.parent.parent
# `make test-plugin` goes through every Helm that the plugin promises to work with.
HELMS = (
    ("helm3", "helm4", "helm3.14", "helm3.18", "helm4.2")
    if os.environ.get("HELM_ALL")
    else ("helm3", "helm4")
)

Helm = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=HELMS)
def helm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Helm:
    """Runs one Helm with a home of its own, whose path has a space."""
    found = tools.find(request.param)
    if not found:
        message = f"{request.param} is missing: run `make test-plugin`, which builds it"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    home = tmp_path_factory.mktemp("helm home")
    environment = os.environ | {
        "HELM_CACHE_HOME": str(home / "cache"),
        "HELM_CONFIG_HOME": str(home / "config"),
        "HELM_DATA_HOME": str(home / "data"),
        "PIP_NO_COMPILE": "1",  # a third of the installation's time, and nothing here runs often
    }

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [found, *map(str, arguments)],
            env=environment | more,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )

    run.home = home  # type: ignore[attr-defined]
    run.name = request.param  # type: ignore[attr-defined]
    return run


def ok(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def unverified(helm: Helm) -> list[str]:
    """Helm 4 verifies what it downloads, and a git repository has no provenance file."""
    return ["--verify=false"] if helm.name.startswith("helm4") else []  # type: ignore[attr-defined]


@pytest.mark.long
def test_life_of_the_plugin_from_git(helm: Helm, repository: Path) -> None:
    ok(helm("plugin", "install", f"file://{repository}", *unverified(helm)))
    assert "blueprint" in ok(helm("plugin", "list"))
    assert ok(helm("blueprint", "--version")) == f"helm-blueprint {__version__}\n"
    assert ok(helm("blueprint", "list")).startswith("NAME ")
    assert "Usage: helm blueprint new " in ok(helm("blueprint", "new", "--help"))

    tiny = repository / "tests" / "fixtures" / "blueprints" / "tiny"
    made = ok(helm("blueprint", "new", tiny, "my shop", "--defaults"))
    assert "helm template shop . -f values-dev.yaml" in made.replace("'", "")
    ok(helm("template", "shop", helm.home / "my shop", "-f", helm.home / "my shop" / "values-dev.yaml"))  # type: ignore[attr-defined]

    refused = helm("blueprint", "new", "nothing-like-it", "--defaults")
    assert refused.returncode == 2
    assert 'Error: there is no blueprint "nothing-like-it"' in refused.stderr

    assert ok(helm("__complete", "blueprint", "sho")).startswith("show\t")
    assert ok(helm("__complete", "blueprint", "list", "--output", "")) == "text\njson\n:4\n"
    assert ok(helm("__complete", "blueprint", "list", "--out")).startswith("--output\t")

    (repository / "NEWS").write_text(helm.name)  # type: ignore[attr-defined]
    commit(repository)
    ok(helm("plugin", "update", "blueprint"))
    assert (installed(helm) / "NEWS").exists()
    assert git(installed(helm), "status", "--porcelain") == ""
    assert ok(helm("blueprint", "--version")) == f"helm-blueprint {__version__}\n"

    ok(helm("plugin", "uninstall", "blueprint"))
    assert helm("blueprint", "--version").returncode != 0


def installed(helm: Helm) -> Path:
    (folder,) = (helm.home / "data" / "plugins").iterdir()  # type: ignore[attr-defined]
    return folder.resolve()


@pytest.mark.long
def test_folder_is_installed_as_it_is(helm: Helm, repository: Path) -> None:
    ok(helm("plugin", "install", repository))
    assert git(repository, "status", "--porcelain") == ""
    assert ok(helm("blueprint", "--version")) == f"helm-blueprint {__version__}\n"
    ok(helm("plugin", "uninstall", "blueprint"))
    shutil.rmtree(repository / ".plugin-venv")


@pytest.mark.long
def test_update_that_fails_leaves_what_works(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plugin", tmp_path / "plugin")
    works = tmp_path / ".plugin-venv" / "bin" / "python"
    works.parent.mkdir(parents=True)
    works.write_text("the old one")
    # There is no package in this folder, so that pip fails without a network.
    hook = subprocess.run(
        ["sh", tmp_path / "plugin" / "install.sh"], capture_output=True, text=True, check=False
    )
    assert hook.returncode == 1
    assert "helm-blueprint's Python packages could not be installed (see above)." in hook.stderr
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".plugin-venv", "plugin"]
    assert works.read_text() == "the old one"


@pytest.mark.long
def test_release_for_helm_4_is_installed(helm4: Path, repository: Path, tmp_path: Path) -> None:
    """`helm plugin package` checks the v1 manifest; then Helm 4 installs what it packed."""
    command = [
        sys.executable,
        "plugin/release.py",
        "--helm",
        str(helm4),
        "--destination",
        str(tmp_path / "dist"),
    ]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    archive = tmp_path / "dist" / f"blueprint-{__version__}.tgz"
    with tarfile.open(archive) as content:
        members = {member.name.split("/", 1)[-1]: member for member in content}
        manifest = content.extractfile(members["plugin.yaml"])
        assert manifest is not None
        assert yaml.safe_load(manifest.read())["apiVersion"] == "v1"
        assert members["plugin/run.sh"].mode & stat.S_IXUSR
    environment = os.environ | {
        f"HELM_{name}_HOME": str(tmp_path / "home" / name) for name in ("CACHE", "CONFIG", "DATA")
    }
    environment["PIP_NO_COMPILE"] = "1"

    def helm(*arguments: str | Path) -> str:
        return ok(
            subprocess.run([helm4, *arguments], env=environment, capture_output=True, text=True, check=False)
        )

    helm("plugin", "install", archive, "--verify=false")
    assert helm("blueprint", "--version") == f"helm-blueprint {__version__}\n"
    assert helm("__complete", "blueprint", "sho").startswith("show\t")
    helm("plugin", "uninstall", "blueprint")


# The hook by itself, on machines where something is missing.


def programs(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


@pytest.mark.parametrize("python", [None, "#!/bin/sh\nexit 1\n"], ids=["none", "too old"])
def test_machine_without_a_new_enough_python_is_told(tmp_path: Path, python: str | None) -> None:
    path = programs(tmp_path / "bin", "sh", "dirname", "rm")
    if python:
        (path / "python3").write_text(python)
        (path / "python3").chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "plugin" / "install.sh"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "helm-blueprint needs Python 3.10 or newer, and there is none on PATH." in done.stderr
    assert "HELM_BLUEPRINT_PYTHON=/path/to/python3" in done.stderr


def test_python_that_makes_no_environments_is_told(tmp_path: Path) -> None:
    """As Debian's python3 without python3-venv."""
    path = programs(tmp_path / "bin", "sh", "dirname", "rm")
    (path / "python3").write_text(
        '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; --version) echo Python 3.12.0;; esac\n'
    )
    (path / "python3").chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "plugin" / "install.sh"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "This Python (Python 3.12.0) cannot make virtual environments." in done.stderr
    assert "apt install python3-venv" in done.stderr


def test_incomplete_installation_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plugin", tmp_path / "plugin")
    shutil.copy2(ROOT / "plugin.complete", tmp_path)
    environment = {"PATH": os.environ["PATH"], "HELM_PLUGIN_DIR": str(tmp_path)}
    done = subprocess.run(
        ["sh", tmp_path / "plugin" / "run.sh", "list"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert f'Run: sh "{tmp_path}/plugin/install.sh"' in done.stderr
    completed = subprocess.run(
        [tmp_path / "plugin.complete", ""], env=environment, capture_output=True, text=True, check=False
    )
    assert (completed.returncode, completed.stdout, completed.stderr) == (0, "", "")
