"""Every blueprint in blueprints/, in every environment: a new one is tested by being there."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.core.blueprint.derived import derived_files
from generator.core.changes import changes_between
from generator.core.graph.stand_ins import is_stand_in
from generator.core.helm.versions import parse_version
from generator.core.values.model import load_values
from generator.edge import blueprints
from generator.edge.bundled import bundled
from tests import crds
from tests.blueprints import rules
from tests.blueprints.exceptions import NOT_PROBED, NOT_RESTRICTED
from tests.blueprints.outside import gaps
from tests.blueprints.platforms import (
    CASES,
    ENVIRONMENTS,
    NAMES,
    Case,
    described,
    files_of,
    folder,
    rendered,
    secrets_told,
    tree,
    values,
)
from tests.charts import consistency, kubernetes
from tests.charts.support import HelmError, by_key, controllers, main_container, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

each_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
each_blueprint = pytest.mark.parametrize("blueprint", NAMES)


@pytest.mark.long
@each_case
def test_strict_lint_finds_nothing(case: Case, helms: Path) -> None:
    text = run(helms, "lint", "--strict", folder(case.blueprint), *files_of(*case))
    assert "WARNING" not in text
    assert "ERROR" not in text


@pytest.mark.long
@each_case
def test_the_api_knows_every_field(case: Case, helm3: Path) -> None:
    problems = [
        problem
        for release in kubernetes.RELEASES
        if parse_version(release) in blueprints.load_blueprint(case.blueprint).blueprint.kubernetes
        for problem in rules.unknown_fields(rendered(helm3, *case), release)
    ]
    assert problems == []


@each_case
def test_what_is_referred_to_exists(case: Case, helm3: Path) -> None:
    found = rendered(helm3, *case)
    problems = [problem for each in controllers(found) for problem in rules.unknown_variables(each)]
    assert problems + consistency.problems(found) + gaps(case.blueprint, found) == []


@each_case
def test_pods_are_restricted(case: Case, helm3: Path) -> None:
    """Pod Security "restricted", or an exception with its reason."""
    problems = [
        problem
        for each in controllers(rendered(helm3, *case))
        if (case.blueprint, rules.service_of(each)) not in NOT_RESTRICTED
        for problem in rules.not_restricted(each)
    ]
    assert problems == []


@each_case
def test_images_are_pinned_and_name_their_registry(case: Case, helm3: Path) -> None:
    assert [p for each in controllers(rendered(helm3, *case)) for p in rules.loose_images(each)] == []


@pytest.mark.long
@each_case
def test_registry_of_the_platform_replaces_every_other(case: Case, helm4: Path) -> None:
    found = rendered(helm4, *case, more="--set global.imageRegistry=registry.corp.example")
    images = {container["image"] for each in controllers(found) for container in rules.containers(each)}
    assert {image for image in images if not image.startswith("registry.corp.example/")} == set()


@each_case
def test_pods_are_sized_and_probed(case: Case, helm3: Path) -> None:
    found = list(controllers(rendered(helm3, *case)))
    unprobed = [
        problem
        for each in found
        if (case.blueprint, rules.service_of(each)) not in NOT_PROBED
        for problem in rules.unprobed(each)
    ]
    assert unprobed + [problem for each in found for problem in rules.unsized(each)] == []


@each_case
def test_scheduled_work_and_calls_end(case: Case, helm3: Path) -> None:
    assert [problem for each in controllers(rendered(helm3, *case)) for problem in rules.endless(each)] == []


@each_case
def test_quota_has_room_for_all_peaks(case: Case, helm3: Path) -> None:
    found = rendered(helm3, *case)
    home = next(controllers(found))["metadata"]["namespace"]  # namespaces of tenants have quotas of their own
    quotas = [
        each["spec"]["hard"]
        for each in found
        if each["kind"] == "ResourceQuota" and each["metadata"]["namespace"] == home
    ]
    if case.environment in ("staging", "prod", "dr"):
        assert quotas, "production and what resembles it have a quota"
    needed = rules.peaks(found)
    short = {
        resource: f"{needed[resource]} > {hard}"
        for quota in quotas
        for resource, hard in quota.items()
        if needed[resource] > rules.quantity(hard)
    }
    assert short == {}


REPLICATES = ("replication", "enabled")


@each_case
def test_network_policies_are_the_connections(case: Case, helm3: Path) -> None:
    found = rendered(helm3, *case)
    there = {
        rules.service_of(each) for each in found if "app.kubernetes.io/name" in each["metadata"]["labels"]
    }
    stated = {
        (caller, callee.partition(":")[0])
        for caller, callees in values(case.blueprint)["global"]["connections"].items()
        for callee in callees
    }
    stated = {edge for edge in stated if set(edge) <= there}
    platform = load_values(tree(case.blueprint))
    for direction in ("ingress", "egress"):
        edges = rules.graph(found, direction)
        # A backup or restore job calls the store that it belongs to; no values file states that.
        companions = {(a, b) for a, b in edges if a in (f"{b}-backup", f"{b}-restore")}
        # Replicas follow the first pod of their service, whether that is stated or not.
        follow = {
            (name, name)
            for name in there
            if platform.effective(case.environment, (name, *REPLICATES)) is True
        }
        assert edges - companions == stated | follow, direction


@each_case
def test_environment_is_a_label_of_everything(case: Case, helm3: Path) -> None:
    labels = {each["metadata"]["labels"].get("environment") for each in rendered(helm3, *case)}
    assert labels == {case.environment}


@each_case
def test_secrets_are_made_or_documented(case: Case, helm3: Path) -> None:
    """In dev and test nothing need be prepared; elsewhere docs/architecture.md names each Secret and nothing makes one."""
    found = rendered(helm3, *case)
    asked = rules.secrets_asked_for(found)
    if case.environment in ("dev", "test"):
        assert asked == {}
        return
    assert [each["metadata"]["name"] for each in found if each["kind"] == "Secret"] == []
    guide = (folder(case.blueprint) / "docs" / "architecture.md").read_text()
    assert {name for name in asked if f"`{name}`" not in guide} == set()
    assert {key for keys in asked.values() for key in keys if key and f"`{key}`" not in guide} == set()


@each_blueprint
def test_environments_are_the_five_and_dr_follows_prod(blueprint: str) -> None:
    platform = described(blueprint)
    assert tuple(platform.environments) == ENVIRONMENTS
    assert platform.chain("dr") == ("prod", "dr")


@each_blueprint
def test_dr_is_smaller_until_one_switch_promotes_it(blueprint: str, helm4: Path) -> None:
    def scale(environment: str, more: str = "") -> dict[tuple[str, str], tuple[object, ...]]:
        fields = ("replicas", "minReplicas", "maxReplicas", "suspend", "minReplicaCount", "maxReplicaCount")
        return {
            key: tuple(each["spec"].get(field) for field in fields)
            for key, each in by_key(rendered(helm4, blueprint, environment, more=more)).items()
            if each["kind"] in ("Deployment", "StatefulSet", "HorizontalPodAutoscaler", "ScaledObject")
        }

    production = scale("prod")
    assert scale("dr") != production
    assert scale("dr", "--set global.overrides.enabled=false") == production


@each_blueprint
def test_dev_is_one_of_everything(blueprint: str, helm4: Path) -> None:
    found = rendered(helm4, blueprint, "dev")
    assert {each["spec"].get("replicas", 1) for each in controllers(found)} == {1}
    assert not {each["kind"] for each in found} & {
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        "ScaledObject",
    }
    assert not [each for each in controllers(found) if each["spec"].get("volumeClaimTemplates")]


@each_blueprint
def test_production_survives_the_loss_of_a_zone(blueprint: str, helm4: Path) -> None:
    """Deployments with an autoscaler start with three pods, and have a disruption budget and a spread over zones."""
    found = rendered(helm4, blueprint, "prod")
    scaled = [each["spec"] for each in found if each["kind"] == "HorizontalPodAutoscaler"]
    assert {spec["minReplicas"] for spec in scaled if spec["minReplicas"] < 3} == set()
    budgets = {rules.service_of(each) for each in found if each["kind"] == "PodDisruptionBudget"}
    for each in controllers(found):
        if each["kind"] in ("Deployment", "StatefulSet") and each["spec"].get("replicas", 3) > 1:
            name = rules.service_of(each)
            assert name in budgets
            spread = each["spec"]["template"]["spec"].get("topologySpreadConstraints", [])
            assert "topology.kubernetes.io/zone" in [one["topologyKey"] for one in spread], name


@each_blueprint
def test_environment_files_are_short(blueprint: str) -> None:
    for environment in ENVIRONMENTS:
        lines = (folder(blueprint) / f"values-{environment}.yaml").read_text().splitlines()
        assert len(lines) <= 60, environment


@each_blueprint
def test_values_files_tell_editors_their_schema(blueprint: str) -> None:
    for file in sorted(folder(blueprint).glob("values*.yaml")):
        first = file.read_text().splitlines()[0]
        assert first == "# yaml-language-server: $schema=values.schema.json", file.name


@each_blueprint
def test_values_are_read_alike_by_all(blueprint: str) -> None:
    """What PyYAML takes for a truth value or a date is text to Helm, and the other way round."""
    for path in sorted(folder(blueprint).glob("values*.yaml")):
        for line in path.read_text().splitlines():
            assert not re.search(
                r"[:,\[{] (y|n|yes|no|on|off)([,\]}]|$)", line.partition(" #")[0], re.IGNORECASE
            ), line


@each_blueprint
def test_every_service_is_described(blueprint: str) -> None:
    """The comment beside a service's name is what the README says of it."""
    home = folder(blueprint)
    readme = (home / "README.md").read_text()
    chart = yaml.safe_load((home / "Chart.yaml").read_text())
    for dependency in chart["dependencies"]:
        if "alias" in dependency:
            name = dependency["alias"]
            row = re.search(
                rf"^\| {name} \| \w+ \| (\w+) \| ([^|]+) \| `[^`]+`(?: \(stand-in\))? \|$",
                readme,
                re.MULTILINE,
            )
            assert row, f"{name} has no row with tier, description and image"
    assert "```mermaid" in readme


@each_blueprint
def test_nothing_of_the_templates_is_left(blueprint: str) -> None:
    for path in sorted(folder(blueprint).rglob("*")):
        if path.is_file() and "charts" not in path.parts and path.suffix != ".gz":
            text = path.read_text()
            assert "cookiecutter" not in text, path
            assert "{%" not in text, path
            assert not re.search(r"[ \t]+$", text, re.MULTILINE), f"{path}: white space at the end of a line"
            assert text.endswith("\n"), path
            assert not text.endswith("\n\n"), path
            assert "\n\n\n" not in text, path


@each_blueprint
def test_links_of_the_readme_lead_somewhere(blueprint: str) -> None:
    home = folder(blueprint)
    for source in (home / "README.md", *sorted((home / "docs").rglob("*.md"))):
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", source.read_text()):
            file = source.parent / target if target else source
            assert file.exists(), target
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE) if anchor else []
            assert not anchor or anchor in [
                re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in headings
            ]


@each_blueprint
def test_every_alert_leads_to_a_runbook(blueprint: str, helm3: Path) -> None:
    home = folder(blueprint) / "docs" / "runbooks"
    base = f"https://git.example.com/{described(blueprint).answers['name']}/blob/main/docs/runbooks/"
    found = rules.runbooks(rendered(helm3, blueprint, "prod"))
    assert found
    assert {
        alert: link
        for alert, link in found.items()
        if not (link.startswith(base) and (home / link[len(base) :]).is_file())
    } == {}
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", (home / "README.md").read_text()))
    reached = listed | {link[len(base) :] for link in found.values()}
    assert reached == {path.name for path in home.glob("*.md")} - {"README.md"}


@each_blueprint
def test_package_holds_what_helm_needs_and_no_more(blueprint: str, helm3: Path, tmp_path: Path) -> None:
    run(helm3, "package", folder(blueprint), "--destination", tmp_path)
    (package,) = tmp_path.glob("*.tgz")
    with tarfile.open(package) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    top = {name.partition("/")[0] for name in names}
    assert top <= {
        ".helmignore",
        "Chart.yaml",
        "charts",
        "templates",
        "values.schema.json",
        "values.yaml",
        *(f"values-{environment}.yaml" for environment in ENVIRONMENTS),
    }
    assert "values-prod.yaml" in top


SERVICE_TYPOS = [
    ("{service}x.enabled=true", "{service}x"),
    ("{service}.imagge.tag=1", "imagge"),
    ("{service}.image=text", "{service}"),
    ("global.conections.{service}=1", "conections"),
    ("global.presets.all.resourcess.x=1", "resourcess"),
    ("{service}.presets[0]=nobody", "nobody"),
]


@pytest.mark.parametrize(("assignment", "named"), SERVICE_TYPOS, ids=[typo for typo, _ in SERVICE_TYPOS])
@each_blueprint
def test_a_typo_is_refused_by_name(blueprint: str, assignment: str, named: str, helms: Path) -> None:
    service = next(
        d["alias"] for d in yaml.safe_load((folder(blueprint) / "Chart.yaml").read_text())["dependencies"]
    )
    arguments = [*files_of(blueprint, "prod"), "--set", assignment.format(service=service)]
    with pytest.raises(HelmError) as refused:
        run(helms, "template", "shop", folder(blueprint), *arguments)
    assert named.format(service=service) in str(refused.value)


@each_blueprint
def test_notes_tell_how_to_go_on(blueprint: str, helm4: Path) -> None:
    """Only an installation prints them; Helm 4 can pretend one without a cluster."""
    arguments = ["--dry-run=client", "--namespace", "shop-prod", *files_of(blueprint, "prod")]
    release = str(described(blueprint).answers["name"])
    text = run(helm4, "install", release, folder(blueprint), *arguments)
    notes = text.partition("NOTES:\n")[2]
    assert "kubectl --namespace shop-prod get pods" in notes
    assert "<no value>" not in notes
    services = [
        rules.service_of(each)
        for each in controllers(rendered(helm4, blueprint, "prod"))
        if is_stand_in(main_container(each)["image"])
    ]
    assert f"until you name your own images: {', '.join(sorted({*services}))}." in notes


@each_blueprint
def test_helm_test_is_one_job_in_dev_and_prod_and_one_switch_leaves_it_out(
    blueprint: str, helm3: Path
) -> None:
    """It may call what it tries, and nobody is open for it without it."""
    services = set()
    for environment in ("dev", "prod"):
        (test,) = (
            each
            for each in rendered(helm3, blueprint, environment)
            if each["metadata"].get("annotations", {}).get("helm.sh/hook") == "test"
        )
        assert (test["kind"], test["spec"]["suspend"]) == ("Job", False)
        services.add(rules.service_of(test))
    (service,) = services
    assert f"({service})" in (folder(blueprint) / "docs/architecture.md").read_text(encoding="utf-8")
    without = rendered(helm3, blueprint, "dev", more=f"--set {service}.enabled=false")
    assert [each["kind"] for each in without if service in json.dumps(each)] == []


@each_blueprint
def test_secrets_that_are_missing_are_named_with_their_keys(blueprint: str, helm4: Path) -> None:
    """Each that a pod waits for, and no other."""
    for environment in ("dev", "prod", "dr"):
        told = secrets_told(helm4, blueprint, environment)
        asked = rules.secrets_asked_for(rendered(helm4, blueprint, environment))
        assert {name: set(keys) for name, keys in told.items()} == asked, environment


@each_blueprint
@pytest.mark.parametrize(
    "answers",
    [
        (),
        ("gitops=flux", "ci=gitlab"),
        ("gitops=none", "ci=none", "registry=registry.example.com"),
        ("regions=eu,us",),
        ("regions=eu", "gitops=flux"),
    ],
    ids=" ".join,
)
def test_nothing_is_stale_right_after_new(blueprint: str, answers: tuple[str, ...]) -> None:
    files = tree(blueprint, *answers)
    assert changes_between(files, derived_files(files, bundled())) == ()


@each_blueprint
def test_gitops_delivers_the_environments_of_platform_yaml(blueprint: str) -> None:
    (application_set,) = yaml.safe_load_all(
        (folder(blueprint) / "gitops" / "argocd" / "applicationset.yaml").read_text()
    )
    elements = application_set["spec"]["generators"][0]["list"]["elements"]
    platform = described(blueprint)
    assert [
        (each["environment"], each["namespace"], each["cluster"], tuple(each["values"])) for each in elements
    ] == [
        (name, environment.namespace, environment.clusters[0], platform.chain(name))
        for name, environment in platform.environments.items()
    ]
    folder_of_it = folder(blueprint) / "gitops" / "argocd"
    project, delivery = (
        yaml.safe_load((folder_of_it / one).read_text()) for one in ("project.yaml", "delivery.yaml")
    )
    assert application_set["spec"]["template"]["spec"]["project"] == project["metadata"]["name"]
    assert application_set["spec"]["syncPolicy"]["preserveResourcesOnDeletion"] is True
    if crds.is_installed():
        found = (application_set, project, delivery)
        assert [problem for one in found for problem in rules.custom_resource(one)] == []


@each_blueprint
def test_flux_delivers_the_environments_of_platform_yaml(blueprint: str) -> None:
    answer = "gitops=flux"
    for name, environment in described(blueprint, answer).environments.items():
        text = (folder(blueprint, answer) / "gitops" / "flux" / name / "release.yaml").read_text()
        namespace, source, sync, release = yaml.safe_load_all(text)
        assert sync["spec"]["path"] == f"./gitops/flux/{name}"
        assert sync["spec"]["sourceRef"] == {"kind": source["kind"], "name": source["metadata"]["name"]}
        assert source["spec"]["secretRef"] == {"name": f"{described(blueprint, answer).answers['name']}-git"}
        assert namespace["metadata"]["name"] == environment.namespace == release["spec"]["targetNamespace"]
        chart = release["spec"]["chart"]["spec"]
        assert chart["sourceRef"] == {"kind": source["kind"], "name": source["metadata"]["name"]}
        files = [str(file) for file in described(blueprint, answer).values_files(name)]
        assert chart["valuesFiles"] == ["values.yaml", *files]
        if crds.is_installed():
            assert [
                problem for one in (source, sync, release) for problem in rules.custom_resource(one)
            ] == []


@pytest.mark.parametrize("answer", ["gitops=argocd", "gitops=flux"])
def test_region_is_delivered_by_resources_that_their_operators_accept(answer: str) -> None:
    files = dict(tree("microservices", answer))
    path = PurePosixPath("platform.yaml")
    old = "prod: {namespace: shop, clusters: [in-cluster]"
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), f"{old}, regions: {{eu: {{cluster: eu-1}}}}".encode())
    files[PurePosixPath("values-prod-eu.yaml")] = b"global: {region: eu}\n"
    changes = changes_between(files, derived_files(files, bundled()))
    (made,) = (one.after for one in changes if one.path.parts[0] == "gitops")
    assert made is not None
    resources = list(yaml.safe_load_all(made))
    told = str(resources)
    assert all(word in told for word in ("prod-eu", "eu-1", "'region': 'eu'"))
    if crds.is_installed():
        known = [one for one in resources if one["kind"] != "Namespace"]
        assert [problem for one in known for problem in rules.custom_resource(one)] == []


@each_blueprint
def test_pipelines_check_every_environment(blueprint: str) -> None:
    platform = described(blueprint)
    expected = {
        name: " ".join(f"-f {file}" for file in platform.values_files(name)) for name in platform.environments
    }
    workflow = yaml.safe_load((folder(blueprint) / ".github" / "workflows" / "platform.yaml").read_text())
    matrix = workflow["jobs"]["check"]["strategy"]["matrix"]["include"]
    assert {each["environment"]: each["values"] for each in matrix} == expected
    pipeline = yaml.safe_load((folder(blueprint, "ci=gitlab") / ".gitlab-ci.yml").read_text())
    matrix = pipeline["render"]["parallel"]["matrix"]
    assert {each["ENVIRONMENT"]: each["VALUES"] for each in matrix} == expected


@pytest.mark.long
@each_blueprint
def test_every_option_is_used(blueprint: str) -> None:
    """Each answer other than the default makes another platform, with the one or the other that deploys it."""
    usual = {base: _written(blueprint, *base) for base in ((), ("gitops=flux",))}
    for option in blueprints.load_blueprint(blueprint).options:
        other = {
            "boolean": str(not option.default).lower(),
            "choice": next((choice for choice in option.choices if choice != option.default), ""),
            "domain": "elsewhere.example.org",
        }.get(option.kind, "elsewhere")
        answer = f"{option.name}={other}"
        assert any(_written(blueprint, answer, *base) != usual[base] for base in usual), option.name


def _written(blueprint: str, *answers: str) -> dict[str, str]:
    """The platform's own files, without the one that only records the answers."""
    home = folder(blueprint, *answers)
    return {
        str(path.relative_to(home)): path.read_text()
        for path in home.rglob("*")
        if path.is_file() and path.relative_to(home).parts[0] not in ("charts", ".blueprint", "platform.yaml")
    }
