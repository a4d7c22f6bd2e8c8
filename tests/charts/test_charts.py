"""Each chart by itself: lint, packaging, Pod Security, its generated files, and that every value is described and mentioned."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.charts import support
from tests.charts.support import CHARTS, IMAGE, STANDALONE, TYPES, Umbrella, pod_of, values_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.helm
@pytest.mark.parametrize("name", STANDALONE)
def test_lint_is_content(name: str, helms: Path, tmp_path: Path) -> None:
    """With the chart's own values, and with an image: without one, rendering is refused."""
    chart = support.standalone(tmp_path, name)
    assert "0 chart(s) failed" in support.run(helms, "lint", "--strict", chart)
    if name != "namespace":
        values = {"image": IMAGE, **({"schedule": "0 0 * * *"} if name == "cronjob" else {})}
        assert "0 chart(s) failed" in support.run(
            helms, "lint", "--strict", chart, "-f", values_file(tmp_path, values)
        )


@pytest.mark.helm
def test_the_library_is_linted(helms: Path) -> None:
    assert "0 chart(s) failed" in support.run(helms, "lint", "--strict", CHARTS / "workload")


@pytest.mark.helm
@pytest.mark.parametrize("name", STANDALONE)
def test_the_package_renders_as_the_folder_does(name: str, helms: Path, tmp_path: Path) -> None:
    chart = support.standalone(tmp_path, name)
    values = {"namespace": {}, "cronjob": {"image": IMAGE, "schedule": "0 0 * * *"}}.get(
        name, {"image": IMAGE}
    )
    flags = ("-f", values_file(tmp_path, values))
    support.run(helms, "package", chart, "--destination", tmp_path)
    (package,) = tmp_path.glob(f"{name}-*.tgz")
    assert support.template(helms, package, *flags) == support.template(helms, chart, *flags) != []


@pytest.mark.helm
def test_pods_satisfy_pod_security_restricted_by_default(helm3: Path, tmp_path: Path) -> None:
    """All containers of all kinds, by the rules of https://kubernetes.io/docs/concepts/security/pod-security-standards."""
    presets = {"all": {"image": IMAGE, "initContainers": {"first": {}}, "sidecars": {"beside": {}}}}
    values = {"global": {"presets": presets}, "cronjob": {"schedule": "0 0 * * *"}}
    chart = support.umbrella(tmp_path / "platform", Umbrella({name: name for name in TYPES}, values))
    found = list(support.controllers(support.template(helm3, chart)))
    assert len(found) == len(TYPES)
    for controller in found:
        pod = pod_of(controller)
        assert pod["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
        assert not {"hostNetwork", "hostPID", "hostIPC", "volumes"} & set(pod)
        containers = pod["containers"] + pod["initContainers"]
        assert len(containers) == 3
        for container in containers:
            security = container["securityContext"]
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}
            assert not {"privileged", "runAsUser", "procMount", "seccompProfile"} & set(security)
            assert not any("hostPort" in port for port in container.get("ports", []))


def test_values_and_schema_follow_from_schema_yaml() -> None:
    done = subprocess.run(
        [sys.executable, CHARTS / "bundle.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}`make charts` writes them anew"


def test_every_value_is_described_listed_and_mentioned_in_a_template() -> None:
    shared = yaml.safe_load((CHARTS / "workload" / "schema.yaml").read_text())
    templates = "\n".join(
        path.read_text()
        for chart in ("workload", *STANDALONE)
        for path in (CHARTS / chart / "templates").rglob("*")
        if path.is_file()
    )
    missing = []
    for name in STANDALONE:
        listed = (CHARTS / name / "values.yaml").read_text()
        for section in yaml.safe_load((CHARTS / name / "schema.yaml").read_text())["values"]:
            for key, source in (shared["groups"][section] if isinstance(section, str) else section).items():
                if not source.get("description"):
                    missing.append(f"{name}: {key} has no description")
                if not re.search(rf"^(# )?{key}:", listed, re.MULTILINE):
                    missing.append(f"{name}: {key} is not in values.yaml")
                if not re.search(rf"\b{key}\b", templates):
                    missing.append(f"{name}: {key} is in no template")
    assert missing == []


def test_a_file_of_the_library_is_one_define_with_its_name() -> None:
    """So that an include says where to look, and no other chart of an umbrella can have a define of the same name."""
    templates = CHARTS / "workload" / "templates"
    named = {
        path: ".".join(("workload", *path.relative_to(templates).with_suffix("").parts)).replace("._", ".")
        for path in templates.rglob("*")
        if path.is_file()
    }
    defined = {path: re.findall(r'{{-?\s*define "(.+?)"', path.read_text()) for path in named}
    assert len(defined) > 60
    assert defined == {path: [name] for path, name in named.items()}
    others = [path for path in CHARTS.glob("*/templates/**/*") if path.is_file() and path not in named]
    assert [path for path in others if re.search(r"{{-?\s*define", path.read_text())] == []


# What names a registry and pins nothing.
UNPINNED = {
    "workload/templates/cluster/_image.tpl": {"docker.io"},  # whose an image without a host is
    # of the version that image.tag states, mirrored like any other, and operator.image stands in its place
    "workload/templates/run/_clusterImage.tpl": {"ghcr.io/cloudnative-pg/postgresql:%s"},
}


def test_no_template_pins_an_image() -> None:
    """An image is a value: it can be replaced, mirrored and updated like any other."""
    pinned = re.compile(r'"(?:repository|tag)" "|\b(?:docker|ghcr|quay|gcr|registry\.k8s)\.io\b[^"\s]*')
    templates = [path for path in CHARTS.glob("*/templates/**/*") if path.is_file()]
    found = {str(path.relative_to(CHARTS)): set(pinned.findall(path.read_text())) for path in templates}
    assert {path: names for path, names in found.items() if names} == UNPINNED
    assert pinned.search('dict "repository" "docker.io/curlimages/curl" "tag" "8.15.0"')


def test_what_only_other_types_have_is_listed_for_each() -> None:
    """Of what is described and what has a default: workload.values keeps presets for all from reaching types without the key."""
    values = {
        name: set(re.findall(r"^(?:# )?(\w+):", (CHARTS / name / "values.yaml").read_text(), re.MULTILINE))
        for name in TYPES
    }
    every = set.union(*values.values())
    listed = {name: json.loads((CHARTS / name / "unsupported.json").read_text()) for name in TYPES}
    assert listed == {name: sorted(every - own) for name, own in values.items()}
    assert {"paused", "timeZone", "slo"} <= set(listed["job"])
