"""What pages tell people to type is about something that is there: `kubectl`'s commands, on production as it was installed.

What would change something is asked with --dry-run=server. Pods do not run here: of `exec`, `logs` and `top` it is seen that they
name pods and containers that exist, not what comes of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cluster import platforms
from tests.cluster.told import Told, flag, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.cluster.release import Release

pytestmark = pytest.mark.drain  # all of production is up
Object = dict[str, Any]
WITH_VALUE = (
    "--field-selector",
    "-n",
    "--namespace",
    "-c",
    "--container",
    "-l",
    "--selector",
    "-p",
    "--patch",
    "-o",
    "--output",
)
# What other tests try: (verb, a word of the command) -> why it is not asked here.
ELSEWHERE = {
    ("apply", "gitops/argocd"): "tests/blueprints holds what it applies to Argo CD's definitions",
    ("get", "certificaterequest,order,challenge"): "cert-manager's own, whose definitions are not here",
    ("get", "cnpg.io/cluster="): "databases are not the operator's here: tests/controllers/test_databases.py",
    ("describe", "cluster"): "as above",
    ("get", "trading-role=active"): "its elector labels the pod: tests/blueprints/test_elector.py",
    ("port-forward", "9001:9000"): "the store of platforms that were made before 1.1.0",
}


def _names(release: Release, kind: str, end: str = "") -> list[str]:
    return [item["metadata"]["name"] for item in release.live(kind) if item["metadata"]["name"].endswith(end)]


def _service_of(release: Release, kind: str) -> str:
    return str(release.live(kind)[0]["metadata"]["labels"]["app.kubernetes.io/name"])


def _larger(release: Release, claim: str) -> str:
    """A size that Kubernetes takes for the claim, with the quota as it is."""
    (found,) = (one for one in release.live("PersistentVolumeClaim") if one["metadata"]["name"] == claim)
    number, unit = re.fullmatch(r"(\d+)(\w+)", found["spec"]["resources"]["requests"]["storage"]).groups()
    return f"{int(number) + 1}{unit}"


def _filled(release: Release) -> Callable[[str], str]:
    """Something that exists for each place that the pages leave open, by what stands before it."""
    pods = [pod for pod in release.live("Pod") if pod["status"].get("phase") == "Running"]
    primary = next(
        pod
        for pod in pods
        if "/postgres:" in f"/{pod['spec']['containers'][0]['image']}"
        and pod["metadata"]["name"].endswith("-0")
        and _container_of(pod, "exporter")
    )
    server, database = primary["spec"]["containers"][0]["name"], primary["metadata"]["name"]
    stores = [name for name in _names(release, "Pod", "-0") if name.endswith("-objects-0")]
    pod = pods[0]
    claims = _names(release, "PersistentVolumeClaim")
    choices = (
        (rf"(?<=cronjob/){release.name}-<service>-backup", _names(release, "CronJob", "-backup")[0]),
        (rf"(?<=cronjob/){release.name}-<service>", _names(release, "CronJob")[0]),
        # trading makes none: its StatefulSets do
        (rf"(?<=claim=){release.name}-<service>-backup", min(claims, key=lambda one: "data-" in one)),
        (rf"{release.name}-<(?:db|service)>-0(?= -c exporter)", database),
        (rf"{release.name}-<(?:db|service)>-0 -c <service>", f"{database} -c {server}"),
        (rf"{release.name}-<db>-0", database),
        (r"<pod>(?= -c objects)", stores[0] if stores else ""),
        (r"<pod> -c <service>", f"{database} -c {server}"),
        (r"data-<pod>", f"data-{database}"),
        (rf"{release.name}-<service>", f"{release.name}-{server}"),
        (r"<queue>", "events"),
        (r"(?<=exec -it )…", database),
        (r"(?<=jobs -l app.kubernetes.io/name=)<service>", _service_of(release, "CronJob")),
        (r"(?<=jobs,pods -l app.kubernetes.io/name=)<service>", _service_of(release, "Job")),
        (r"(?<=/name=)<service>", pod["metadata"]["labels"]["app.kubernetes.io/name"]),
        (r"(?<=certificate )<name>", next(iter(_names(release, "Certificate")), "")),
        (r"(?<=job/)<its name>|(?<=job )<name>", _names(release, "Job")[0]),
        (r"<any name>", "by-hand"),
        (r"<node>", pod["spec"]["nodeName"]),
        (r"<pod>", pod["metadata"]["name"]),
        (r"<container>", pod["spec"]["containers"][0]["name"]),
        (r"<claim>", claims[0]),
        (r"<size>", _larger(release, claims[0])),
    )

    def fill(script: str) -> str:
        for place, name in choices:
            script = re.sub(place, name, script)
        return script

    return fill


def _complaint(release: Release, command: Told) -> str:
    """What is wrong with a command; empty: nothing."""
    words = [word for word in command.words if word != "-it"]
    plain, inside = [], words.index("--") if "--" in words else len(words)
    skip = False
    for word in words[:inside]:
        if not skip and not word.startswith("-"):
            plain.append(word)
        skip = not skip and word in WITH_VALUE
    verb, *about = plain
    if any(verb == each and any(one.startswith(word) for one in words) for each, word in ELSEWHERE):
        return ""
    if "argo" in plain:
        return ""  # a plugin of kubectl, of which nothing is here
    stated = flag(words, "-n", "--namespace")
    own = str(platforms.described(release.unit.blueprint).answers["namespace"])
    if stated and stated not in (own, f"{own}-staging", f"{own}-dr"):
        return f"namespace {stated}, which is not the platform's"
    judge = _JUDGES.get(verb)
    if judge is None:
        return f"nothing here knows how to ask for {verb}"
    return judge(release, [release.namespace if word == own else word for word in about], words[:inside])


def _asked(release: Release, *arguments: str) -> str:
    """What the API server has against it."""
    said = release.api.kubectl("-n", release.namespace, *arguments, check=False)
    return said if "rror" in said or "No resources found" in said else ""


def _container_of(pod: Object, name: str) -> bool:
    spec = pod["spec"]
    return name in {each["name"] for each in [*spec["containers"], *spec.get("initContainers", [])]}


def _read(release: Release, about: list[str], words: list[str]) -> str:
    made = {item["spec"]["secretName"] for item in release.live("Certificate")}
    if about[0] == "secret" and made & set(about):
        return ""  # cert-manager makes it
    selector = flag(words, "-l", "--selector")
    said = release.api.kubectl(
        "-n",
        release.namespace,
        "get",
        *about,
        *(["-l", selector] if selector else []),
        "-o",
        "name",
        check=False,
    )
    if "rror" in said:
        return said
    return "" if said.strip() or (not selector and len(about) == 1) else "there is none"


def _of_pods(release: Release, about: list[str], words: list[str]) -> str:
    """logs, exec, top: which pods and containers they are about."""
    selector, container = flag(words, "-l", "--selector"), flag(words, "-c", "--container")
    if selector or about == ["pods"]:
        return _read(release, ["pods"], words)
    if about[0].startswith("job/"):
        name = about[0].removeprefix("job/")
        hooks = release.helm("get", "hooks", release.name).stdout
        return "" if name in _names(release, "Job") or f"\n  name: {name}\n" in hooks else f"no Job {name}"
    if about[0].startswith("deploy/"):
        name = about[0].removeprefix("deploy/")
        found = [
            each["spec"]["template"]
            for each in release.live("Deployment")
            if each["metadata"]["name"] == name
        ]
        return (
            "" if found and _container_of(found[0], container) else f"no Deployment {name} with {container}"
        )
    pods = {pod["metadata"]["name"]: pod for pod in release.live("Pod")}
    if about[0] not in pods:
        return f"no pod {about[0]}"
    return "" if not container or _container_of(pods[about[0]], container) else f"no container {container}"


def _create(release: Release, about: list[str], words: list[str]) -> str:
    if about[0] == "secret":
        keys = {
            word.removeprefix("--from-literal=").partition("=")[0]
            for word in words
            if word.startswith("--from-literal=")
        }
        return _keys(release, about[2], keys)
    if about[0] == "job":
        return _asked(
            release, "create", "job", about[1], f"--from={flag(words, '--from')}", "--dry-run=server"
        )
    return _asked(release, "create", *about, "--dry-run=client")


def _keys(release: Release, name: str, keys: set[str]) -> str:
    """A Secret is made as the cluster's furniture makes it, from what the pods read: one of another name or key nobody reads."""
    live: Mapping[str, Object] = {item["metadata"]["name"]: item for item in release.live("Secret")}
    if name not in live:
        return f"no Secret {name} is read by anything"
    unread = sorted(keys - set(live[name].get("data", {})))
    return f"{name}: nothing reads {unread}" if unread else ""


def _patch(release: Release, about: list[str], words: list[str]) -> str:
    patch = flag(words, "-p", "--patch")
    if about[0] == "secret":
        keys = set(re.findall(r'"([\w-]+)": "[^"]*"', patch.partition("stringData")[2]))
        return _keys(release, about[1], keys)
    kind = flag(words, "--type") or "strategic"
    return _asked(release, "patch", *about, f"--type={kind}", "--patch", patch, "--dry-run=server")


def _change(verb: str) -> Callable[[Release, list[str], list[str]], str]:
    def asked(release: Release, about: list[str], words: list[str]) -> str:
        more = [word for word in words if word.startswith(("--replicas", "--all", "--overwrite"))]
        selector = flag(words, "-l", "--selector")
        if verb == "rollout":
            return _asked(release, "get", *about[1:])
        return _asked(
            release, verb, *about, *more, *(["--selector", selector] if selector else []), "--dry-run=server"
        )

    return asked


def _forward(release: Release, about: list[str], _words: list[str]) -> str:
    name = about[0].removeprefix("service/")
    ports = [
        str(port["port"])
        for item in release.live("Service")
        if item["metadata"]["name"] == name
        for port in item["spec"]["ports"]
    ]
    return "" if about[1].rpartition(":")[2] in ports else f"service {name} has the ports {ports}"


_JUDGES = {
    **dict.fromkeys(("get", "describe"), _read),
    **dict.fromkeys(("logs", "exec", "top"), _of_pods),
    **{verb: _change(verb) for verb in ("label", "annotate", "delete", "scale", "taint", "rollout")},
    "create": _create,
    "patch": _patch,
    "port-forward": _forward,
}


@pytest.mark.parametrize("name", platforms.wanted())
def test_every_command_of_the_pages_is_about_something_that_is_there(
    productions: dict[str, Release], name: str, tmp_path: Path
) -> None:
    release = productions[name]
    assert release.installed, release.failure
    found = list(told(platforms.platform_folder(name), _filled(release), tmp_path))
    verbs = {word for command in found for word in command.words if word in _JUDGES}
    assert len(found) > 30
    assert {command.page.partition("/")[0] for command in found} == {"README.md", "docs"}
    assert verbs >= {"get", "logs", "exec", "create", "patch", "label", "taint"}
    wrong = [
        f"{command.page}: kubectl {' '.join(command.words)}: {why}"
        for command in found
        if (why := _complaint(release, command))
    ]
    assert not wrong, "\n".join(wrong)
