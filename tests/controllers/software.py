"""The controllers and webhooks that judge: real programs, started beside an API server that asks them by URL."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from tests import crds, tools
from tests.cluster.controlplane import ControlPlaneError, Process, Refused, free_ports, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.cluster.controlplane import Api

Object = dict[str, Any]


class Software(NamedTuple):
    """How a program of tools.CONTROLLERS is started; {port} and {folder} (of certificates) are filled in."""

    program: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = {}  # a NamedTuple's default is nobody's to change
    webhooks: str = ""  # the module of crds.MODULES that publishes how they are registered
    makes: str = ""  # a file of its folder without which who comes after it would not find it


SOFTWARE = (
    Software(  # the operator looks once for the sockets of plugins
        "plugin-barman-cloud",
        (
            "operator",
            "--plugin-path={folder}/plugins",
            "--health-probe-bind-address=127.0.0.1:{port}",
            "--metrics-bind-address=0",
        ),
        {"SIDECAR_IMAGE": "ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.13.0"},
        makes="plugins/barman-cloud.cloudnative-pg.io",
    ),
    Software(
        "cloudnative-pg",
        ("controller", "--webhook-port={port}", "--metrics-bind-address=0"),
        {
            "WEBHOOK_CERT_DIR": "{folder}",
            "PLUGIN_SOCKET_DIR": "{folder}/plugins",
            "OPERATOR_NAMESPACE": "cnpg-system",
            "OPERATOR_IMAGE_NAME": "ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0",
        },
        "github.com/cloudnative-pg/cloudnative-pg",
    ),
    Software(
        "keda-webhooks",
        (
            "--port={port}",
            "--cert-dir={folder}",
            "--metrics-bind-address=0",
            "--health-probe-bind-address=0",
            "--cache-miss-to-direct-client=true",
            "--kube-api-qps=500",
            "--kube-api-burst=1000",
        ),
        webhooks="github.com/kedacore/keda/v2",
    ),
    Software(
        "prometheus-operator",
        (
            "--web.listen-address=127.0.0.1:{port}",
            "--kubelet-endpoints=false",
            "--feature-gates=StatusForConfigurationResources=true",  # a monitor tells what became of it
        ),
    ),
    Software(
        "vpa-admission",
        (
            "--kubeconfig={kubeconfig}",
            "--port={port}",
            "--address=127.0.0.1:{other}",
            "--tls-cert-file={folder}/tls.crt",
            "--tls-private-key={folder}/tls.key",
            "--register-webhook=false",
        ),
    ),
)
_FLUX = (
    "--metrics-addr=0",
    "--health-addr=127.0.0.1:{port}",
    "--requeue-dependency=1s",
    "--kube-api-qps=500",
    "--kube-api-burst=1000",
)
# They deliver what source-controller has fetched: here, what sources.py says that it has.
FLUX = tuple(
    Software(program, _FLUX, {"RUNTIME_NAMESPACE": "flux-system", "TMPDIR": "{folder}"})
    for program in ("helm-controller", "kustomize-controller")
)
KEDA = (
    Software(
        "keda-operator",
        (
            "--cert-dir={folder}",
            "--metrics-service-bind-address=127.0.0.1:{other}",
            "--health-probe-bind-address=127.0.0.1:{port}",
            "--metrics-bind-address=0",
            "--enable-webhook-patching=false",
            "--enable-apiservice-patching=false",
            "--kube-api-qps=500",
            "--kube-api-burst=1000",
        ),
        {"POD_NAMESPACE": "keda", "KEDA_CLUSTER_OBJECT_NAMESPACE": "keda", "WATCH_NAMESPACE": ""},
    ),
)
ROLLOUTS = (
    Software(
        "argo-rollouts",
        (
            "--kubeconfig={kubeconfig}",
            "--leader-elect=false",
            "--metricsPort={other}",
            "--healthzPort={port}",
            "--loglevel=warn",
            "--qps=500",
            "--burst=1000",
        ),
    ),
)
# It registers itself with the name of a Service, which nothing answers here.
_VPA_WEBHOOK: Object = {
    "apiVersion": "admissionregistration.k8s.io/v1",
    "kind": "MutatingWebhookConfiguration",
    "metadata": {"name": "vpa-webhook-config"},
    "webhooks": [
        {
            "name": "vpa.k8s.io",
            "admissionReviewVersions": ["v1"],
            "sideEffects": "None",
            "rules": [
                {
                    "apiGroups": ["autoscaling.k8s.io"],
                    "apiVersions": ["*"],
                    "operations": ["CREATE", "UPDATE"],
                    "resources": ["verticalpodautoscalers"],
                }
            ],
        }
    ],
}


@contextlib.contextmanager
def running(api: Api, folder: Path, wanted: Sequence[Software] = SOFTWARE) -> Iterator[list[Process]]:
    """Every program, its webhooks registered and answering; stopped in any case."""
    (folder / "plugins").mkdir(parents=True, exist_ok=True)
    _write_certificate(folder)
    _offer_manager(folder)
    processes: list[Process] = []
    try:
        ports = iter(free_ports(2 * len(wanted)))
        waiting = []
        for each in wanted:
            place = {
                "port": str(next(ports)),
                "other": str(next(ports)),
                "folder": str(folder),
                "kubeconfig": str(api.kubeconfig),
            }
            processes.append(_start(each, place, api, folder))
            if each.makes:
                _await(lambda made=folder / each.makes: made.exists(), f"make {each.makes}", processes[-1])
            waiting.append((each, place["port"], processes[-1]))
        for each, port, process in waiting:
            _await(lambda port=port: _answers(port), "listen", process)
            for configuration in _configurations(each):
                _register(api, configuration, port, folder)
        yield processes
    finally:
        for process in reversed(processes):
            process.stop()


def _start(software: Software, place: Mapping[str, str], api: Api, folder: Path) -> Process:
    settings = {key: value.format(**place) for key, value in software.environment.items()}
    arguments = [argument.format(**place) for argument in software.arguments]
    return started(
        software.program,
        tools.install(software.program),
        arguments,
        folder,
        os.environ | {"KUBECONFIG": str(api.kubeconfig)} | settings,
    )


def _write_certificate(folder: Path) -> None:
    """One for all, signed by itself, under the names that the programs ask for."""
    certificate, key = folder / "tls.crt", folder / "tls.key"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "apiserver.crt").write_bytes(certificate.read_bytes())
    (folder / "apiserver.key").write_bytes(key.read_bytes())
    (folder / "ca.crt").write_bytes(certificate.read_bytes())


def _offer_manager(folder: Path) -> None:
    """CloudNativePG looks beside itself, as its image has it, for the program that it puts into pods: by their architecture."""
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    link = folder / "operator" / f"manager_{architecture}"
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(tools.install("cloudnative-pg"))


def _await(condition: Callable[[], bool], what: str, process: Process) -> None:
    """Until it is so, or the process has ended."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if process.has_ended():
            raise ControlPlaneError(process.last_words())
        if condition():
            return
        time.sleep(0.3)
    raise ControlPlaneError(f"{process.name} does not {what} after 90 seconds\n{process.last_words()}")


def _answers(port: str) -> bool:
    """Only whether somebody listens: what it answers is the API server's to judge."""
    command = ["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _configurations(software: Software) -> list[Object]:
    if software.program == "vpa-admission":
        return [_VPA_WEBHOOK]
    return crds.webhooks(software.webhooks) if software.webhooks else []


def _register(api: Api, configuration: Object, port: str, folder: Path) -> None:
    """Asked by URL in place of a Service; one that does not answer refuses, whatever its authors chose."""
    bundle = base64.b64encode((folder / "tls.crt").read_bytes()).decode()
    hooks = []
    for hook in configuration["webhooks"]:
        path = hook.get("clientConfig", {}).get("service", {}).get("path", "/")
        client = {"url": f"https://127.0.0.1:{port}{path}", "caBundle": bundle}
        hooks.append(hook | {"clientConfig": client, "failurePolicy": "Fail"})
    resource = f"{configuration['kind'].lower()}s"
    name = f"{configuration['metadata']['name']}-{port}"
    body = configuration | {"metadata": {"name": name}, "webhooks": hooks}
    with contextlib.suppress(Refused):
        api.call("DELETE", f"/apis/admissionregistration.k8s.io/v1/{resource}/{name}")
    api.call("POST", f"/apis/admissionregistration.k8s.io/v1/{resource}", body)
