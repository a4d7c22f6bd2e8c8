"""`author`: a folder checked, tried, packed and pushed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.edge.blueprints import load_blueprint
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


@pytest.mark.long
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


@pytest.mark.long
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


_VALUES, _CHART = "{{cookiecutter.name}}/values.yaml", "{{cookiecutter.name}}/Chart.yaml"

_DB = '\ndb:   # keeps them\n  tier: data\n  image: {repository: postgres, tag: "18.1"}\n  ports: {postgres: 5432}\n'

# What a version of the fixture changes, what that asks for, and why.
_CHANGES = {
    "nothing that runs": ([(_VALUES, "# shows pages", "# shows all pages")], "patch", ""),
    "an annotation of a Service": (
        [(_VALUES, "ports: {http: 8080}\n", "ports: {http: 8080}\n  service: {annotations: {a: b}}\n")], "patch", "",
    ),
    "pods restart": ([(_VALUES, "tag: 1.29.3", "tag: 1.29.4")], "minor", "pods restart"),
    "a service more": (
        [
            (_VALUES, "db:   # keeps", "cache:\n  image: {repository: valkey, tag: 9.0.0}\n\ndb:   # keeps"),
            (_CHART, "dependencies:\n", 'dependencies:\n  - {name: deployment, alias: cache, condition: cache.enabled, version: ">=1.0.0"}\n'),
        ],
        "minor", "shop-cache: is new",
    ),
    "the API refuses it": (
        [(_VALUES, "ports: {http: 8080}\n", "ports: {http: 8080}\n  selectorLabels: {a: b}\n")], "major", "selector",
    ),
    "a workload goes": (
        [(_VALUES, "# shows pages\n", "# shows pages\n  enabled: false\n")], "major", "Deployment shop-web: is deleted",
    ),
    "what goes is kept by a migration": (
        [
            (_VALUES, "    web: [db]", "    {}"), (_VALUES, _DB, ""),
            (_CHART, '  - {name: statefulset, alias: db, condition: db.enabled, version: ">=1.0.0"}\n', ""),
            ("blueprint.yaml", "options:\n", "migrations:\n  db: {version: 1.3.1, keep: [db]}\noptions:\n"),
        ],
        "minor", "NetworkPolicy shop-db: in from web",
    ),
    "data are at risk": (
        [(_VALUES, "  tier: data\n", "  tier: data\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n")],
        "major", "its claims are deleted with it from now on",
    ),
    "with one answer only": ([(_VALUES, "tag: 2.12.2", "tag: 2.12.3")], "minor", "(--set queue=nats)"),
    "no answer any more": (
        [("blueprint.yaml", "[none, nats]", "[none, kafka]"), ("cookiecutter.json", '"nats"', '"kafka"')],
        "major", "answer queue: upgrades stop: ",
    ),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", _CHANGES)
def test_release_asks_for_the_step_that_effects_need(
    invoke: Run, own: Path, helm4: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each class of effects by the whole command: what it asks for is taken, and anything less refused."""
    monkeypatch.setenv("HELM_BIN", str(helm4))
    edits, asked, reason = _CHANGES[name]
    manifest, before = own / "blueprint.yaml", own.parent.parent / "before" / "tiny"
    manifest.write_text(manifest.read_text().replace("version: 0.3.0", "version: 1.3.0"))
    shutil.copytree(own.parent, before.parent)
    for file, old, new in edits:
        text = (own / file).read_text()
        assert old in text
        (own / file).write_text(text.replace(old, new))
    versions = {"patch": "1.3.1", "minor": "1.4.0", "major": "2.0.0"}
    now = manifest.read_text()
    if asked != "patch":
        less = "patch" if asked == "minor" else "minor"
        manifest.write_text(now.replace("version: 1.3.0", f"version: {versions[less]}"))
        result = invoke("author", "release", own, "--against", before)
        assert f"{versions[less]} promises a {less} after 1.3.0, and this is a {asked}" in result.err
        assert (result.status, result.out) == (2, "")
        assert reason in result.err
    manifest.write_text(now.replace("version: 1.3.0", f"version: {versions[asked]}"))
    result = invoke("author", "release", own, "--against", before)
    told = f"1.3.0 → {versions[asked]} is a {asked}; what changes asks for a {asked}."
    assert (result.status, result.out.splitlines()[0]) == (0, told)
    assert reason in result.out


@pytest.mark.long
def test_golden_files_are_what_both_helms_render_and_no_part_of_the_blueprint(
    invoke: Run, own: Path, helm3: Path, helm4: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm3))
    before = load_blueprint(str(own)).digest
    assert invoke("author", "test", own, "--golden", "write").out.startswith(
        "4 of 4 golden files written to golden/.\n"
    )
    names = sorted(path.name for path in (own / "golden").iterdir())
    assert names == [
        f"queue-{queue}-cache-{cache}.yaml" for queue in ("nats", "none") for cache in ("false", "true")
    ]
    assert load_blueprint(str(own)).digest == before
    monkeypatch.setenv("HELM_BIN", str(helm4))
    assert invoke("author", "test", own, "--golden", "check").status == 0
    values = own / "{{cookiecutter.name}}" / "values.yaml"
    values.write_text(values.read_text().replace("tag: 1.29.3", "tag: 1.29.4"))
    (own / "golden" / "gone.yaml").write_text("x\n")
    result = invoke("author", "test", own, "--golden", "check")
    assert result.status == 1
    assert "golden/gone.yaml\n" in result.out
    assert re.search(r"\n-\s+image: \"?nginx:1\.29\.3\"?\n\+\s+image: \"?nginx:1\.29\.4\"?\n", result.out)
    assert result.err.startswith("5 golden files differ: ")


def test_golden_files_are_written_through_no_link(
    invoke: Run, own: Path, helm4: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    (tmp_path / "elsewhere").mkdir()
    (own / "golden").symlink_to(tmp_path / "elsewhere")
    assert invoke("author", "test", own, "--golden", "write").status == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert invoke("author", "test", own, "--golden", "write", "--no-helm").status == 2
    assert invoke("author", "test", "tiny", "--golden", "check").status == 2


def test_init_makes_a_blueprint_that_makes_the_platform(invoke: Run, tmp_path: Path) -> None:
    assert invoke("new", "tiny", "shop", "--defaults", "--set", "queue=nats").status == 0
    values = Path("shop/values.yaml")
    values.write_text(values.read_text() + "# of {{ braces }} and {% more %}\n")
    Path("shop/.env").write_text("PASSWORD=s3cret\n")
    result = invoke("author", "init", "house", "--platform", "shop")
    assert (result.status, result.out.partition(". It asks")[2]) == (0, ": name, domain, team.\n"), result.err
    assert "as it was answered, and not asked: queue=nats, cache=True" in result.err
    assert not Path("house/{{cookiecutter.name}}/.env").exists()
    assert invoke("author", "lint", "house").status == 0
    assert invoke("new", "./house", "copy", "--defaults").status == 0
    for path in (path for path in Path("shop").rglob("*") if path.is_file()):
        other = Path("copy") / path.relative_to("shop")
        if path.name not in ("platform.yaml", "base.tar.gz", ".env"):
            assert other.read_bytes() == path.read_bytes(), path
    assert invoke("new", "./house", "--defaults", "--set", "name=store").status == 0
    assert "name: store\n" in Path("store/Chart.yaml").read_text()


def test_init_takes_no_file_of_another_place_and_no_taken_folder(invoke: Run, tmp_path: Path) -> None:
    assert invoke("new", "tiny", "shop", "--defaults").status == 0
    assert invoke("author", "init", "shop", "--platform", "shop").status == 2
    assert invoke("author", "init", "No_Name", "--platform", "shop").status == 2
    (tmp_path / "secret").write_text("s3cret\n")
    Path("shop/values-extra.yaml").symlink_to(tmp_path / "secret")
    result = invoke("author", "init", "house", "--platform", "shop")
    assert (result.status, Path("house").exists()) == (2, False)
    assert "this link leads out of the platform" in result.err
