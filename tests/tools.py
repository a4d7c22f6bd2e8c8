"""The programs that the tests start: where they are, and how to get them where they are missing.

`python tests/tools.py install [NAME…]` builds with Go whatever is neither named by the environment
(HELM3, HELM4, KUBECONFORM), nor on PATH, nor built before; `path NAME` prints where one is. Standard
library only: it runs before anything is installed.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Tool(NamedTuple):
    version: str
    package: str
    ldflags: str = ""
    is_ours: bool = False  # tests/programs/<package>, a few lines around somebody's library
    tags: str = ""
    revision: str = ""  # how Go's modules call the version, where that is not v<version>
    module: str = (
        ""  # where its go.mod replaces modules, which `go install` refuses: built from a copy of this one
    )
    wrapper: str = ""  # tests/programs/<wrapper>/go.mod, in whose one graph of modules several are built
    program: str = ""  # what it is called here, where Go's name for it ("operator") says little

    @property
    def folder(self) -> Path:
        """Where Go installs it from."""
        return ROOT / "tests" / "programs" / self.package if self.is_ours else ROOT


def _helm(version: str, kubernetes: str = "") -> Tool:
    # What Helm's own release sets: `go install` alone makes a "v3.22" that takes every cluster for 1.20.
    module = f"helm.sh/helm/v{version.partition('.')[0]}"
    flags = f"-X {module}/internal/version.version=v{version}"
    if kubernetes:
        major, minor = kubernetes.split(".")
        flags += f" -X {module}/pkg/chartutil.k8sVersionMajor={major} -X {module}/pkg/chartutil.k8sVersionMinor={minor}"
    return Tool(version, f"{module}/cmd/helm", flags)


TOOLS = {
    "helm3": _helm("3.22.0", "1.37"),
    "helm4": _helm("4.3.1"),
    "kubeconform": Tool("0.8.0", "github.com/yannh/kubeconform/cmd/kubeconform"),
    "alloy_syntax": Tool("0.1.0", "alloy_syntax", is_ours=True),
    # Only for `make test-plugin`: the oldest and the middle of what the plugin promises to work with.
    "helm3.14": _helm("3.14.4", "1.29"),
    "helm3.18": _helm("3.18.6", "1.33"),
    "helm4.2": _helm("4.2.3"),
    # What encrypts files of values, and the keys for it.
    "sops": Tool("3.13.3", "github.com/getsops/sops/v3/cmd/sops"),
    "age-keygen": Tool("1.3.1", "filippo.io/age/cmd/age-keygen"),
    # Only for `make test-cluster`: the nodes, and an opinion on what runs on them.
    "kwok": Tool("0.7.0", "sigs.k8s.io/kwok/cmd/kwok"),
    "kube-score": Tool("1.20.0", "github.com/zegl/kube-score/cmd/kube-score"),
}
# Only for `make test-real`: programs of the images, in the versions of the images.
_TELEGRAF = (  # all of its 300 plugins take minutes
    "inputs.mqtt_consumer inputs.http_listener_v2 inputs.kafka_consumer processors.starlark aggregators.basicstats "
    "outputs.mqtt outputs.kafka outputs.postgresql outputs.health outputs.file parsers.json parsers.json_v2 parsers.value serializers.json "
    "inputs.internal inputs.file outputs.prometheus_client serializers.template"
)
_PODINFO = "v1.8.1-0.20250910200901-e86405a8674e"  # the module of 6.9.2 has no /v6 in its path
_SEAWEEDFS = "v0.0.0-20261109003541-7506e5f91cd6"
TOOLS |= {
    "nats-server": Tool("2.11.8", "github.com/nats-io/nats-server/v2"),
    "telegraf": Tool(
        "1.36.4", "github.com/influxdata/telegraf/cmd/telegraf", tags=f"custom {_TELEGRAF}".replace(" ", ",")
    ),
    "podinfo": Tool("6.9.2", "github.com/stefanprodan/podinfo/cmd/podinfo", revision=_PODINFO),
    "podcli": Tool("6.9.2", "github.com/stefanprodan/podinfo/cmd/podcli", revision=_PODINFO),
    "rclone": Tool("1.75.1", "github.com/rclone/rclone"),
    "restic": Tool("0.18.0", "github.com/restic/restic/cmd/restic"),
    "victoria-metrics": Tool("1.136.23", "github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics"),
    "vmagent": Tool("1.136.23", "github.com/VictoriaMetrics/VictoriaMetrics/app/vmagent"),
    "victoria-logs": Tool("1.52.1", "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs"),
    # Its modules have no /v4 in their path: the commit that is 4.53.
    "weed": Tool(
        "4.53",
        "github.com/seaweedfs/seaweedfs/weed",
        revision=_SEAWEEDFS,
        module="github.com/seaweedfs/seaweedfs",
    ),
    # From a copy of its module: the proxy lists no versions of it, which `go install` asks for.
    "postgres_exporter": Tool(
        "0.17.1",
        "github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter",
        module="github.com/prometheus-community/postgres_exporter",
    ),
}
# Only for `make test-long`: queries and rules of Prometheus, held to examples. Cold 5 minutes of one processor.
TOOLS["promtool"] = Tool(
    "0.314.0",
    "github.com/prometheus/prometheus/cmd/promtool",
    tags="remove_all_sd",
    module="github.com/prometheus/prometheus",
)
# Only for `make test-long`: what Argo Rollouts would refuse. Cold 10 minutes of one processor: it validates as Kubernetes does.
TOOLS["rollout_validation"] = Tool("1.9.0", "rollout_validation", is_ours=True)
# Only for `make test-long`: what seals Secrets. Its module calls itself github.com/bitnami, where no checksum is known.
TOOLS["kubeseal"] = Tool(
    "0.40.0",
    "github.com/bitnami/sealed-secrets/cmd/kubeseal",
    module="github.com/bitnami-labs/sealed-secrets",
)
# What Trivy 0.65 evaluates its policies with. Cold half a minute of one processor.
TOOLS["rego"] = Tool("1.6.0", "rego", is_ours=True)


def _controller(
    name: str, module: str, package: str = "", flag: str = "", wrapper: str = "controllers"
) -> Tool:
    """A program of a module that tests/programs/<wrapper>/go.mod requires: there its version is stated."""
    required = (ROOT / "tests" / "programs" / wrapper / "go.mod").read_text(encoding="utf-8")
    stated = re.search(rf"^\t{re.escape(module)} v(\S+)", required, re.MULTILINE)
    version = stated[1] if stated else ""
    ldflags = f"-X {module}/{flag}={version}" if flag else ""
    return Tool(version, f"{module}/{package}".rstrip("/"), ldflags, wrapper=wrapper, program=name)


# Only for `make test-controllers`: what judges custom resources.
CONTROLLERS = {
    one.program: one
    for one in (
        _controller("istioctl", "istio.io/istio", "istioctl/cmd/istioctl"),
        _controller(
            "cloudnative-pg",
            "github.com/cloudnative-pg/cloudnative-pg",
            "cmd/manager",
            "pkg/versions.buildVersion",
        ),
        _controller("plugin-barman-cloud", "github.com/cloudnative-pg/plugin-barman-cloud", "cmd/manager"),
        _controller("keda-webhooks", "github.com/kedacore/keda/v2", "cmd/webhooks"),
        _controller(
            "prometheus-operator", "github.com/prometheus-operator/prometheus-operator", "cmd/operator"
        ),
        _controller("vpa-admission", "k8s.io/autoscaler/vertical-pod-autoscaler", "pkg/admission-controller"),
        _controller("helm-controller", "github.com/fluxcd/helm-controller", wrapper="flux"),
        _controller("kustomize-controller", "github.com/fluxcd/kustomize-controller", wrapper="flux"),
    )
}
# Only for `make nightly`: seven minutes of one processor each.
NIGHTLY = {
    "keda-operator": _controller("keda-operator", "github.com/kedacore/keda/v2", "cmd/operator"),
    "argo-rollouts": Tool(
        "1.9.0",
        "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
        module="github.com/argoproj/argo-rollouts",
        program="argo-rollouts",
    ),
}
TOOLS |= CONTROLLERS | NIGHTLY
EVERYDAY = ("helm3", "helm4", "kubeconform", "alloy_syntax")


def folder() -> Path:
    """Where built programs are kept: shared between checkouts, or in this one when there is no HOME."""
    chosen = os.environ.get("HELM_BLUEPRINT_TOOLS")
    if chosen:
        return Path(chosen).resolve()
    cache = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("HOME") and f"{os.environ['HOME']}/.cache")
    return Path(cache) / "helm-blueprint" / "tools" if cache else ROOT / ".tools"


def find(name: str) -> Path | None:
    """The program for a tool: from the environment, built before, or on PATH with the right major version."""
    tool = TOOLS[name]
    named = os.environ.get(re.sub(r"\W", "_", name.upper()))
    if named:
        return Path(named)
    built = _built(tool)
    if built.exists():
        return built
    on_path = shutil.which(_name(tool))
    if on_path and name in EVERYDAY and _fits(on_path, tool):
        return Path(on_path)
    return None


def _built(tool: Tool) -> Path:
    name = _name(tool)
    return folder() / f"{name}-{tool.version}" / name


def _name(tool: Tool) -> str:
    """What the program of a package is called: by Go, unless we say otherwise."""
    return tool.program or re.sub(r"/v\d+$", "", tool.package).rpartition("/")[2]


def _fits(program: str, tool: Tool) -> bool:
    if "helm" not in tool.package:
        return True
    found = subprocess.run(
        [program, "version", "--short"], capture_output=True, text=True, check=False
    ).stdout
    return found.strip().lstrip("v").startswith(tool.version.partition(".")[0] + ".")


def install(name: str) -> Path:
    """Build a tool with Go, unless it is there already; SystemExit with a sentence when it cannot be had."""
    found = find(name)
    if found:
        return found
    tool = TOOLS[name]
    target = _built(tool)
    go = shutil.which("go")
    if not go:
        sys.exit(
            f"{name} ({tool.version}) is needed and neither it nor Go is on this machine.\n"
            f"  Install Go (https://go.dev/dl) and try again, or say where it is: {name.upper()}=/path/to/it"
        )
    print(f"building {name} {tool.version} with Go (about a minute, once) …", flush=True)
    environment = os.environ | {
        "GOBIN": str(target.parent.with_suffix(".new")),
        "GOFLAGS": "-trimpath -modcacherw",
    }
    if not os.environ.get("HOME"):
        environment |= {"GOPATH": str(folder() / "go"), "GOCACHE": str(folder() / "go-cache")}
    how = ["-tags", tool.tags, "-ldflags", f"-s -w {tool.ldflags}"]
    revision = tool.revision or f"v{tool.version}"
    command = [go, "install", *how, "." if tool.is_ours else f"{tool.package}@{revision}"]
    if tool.module:
        told = subprocess.run(
            [go, "mod", "download", "-json", f"{tool.module}@{revision}"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        environment["GOWORK"] = "off"
        folder_of_module = json.loads(told.stdout or "{}").get("Dir", "")
        into = f"{environment['GOBIN']}/{target.name}"
        command = [go, "build", "-C", folder_of_module, *how, "-o", into, tool.package]
    place = tool.folder
    if tool.wrapper:
        # Go writes down the whole graph: into a copy, not into what is committed.
        place = Path(tempfile.mkdtemp(prefix="helm-blueprint-go-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        shutil.copy(ROOT / "tests" / "programs" / tool.wrapper / "go.mod", place)
        environment |= {"GOFLAGS": f"{environment['GOFLAGS']} -mod=mod", "GOWORK": "off"}
        command = [go, "build", *how, "-o", f"{environment['GOBIN']}/{target.name}", tool.package]
    target.parent.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, env=environment, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"{name} {tool.version} could not be built:\n{done.stderr[-2000:]}\n  Say where it is: {name.upper()}=/path/to/it"
        )
    shutil.rmtree(target.parent, ignore_errors=True)
    Path(environment["GOBIN"]).rename(target.parent)
    return target


if __name__ == "__main__":
    if sys.argv[1:2] == ["path"] and len(sys.argv) == 3:
        sys.exit(print(install(sys.argv[2])))
    if sys.argv[1:2] != ["install"]:
        sys.exit(__doc__)
    for wanted in sys.argv[2:] or EVERYDAY:
        print(f"{wanted}: {install(wanted)}")
