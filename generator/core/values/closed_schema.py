"""The schema of a platform of ours, closed: with what its first template refuses.

The compiled schema takes any name of a service, for it may be older than Chart.yaml; that there is such a
service is the business of the template (workload.strangers). Commands know Chart.yaml and ask both at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_ANY = {"$ref": "#/definitions/any"}
_NOT_OF_CHARTS = ("global", "connections", "tags")


def closed_schema(
    schema: Mapping[str, Any], wanted: Collection[str], services: Mapping[str, str]
) -> Mapping[str, Any]:
    """The schema with the keys that Chart.yaml has and no others; one that is closed is as it was.

    `wanted` are the keys of all dependencies, `services` those of services with their workload types.
    """
    if schema.get("additionalProperties") != _ANY:
        return schema
    definitions = map_at(schema, "definitions")
    compiled = map_at(schema, "properties")
    properties = {key: form for key, form in compiled.items() if key in wanted or key in _NOT_OF_CHARTS}
    for key in wanted:
        known = services.get(key, "") in definitions
        properties.setdefault(key, {"$ref": f"#/definitions/{services[key]}"} if known else _ANY)
    if "connections" in properties:
        properties["connections"] = _connections(properties["connections"], services)
    closed = {**schema, "properties": properties, "additionalProperties": False}
    if "global" in definitions:
        closed["definitions"] = {**definitions, "global": _global(definitions["global"], services)}
    return closed


def _global(form: Mapping[str, Any], services: Collection[str]) -> dict[str, Any]:
    properties = dict(map_at(form, "properties"))
    if "connections" in properties:
        properties["connections"] = _connections(properties["connections"], services)
    for key in ("names", "knownAs"):
        if key in properties:
            properties[key] = _named(properties[key], services, {"type": "string"})
    return {**form, "properties": properties}


def _connections(form: Mapping[str, Any], services: Collection[str]) -> dict[str, Any]:
    callees = {
        "type": "array",
        "uniqueItems": True,
        "items": {"type": "string", "pattern": f"^({'|'.join(sorted(services))})(:[a-z0-9-]+)?$"},
    }
    return _named(form, services, callees)


def _named(form: Mapping[str, Any], services: Collection[str], value: dict[str, Any]) -> dict[str, Any]:
    """A map by service, of the services that there are."""
    about = {word: text for word, text in form.items() if word == "description"}
    return {
        **about,
        "type": "object",
        "propertyNames": {"enum": sorted(services)},
        "additionalProperties": value,
    }
