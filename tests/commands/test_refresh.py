"""`refresh`: a platform's generated parts follow its own files, and what people wrote stays."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.edge.files import read_tree
from tests.bench.synthetic import write
from tests.blueprints import platforms
from tests.small_platform import small_platform

if TYPE_CHECKING:
    from tests.commands.conftest import Run

WORKFLOW = ".github/workflows/platform.yaml"
APPLICATIONS = "gitops/argocd/applicationset.yaml"
CHARTS = "charts/deployment/templates/deployment.yaml"


@pytest.fixture(autouse=True, scope="module")
def shops() -> None:
    """Made before `invoke` puts other blueprints in their place."""
    platforms.tree("ecommerce")
    platforms.tree("ecommerce", "gitops=flux", "ci=gitlab")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(platforms.tree("ecommerce"), tmp_path / "shop")


def edited(shop: Path, file: str, old: str, new: str) -> None:
    data = (shop / file).read_bytes()
    assert old.encode() in data
    (shop / file).write_bytes(data.replace(old.encode(), new.encode()))


def changed(shop: Path, before: dict[PurePosixPath, bytes]) -> list[str]:
    after = read_tree(shop)
    return sorted(str(path) for path in {*before, *after} if before.get(path) != after.get(path))


def test_a_file_that_is_late_follows(invoke: Run, shop: Path) -> None:
    late = (shop / "values-dev.yaml").read_bytes()
    assert invoke("service", "rename", "product-db", "goods", "--platform", shop, "--yes").status == 0
    follows = (shop / "values-dev.yaml").read_bytes()
    (shop / "values-dev.yaml").write_bytes(late + b"\nproduct-db: {replicaCount: 1}\n")
    result = invoke("refresh", "--platform", shop, "--yes")
    assert result.out.startswith("values-dev.yaml: this is not up to date: it follows from platform.yaml\n")
    assert re.fullmatch(r"Note: product-db is called goods now \(platform.yaml:\d+\)\n", result.err)
    assert (shop / "values-dev.yaml").read_bytes() == follows + b"\ngoods: {replicaCount: 1}\n"
    assert invoke("refresh", "--platform", shop, "--yes").out == "Everything is up to date.\n"


def test_new_platform_is_up_to_date(invoke: Run, shop: Path) -> None:
    before = read_tree(shop)
    assert invoke("refresh", "--platform", shop, "--yes") == (0, "Everything is up to date.\n", "")
    assert changed(shop, before) == []


def test_what_is_stale_is_shown_with_its_diff_and_written_once(invoke: Run, shop: Path) -> None:
    edited(shop, "platform.yaml", "dr: {inherits: prod", "dr: {inherits: staging")
    before = read_tree(shop)
    result = invoke("refresh", "--platform", shop, "--dry-run")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(
        "README.md: this is not up to date: it follows from the values and platform.yaml\n"
        f"{WORKFLOW}: this is not up to date: it follows from platform.yaml\n"
        f"{APPLICATIONS}: this is not up to date: it follows from platform.yaml\n"
        "--- a/README.md\n"
    )
    assert (
        '+          - {environment: dr, values: "-f values-staging.yaml -f values-dr.yaml"}\n' in result.out
    )
    assert changed(shop, before) == []
    refused = invoke("refresh", "--platform", shop)
    assert (refused.status, changed(shop, before)) == (2, [])
    assert "nothing was written: there is no terminal to ask on" in refused.err
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    assert changed(shop, before) == [WORKFLOW, "README.md", APPLICATIONS]
    once = read_tree(shop)
    assert invoke("refresh", "--platform", shop, "--yes").out == "Everything is up to date.\n"
    assert read_tree(shop) == once


@pytest.mark.parametrize(
    ("edit", "follows"),
    [
        (("values-dev.yaml", "replicaCount: 1", "replicaCount: 2"), []),
        (("values.yaml", "tier: presentation", "tier: edge"), ["README.md"]),
        ((CHARTS, "dict", "list"), [CHARTS]),
        (("values.schema.json", '"type"', '"types"'), ["values.schema.json"]),
        (("README.md", "flowchart LR", "flowchart TD"), ["README.md"]),
        (("README.md", "# shop", "# Our shop"), []),
        ((WORKFLOW, "-f values-prod.yaml -f values-dr.yaml", "-f values-dr.yaml"), [WORKFLOW]),
        ((WORKFLOW, "cancel-in-progress: true", "cancel-in-progress: false"), []),
        ((APPLICATIONS, "revision: main", "revision: v1"), []),
        ((APPLICATIONS, "values: [prod, dr]", "values: [dr]"), [APPLICATIONS]),
        (("platform.yaml", "  cronjob: 1.0.0\n", ""), ["platform.yaml"]),
    ],
)
def test_after_an_edit_by_hand_exactly_what_follows_is_made_anew(
    invoke: Run, shop: Path, edit: tuple[str, str, str], follows: list[str]
) -> None:
    edited(shop, *edit)
    before = read_tree(shop)
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    assert changed(shop, before) == sorted(follows)


def test_what_people_wrote_around_the_parts_stays_byte_by_byte(invoke: Run, shop: Path) -> None:
    original = read_tree(shop)
    mine = {
        "README.md": ("## Install, upgrade", "Our text.\r\n\n\n  * odd list\n## Install, upgrade"),
        WORKFLOW: ("    steps:\n", "    steps: # ours\n      - {run: make ours}\n"),
        APPLICATIONS: ("namespace: shop-dr", "namespace: second, project: ours"),
        "platform.yaml": ("environments:", "# ours\nenvironments:"),
    }
    for file, (old, new) in mine.items():
        edited(shop, file, old, new)
    before = read_tree(shop)
    for file, (old, new) in {
        "README.md": ("flowchart LR", "flowchart TD"),
        WORKFLOW: ("-f values-prod.yaml -f values-dr.yaml", "-f values-dr.yaml"),
        APPLICATIONS: ("[prod, dr]", "[dr]"),
        "platform.yaml": ("  cronjob: 1.0.0\n", ""),
    }.items():
        edited(shop, file, old, new)
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    after = read_tree(shop)
    charts = PurePosixPath("platform.yaml")
    assert {path for path in after if after[path] != before[path]} <= {charts}
    assert sorted(after[charts].splitlines()) == sorted(before[charts].splitlines())
    assert {str(path) for path in after if after[path] != original[path]} == set(mine)


def test_environment_by_hand_comes_into_every_file(invoke: Run, tmp_path: Path) -> None:
    shop = write(platforms.tree("ecommerce", "gitops=flux", "ci=gitlab"), tmp_path / "flux")
    edited(
        shop,
        "platform.yaml",
        "  staging: {",
        "  qa: {namespace: shop-qa, clusters: [in-cluster]}\n  staging: {",
    )
    (shop / "values-qa.yaml").write_text("global: {environment: qa}\n")
    before = read_tree(shop)
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    assert changed(shop, before) == [".gitlab-ci.yml", "README.md", "gitops/flux/qa/release.yaml"]


def test_charts_of_another_version_are_told_with_what_to_do_and_that_helps(invoke: Run, shop: Path) -> None:
    edited(shop, "charts/cronjob/Chart.yaml", "version: 1.0.0", "version: 0.9.0")
    refused = invoke("refresh", "--platform", shop)
    assert (refused.status, refused.out) == (2, "")
    assert "the platform has version 0.9.0 of this chart, this helm-blueprint brings 1.0.0\n" in refused.err
    assert "delete the folder charts, write the new versions at the dependencies in Chart.yaml" in refused.err
    before = dict(platforms.tree("ecommerce"))
    for path in (path for path in before if path.parts[0] == "charts"):
        (shop / path).unlink()
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    assert read_tree(shop) == before


def test_umbrella_of_other_charts_has_nothing_to_make_anew(invoke: Run, tmp_path: Path) -> None:
    foreign = {path: data for path, data in small_platform().items() if path.parts[0] != "charts"}
    home = write(foreign, tmp_path / "foreign")
    assert invoke("refresh", "--platform", home) == (0, "Everything is up to date.\n", "")


def test_lint_says_what_is_stale_and_refresh_mends_it(invoke: Run, shop: Path) -> None:
    edited(shop, "platform.yaml", "dr: {inherits: prod", "dr: {inherits: staging")
    (shop / CHARTS).unlink()
    result = invoke("values", "lint", "--only", "stale", "--platform", shop, "--output", "github")
    assert result.status == 1
    told = {line.partition(",")[0].partition("file=")[2] for line in result.out.splitlines()}
    assert told == {"README.md", CHARTS, WORKFLOW, APPLICATIONS}
    assert result.out.count(f"`helm-blueprint refresh --platform {shop}`") == 4
    assert invoke("refresh", "--platform", shop, "--yes").status == 0
    assert invoke("values", "lint", "--only", "stale", "--platform", shop).status == 0


def test_lint_judges_nothing_by_charts_of_another_version_and_says_so(invoke: Run, shop: Path) -> None:
    edited(shop, "charts/cronjob/Chart.yaml", "version: 1.0.0", "version: 0.9.0")
    result = invoke("values", "lint", "--only", "stale", "--platform", shop)
    assert (result.status, result.out) == (0, "")
    assert "Note: whether it is stale is not known: charts/cronjob/Chart.yaml" in result.err


def test_pipelines_ask_what_is_stale_where_somebody_wants_it_and_are_plain_helm_elsewhere(
    invoke: Run, shop: Path
) -> None:
    github = yaml.safe_load((shop / WORKFLOW).read_text())["jobs"]
    gitlab = yaml.safe_load(
        platforms.tree("ecommerce", "gitops=flux", "ci=gitlab")[PurePosixPath(".gitlab-ci.yml")]
    )
    assert github["values"]["if"] == "vars.HELM_BLUEPRINT != '' && github.event_name != 'schedule'"
    assert gitlab["values"]["rules"] == [{"if": "$HELM_BLUEPRINT"}]
    program = "helm-blueprint "
    asked = [github["values"]["steps"][-1]["run"], gitlab["values"]["script"][-1]]
    for command in asked:
        words = command.partition(program)[2].split()
        assert words[:2] == ["values", "lint"]
        assert invoke(*words, "--platform", shop).status == 0
        (shop / CHARTS).rename(shop / "kept")
        assert invoke(*words, "--platform", shop).status == 1
        (shop / "kept").rename(shop / CHARTS)
    del github["values"], gitlab["values"], github["upgrade"], gitlab["upgrade"]
    assert program not in f"{github}{gitlab}"


def test_hook_runs_for_every_file_that_can_be_stale() -> None:
    root = Path(__file__).resolve().parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    names = [
        "values.schema.json",
        "README.md",
        WORKFLOW,
        ".gitlab-ci.yml",
        APPLICATIONS,
        CHARTS,
        "platform.yaml",
    ]
    files = [*names, "gitops/flux/dev/release.yaml", "values-dev.yaml", "Chart.yaml"]
    assert [name for name in files if not re.search(hook["files"], f"deploy/shop/{name}")] == []
    assert [name for name in ("README", "notes.md", "src/main.py") if re.search(hook["files"], name)] == []
