"""`extends` with differences alone, three levels deep, and what an upgrade makes of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

from tests.commands.conftest import Run


def layer(folder: Path, below: str, files: dict[str, str]) -> None:
    """A blueprint that merges what it says with the one below."""
    inner = folder / "{{cookiecutter.name}}"
    inner.mkdir(parents=True)
    (folder / "blueprint.yaml").write_text(
        f"name: {folder.name}\nversion: 1.0.0\ndescription: x\nextends: {below}\n"
        'merges: ["values*.yaml", Chart.yaml, platform.yaml]\n'
    )
    (folder / "cookiecutter.json").write_text("{}")
    for name, text in files.items():
        (inner / name).write_text(text)


def git(*arguments: str, at: Path) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=at, check=True, capture_output=True)


def test_three_levels_say_only_what_differs_and_are_followed(invoke: Run, own: Path) -> None:
    company, shop = own.parent / "company", own.parent / "shop"
    layer(company, "./../tiny", {
        "values.yaml": "web:\n  image: {tag: 1.30.0} # the company's\n  replicaCount: 2\n",
        "values-prod.yaml": "web: null\n",
    })  # fmt: skip
    layer(shop, "../company", {
        "values.yaml": "web:\n  replicaCount: 3\n",
        "platform.yaml": "environments:\n  qa: {namespace: qa}\n",
        "values-qa.yaml": "global: {environment: qa}\n",
    })  # fmt: skip
    assert invoke("author", "lint", shop).status == 0
    assert invoke("new", shop, "made", "--defaults").status == 0
    values = Path("made/values.yaml")
    web = yaml.safe_load(values.read_text())["web"]
    assert (web["image"], web["replicaCount"]) == ({"repository": "nginx", "tag": "1.30.0"}, 3)
    assert "  image: {repository: nginx, tag: 1.30.0}" in values.read_text()
    environments = yaml.safe_load(Path("made/platform.yaml").read_text())["environments"]
    assert list(environments) == ["dev", "prod", "dr", "qa"]
    assert "web" not in yaml.safe_load(Path("made/values-prod.yaml").read_text())

    # The team edits; then every level changes something.
    values.write_text(values.read_text().replace("replicaCount: 3", "replicaCount: 5 # ours"))
    git("init", "--quiet", at=Path("made"))
    git("add", ".", at=Path("made"))
    git("commit", "--quiet", "-m", "one", at=Path("made"))
    tiny = own / "{{cookiecutter.name}}" / "values.yaml"
    tiny.write_text(tiny.read_text().replace('"18.1"}', '"18.2"} # new below'))
    file = company / "{{cookiecutter.name}}" / "values.yaml"
    file.write_text(file.read_text().replace("1.30.0", "1.31.0"))
    (shop / "blueprint.yaml").write_text((shop / "blueprint.yaml").read_text().replace("1.0.0", "1.1.0"))
    result = invoke("upgrade", "--platform", "made", "--yes")
    assert result.status == 0, result.err
    text = values.read_text()
    assert "replicaCount: 5 # ours" in text
    assert "tag: 1.31.0" in text
    assert 'image: {repository: postgres, tag: "18.2"} # new below\n' in text


def test_file_that_cannot_be_merged_is_told_with_its_blueprint(invoke: Run, own: Path) -> None:
    layer(own.parent / "company", "../tiny", {"values.yaml": "- 1\n"})
    result = invoke("new", own.parent / "company", "made", "--defaults")
    assert (result.status, result.err) == (
        2,
        ("Error: company: values.yaml: it cannot be merged with the one below: this is no map of values in block style\n"
         "  Leave it out of `merges`, or write it as a map in block style.\n"),
    )  # fmt: skip
