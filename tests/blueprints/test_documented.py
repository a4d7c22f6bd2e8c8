"""YAML in pages is code: whatever a page proposes as values is accepted, or said to be something else here."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs
import pytest
import yaml

from generator.core.advice.file import advice_in
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from tests import tools
from tests.blueprints.outside import CHOSEN, gaps
from tests.blueprints.platforms import NAMES, described, folder
from tests.charts import support

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

BLOCK = re.compile(r"^( *)```ya?ml\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LOOKS_LIKE_YAML = re.compile(r"\{(?!\{)|[A-Za-z][\w.*-]*: ")
# Written from other files, whose tests try every example.
GENERATED = ("docs/rules.md", "docs/proof.md", "docs/expressiveness.md", "docs/charts/")


class Use(NamedTuple):
    """What a block of YAML is for, by the page and the first of its lines."""

    page: str
    first: str
    values_of: str = ""  # values, of this blueprint in prod
    needs: str = ""  # a value that the page says they need, as --set takes it
    is_platform: bool = False  # a part of platform.yaml
    is_manifest: bool = False  # of a blueprint, whole or in part
    test: str = ""  # of something else: the test that reads it


OPERATED = ",".join(
    f"global.presets.postgres.{value}"
    for value in (
        "operator.enabled=true",
        "operator.kind=cloudnative-pg",
        "verticalPodAutoscaler.enabled=false",
    )
)
USES = (
    Use("docs/delivery.md", "order-service:", values_of="ecommerce", needs="global.mesh.type=linkerd"),
    Use("docs/clusters.md", "global:", values_of="microservices"),
    Use("docs/blueprints/devops.md", "x-tenancy:", values_of="devops"),
    Use("ecommerce/docs/architecture.md", "order-db:", values_of="ecommerce"),
    Use("devops/docs/architecture.md", "x-tenancy:", values_of="devops"),
    Use("docs/alerts.md", "order-db:", values_of="microservices"),
    Use("docs/alerts.md", "order-service:", values_of="ecommerce"),
    Use("docs/backups.md", "global:", values_of="ecommerce"),
    Use("docs/backups.md", "# values-dr.yaml, over values-prod.yaml: reads what production writes, and writes elsewhere once it is promoted", values_of="ecommerce"),
    Use("docs/backups.md", "# values-dr.yaml, over values-prod.yaml: replicas of what production archives", values_of="ecommerce", needs=OPERATED),
    Use("docs/backups.md", "order-db:", values_of="ecommerce"),
    Use("docs/data.md", "# values-return.yaml, over values-prod.yaml", values_of="ecommerce"),
    Use("docs/secrets.md", "global:", values_of="ecommerce"),
    Use("docs/secrets.md", "namespace:", values_of="ecommerce", needs="global.secrets.store.name=platform"),
    Use("docs/services.md", "environments:", is_platform=True),
    Use("docs/values.md", "intent:", is_platform=True),
    Use("docs/values.md", "apiVersion: helm-blueprint/v1", is_platform=True),
    Use("docs/blueprints.md", "blueprint:", is_platform=True),
    Use("docs/blueprints.md", "name: company-shop", is_manifest=True),
    Use("docs/blueprints.md", "api-gateway:", values_of="ecommerce"),
    Use("docs/blueprints.md", "catalogues:", test="tests/test_blueprints_page.py"),
    Use("docs/blueprints.md", "blueprints:", test="tests/test_blueprints_page.py"),
    Use("docs/blueprints.md", "trusted:", test="tests/test_blueprints_page.py"),
    Use("docs/blueprints.md", "version: 1.1.0", is_manifest=True),
    Use("docs/new.md", "name: store", test="tests/test_docs.py"),
    Use("docs/new.md", "name: my-blueprint", is_manifest=True),
    Use("docs/services.md", "web: {public: true, scales-on: [rps, cpu]}", test="tests/blueprints/test_documented.py"),
    Use("docs/values.md", "repos:", test="tests/blueprints/test_documented.py"),
)  # fmt: skip
# Words between backticks that look like values and are something else.
NO_VALUES = {
    "{environment}": "a part of a file's name",
    "{service}": "a part of a file's name",
    "values: |": "of another chart's manifest",
    "image: shop:1.4": "of a chart that is not ours",
    "readinessProbe: {exec: null}": "what Helm makes of a null",
    "redis: null": "of a chart that is not ours",
    "protected: true": "platform.yaml",
    "lint: {redundant: off, forgotten: warning}": "platform.yaml",
    "whenDeleted: Delete": "of persistentVolumeClaimRetentionPolicy",
    "owner: {{ cookiecutter.owner | tojson }}": "a template of a blueprint",
    "applicationsSync: create-update": "of an ApplicationSet",
    "amqp: {containerPort: 5672, appProtocol: tcp}": "of ports",
    "prune: disabled": "of a Kustomization",
    "k8s-app: kube-dns": "a label",
    "stand-in: nothing was checked": "an event of the audit trail",
    "stand-in: nothing was sent": "an event of the audit trail",
    "accessModes: [ReadWriteMany]": "of a claim",
    "audit: required": "a label",
    '{"time": "2026-01-31T12:00:00Z", "temperature": 21.5}': "a reading",
    "trading-role: active": "a label",
    "internalTrafficPolicy: Local": "of a Service",
    "cpuManagerPolicy: static": "of the kubelet",
    "memoryManagerPolicy: Static": "of the kubelet",
    "topologyManagerPolicy: single-numa-node": "of the kubelet",
    "prune: false": "of global.backups",
    "creationPolicy: Orphan": "of an ExternalSecret",
    "{credentialsOf: <service>, key: …}": "of env",
    "protocol: TCP": "of a port of Kubernetes'",
    "attempts: 0": "of mesh.retries",
    "ca: {configMap: …, key: ca.crt}": "of global.backups",
    "{secretName: …}": "of global.backups",
    "ca: {secretName: …}": "of global.backups",
}


def pages() -> dict[str, tuple[str, Sequence[str]]]:
    """Each page's text, and the blueprints whose values it may mean."""
    root = tools.ROOT
    own = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    found: dict[str, tuple[str, Sequence[str]]] = {
        str(path.relative_to(root)): (path.read_text(), NAMES) for path in own
    }
    for name in NAMES:
        home = folder(name)
        for path in [home / "README.md", *sorted((home / "docs").glob("*.md"))]:
            found[f"{name}/{path.relative_to(home)}"] = (path.read_text(), [name])
    return {page: about for page, about in found.items() if not page.startswith(GENERATED)}


def blocks() -> Iterator[tuple[str, str]]:
    """Page and text of each block of YAML."""
    for page, (text, _) in pages().items():
        for _, block in BLOCK.findall(text):
            yield page, block


def block_of(use: Use) -> str:
    (found,) = [
        block for page, block in blocks() if page == use.page and block.split("\n")[0].strip() == use.first
    ]
    return found


def test_every_block_of_yaml_has_a_use() -> None:
    found = sorted((page, block.split("\n")[0].strip()) for page, block in blocks())
    assert found == sorted((use.page, use.first) for use in USES)
    assert [
        use for use in USES if bool(use.values_of) + use.is_platform + use.is_manifest + bool(use.test) != 1
    ] == []


@pytest.mark.helm
@pytest.mark.parametrize("use", [use for use in USES if use.values_of], ids=lambda use: use.page)
def test_values_of_a_page_fit_in(use: Use, tmp_path: Path, helm3: Path) -> None:
    blueprint = use.values_of
    home = tmp_path / "platform"
    shutil.copytree(folder(blueprint), home)
    (home / "page.yaml").write_text(block_of(use))
    files = [*described(blueprint).values_files("prod"), "page.yaml"]
    arguments = [part for file in files for part in ("-f", str(home / file))]
    if use.needs:
        arguments += ["--set", use.needs]
    release = str(described(blueprint).answers["name"])
    assert gaps(blueprint, support.template(helm3, home, *arguments, release=release), CHOSEN) == []


@pytest.mark.parametrize(
    "use", [use for use in USES if use.is_platform], ids=lambda use: f"{use.page}: {use.first}"
)
def test_a_page_speaks_of_platform_yaml_as_it_is_read(use: Use) -> None:
    own, stated = (
        yaml.safe_load(text) for text in ((folder("ecommerce") / PLATFORM_FILE).read_text(), block_of(use))
    )
    whole = {**own, **stated}
    if "chart" not in stated:  # such a file has its own environments
        whole["environments"] = own["environments"] | stated.get("environments", {})
    whole = {key: value for key, value in whole.items() if not ("chart" in whole and key == "intent")}
    parse_platform(yaml.safe_dump(whole, sort_keys=False).encode())


@pytest.mark.parametrize(
    "use", [use for use in USES if use.is_manifest], ids=lambda use: f"{use.page}: {use.first}"
)
def test_a_page_speaks_of_a_blueprints_manifest_as_it_is_read(use: Use) -> None:
    needed = {"name": "shop", "version": "1.0.0", "description": "A shop", "options": {}}
    whole = needed | yaml.safe_load(block_of(use))
    assert parse_blueprint(yaml.safe_dump(whole).encode(), use.page).version == whole["version"]


def accepted(values: Mapping[str, Any], blueprint: str, validator: Any) -> bool:
    """Whether the platform's schema takes them: as they are, or below global, the namespace or a service."""
    chart = yaml.safe_load((folder(blueprint) / "Chart.yaml").read_text())
    services = {
        each["name"]: each.get("alias", each["name"])
        for each in chart["dependencies"]
        if each["name"] != "workload"  # the library takes whatever there is
    }
    below = ({"global": values}, *({service: values} for service in services.values()))
    return any(validator.is_valid(each) for each in (values, *below))


def spelt_out(values: Mapping[str, Any]) -> dict[str, Any]:
    """`a.b: 1` as {a: {b: 1}}."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        *above, last = str(key).split(".")
        place = found
        for step in above:
            place = place.setdefault(step, {})
        place[last] = value
    return found


def lost(text: str, blueprints: Sequence[str], validators: Mapping[str, Any]) -> Iterator[str]:
    """What stands between backticks, looks like values, and is accepted by no platform."""
    for span in SPAN.findall(re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)):
        if not LOOKS_LIKE_YAML.match(span) or span in NO_VALUES:
            continue
        try:
            values = yaml.safe_load(span)
        except yaml.YAMLError:
            yield span
            continue
        if isinstance(values, dict) and not any(
            accepted(spelt_out(values), each, validators[each]) for each in blueprints
        ):
            yield span


@pytest.fixture(scope="module")
def validators() -> dict[str, Any]:
    return {
        name: jsonschema_rs.validator_for(json.loads((folder(name) / "values.schema.json").read_text()))
        for name in NAMES
    }


def test_values_between_backticks_are_accepted(validators: Mapping[str, Any]) -> None:
    found = pages()
    assert [
        (page, span) for page, (text, names) in found.items() for span in lost(text, names, validators)
    ] == []
    everything = "\n".join(text for text, _ in found.values())
    assert [span for span in NO_VALUES if f"`{span}`" not in everything] == []


def test_values_that_nobody_knows_are_found(validators: Mapping[str, Any]) -> None:
    text = "`replicaCount: 2`, `global.domain: a.example`, `replicaCuont: 2`, `{image: {tga: a}}`\n```yaml\n`a: b`\n```\n"
    assert [*lost(text, NAMES, validators)] == ["replicaCuont: 2", "{image: {tga: a}}"]


def test_traits_of_the_page_are_understood() -> None:
    (use,) = [use for use in USES if use.first.startswith("web: {public")]
    assert {name: advice.workload for name, advice in advice_in(block_of(use).encode(), "page").items()} == {
        "web": "deployment", "shop-db": "statefulset", "nightly": "cronjob",
    }  # fmt: skip


def test_the_hook_of_the_page_is_one_that_there_is() -> None:
    (use,) = [use for use in USES if use.first == "repos:"]
    stated = [hook["id"] for repo in yaml.safe_load(block_of(use))["repos"] for hook in repo["hooks"]]
    offered = [hook["id"] for hook in yaml.safe_load((tools.ROOT / ".pre-commit-hooks.yaml").read_text())]
    assert set(stated) <= set(offered)
