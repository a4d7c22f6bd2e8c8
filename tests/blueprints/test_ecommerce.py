"""What is special to the e-commerce blueprint: its options, its clusters, and its files as they are written."""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from tests.blueprints import rules
from tests.blueprints.platforms import described, folder, rendered, tree, values
from tests.charts import consistency
from tests.charts.support import Object, controllers, env_of, main_container, the

pytestmark = pytest.mark.helm

GOLDEN = Path(__file__).parent / "golden" / "ecommerce"
MESSAGING = {"kafka": "apache/kafka", "rabbitmq": "library/rabbitmq", "nats": "library/nats"}
CHOICES = list(product(MESSAGING, ("true", "false")))


@pytest.mark.parametrize("environment", ["dev", "prod"])
@pytest.mark.parametrize(("messaging", "search"), CHOICES)
def test_every_choice_of_parts_is_sound(messaging: str, search: str, environment: str, helm4: Path) -> None:
    found = rendered(helm4, "ecommerce", environment, f"messaging={messaging}", f"search={search}")
    problems = [*rules.unknown_fields(found, "1.34"), *consistency.problems(found)]
    for each in controllers(found):
        problems += [*rules.not_restricted(each), *rules.loose_images(each), *rules.unknown_variables(each)]
    assert problems == []
    assert MESSAGING[messaging] in main_container(the("StatefulSet", found, "shop-message-queue"))["image"]
    if environment == "dev":
        assert rules.secrets_asked_for(found) == {}
        return
    guide = (
        folder("ecommerce", f"messaging={messaging}", f"search={search}") / "docs/architecture.md"
    ).read_text()
    told = dict(re.findall(r"(?m)^\| `(\S+)` \| (`.*?`) \|", guide))
    for name, keys in rules.secrets_asked_for(found).items():
        assert set(re.findall("`([^`]+)`", told[name])) == set(keys)


@pytest.mark.parametrize("messaging", MESSAGING)
def test_without_search_no_trace_of_it_remains(messaging: str) -> None:
    home = folder("ecommerce", f"messaging={messaging}", "search=false")
    for path in (*home.glob("*.yaml"), *home.glob("*.md"), *home.glob("docs/**/*.md")):
        if path.name != "platform.yaml":
            assert "search" not in path.read_text().lower(), path.name


@pytest.mark.parametrize("messaging", MESSAGING)
def test_only_the_chosen_broker_is_mentioned(messaging: str) -> None:
    home = folder("ecommerce", f"messaging={messaging}")
    text = "".join(
        path.read_text().lower() for path in (*home.glob("values*.yaml"), *home.glob("docs/**/*.md"))
    )
    assert {name for name in MESSAGING if name in text} == {messaging}


@pytest.mark.parametrize(
    ("gitops", "ci"), list(product(("argocd", "flux", "none"), ("github", "gitlab", "none")))
)
def test_delivery_and_pipeline_are_those_chosen(gitops: str, ci: str) -> None:
    files = {str(path) for path in tree("ecommerce", f"gitops={gitops}", f"ci={ci}")}
    assert {path.split("/")[1] for path in files if path.startswith("gitops/")} == {gitops} - {"none"}
    expected = {"github": {".github/workflows/platform.yaml"}, "gitlab": {".gitlab-ci.yml"}, "none": set()}
    assert {path for path in files if path.startswith(".git") and path != ".gitignore"} == expected[ci]


def test_kafka_brokers_form_one_quorum(helm4: Path) -> None:
    env = env_of(the("StatefulSet", rendered(helm4, "ecommerce", "prod"), "shop-message-queue"))
    voters = env["KAFKA_CONTROLLER_QUORUM_VOTERS"].split(",")
    assert voters == [f"{i}@shop-message-queue-{i}.shop-message-queue-headless:9093" for i in range(3)]
    assert env["KAFKA_MIN_INSYNC_REPLICAS"] == "2"
    alone = env_of(the("StatefulSet", rendered(helm4, "ecommerce", "dev"), "shop-message-queue"))
    assert alone["KAFKA_CONTROLLER_QUORUM_VOTERS"] == voters[0]
    assert alone["KAFKA_DEFAULT_REPLICATION_FACTOR"] == "1"


def test_rabbitmq_members_know_each_other(helm4: Path) -> None:
    found = rendered(helm4, "ecommerce", "prod", "messaging=rabbitmq")
    config = the("ConfigMap", found, "shop-message-queue-config")["data"]["50-cluster.conf"]
    for ordinal in range(3):
        node = f"rabbit@shop-message-queue-{ordinal}.shop-message-queue-headless"
        assert f"cluster_formation.classic_config.nodes.{ordinal + 1} = {node}\n" in config
    name = env_of(the("StatefulSet", found, "shop-message-queue"))["RABBITMQ_NODENAME"]
    assert name == "rabbit@$(POD_NAME).shop-message-queue-headless"
    assert "total_memory_available_override_value = 4GiB\n" in config


def test_nats_is_a_cluster_only_where_it_has_members(helm4: Path) -> None:
    def config(environment: str) -> str:
        found = rendered(helm4, "ecommerce", environment, "messaging=nats")
        return str(the("ConfigMap", found, "shop-message-queue-config")["data"]["nats.conf"])

    assert config("prod").count("-headless:6222") == 3
    assert "cluster {" not in config("dev")


def _of_the_node(peer: Object) -> bool:
    """Whether an address leads no further than the node: a resolver there, the cloud's identity."""
    return str(peer["ipBlock"]["cidr"]).startswith("169.254.")


def test_payments_are_isolated(helm4: Path) -> None:
    """Only order-service calls payment-service, only payment-service its database, and nobody else the Internet."""
    found = rendered(helm4, "ecommerce", "prod")
    edges = rules.graph(found, "ingress")
    assert {caller for caller, callee in edges if callee == "payment-service"} == {"order-service"}
    callers = {caller for caller, callee in edges if callee == "payment-db"}
    assert callers == {"payment-service", "payment-db-backup", "payment-db"}  # its replicas follow it
    abroad = {
        rules.service_of(each)
        for each in found
        if each["kind"] == "NetworkPolicy"
        for rule in each["spec"].get("egress", [])
        if any("ipBlock" in peer and not _of_the_node(peer) for peer in rule.get("to", []))
    }
    assert abroad == {"payment-service"}


def test_brokers_are_called_on_their_client_port_alone(helm4: Path) -> None:
    found = rendered(helm4, "ecommerce", "prod")
    policy = the("NetworkPolicy", found, "shop-message-queue")
    for rule in policy["spec"]["ingress"]:
        callers = {
            (peer.get("podSelector") or peer["namespaceSelector"])["matchLabels"].get(
                "app.kubernetes.io/name", "keda"
            )
            for peer in rule["from"]
        }
        ports = {port["port"] for port in rule["ports"]}
        assert ports == ({9092, 9093} if callers == {"message-queue"} else {9092})


def test_gateway_api_is_two_switches_away(helm4: Path) -> None:
    swap = (
        "--set global.presets.public.ingress.enabled=false --set global.presets.public.httpRoute.enabled=true"
    )
    found = rendered(helm4, "ecommerce", "prod", more=swap)
    assert list(rules.unknown_fields(found, "1.34")) == []
    routes = {tuple(each["spec"]["hostnames"]) for each in found if each["kind"] == "HTTPRoute"}
    assert routes == {("shop.example.com",), ("api.shop.example.com",)}
    assert not [each for each in found if each["kind"] == "Ingress"]


def test_regions_are_clusters_of_production() -> None:
    """Argo CD: an element per region, with its values; Flux: a release per region in that region's cluster."""
    regions = "regions=eu-west-1, us-east-1"
    home = folder("ecommerce", regions)
    applications = yaml.safe_load((home / "gitops/argocd/applicationset.yaml").read_text())["spec"]
    elements = applications["generators"][0]["list"]["elements"]
    assert [(each["environment"], each["cluster"], each["region"]) for each in elements] == [
        ("dev", "in-cluster", ""),
        ("test", "in-cluster", ""),
        ("staging", "in-cluster", ""),
        ("prod-eu-west-1", "eu-west-1", "eu-west-1"),
        ("prod-us-east-1", "us-east-1", "us-east-1"),
        ("dr", "recovery", ""),
    ]
    assert "valuesObject: {global: {region: {{ .region }}}}" in applications["templatePatch"]
    assert [each["values"] for each in elements[3:5]] == [
        ["prod", "prod-eu-west-1"],
        ["prod", "prod-us-east-1"],
    ]
    platform = described("ecommerce", regions)
    assert [(one.name, one.clusters) for one in platform.regions("prod")] == [
        ("prod-eu-west-1", ("eu-west-1",)),
        ("prod-us-east-1", ("us-east-1",)),
    ]
    assert [one.name for one in platform.releases()] == [each["environment"] for each in elements]
    assert values("ecommerce", "values-prod-eu-west-1.yaml", regions) == {"global": {"region": "eu-west-1"}}

    flux = folder("ecommerce", regions, "gitops=flux") / "gitops/flux/prod/release.yaml"
    releases = [each for each in yaml.safe_load_all(flux.read_text()) if each["kind"] == "HelmRelease"]
    assert [
        (each["metadata"]["name"], each["spec"]["kubeConfig"], each["spec"]["values"]) for each in releases
    ] == [
        (f"shop-prod-{region}", {"secretRef": {"name": region}}, {"global": {"region": region}})
        for region in ("eu-west-1", "us-east-1")
    ]
    assert releases[1]["spec"]["chart"]["spec"]["valuesFiles"] == [
        "values.yaml", "values-prod.yaml", "values-prod-us-east-1.yaml",
    ]  # fmt: skip


def test_a_region_is_a_label_of_every_object(helm4: Path) -> None:
    found = rendered(helm4, "ecommerce", "prod-eu-west-1", "regions=eu-west-1")
    assert {each["metadata"]["labels"]["region"] for each in found} == {"eu-west-1"}


@pytest.mark.golden
def test_files_are_the_golden_ones() -> None:
    """The platform's own files, as the default answers make them; vendored charts and the schema have tests of their own."""
    made = {
        str(path): data
        for path, data in tree("ecommerce").items()
        if path.parts[0] not in ("charts", ".blueprint", "values.schema.json")
    }
    if os.environ.get("GOLDEN") == "write":
        for old in [path for path in GOLDEN.rglob("*") if path.is_file()]:
            old.unlink()
        for path, data in made.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_bytes(data)
    there = {str(p.relative_to(GOLDEN)): p.read_bytes() for p in sorted(GOLDEN.rglob("*")) if p.is_file()}
    assert sorted(there) == sorted(made), "`make golden` writes them anew"
    for path, data in made.items():
        assert there[path].decode() == data.decode(), f"{path}; `make golden` writes it anew"
