"""Which fields the API server refuses to change: each is tried, and generator/core/objects/immutable.py says what it answered.

`python -m tests.cluster.fields` starts a control plane, tries fields.yaml and writes that module.
A refusal counts where a new object with the same value is accepted: then it is the change that is refused, not the value.
Nothing is changed: every trial is a dry run.
"""

from __future__ import annotations

import contextlib
import copy
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.cluster import controlplane, programs
from tests.cluster.controlplane import Api, Refused

TRIALS = Path(__file__).with_suffix(".yaml")
TABLE = Path(__file__).resolve().parents[2] / "generator" / "core" / "objects" / "immutable.py"


class Answers(NamedTuple):
    """What the server said of one kind: paths that it lets change, paths that it refuses, whether it said "other than"."""

    accepted: list[str]
    refused: list[str]
    is_closed: bool


def resource(api: Api, kind: str, version: str) -> str:
    """The path of a kind's collection."""
    group = f"/api/{version}" if "/" not in version else f"/apis/{version}"
    found = next(one for one in api.get(group)["resources"] if one["kind"] == kind and "/" not in one["name"])
    inside = "/namespaces/default" if found["namespaced"] else ""
    return f"{group}{inside}/{found['name']}"


def put(target: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        target = target[int(step)] if isinstance(target, list) else target.setdefault(step, {})
    target[last] = value


def changed(manifest: dict[str, Any], path: str, change: Any) -> dict[str, Any]:
    """The object with another value; `with` says what goes along."""
    made = copy.deepcopy(manifest)
    beside = change.get("with", {}) if isinstance(change, dict) and "value" in change else {}
    put(made, path, change["value"] if isinstance(change, dict) and "value" in change else change)
    for other, value in beside.items():
        put(made, other, value)
    return made


def answers(api: Api, trial: dict[str, Any]) -> Answers:
    """Try every change of one object, which is gone in the end. Refused where a value is wrong in itself."""
    kind = trial["object"]["kind"]
    name = f"field-{kind.lower()}"
    made = [*trial.get("needs", ()), {**trial["object"], "metadata": {"name": name}}]
    places = [resource(api, one["kind"], one["apiVersion"]) for one in made]
    try:
        for place, one in zip(places, made, strict=True):
            api.create(place, one)
        here = f"{places[-1]}/{name}"
        for _ in range(60 if "phase" in trial else 0):
            if api.get(here).get("status", {}).get("phase") == trial["phase"]:
                break
            time.sleep(0.5)
        return _tried(api, trial, made[-1], places[-1])
    finally:
        for place, one in reversed([*zip(places, made, strict=True)]):
            with contextlib.suppress(Refused):
                api.call("DELETE", f"{place}/{one['metadata']['name']}?propagationPolicy=Background")


def _tried(api: Api, trial: dict[str, Any], manifest: dict[str, Any], collection: str) -> Answers:
    said = Answers([], [], is_closed=False)
    name = manifest["metadata"]["name"]
    for path, change in trial["changes"].items():
        fresh = changed(manifest, path, change)
        fresh["metadata"] = {**fresh["metadata"], "name": f"{name}-new"}
        api.call("POST", f"{collection}?dryRun=All", fresh)
        here = f"{collection}/{name}"
        steps = replacing(api.get(here), trial, path)
        try:
            api.call("PATCH", f"{here}?dryRun=All", steps, kind="application/json-patch+json")
            said.accepted.append(path)
        except Refused as error:
            if error.status not in (403, 422):
                raise
            said.refused.append(path)
            if "other than" in str(error) or "immutable after creation except" in str(error):
                said = said._replace(is_closed=True)
    return said


def replacing(there: dict[str, Any], trial: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """JSON patch that puts values in place of others, where a merge would leave keys of both."""
    change = trial["changes"][path]
    patch = changed({}, path, change)
    places = [path, *(change.get("with", {}) if isinstance(change, dict) and "value" in change else {})]
    steps = []
    for place in places:
        target, value = there, patch
        for depth, step in enumerate(place.split(".")):
            value = value[step]
            if isinstance(target, list):
                target = target[int(step)]
                continue
            if not isinstance(target, dict) or step not in target or depth == place.count("."):
                prefix = "/".join(place.split(".")[: depth + 1])
                steps.append({"op": "add", "path": f"/{prefix}", "value": value})
                break
            target = target[step]
    return steps


def table(api: Api) -> str:
    """The module that says what the server answered."""
    version = api.get("/version")
    minor = f"{version['major']}.{version['minor'].rstrip('+')}"
    trials = yaml.safe_load(TRIALS.read_text())
    found = {trial["object"]["kind"]: answers(api, trial) for trial in trials}
    lines = [
        '"""What the API server lets nobody change: `python -m tests.cluster.fields` tries each field, and writes this.',
        "",
        "Of kinds in ONLY it says what alone may change in spec.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from types import MappingProxyType",
        "from typing import TYPE_CHECKING, Final",
        "",
        "if TYPE_CHECKING:",
        "    from collections.abc import Mapping",
        "",
        f'TRIED_ON: Final = "{minor}"  # the minor version of Kubernetes',
        "",
        "IMMUTABLE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType({",
    ]
    for kind, said in found.items():
        if said.refused and not said.is_closed:
            lines.append(f'    "{kind}": (')
            lines += [f"        {_tuple(path.split('.'))}," for path in _roots(said.refused)]
            lines.append("    ),")
    lines += ["})", "", "ONLY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"]
    for kind, said in found.items():
        if said.is_closed:
            fields = dict.fromkeys(path.split(".")[1] for path in said.accepted if path.startswith("spec."))
            lines.append(f'    "{kind}": (')
            lines += [f'        "{field}",' for field in fields]
            lines.append("    ),")
    lines += ["})", ""]
    return "\n".join(lines)


def _roots(paths: list[str]) -> list[str]:
    """Parts of a pod template are one: no part of it may change where one may not."""
    return list(dict.fromkeys("spec.template" if one.startswith("spec.template.") else one for one in paths))


def _tuple(words: list[str]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words)
    return f"({quoted},)" if len(words) == 1 else f"({quoted})"


def main() -> int:
    programs.install()
    with (
        tempfile.TemporaryDirectory(prefix="helm-blueprint-fields-", ignore_cleanup_errors=True) as folder,
        controlplane.running(Path(folder)) as api,
    ):
        text = table(api)
    TABLE.write_text(text)
    return subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(TABLE)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
