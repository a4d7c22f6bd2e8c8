"""Charts as other people lay them out: every values command works on each, and says what Helm says.

The first twenty are layouts, the others have the shape of real repositories, with all that lies around.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.commands.conftest import Run

BASE = "replicas: 1\nlevel: warn\nimage:\n  repository: r\n  tag: base\nhosts: [a]\n"
CHART = "apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
ALL = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\ndata: {values: {{ .Values | toJson | quote }}}\n"
)
COMMON = "level: info\nimage:\n  tag: common # of all\n"
OWN = "# {name}\nimage:\n  tag: of-{name}\nhosts: [{name}.example.com]\n"
MANIFEST = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n"
SECRET = "password: xJ7-hunter2-long\n"
API = "apiVersion: helm-blueprint/v1\n"


class Repository(NamedTuple):
    """A chart (None: elsewhere), the files of each environment, what lies around, and how it is called."""

    chart: str | None
    chains: dict[str, str]
    around: dict[str, str] = {}  # noqa: RUF012  # never changed
    options: str = ""
    here: str = "."


def env(template: str, *names: str) -> dict[str, str]:
    return {name: template.format(name) for name in names}


REPOSITORIES = {
    "beside Chart.yaml": Repository(".", env("values-{}.yaml", "test", "prod")),
    "with dots": Repository(".", env("values.{}.yml", "test", "prod")),
    "environments/": Repository(".", env("environments/{}.yaml", "dev", "prod")),
    "env/<env>/values.yaml": Repository("app", env("app/env/{}/values.yaml", "dev", "prod")),
    "beside the chart's folder": Repository("helm_deploy/app", env("helm_deploy/values-{}.yaml", "dev", "preprod", "prod")),
    "from the chart's folder": Repository("helm_deploy/app", env("helm_deploy/values-{}.yaml", "dev", "prod"), here="helm_deploy/app"),
    "environments/helm-values/": Repository("chart", env("environments/helm-values/values-{}.yaml", "int", "prod")),
    "config/<env>.yaml": Repository("app", env("config/{}.yaml", "staging", "prod")),
    "config/clusters/": Repository("charts/hub", {"a-staging": "config/clusters/a/common.values.yaml config/clusters/a/staging.values.yaml", "b-prod": "config/clusters/b/prod.values.yaml"}),
    "<env>/values.yaml": Repository("charts/app", env("{}/values.yaml", "dev", "prod")),
    "stages/": Repository("base", env("stages/{}/values.yaml", "test", "uat", "prod")),
    "overlays/": Repository("app", env("overlays/{}/values.yaml", "dev", "prod"), {"overlays/dev/kustomization.yaml": "resources: []\n"}),
    "ci/": Repository("app", env("ci/{}.yaml", "test", "prod"), {"ci/full-values.yaml": COMMON}),
    "<env>-values.yaml": Repository("app", env("{}-values.yaml", "dev", "prod"), {"nginx-ingress-values.yaml": "controller: {}\n"}),
    "common and a region": Repository("chart", {"test": "values/common.yaml values/test.yaml", "prod": "values/common.yaml values/prod.yaml", "prod-eu": "values/common.yaml values/prod.yaml values/prod-eu.yaml"}),
    "a file a service": Repository("charts/orders", env("envs/{}/orders.yaml", "test", "prod"), {"charts/cart/Chart.yaml": CHART.format(name="cart"), "envs/prod/cart.yaml": COMMON}, "--chart charts/orders"),
    "a folder a service": Repository("charts/orders", env("deploy/orders/values-{}.yaml", "test", "prod"), {"deploy/orders/secrets.yaml": SECRET}),
    "two kinds of place": Repository("chart", {"dev": "chart/values-dev.yaml", "prod": "envs/prod.yaml"}),
    "no chart": Repository(None, {"dev": "base/values.yaml dev/values.yaml", "prod": "base/values.yaml prod/values.yaml"}),
    "--values": Repository("x/app", {"test": "x/1.yaml other/2.yaml", "prod": "x/3.yaml"}, options="--chart x/app --values test=x/1.yaml,other/2.yaml --values prod=x/3.yaml"),
    "platform.yaml": Repository("charts/app", {"test": "shared/all.yaml deploy/t.yaml", "prod": "shared/all.yaml deploy/p.yaml", "prod-eu": "shared/all.yaml deploy/p.yaml deploy/eu.yaml"}, {"deploy/platform.yaml": API + "chart: ../charts/app\nenvironments:\n  test: {files: [../shared/all.yaml, t.yaml]}\n  prod: {files: [../shared/all.yaml, p.yaml]}\n  prod-eu: {inherits: prod, files: [eu.yaml]}\n"}, here="deploy"),
    "platform.yaml with placeholders": Repository("charts/app", env("envs/{}/app.yaml", "test", "prod"), {"platform.yaml": API + "chart: 'charts/{service}'\nfiles: ['envs/{environment}/{service}.yaml']\nenvironments: {test: {}, prod: {}}\n"}),
    # ── shapes of real repositories ──
    "a ministry's": Repository("helm_deploy/hmpps-auth", env("helm_deploy/values-{}.yaml", "t3", "preprod", "prod"), {"src/main/resources/application.yaml": COMMON, "docker-compose.yml": "services: {}\n", "feature.env": ""}),
    "hubs": Repository("helm-charts/basehub", {"uk-staging": "config/clusters/uk/common.values.yaml config/clusters/uk/staging.values.yaml", "uk-prod": "config/clusters/uk/common.values.yaml config/clusters/uk/prod.values.yaml"}, {"helm-charts/support/Chart.yaml": CHART.format(name="support"), "config/clusters/uk/support.values.yaml": COMMON, "config/clusters/uk/enc-prod.secret.values.yaml": SECRET, "config/clusters/uk/cluster.yaml": "name: uk\n"}, "--chart helm-charts/basehub"),
    "a federation": Repository("mybinder", env("config/{}.yaml", "staging", "prod"), {"config/cert-manager.yaml": "ingressShim: {}\n", "config/test-secrets.yaml": SECRET, "secrets/config/prod.yaml": SECRET, "kube-system/Chart.yaml": CHART.format(name="kube-system"), "kube-system/values.yaml": "calico: {}\n"}),
    "many applications": Repository("applications/argocd", env("applications/argocd/values-{}.yaml", "idfdev", "idfprod"), {"environments/Chart.yaml": CHART.format(name="environments"), "environments/values-idfdev.yaml": COMMON, "applications/tap/Chart.yaml": CHART.format(name="tap"), "applications/tap/values-idfdev.yaml": COMMON}, here="applications/argocd"),
    "a demo of pull requests": Repository("charts/demo-app", env("{}/values.yaml", "dev", "staging", "prod"), {"apps/prod.yaml": MANIFEST, "README.md": ""}),
    "a chart in a registry": Repository(None, env("environments/{}/values.yaml", "dev", "staging", "prod"), {"environments/dev/web-values.yaml": COMMON, "argocd/values.yaml": "server: {}\n", "infrastructure/grafana/values.yaml": "x: 1\n"}),
    "releases by helmfile": Repository("app", {"qa": "environments/default.yaml environments/qa.yaml", "staging": "environments/default.yaml environments/staging.yaml"}, {"helmfile.yaml": "releases: []\n"}),
    "a product in parts": Repository("charts/countly-kafka", {"local": "environments/local/global.yaml environments/local/kafka.yaml", "reference": "environments/reference/global.yaml environments/reference/kafka.yaml"}, {"charts/countly/Chart.yaml": CHART.format(name="countly"), "environments/local/countly.yaml": COMMON, "environments/local/credentials-kafka.yaml": SECRET, "environments/example-small/global.yaml": COMMON, "charts/countly-kafka/examples/values-small.yaml": COMMON}, "--chart charts/countly-kafka"),
    "manifests beside values": Repository("charts/catalog", env("environments/{}/values.yaml", "dev", "prod"), {"environments/dev/namespace.yaml": MANIFEST, "environments/prod/sealed-secret.yaml": MANIFEST, "infra/base/Chart.yaml": CHART.format(name="base"), "infra/base/values.yaml": "x: 1\n"}, "--chart charts/catalog"),
    "values of clouds": Repository("deploy/chart", {"aws-prod": "deploy/envs/aws/prod.yaml", "gcp-prod": "deploy/envs/gcp/prod.yaml"}, {"deploy/envs/README.md": ""}),
    "published chart with examples": Repository("charts/shop", env("charts/shop/values-{}.yaml", "integration", "production"), {"charts/shop/values-example.yaml": COMMON, "charts/shop/ci/default-values.yaml": COMMON, "charts/shop/values.schema.json": "{}"}),
    "secrets beside": Repository("chart", env("env/{}.yaml", "dev", "prod"), {"env/prod.enc.yaml": SECRET, "env/prod.dec.yaml": SECRET, "env/secrets.prod.yaml": SECRET, "env/images.yaml": COMMON, "env/schema.yaml": "x: 1\n", "env/sample.yaml": COMMON}),
}  # fmt: skip


def built(top: Path, repository: Repository) -> Path:
    """The repository on disk; where somebody works in it."""
    files = {".git/HEAD": "ref: refs/heads/main\n", **repository.around}
    if repository.chart is not None:
        folder = Path(repository.chart)
        files[str(folder / "Chart.yaml")] = CHART.format(name=folder.name or "app")
        files[str(folder / "values.yaml")] = BASE
        files[str(folder / "templates/all.yaml")] = ALL
    for name, chain in repository.chains.items():
        *below, own = chain.split()
        for file in below:
            files.setdefault(file, COMMON)
        files[own] = OWN.format(name=name)
    for file, text in files.items():
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).write_text(text)
    return top / repository.here


def texts(top: Path) -> dict[str, str]:
    return {str(file.relative_to(top)): file.read_text() for file in sorted(top.rglob("*")) if file.is_file()}


def by_helm(helm: Path, chart: Path, options: str) -> object:
    run = subprocess.run(
        [helm, "template", "x", chart, *shlex.split(options)], capture_output=True, text=True, check=True
    )
    return json.loads(yaml.safe_load(run.stdout)["data"]["values"])


@pytest.fixture
def here(
    request: pytest.FixtureRequest, invoke: Run, monkeypatch: pytest.MonkeyPatch
) -> tuple[Repository, Path]:
    """The repository of this name, and its top; commands run where somebody would work in it."""
    repository, top = REPOSITORIES[request.param], Path.cwd()
    monkeypatch.chdir(built(top, repository))
    return repository, top


@pytest.mark.long
@pytest.mark.parametrize("here", REPOSITORIES, indirect=True)
def test_values_are_what_helm_makes_of_the_files(
    invoke: Run, here: tuple[Repository, Path], helm3: Path, helm4: Path
) -> None:
    repository, top = here
    options = repository.options.split()
    name, chain = [*repository.chains.items()][-1]
    files = invoke("values", "files", "--env", name, *options).out
    paths = [path for path in shlex.split(files) if path != "-f"]
    assert [str(Path(path).resolve().relative_to(top)) for path in paths] == chain.split()
    listed = json.loads(invoke("env", "list", "--output", "json", *options).out)
    assert [one["name"] for one in listed] == [*repository.chains]
    ours = json.loads(invoke("values", "get", "--env", name, "--output", "json", *options).out)
    if repository.chart is None:
        assert ours == yaml.safe_load(COMMON if " " in chain else "{}") | yaml.safe_load(
            OWN.format(name=name)
        )
        return
    chart = top / repository.chart
    assert ours == by_helm(helm3, chart, files) == by_helm(helm4, chart, files)


@pytest.mark.parametrize("here", REPOSITORIES, indirect=True)
def test_every_command_on_values_works_and_writes_one_file(
    invoke: Run, here: tuple[Repository, Path]
) -> None:
    repository, top = here
    options = repository.options.split()
    (first, lower), *_, (last, upper) = repository.chains.items()
    own, other = upper.split()[-1], lower.split()[-1]
    before = texts(top)

    def changed() -> dict[str, str]:
        after = texts(top)
        assert after.keys() == before.keys()
        return {name: text for name, text in after.items() if text != before[name]}

    explained = invoke("values", "explain", "image.tag", "--env", last, *options)
    assert explained.status == 0
    assert f"of-{last}" in explained.out
    assert "image.tag" in invoke("values", "diff", first, last, *options).out.replace(
        "image\n  tag", "image.tag"
    )
    assert invoke("values", "matrix", "image.tag", *options).out.count("of-") == len(repository.chains)
    assert invoke("values", "lint", "--level", "error", *options).status == 0
    assert invoke("values", "tidy", "--dry-run", *options).status == 0
    assert changed() == {}

    assert invoke("values", "set", "image.tag=new", "--env", last, "--yes", *options).status == 0
    assert changed() == {own: before[own].replace(f"tag: of-{last}", "tag: new")}
    assert invoke("values", "promote", first, last, "--only", "image.tag", "--yes", *options).status == 0
    assert changed() == {own: before[own].replace(f"tag: of-{last}", f"tag: of-{first}")}
    assert invoke("values", "promote", first, last, "--reverse", "--yes", *options).status == 0
    assert changed() == {own: before[own].replace(f"tag: of-{last}", "tag: new")}
    assert invoke("values", "unset", "image.tag", "--env", first, "--yes", *options).status == 0
    assert sorted(changed()) == sorted((own, other))
    assert f"of-{first}" not in texts(top)[other].partition("image:")[2].partition("hosts:")[0]


@pytest.mark.parametrize("here", REPOSITORIES, indirect=True)
def test_init_writes_down_what_was_found(invoke: Run, here: tuple[Repository, Path]) -> None:
    repository, _ = here
    if any(name.endswith("platform.yaml") for name in repository.around):
        refused = invoke("values", "init", "--yes")
        assert (refused.status, "there is one already, and it is not replaced" in refused.err) == (2, True)
        return
    options = repository.options.split()
    files = [invoke("values", "files", "--env", name, *options).out for name in repository.chains]
    assert invoke("values", "init", "--yes", *options).status == 0
    for name, wanted in zip(repository.chains, files, strict=True):
        assert invoke("values", "files", "--env", name) == (0, wanted, "")


@pytest.mark.parametrize("here", ["no chart"], indirect=True)
@pytest.mark.parametrize("words", ["set a=1", "unset a", "tidy --order"])
def test_values_yaml_of_no_chart_is_not_written(
    invoke: Run, here: tuple[Repository, Path], words: str
) -> None:
    before = texts(here[1])
    refused = invoke("values", *words.split(), "--yes")
    assert (refused.status, refused.out, refused.err.splitlines()[1:]) == (
        2,
        "",
        [
            "Error: there is no chart here, and so no values.yaml of all environments",
            "  Name the environment whose file it is.",
        ],
    )
    assert texts(here[1]) == before


@pytest.mark.parametrize("here", ["beside the chart's folder"], indirect=True)
def test_commands_on_files_of_ours_refuse_what_is_laid_out_otherwise(
    invoke: Run, here: tuple[Repository, Path]
) -> None:
    for words in ("service add x --like y", "env add qa --like dev", "refresh"):
        refused = invoke(*words.split(), "--yes")
        assert (refused.status, refused.err.splitlines()[2:]) == (
            2,
            [
                "Error: this works where Chart.yaml, platform.yaml and values-<environment>.yaml stand in one folder",
                "  Here they do not. Commands that begin with `values` work all the same.",
            ],
        ), words
    assert invoke("values", "init", "--yes").status == 0
    added = invoke("env", "add", "qa", "--like", "dev", "--yes")
    assert (added.status, "stand in one folder" in added.err) == (2, True)


def test_lint_of_a_chart_without_environments_says_so(invoke: Run) -> None:
    built(Path.cwd(), Repository(".", {}))
    assert invoke("values", "lint") == (
        2,
        "",
        (
            "Error: no environment was found\n"
            "  Name the files of each: `helm-blueprint values init --chart DIR --values ENV=FILE` writes them down.\n"
        ),
    )
    assert invoke("values", "get", "replicas") == (0, "1\n", "")
    assert invoke("values", "promote", "dev", "prod", "--only", "**") == invoke("values", "lint")


def git(*arguments: str, given: str = "") -> None:
    subprocess.run(["git", *arguments], input=given, text=True, check=True, capture_output=True)


@pytest.mark.parametrize("here", REPOSITORIES, indirect=True)
def test_git_applies_a_diff_at_the_top_and_where_the_user_stands(
    invoke: Run, here: tuple[Repository, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, top = here
    git("init", "--quiet", str(top))
    *_, (last, chain) = repository.chains.items()
    own = top / chain.split()[-1]
    before = own.read_text()
    options = repository.options.split()
    shown = invoke("values", "set", "image.tag=new", "--env", last, "--dry-run", *options).out
    for place in {top, own.parent}:
        monkeypatch.chdir(place)
        git("apply", "-", given=shown)
        assert own.read_text() == before.replace(f"tag: of-{last}", "tag: new"), place
        git("apply", "--reverse", "-", given=shown)
        assert own.read_text() == before


@pytest.mark.parametrize(
    ("chart", "told"), [(".", ""), ("app", "Note: the chart is app; another one: --chart DIR\n")]
)
def test_values_of_no_environment_are_told_and_init_does_not_advise_itself(
    invoke: Run, chart: str, told: str
) -> None:
    around = {"web-values.yaml": COMMON, "worker-values.yaml": COMMON}
    built(Path.cwd(), Repository(chart, env("values-{}.yaml", "dev", "prod"), around))
    guess = "taken for environments: dev, prod (dev: values-dev.yaml); for none: web-values.yaml, worker-values.yaml"
    shown = invoke("values", "files", "--env", "prod")
    assert shown.err == f"{told}Note: {guess}; `helm-blueprint values init` writes it down\n"
    written = invoke("values", "init", "--defaults", "--yes")
    assert (written.status, written.err) == (0, f"{told}Note: {guess}\n")
    assert invoke("values", "files", "--env", "prod") == (0, shown.out, "")


def test_a_pipeline_tells_the_files_that_no_name_tells(invoke: Run) -> None:
    around = {
        ".github/workflows/deploy.yaml": "run: helm upgrade app charts/app -f x/all.yaml -f x/app-${ENV}.yml\n"
    }
    chains = {name: f"x/all.yaml x/app-{name}.yml" for name in ("dev", "prod")}
    built(Path.cwd(), Repository("charts/app", chains, around))
    shown = invoke("values", "files", "--env", "prod")
    assert (shown.status, shown.out) == (0, "-f x/all.yaml -f x/app-prod.yml\n")
    place = ".github/workflows/deploy.yaml:1"
    told = f"environments as the pipeline has them: dev ({place}), prod ({place})"
    assert told in shown.err
    assert invoke("values", "init", "--defaults", "--yes").status == 0
    assert invoke("values", "files", "--env", "prod") == (0, shown.out, "")
