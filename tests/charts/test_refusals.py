"""Bad values are refused by plain Helm, with a sentence that names the service and the value."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.charts import support
from tests.charts.support import CHARTS, TYPES, HelmError, Umbrella, merged, values_file

pytestmark = pytest.mark.helm

REFUSALS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("refusals.yaml").read_text())
LEAST = {"image": {"repository": "example/app", "tag": "1"}, "schedule": "0 0 * * *"}

# A sentence for what the schema or the generator says before; the template's is for charts that are used without them.
TWICE = (
    "app: the Service shop-app has the port 53 by TCP and by UDP: Helm 3 loses one of them when it changes the "
    "Service; give one of them a Service of its own (services), or use Helm 4"
)
SAID_EARLIER = ("%s: %s is %v, give a percentage", "global.connections is set, but templates/platform")
# Of what runs already, in upgrades: tests/cluster/test_transitions.py.
SAID_OF_LIVE = (
    "no strategy was stated before",
    "in the StatefulSet that runs",
    "Kubernetes makes no volume smaller",
)
# Of files beside the values: tests/blueprints/test_secrets.py.
SAID_OF_SEALED = (
    "not a SealedSecret, and nothing else belongs here",
    "has several documents; a file holds one",
    "in the namespace %v, and unsealed as nothing else",
    "sealed for more than its own name and namespace",
    "pods would wait for what is not sealed",
)


@pytest.fixture(scope="module")
def platforms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A platform with one service, `app`, of every type, and a second one, `other`."""
    folder = tmp_path_factory.mktemp("platforms")
    least = {name: {k: v for k, v in LEAST.items() if k != "schedule" or name == "cronjob"} for name in TYPES}
    return {
        name: support.umbrella(
            folder / name,
            Umbrella(
                {"app": name, "other": "deployment"},
                {"app": least[name], "other": least["deployment"]},
                namespace=True,
            ),
        )
        for name in TYPES
    }


def message(helm: Path, chart: Path, folder: Path, values: dict[str, Any], release: str = "shop") -> str:
    with pytest.raises(HelmError) as refused:
        support.template(helm, chart, "-f", values_file(folder, values), release=release)
    return str(refused.value)


@pytest.mark.parametrize("case", REFUSALS, ids=[case["says"][:50] for case in REFUSALS])
def test_a_template_refuses_with_this_sentence(
    case: dict[str, Any], helms: Path, platforms: dict[str, Path], tmp_path: Path
) -> None:
    values = merged({"app": case.get("values", {})}, case.get("platform", {}))
    said = message(helms, platforms[case["type"]], tmp_path, values, case.get("release", "shop"))
    assert f": {case['says']}\n" in said


def test_helm_3_refuses_one_number_by_tcp_and_by_udp(
    helm3: Path, helm4: Path, platforms: dict[str, Path], tmp_path: Path
) -> None:
    ports = {"dns-tcp": 53, "dns-udp": {"containerPort": 53, "protocol": "UDP"}}
    said = message(helm3, platforms["deployment"], tmp_path, {"app": {"ports": ports}})
    assert TWICE in said
    assert support.template(
        helm4, platforms["deployment"], "-f", values_file(tmp_path, {"app": {"ports": ports}})
    )


def test_every_sentence_of_the_templates_is_tested() -> None:
    told = [TWICE, *(case["says"] for case in REFUSALS)]
    files = [path for pattern in ("*.tpl", "*.yaml") for path in CHARTS.glob(f"*/templates/**/{pattern}")]
    sentences = {
        found.replace('\\"', '"')
        for path in files
        for found in re.findall(r'\bfail \(?(?:printf )?"((?:[^"\\]|\\.)*)"', path.read_text())
    }
    assert len(sentences) > 40
    untested = [
        sentence
        for sentence in sentences
        if not any(early in sentence for early in (*SAID_EARLIER, *SAID_OF_LIVE, *SAID_OF_SEALED))
        and not any(re.fullmatch(re.sub(r"%[sdqv]", ".*", re.escape(sentence)), say) for say in told)
    ]
    assert untested == []


SCHEMA_REFUSALS = [
    ({"ap": {"replicas": 1}}, "/ap"),
    ({"ap": 1}, "/ap"),
    ({"app": {"replicacount": 1}}, "'replicacount'"),
    ({"app": {"image": {"repo": "x"}}}, "'repo'"),
    ({"app": {"pod": {"affinity": {"nodeAfinity": {}}}}}, "'nodeAfinity'"),
    ({"app": {"container": {"livenessProbe": {"httpGet": {"pth": "/"}}}}}, "'pth'"),
    ({"app": {"workload": {"strategy": {"rollingUpdate": {"maxSurges": 1}}}}}, "'maxSurges'"),
    ({"app": {"volumes": {"data": {"hostpath": {"path": "/x"}}}}}, "'hostpath'"),
    ({"app": {"sidecars": {"x": {"ports": {"http": {"service": False}}}}}}, "/app/sidecars/x/ports/http"),
    ({"app": {"replicaCount": "2"}}, "/app/replicaCount"),
    ({"app": {"resources": []}}, "/app/resources"),
    ({"app": {"ports": {"Http": 80}}}, "Http"),
    ({"app": {"ports": {"http": 70000}}}, "/app/ports/http"),
    ({"app": {"env": {"1BAD": "x"}}}, "1BAD"),
    ({"app": {"topologySpread": {"zones": "preferred"}}}, "/app/topologySpread/zones"),
    ({"global": {"domian": "x"}}, "'domian'"),
    ({"global": {"connections": {"a.b": ["other"]}}}, "a.b"),
    ({"connections": {"app": ["Other"]}}, "Other"),
    ({"global": {"presets": {"deployment": {"replicas": 1}}}}, "'replicas'"),
    ({"global": {"presets": {"web": {"replicas": 1}}}}, "'replicas'"),
    ({"global": {"overrides": {"deploymnet": {}}}}, "'deploymnet'"),
    ({"namespace": {"resourceQuotas": {}}}, "'resourceQuotas'"),
]


@pytest.mark.parametrize(("values", "named"), SCHEMA_REFUSALS, ids=[named for _, named in SCHEMA_REFUSALS])
def test_the_schema_refuses_and_names_it(
    values: dict[str, Any], named: str, helms: Path, platforms: dict[str, Path], tmp_path: Path
) -> None:
    said = message(helms, platforms["deployment"], tmp_path, values)
    assert "values don't meet the specifications of the schema" in said
    assert named in said


def test_connections_without_the_file_that_resolves_them_are_refused(helms: Path, tmp_path: Path) -> None:
    values = {"app": LEAST, "global": {"connections": {"app": ["app"]}}}
    chart = support.umbrella(tmp_path / "platform", Umbrella({"app": "cronjob"}, values))
    (chart / "templates/platform/runs/first/services.yaml").unlink()
    with pytest.raises(HelmError, match=r"app: global\.connections is set, but .* restore that file"):
        support.template(helms, chart)


@pytest.mark.parametrize("name", TYPES)
def test_a_chart_used_alone_refuses_a_typo(name: str, helm3: Path, tmp_path: Path) -> None:
    chart = support.standalone(tmp_path, name)
    said = message(helm3, chart, tmp_path, {"image": LEAST["image"], "pod": {"hostNetwrk": True}})
    assert "'hostNetwrk'" in said
