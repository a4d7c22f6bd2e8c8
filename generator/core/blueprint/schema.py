"""The schema of a whole platform, compiled from the schemas of its charts.

Helm validates a subchart's schema once per alias; 200 services with a 54 KB schema each cost 2.5 s.
The same definitions once in the umbrella, referenced per alias, cost little. Draft 07, which both
Helms and every editor read, and its own word for it, "definitions": for each reference to a place that
the draft does not know, Helm's validator copies all that it has read. What types of workload have in
common stands once, in "any", and they refer to it.

What names services is open here, or a service that somebody writes into Chart.yaml would be refused
until the schema is compiled anew: the umbrella's first template refuses the names that Chart.yaml does
not have (workload.strangers), and values/closed_schema has both for commands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.core.blueprint.json_file import json_file
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.platform.umbrella import Umbrella

Schema = dict[str, Any]

_RESERVED = ("any", "callees")
_NAME = "[a-z]([-a-z0-9]*[a-z0-9])?"
_NEEDS_NO_ESCAPE = re.compile(r"[\w-]+", re.ASCII).fullmatch  # in a JSON pointer within a URL
_NOT_IN_A_DEFINITION = ("$schema", "$id", "title", "definitions")


def compile_schema(umbrella: Umbrella, schemas: Mapping[str, Schema]) -> Schema:
    """The umbrella's schema: `definitions` with one definition per chart, one property per dependency.

    Any further key at the top may be a service of some type. `schemas` are the charts' own (a root object
    and "definitions"), by chart name. BlueprintError if two charts mean different things by one definition.
    """
    definitions = _merged_definitions(schemas)
    types = sorted({name for name in umbrella.services.values() if name in schemas})
    for name, schema in schemas.items():
        definitions[name] = _as_definition(schema)
    definitions["any"] = _union([definitions[name] for name in types])
    for name in types:
        definitions[name] = _sharing(definitions[name], definitions["any"])
    definitions["callees"] = _callees(umbrella)
    if "global" in definitions:
        definitions["global"] = _global(definitions["global"], umbrella, types)
    properties: Schema = {
        key: {"$ref": f"#/definitions/{name}"} if name in schemas else {"type": "object"}
        for key, name in {**umbrella.services, **umbrella.plain}.items()
    }
    # Foreign charts' values are their own charts' business; so is what they read from `global`.
    properties |= {key: {"type": "object"} for key in umbrella.foreign}
    # Helm's own: they switch dependencies that have tags.
    properties.setdefault("tags", {"type": "object", "additionalProperties": {"type": "boolean"}})
    properties["global"] = {"$ref": "#/definitions/global"} if "global" in definitions else {"type": "object"}
    if umbrella.services:
        properties["connections"] = _connections(umbrella)
    root: Schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": properties,
        # Room for YAML anchors, and for values of the user's own templates.
        "patternProperties": {"^x-": {}},
        # Helm states the key of a chart that lies in charts/ and is no dependency, too, with `global` in it.
        "additionalProperties": {"$ref": "#/definitions/any"},
    }
    root["definitions"] = _reachable(root, definitions)
    return root


def schema_bytes(schema: Schema) -> bytes:
    """The schema as a file: one line per key, so that an upgrade's diff can be read."""
    return json_file(schema, sort_keys=True)


def _merged_definitions(schemas: Mapping[str, Schema]) -> Schema:
    merged: Schema = {}
    owner: dict[str, str] = {}
    errors = []
    for chart, schema in sorted(schemas.items()):
        for name, definition in schema.get("definitions", {}).items():
            if name in schemas or name in _RESERVED:
                errors.append(
                    BlueprintError(f'the definition "{name}" has a reserved name', where=_file(chart))
                )
            if name in merged and merged[name] != definition:
                errors.append(
                    BlueprintError(
                        f'the definition "{name}" differs from the one in {_file(owner[name])}',
                        where=_file(chart),
                    )
                )
            merged.setdefault(name, definition)
            owner.setdefault(name, chart)
    if errors:
        raise Invalid("the charts' schemas do not fit together", errors)
    return merged


def _file(chart: str) -> str:
    return f"charts/{chart}/values.schema.json"


def _as_definition(schema: Schema) -> Schema:
    definition = {key: value for key, value in schema.items() if key not in _NOT_IN_A_DEFINITION}
    # Helm puts the whole `global` into every dependency's values; it is validated once, at the top.
    definition["properties"] = {**definition.get("properties", {}), "global": {"type": "object"}}
    return definition


def _union(schemas: list[Schema]) -> Schema:
    """An object that may have what any of the objects may have; where they differ, either form."""
    union: Schema = {"type": "object", "additionalProperties": False}
    for keyword in ("properties", "patternProperties"):
        forms: dict[str, list[Any]] = {"global": [{"type": "object"}]} if keyword == "properties" else {}
        for schema in schemas:
            for name, form in schema.get(keyword, {}).items():
                known = forms.setdefault(name, [])
                if form not in known:
                    known.append(form)
        if forms:
            union[keyword] = {
                name: known[0] if len(known) == 1 else {"anyOf": known} for name, known in forms.items()
            }
    return union


def _sharing(schema: Schema, union: Schema) -> Schema:
    """A type that refers to the union for what both say alike, where that is more than a word."""
    known = union["properties"]
    shared = {
        name: {"$ref": f"#/definitions/any/properties/{name}"}
        for name, form in schema["properties"].items()
        if form == known[name] and "$ref" not in form and _NEEDS_NO_ESCAPE(name) and _has_inner(form)
    }
    return {**schema, "properties": {**schema["properties"], **shared}}


def _has_inner(form: Schema) -> bool:
    """Whether it has schemas within; a word that is not one (an enum's list) does no harm."""
    return any(isinstance(value, dict) or keyword.endswith("Of") for keyword, value in form.items())


def _global(definition: Schema, umbrella: Umbrella, types: list[str]) -> Schema:
    any_service = {"$ref": "#/definitions/any"}
    by_type = {
        "all": any_service,
        **{name: {"$ref": f"#/definitions/{name}"} for name in types},
        # What is said of a type stays right when its last service goes: nobody gets it.
        **{name: {"type": "object"} for name in umbrella.idle},
    }
    properties = dict(definition.get("properties", {}))
    properties["presets"] = {
        **_description(properties.get("presets")),
        "type": "object",
        "properties": by_type,
        "additionalProperties": any_service,
    }
    properties["overrides"] = {
        **_description(properties.get("overrides")),
        "type": "object",
        "properties": {"enabled": {"type": "boolean"}, **by_type},
        "additionalProperties": False,
    }
    if umbrella.services:
        properties["connections"] = {
            **_description(properties.get("connections")),
            **_connections(umbrella),
        }
        for key in ("names", "knownAs"):
            properties[key] = {
                **_description(properties.get(key)),
                **_by_service(umbrella, {"type": "string"}),
            }
    specialised = {**definition, "properties": properties}
    if umbrella.foreign:
        specialised["additionalProperties"] = True
    return specialised


def _description(schema: Any) -> Schema:
    if isinstance(schema, dict) and "description" in schema:
        return {"description": schema["description"]}
    return {}


def _connections(umbrella: Umbrella) -> Schema:
    return _by_service(umbrella, {"$ref": "#/definitions/callees"})


def _by_service(umbrella: Umbrella, form: Schema) -> Schema:
    """A map by service: editors complete the names that are known, others may come."""
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^{_NAME}$"},
        "properties": dict.fromkeys(sorted(umbrella.services), form),
        "additionalProperties": form,
    }


def _callees(umbrella: Umbrella) -> Schema:
    """The services that one calls, each perhaps with a port: editors complete from the examples."""
    return {
        "type": "array",
        "uniqueItems": True,
        "items": {
            "type": "string",
            "pattern": f"^{_NAME}(:[a-z0-9-]+)?$",
            "examples": sorted(umbrella.services),
        },
    }


def _reachable(root: Schema, definitions: Schema) -> Schema:
    """The definitions that something refers to: a platform without a DaemonSet needs none of its schema."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for name in _references(waiting.pop()):
            if name in definitions and name not in found:
                found.add(name)
                waiting.append(definitions[name])
    return {name: definitions[name] for name in sorted(found)}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/definitions/").partition("/")[0]
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)
