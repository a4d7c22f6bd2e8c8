"""`author`: a folder checked, tried, packed and pushed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import FIXTURES, Run
from tests.registry import registry


def test_lint_says_that_nothing_is_wrong(invoke: Run, own: Path) -> None:
    assert invoke("author", "lint", own) == (
        0, "tiny 0.3.0: nothing is wrong, tried with 3 sets of answers.\n", "",
    )  # fmt: skip


def test_lint_says_all_that_is_wrong_with_every_answer(invoke: Run, own: Path) -> None:
    (own / "{{cookiecutter.name}}" / "values-dev.yaml").write_text(
        "{% if cookiecutter.cache %}web: {replicas: 2}{% endif %}\n"
        '{% if cookiecutter.queue == "nats" %}web: {image: 3}{% endif %}\n'
    )
    result = invoke("author", "lint", own)
    assert (result.status, result.out) == (2, "")
    assert "(the defaults)" in result.err
    assert "(--set queue=nats)" in result.err


def test_test_tries_every_combination_and_names_those_that_fail(invoke: Run, own: Path) -> None:
    assert invoke("author", "test", own, "--no-helm").out == (
        "tiny 0.3.0: 4 platforms made, one of each set of answers.\n"
    )
    file = own / "{{cookiecutter.name}}" / "values-dev.yaml"
    bad = '{% if cookiecutter.queue == "nats" and not cookiecutter.cache %}web: {replicas: 2}{% endif %}\n'
    file.write_text(file.read_text() + bad)
    assert invoke("author", "lint", own).status == 0
    result = invoke("author", "test", own, "--no-helm")
    assert result.status == 2
    assert "(--set queue=nats --set cache=false)" in result.err


def test_test_renders_every_environment(
    invoke: Run, own: Path, helms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helms))
    assert invoke("author", "test", own).out == (
        "tiny 0.3.0: 4 platforms made and rendered, one of each set of answers.\n"
    )


def test_list_tells_the_combinations(invoke: Run, own: Path) -> None:
    assert invoke("author", "test", own, "--list").out == (
        "--set queue=none --set cache=true\n--set queue=none --set cache=false\n"
        "--set queue=nats --set cache=true\n--set queue=nats --set cache=false\n"
    )


def test_package_is_written_once_for_a_version(invoke: Run, own: Path) -> None:
    base = own.parent / "base"
    result = invoke("author", "package", base)
    assert result.status == 0
    assert result.out.startswith("base-1.0.0.tgz written; its files are sha256:")
    assert invoke("author", "package", base).status == 0
    (base / "{{cookiecutter.name}}" / "new.md").write_text("new\n")
    assert invoke("author", "package", base) == (
        2, "",
        ("Error: base-1.0.0.tgz is there already, with other content\n"
         "  Raise the version in blueprint.yaml, or remove the file.\n"),
    )  # fmt: skip


def test_push_and_new_go_through_helm(
    invoke: Run, tmp_path: Path, helms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`tiny` extends `base`, which comes with the program, so its archive stands by itself."""
    monkeypatch.setenv("HELM_BIN", str(helms))
    monkeypatch.setenv("HELM_REGISTRY_CONFIG", str(tmp_path / "registry.json"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(FIXTURES / "tiny", tmp_path / "mine" / "tiny")
    with registry() as host:
        told = f"Pushed. `helm-blueprint new oci://{host}/team/tiny:0.3.0` makes a platform of it.\n"
        assert invoke("author", "push", tmp_path / "mine" / "tiny", f"oci://{host}/team").out == told
        assert invoke("new", f"oci://{host}/team/tiny", "shop", "--defaults").status == 0
    text = Path("shop/platform.yaml").read_text()
    assert f"\n  source: oci://{host}/team/tiny:0.3.0\n  version: 0.3.0\n  digest: sha256:" in text
    assert invoke("author", "push", tmp_path / "mine" / "tiny", "https://localhost/x.git").status == 2


def test_release_refuses_a_version_that_promises_less(
    invoke: Run, own: Path, helm4: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    values = own / "{{cookiecutter.name}}" / "values.yaml"
    values.write_text(values.read_text().replace("tag: 1.29.3", "tag: 1.29.4"))
    manifest = own / "blueprint.yaml"
    result = invoke("author", "release", own, "--against", "tiny")
    assert (result.status, result.err.splitlines()[0]) == (
        2, "Error: 0.3.0 is no later version than 0.3.0",
    )  # fmt: skip
    manifest.write_text(manifest.read_text().replace("0.3.0", "0.3.1"))
    result = invoke("author", "release", own, "--against", "tiny")
    assert "0.3.1 promises a patch after 0.3.0, and this is a minor" in result.err
    assert "Deployment shop-web: pods restart, one after the other: container.image" in result.err
    manifest.write_text(manifest.read_text().replace("0.3.1", "1.0.0"))
    result = invoke("author", "release", own, "--against", "tiny")
    assert (result.status, result.out.splitlines()[0]) == (
        0, "0.3.0 → 1.0.0 is a major; what changes asks for a minor.",
    )  # fmt: skip
