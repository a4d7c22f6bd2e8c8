"""Whatever a comment or a page of a platform proposes renders, and what comes of it fits together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.blueprints.alternatives import (
    NO_PROPOSALS,
    PROPOSING,
    PROSE,
    Commented,
    Prose,
    commented,
    uncommented,
)
from tests.blueprints.outside import CHOSEN, gaps
from tests.blueprints.platforms import ENVIRONMENTS, NAMES, described, folder
from tests.charts import support

if TYPE_CHECKING:
    from tests.charts.support import Object

each_blueprint = pytest.mark.parametrize("blueprint", NAMES)


def test_commented_out_code_is_taken_with_what_stands_below_it() -> None:
    text = "# dev: small\na: {b: 1}\n# db:\n#   external: {host: x}\n# db: words\nc:\n  # class: x # why\n  d: 1\n"
    found = list(commented(text, ("db", "class")))
    assert found == [Commented(2, 3, "db"), Commented(4, 4, "db"), Commented(6, 6, "class")]
    assert uncommented(text, found[:1]) == text.replace("# db:\n#   external", "db:\n  external")


def known(blueprint: str) -> set[str]:
    """Keys that stand at the top of a platform's values, and those of services."""
    dependencies = yaml.safe_load((folder(blueprint) / "Chart.yaml").read_text())["dependencies"]
    services = {one.get("alias", one["name"]) for one in dependencies}
    values = (support.CHARTS / "statefulset" / "values.yaml").read_text().splitlines()
    return services | {
        line.lstrip("# ").partition(":")[0] for line in values if ":" in line and line[0] not in " \n"
    }


def proposed(blueprint: str) -> dict[str, list[Commented]]:
    """Each file of values with the code that is commented out in it."""
    return {
        path.name: found
        for path in sorted(folder(blueprint).glob("values*.yaml"))
        if (found := list(commented(path.read_text(), known(blueprint))))
    }


@each_blueprint
def test_every_proposal_is_code_or_has_values_here(blueprint: str) -> None:
    lost = []
    for path in sorted(folder(blueprint).glob("values*.yaml")):
        code = {
            place
            for one in commented(path.read_text(), known(blueprint))
            for place in range(one.first, one.last + 1)
        }
        for place, line in enumerate(path.read_text().splitlines()):
            comment = line.partition("#")[2]
            words = [one.words for one in PROSE[blueprint] if one.file == path.name]
            if (
                place not in code
                and PROPOSING.search(f"#{comment}")
                and not any(one in line for one in (*words, *NO_PROPOSALS))
            ):
                lost.append(f"{path.name}:{place + 1}: {line.strip()}")
    assert lost == []
    assert [
        one.id for one in PROSE[blueprint] if one.words not in (folder(blueprint) / one.file).read_text()
    ] == []


def rendered(
    blueprint: str, environment: str, tmp_path: Path, helm: Path, *, changed: dict[str, str], more: str = ""
) -> list[Object]:
    home = tmp_path / "platform"
    shutil.copytree(folder(blueprint), home)
    for name, text in changed.items():
        (home / name).write_text(text)
    (home / "more.yaml").write_text(more)
    files = [*described(blueprint).values_files(environment), "more.yaml"]
    arguments = [part for file in files for part in ("-f", str(home / file))]
    return support.template(helm, home, *arguments, release=str(described(blueprint).answers["name"]))


def environments_of(file: str) -> list[str]:
    """One environment that has this file of values; dr comes after prod, and has it, too."""
    return [file[len("values-") : -len(".yaml")]] if "-" in file else ["prod"]


@pytest.mark.helm
@each_blueprint
def test_code_that_is_commented_out_fits_in(blueprint: str, tmp_path: Path, helm3: Path) -> None:
    """All that a file proposes at once; where a key is proposed twice, the first time."""
    for file, found in proposed(blueprint).items():
        once = [
            one for place, one in enumerate(found) if one.key not in {other.key for other in found[:place]}
        ]
        text = (folder(blueprint) / file).read_text()
        for environment in environments_of(file):
            objects = rendered(
                blueprint, environment, tmp_path / file, helm3, changed={file: uncommented(text, once)}
            )
            assert gaps(blueprint, objects, CHOSEN) == []


@pytest.mark.helm
@pytest.mark.long
@each_blueprint
def test_each_piece_of_it_fits_in_alone_in_every_environment_that_has_the_file(
    blueprint: str, tmp_path: Path, helm3: Path
) -> None:
    for file, found in proposed(blueprint).items():
        text = (folder(blueprint) / file).read_text()
        chains = {one: [path.name for path in described(blueprint).values_files(one)] for one in ENVIRONMENTS}
        for place, one in enumerate(found):
            for environment in (name for name, files in chains.items() if file in files):
                home = tmp_path / file / f"{place}-{environment}"
                objects = rendered(
                    blueprint, environment, home, helm3, changed={file: uncommented(text, [one])}
                )
                assert gaps(blueprint, objects, CHOSEN) == [], (
                    f"{file}:{one.first + 1}: {one.key} in {environment}"
                )


@pytest.mark.helm
@pytest.mark.long
@pytest.mark.parametrize(
    ("blueprint", "prose"),
    [(blueprint, prose) for blueprint in NAMES for prose in PROSE[blueprint]],
    ids=[f"{blueprint}: {prose.id}" for blueprint in NAMES for prose in PROSE[blueprint]],
)
def test_what_words_propose_fits_in(blueprint: str, prose: Prose, tmp_path: Path, helm3: Path) -> None:
    changed = {}
    if prose.without:
        lines = (folder(blueprint) / prose.file).read_text().splitlines(keepends=True)
        changed = {prose.file: "".join(line for line in lines if prose.words not in line)}
    objects = rendered(blueprint, prose.environment, tmp_path, helm3, changed=changed, more=prose.values)
    assert gaps(blueprint, objects, CHOSEN) == []


@pytest.mark.helm
@pytest.mark.long
@pytest.mark.parametrize("kind", support.TYPES)
def test_every_example_of_a_charts_values_renders(kind: str, tmp_path: Path, helm3: Path) -> None:
    """Values without a default stand as comments in values.yaml, with an example each."""
    chart = support.standalone(tmp_path, kind)
    text = (chart / "values.yaml").read_text()
    keys = {
        line[2:].partition(":")[0]
        for line in text.splitlines()
        if line.startswith("# ") and not line.startswith("# -- ")
    }
    found = list(commented(text, keys))
    assert len(found) > 5
    (chart / "values.yaml").write_text(uncommented(text, found))
    schedule = ["--set", "schedule=0 1 * * *"] if kind == "cronjob" else []
    objects = support.template(
        helm3, chart, "--set", "image.repository=ghcr.io/example/app,image.tag=1", *schedule
    )
    (owner,) = support.controllers(objects)
    assert support.pod_of(owner)["terminationGracePeriodSeconds"] == 30
