"""The precedence of layers, and that no layer's value is lost or shared."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import IMAGE, TYPES, Umbrella, env_of, merged, pod_of, the, values_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

LAYERS = (
    "presets.all",
    "presets.deployment",
    "presets.first",
    "presets.second",
    "service",
    "overrides.all",
    "overrides.deployment",
)


def platform(layers: dict[str, dict[str, Any]], services: dict[str, str] | None = None) -> Umbrella:
    """A platform whose service `app` takes the named presets first and second; layers by the name of their place."""
    values: dict[str, Any] = {"global": {"presets": {"first": {}, "second": {}}, "overrides": {}}}
    values["app"] = {"image": IMAGE, "presets": ["first", "second"]}
    for layer, content in layers.items():
        group, _, name = layer.partition(".")
        place = {"app": content} if group == "service" else {"global": {group: {name: content}}}
        values = merged(values, place)
    return Umbrella({"app": "deployment", **(services or {})}, values)


def rendered(helm: Path, folder: Path, what: Umbrella, *flags: object) -> list[support.Object]:
    return support.template(helm, support.umbrella(folder / "platform", what), *flags)


def test_the_higher_layer_wins(helms: Path, tmp_path: Path) -> None:
    """Each pair of layers states one variable: the value is the higher one's."""
    layers: dict[str, dict[str, Any]] = {layer: {"env": {}} for layer in LAYERS}
    expected = {}
    for low, high in itertools.combinations(range(len(LAYERS)), 2):
        name = f"L{low}_{high}"
        layers[LAYERS[low]]["env"][name] = "low"
        layers[LAYERS[high]]["env"][name] = "high"
        expected[name] = "high"
    found = rendered(helms, tmp_path, platform(layers))
    assert env_of(the("Deployment", found)) == expected


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_wins_over_the_charts_defaults(layer: str, helm3: Path, tmp_path: Path) -> None:
    found = rendered(helm3, tmp_path, platform({layer: {"revisionHistoryLimit": 7}}))
    assert the("Deployment", found)["spec"]["revisionHistoryLimit"] == 7


def test_zero_false_and_empty_win_over_lower_layers(helms: Path, tmp_path: Path) -> None:
    low = {
        "replicaCount": 3,
        "enableServiceLinks": True,
        "priorityClassName": "high",
        "tolerations": [{"operator": "Exists"}],
        "terminationGracePeriodSeconds": 60,
        "env": {"TEXT": "x", "NUMBER": 1, "SWITCH": True},
        "args": ["a"],
    }
    high = {
        "replicaCount": 0,
        "enableServiceLinks": False,
        "priorityClassName": "",
        "tolerations": [],
        "terminationGracePeriodSeconds": 0,
        "env": {"TEXT": "", "NUMBER": 0, "SWITCH": False},
        "args": [],
    }
    deployment = the(
        "Deployment", rendered(helms, tmp_path, platform({"presets.deployment": low, "service": high}))
    )
    pod = pod_of(deployment)
    assert deployment["spec"]["replicas"] == 0
    assert pod["enableServiceLinks"] is False
    assert "priorityClassName" not in pod
    assert "tolerations" not in pod
    assert pod["terminationGracePeriodSeconds"] == 0
    assert env_of(deployment) == {"TEXT": "", "NUMBER": "0", "SWITCH": "false"}
    assert "args" not in pod["containers"][0]


def test_maps_merge_and_lists_replace(helm3: Path, tmp_path: Path) -> None:
    low = {"nodeSelector": {"a": "1", "b": "1"}, "args": ["one", "two"]}
    high = {"nodeSelector": {"b": "2", "c": "2"}, "args": ["three"]}
    pod = pod_of(
        the("Deployment", rendered(helm3, tmp_path, platform({"presets.all": low, "service": high})))
    )
    assert pod["nodeSelector"] == {"a": "1", "b": "2", "c": "2"}
    assert pod["containers"][0]["args"] == ["three"]


def test_of_what_excludes_each_other_the_higher_layers_stays(helm3: Path, tmp_path: Path) -> None:
    low = {
        "readinessProbe": {"httpGet": {"path": "/", "port": 80}, "periodSeconds": 5},
        "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
        "env": {
            "A": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
            "B": {"value": "text"},
            "C": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
            "D": {"valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
        },
    }
    high = {
        "readinessProbe": {"tcpSocket": {"port": 6379}},
        "lifecycle": {"preStop": {"exec": {"command": ["stop"]}}},
        "env": {
            "A": {"value": "text"},
            "B": {"valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            "C": {"valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
            "D": {"valueFrom": {"secretKeyRef": {"key": "other"}}},
        },
    }
    deployment = the("Deployment", rendered(helm3, tmp_path, platform({"presets.all": low, "service": high})))
    container = support.main_container(deployment)
    assert container["readinessProbe"] == {"tcpSocket": {"port": 6379}, "periodSeconds": 5}
    assert container["lifecycle"] == {"preStop": {"exec": {"command": ["stop"]}}}
    assert container["env"] == [
        {"name": "A", "value": "text"},
        {"name": "B", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
        {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
        {"name": "D", "valueFrom": {"secretKeyRef": {"name": "s", "key": "other"}}},
    ]


def test_a_volume_keeps_the_source_of_a_preset_beside_its_own(helm3: Path, tmp_path: Path) -> None:
    """A limitation: sources of volumes do not replace each other. Switch the preset's off and name another."""
    low: dict[str, Any] = {"volumes": {"data": {"emptyDir": {}}}}
    high = {"volumes": {"data": {"hostPath": {"path": "/x"}}}}
    pod = pod_of(
        the("Deployment", rendered(helm3, tmp_path, platform({"presets.all": low, "service": high})))
    )
    assert pod["volumes"] == [{"name": "data", "emptyDir": {}, "hostPath": {"path": "/x"}}]


@pytest.mark.parametrize(
    "values",
    [{"replicaCount": None}, {"resources": None}, {"image": {"tag": None}}],
    ids=["without a lower value", "a map", "over a value of values.yaml"],
)
def test_null_in_a_service_is_refused(values: dict[str, Any], helms: Path, tmp_path: Path) -> None:
    """Measured, the same in both majors: Helm keeps the null, and the schema wants a value of the right type."""
    chart = support.umbrella(tmp_path / "platform", platform({"presets.all": {"replicaCount": 3}}))
    with pytest.raises(support.HelmError, match="got null, want"):
        support.template(helms, chart, "-f", values_file(tmp_path, {"app": values}))


def test_null_in_a_preset_is_ignored(helms: Path, tmp_path: Path) -> None:
    """Measured, the same in both majors: below `global`, the null of an environment takes no value of values.yaml away."""
    chart = support.umbrella(tmp_path / "platform", platform({"presets.all": {"replicaCount": 3}}))
    null = values_file(tmp_path, {"global": {"presets": {"all": {"replicaCount": None}}}})
    assert the("Deployment", support.template(helms, chart, "-f", null))["spec"]["replicas"] == 3


def test_presets_do_not_leak_between_the_services_that_share_them(helms: Path, tmp_path: Path) -> None:
    shared = {
        "args": ["--name={{ .Chart.Name }}"],
        "env": {"NAME": "{{ .Chart.Name }}"},
        "tolerations": [{"key": "{{ .Chart.Name }}"}],
        "volumes": {"tmp": {"mounts": [{"mountPath": "/{{ .Chart.Name }}"}]}},
        "sidecars": {"side": {"args": ["{{ .Chart.Name }}"]}},
    }
    presets = {"all": {"image": IMAGE, "podAnnotations": {"all": "{{ .Chart.Name }}"}}, "shared": shared}
    services = {alias: {"presets": ["shared"]} for alias in ("one", "two", "three")}
    values = {"global": {"presets": presets}, **services, "two": {"presets": ["shared"], "args": ["mine"]}}
    found = rendered(helms, tmp_path, Umbrella(dict.fromkeys(services, "deployment"), values))
    for alias in services:
        deployment = the("Deployment", found, f"shop-{alias}")
        main, side = pod_of(deployment)["containers"]
        assert main["args"] == (["mine"] if alias == "two" else [f"--name={alias}"])
        assert env_of(deployment) == {"NAME": alias}
        assert pod_of(deployment)["tolerations"] == [{"key": alias}]
        assert main["volumeMounts"] == [{"name": "tmp", "mountPath": f"/{alias}"}]
        assert side["args"] == [alias]
        assert deployment["spec"]["template"]["metadata"]["annotations"]["all"] == alias


def test_presets_of_all_reach_only_the_kinds_that_have_the_value(helms: Path, tmp_path: Path) -> None:
    """What shared templates read must not turn a Job into a hook of a Deployment, or give a CronJob a Service."""
    everything = {
        "image": IMAGE,
        "ports": {"http": 8080},
        "schedule": "0 0 * * *",
        "hook": {"helm": "post-install"},
        "restartPolicy": "OnFailure",
        "service": {"type": "NodePort"},
        "services": {"more": {}},
        "ingress": {"enabled": True, "hosts": [{"host": "x.example.com"}]},
        "httpRoute": {"enabled": True, "parentRefs": [{"name": "edge"}]},
        "podDisruptionBudget": {"enabled": True},
        "autoscaling": {"enabled": True},
        "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
    }
    values = {"global": {"presets": {"all": everything}}}
    found = rendered(helms, tmp_path, Umbrella({name: name for name in TYPES}, values))
    kinds = {name: sorted(each["kind"] for each in support.of_service(found, name)) for name in TYPES}
    every = ["NetworkPolicy", "ServiceAccount"]
    routed = ["HTTPRoute", "Ingress", "Service", "Service", *every]
    assert kinds == {
        "cronjob": sorted(["CronJob", *every]),
        "daemonset": sorted(["DaemonSet", *routed]),
        "deployment": sorted(["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", *routed]),
        "job": sorted(["Job", *every]),
        "statefulset": sorted(["StatefulSet", "PodDisruptionBudget", "Service", *routed]),
    }
    hooks = {each["kind"] for each in found if "helm.sh/hook" in each["metadata"].get("annotations", {})}
    assert hooks == {"Job"}
    assert "restartPolicy" not in pod_of(the("Deployment", found))
    assert "volumes" not in pod_of(the("Deployment", found))


def test_a_service_switched_off_by_itself_cannot_be_switched_on_by_an_override(
    helm3: Path, tmp_path: Path
) -> None:
    """A limitation: Helm decides by `<service>.enabled` alone, before any template runs."""
    layers = {"service": {"enabled": False}, "overrides.all": {"enabled": True}}
    assert rendered(helm3, tmp_path, platform(layers)) == []


def test_a_preset_switches_services_off(helm3: Path, tmp_path: Path) -> None:
    assert rendered(helm3, tmp_path, platform({"presets.deployment": {"enabled": False}})) == []


def test_a_chart_used_alone_has_its_defaults_above_presets(helm3: Path, tmp_path: Path) -> None:
    """A limitation: alone, Helm hands over defaults and values as one."""
    values = {
        "image": IMAGE,
        "global": {"presets": {"all": {"revisionHistoryLimit": 9, "minReadySeconds": 9}}},
    }
    chart = support.standalone(tmp_path, "deployment")
    spec = the("Deployment", support.template(helm3, chart, "-f", values_file(tmp_path, values)))["spec"]
    assert (spec["revisionHistoryLimit"], spec["minReadySeconds"]) == (3, 9)


def test_a_tag_of_digits_is_not_rounded(helms: Path, tmp_path: Path) -> None:
    found = rendered(helms, tmp_path, platform({"service": {"image": {"tag": 20250101}}}))
    deployment = the("Deployment", found)
    assert support.main_container(deployment)["image"].endswith(":20250101")
    assert deployment["metadata"]["labels"]["app.kubernetes.io/version"] == "20250101"


def test_pod_labels_do_not_break_the_selector(helm3: Path, tmp_path: Path) -> None:
    layer = {
        "podLabels": {"app.kubernetes.io/name": "other"},
        "labels": {"app.kubernetes.io/instance": "other"},
    }
    spec = the("Deployment", rendered(helm3, tmp_path, platform({"service": layer})))["spec"]
    assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()


def test_rendered_configuration_restarts_the_pods_when_it_changes(helm3: Path, tmp_path: Path) -> None:
    content = {"configMaps": {"c": {"template": True, "data": {"url": "{{ .Values.global.domain }}"}}}}
    chart = support.umbrella(tmp_path / "platform", platform({"service": content}))
    checksums = set()
    for domain in ("a.example.com", "b.example.com"):
        found = support.template(helm3, chart, "--set", f"global.domain={domain}")
        checksums.add(
            the("Deployment", found)["spec"]["template"]["metadata"]["annotations"]["checksum/config"]
        )
        assert the("ConfigMap", found)["data"] == {"url": domain}
    assert len(checksums) == 2
