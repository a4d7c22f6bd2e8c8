"""Writes what follows from the schema.yaml of every chart, the one source of all: run by `make charts`.

values.yaml, values.schema.json, the page in docs/charts/, and unsupported.json: the values that only other workload types have.
`--check` writes nothing and exits 1 where a file is stale. The Kubernetes types come from the package
kubernetes-validate, which ships the API's own JSON schemas; they are closed (no unknown field) and, unlike there, nothing is
required: values are layers, and a layer need not be complete.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CHARTS = Path(__file__).parent
KUBERNETES = "1.37.0"
Schema = dict[str, Any]
GROUPS = {"v1": "core.v1", "apps.v1": "apps.v1"}


@cache
def kubernetes_types() -> Mapping[str, Schema]:
    """The API's definitions, by their full name (io.k8s.api.core.v1.Pod…)."""
    package = importlib.util.find_spec("kubernetes_validate")
    if package is None or package.origin is None:
        sys.exit("kubernetes-validate is not installed (pip install kubernetes-validate)")
    folder = Path(package.origin).parent / "kubernetes-json-schema" / f"v{KUBERNETES}-local-strict"
    definitions: Mapping[str, Schema] = json.loads((folder / "_definitions.json").read_text())["$defs"]
    return definitions


def full_name(short: str) -> str:
    group, _, kind = short.rpartition(".")
    return f"io.k8s.api.{GROUPS.get(group, group)}.{kind}"


def definition_name(full: str) -> str:
    return "k8s." + full.removeprefix("io.k8s.api.").removeprefix("io.k8s.apimachinery.pkg.")


def slim(schema: Any) -> Any:
    """A Kubernetes schema without prose, null and required, its references renamed."""
    if isinstance(schema, list):
        return [slim(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": "#/definitions/" + definition_name(schema["$ref"].rsplit("/", 1)[1])}
    out: Schema = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties"):
            out[key] = {name: slim(inner) for name, inner in value.items()}
        elif key in ("description", "format", "required") or key.startswith("x-kubernetes"):
            continue
        elif key == "type" and isinstance(value, list):
            kept = [name for name in value if name != "null"]
            out[key] = kept[0] if len(kept) == 1 else kept
        elif key == "enum":
            out[key] = [item for item in value if item is not None]
        else:
            out[key] = slim(value)
    alternatives = out.get("oneOf")
    if alternatives and all(set(item) == {"type"} for item in alternatives):
        # 5 is an integer and a number: oneOf would refuse what matches both
        del out["oneOf"]
        out["type"] = [item["type"] for item in alternatives]
    return out


class Bundle:
    """The JSON Schema of one chart, collecting the definitions that it refers to."""

    def __init__(self, shared: Mapping[str, Schema]) -> None:
        self.shared = shared
        self.definitions: dict[str, Schema] = {}

    def kubernetes(self, full: str) -> str:
        """Adds a Kubernetes type and what it refers to; returns its reference."""
        name = definition_name(full)
        if name not in self.definitions:
            source = kubernetes_types()[full]
            self.definitions[name] = slim(source)
            for reference in references(source):
                self.kubernetes(reference)
        return f"#/definitions/{name}"

    def use(self, name: str) -> str:
        if name not in self.definitions:
            self.definitions[name] = {}  # a place holder: definitions may refer to themselves
            self.definitions[name] = self.compile(self.shared[name])
        return f"#/definitions/{name}"

    def compile(self, source: Schema) -> Schema:
        """JSON Schema of one entry of schema.yaml."""
        prose = {key: source[key] for key in ("description",) if key in source}
        if "k8s" in source:
            full = full_name(source["k8s"])
            if "extra" not in source and "without" not in source:
                return {**prose, "$ref": self.kubernetes(full)}
            base = slim(kubernetes_types()[full])
            for reference in references(kubernetes_types()[full]):
                self.kubernetes(reference)
            kept = {k: v for k, v in base["properties"].items() if k not in source.get("without", ())}
            return {**prose, **base, "properties": {**kept, **self.compile_all(source.get("extra", {}))}}
        if "use" in source:
            if "extra" not in source:
                return {**prose, "$ref": self.use(source["use"])}
            base = self.compile(self.shared[source["use"]])
            return {
                **base,
                **prose,
                "properties": {**base["properties"], **self.compile_all(source["extra"])},
            }
        out: Schema = {
            key: value for key, value in source.items() if key not in ("default", "example", "extra")
        }
        if "properties" in out:
            out["properties"] = self.compile_all(out["properties"])
            out = {"type": "object", "additionalProperties": False, **out}
        for key in ("items", "additionalProperties"):
            if isinstance(out.get(key), dict):
                out[key] = self.compile(out[key])
                if key == "additionalProperties":
                    out.setdefault("type", "object")
        if "anyOf" in out:
            out["anyOf"] = [self.compile(item) for item in out["anyOf"]]
        return out

    def compile_all(self, sources: Mapping[str, Schema]) -> dict[str, Schema]:
        return {name: self.compile(source) for name, source in sources.items()}


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rsplit("/", 1)[1]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def properties_of(source: Schema, groups: Mapping[str, Mapping[str, Schema]]) -> dict[str, Schema]:
    """All properties of a chart in the order of its values.yaml."""
    out: dict[str, Schema] = {}
    for section in source["values"]:
        out.update(groups[section] if isinstance(section, str) else section)
    return out


def values_yaml(title: str, properties: Mapping[str, Schema]) -> str:
    """The commented values.yaml: every default, and as a comment every example of what has none."""
    lines = [f"# Values of the {title} chart. Made from schema.yaml by `make charts`; change it there."]
    for name, source in properties.items():
        text = {name: source["default"] if "default" in source else source["example"]}
        prefix = "" if "default" in source else "# "
        lines.append("")
        lines.append(f"# -- {source['description']}")
        dumped = yaml.safe_dump(text, sort_keys=False, width=1000).rstrip()
        lines += [prefix + line for line in dumped.splitlines()]
    return "\n".join(lines) + "\n"


def page(chart: str, title: str, properties: Mapping[str, Schema], definitions: Mapping[str, Schema]) -> str:
    """The chart's reference: a table of its values, in the order of values.yaml."""
    rows = []
    for name, source in properties.items():
        default = (
            yaml.safe_dump(source["default"], default_flow_style=True, width=10_000).strip()
            if "default" in source
            else ""
        )
        default = default.removesuffix("...").strip()
        rows.append(
            f"| `{name}` | {kind(source, definitions)} | {f'`{cell(default)}`' if default else ''} | {cell(source['description'])} |"
        )
    return "\n".join(
        [
            f"# The {title} chart",
            "",
            f"Values of `charts/{chart}`, in the order of its values.yaml. Made from `charts/{chart}/schema.yaml` by `make charts`.",
            "",
            "| value | type | default | what it is |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def kind(source: Schema, definitions: Mapping[str, Schema]) -> str:
    """The type of a value in words; Kubernetes types by their name in the API."""
    if "enum" in source:
        return " · ".join(f"`{value}`" if value else "empty" for value in source["enum"])
    if "k8s" in source:
        return f"Kubernetes {source['k8s'].rpartition('.')[2]}"
    if "use" in source:
        used = definitions[source["use"]]
        return "map" if "properties" in used else kind(used, definitions)
    if "properties" in source:
        return "map: " + ", ".join(f"`{name}`" for name in source["properties"])
    if isinstance(source.get("additionalProperties"), dict):
        return f"map of {kind(source['additionalProperties'], definitions)}"
    if source.get("type") == "array":
        return f"list of {kind(source.get('items', {}), definitions)}"
    if "anyOf" in source:
        return " or ".join(dict.fromkeys(kind(item, definitions) for item in source["anyOf"]))
    named = source.get("type", "any")
    return " or ".join(named) if isinstance(named, list) else str(named).replace("object", "map")


def cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return text.replace("|", "\\|")


def unsupported_values(shared: Schema) -> dict[Path, str]:
    """unsupported.json of every workload chart: the values that other types have and this one does not.

    Templates and the generator keep them from reaching a service, for global.presets.all may state them.
    """
    values = {
        chart.parent: set(
            properties_of(yaml.safe_load((chart.parent / "schema.yaml").read_text()), shared["groups"])
        )
        for chart in sorted(CHARTS.glob("*/Chart.yaml"))
        if "helm-blueprint/workload" in yaml.safe_load(chart.read_text()).get("annotations", {})
    }
    every = set().union(*values.values())
    return {
        chart / "unsupported.json": json.dumps(sorted(every - own), indent=1) + "\n"
        for chart, own in values.items()
    }


def files_of(chart: Path, shared: Schema) -> dict[Path, str]:
    source = yaml.safe_load((chart / "schema.yaml").read_text())
    definitions = {**shared["definitions"], **source.get("definitions", {})}
    properties = properties_of(source, shared["groups"])
    bundle = Bundle(definitions)
    compiled = bundle.compile_all(properties)
    # Helm puts these into every chart's values: global, and an entry for the library where it is a dependency
    compiled["global"] = {"type": "object"}
    compiled.setdefault("workload", {"type": "object"})
    bundle.use("global")
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Values of the {source['title']} chart",
        "type": "object",
        "additionalProperties": False,
        "properties": compiled,
        "definitions": bundle.definitions,
    }
    return {
        chart / "values.yaml": values_yaml(source["title"], properties),
        chart / "values.schema.json": json.dumps(schema, indent=1, sort_keys=True) + "\n",
        CHARTS.parent / "docs" / "charts" / f"{chart.name}.md": page(
            chart.name, source["title"], properties, definitions
        ),
    }


def main(arguments: list[str]) -> int:
    shared = yaml.safe_load((CHARTS / "workload" / "schema.yaml").read_text())
    files = unsupported_values(shared)
    for source in sorted(CHARTS.glob("*/schema.yaml")):
        if source.parent.name != "workload":
            files |= files_of(source.parent, shared)
    stale = []
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            stale.append(path.relative_to(CHARTS.parent))
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    for path in stale:
        print(f"{'stale' if '--check' in arguments else 'written'}: {path}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
