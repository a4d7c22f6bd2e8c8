"""Schema compilation, on schemas small enough to see the whole output."""

import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs
import pytest

from generator.core.blueprint.schema import compile_schema, schema_bytes
from generator.core.platform.umbrella import Umbrella
from generator.errors import Invalid

SHARED = {
    "size": {"type": "object", "properties": {"cpu": {"$ref": "#/definitions/amount"}}},
    "amount": {"type": "string"},
    "unused": {"type": "null"},
    "global": {
        "type": "object",
        "description": "What all services share",
        "properties": {
            "domain": {"type": "string"},
            "presets": {"description": "Defaults", "type": "object"},
            "connections": {"description": "Who calls whom", "type": "object"},
        },
        "additionalProperties": False,
    },
}
WEB = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "web",
    "title": "web",
    "type": "object",
    "properties": {
        "enabled": {"type": "boolean"},
        "size": {"$ref": "#/definitions/size"},
        "replicas": {"type": "integer"},
        "global": {"$ref": "#/definitions/global"},
    },
    "additionalProperties": False,
    "definitions": SHARED,
}
JOB = {
    "type": "object",
    "properties": {
        "enabled": {"type": "boolean"},
        "replicas": {"type": "string"},
        "schedule": {"type": "string"},
    },
    "patternProperties": {"^y-": {}},
    "additionalProperties": False,
    "definitions": {"amount": {"type": "string"}},
}
NAMESPACE = {
    "type": "object",
    "properties": {"quota": {"anyOf": [{"$ref": "#/definitions/amount"}]}},
    "definitions": {"amount": {"type": "string"}},
}
SCHEMAS: Mapping[str, Any] = {"web": WEB, "job": JOB, "namespace": NAMESPACE}


def umbrella(*foreign: str) -> Umbrella:
    return Umbrella(
        services={"front": "web", "back": "web", "nightly": "job"},
        plain={"workload": "workload", "namespace": "namespace"},
        foreign=foreign,
        used={},
        idle=("daemon",),
    )


NAME = {"pattern": "^[a-z]([-a-z0-9]*[a-z0-9])?$"}
CALLEES = {"$ref": "#/definitions/callees"}
STRING = {"type": "string"}
NAMES = {
    "type": "object",
    "propertyNames": NAME,
    "properties": {"back": STRING, "front": STRING, "nightly": STRING},
    "additionalProperties": STRING,
}
CONNECTIONS = {
    "type": "object",
    "propertyNames": NAME,
    "properties": {"back": CALLEES, "front": CALLEES, "nightly": CALLEES},
    "additionalProperties": CALLEES,
}


def test_whole_schema() -> None:
    any_service = {"$ref": "#/definitions/any"}
    by_type = {
        "all": any_service, "job": {"$ref": "#/definitions/job"}, "web": {"$ref": "#/definitions/web"}, "daemon": {"type": "object"},
    }  # fmt: skip
    assert compile_schema(umbrella(), SCHEMAS) == {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {
            "front": {"$ref": "#/definitions/web"},
            "back": {"$ref": "#/definitions/web"},
            "nightly": {"$ref": "#/definitions/job"},
            "workload": {"type": "object"},
            "namespace": {"$ref": "#/definitions/namespace"},
            "global": {"$ref": "#/definitions/global"},
            "connections": CONNECTIONS,
            "tags": {"type": "object", "additionalProperties": {"type": "boolean"}},
        },
        "patternProperties": {"^x-": {}},
        "additionalProperties": any_service,
        "definitions": {
            "callees": {
                "type": "array",
                "uniqueItems": True,
                "items": {
                    "type": "string",
                    "pattern": "^[a-z]([-a-z0-9]*[a-z0-9])?(:[a-z0-9-]+)?$",
                    "examples": ["back", "front", "nightly"],
                },
            },
            "amount": {"type": "string"},
            "size": {"type": "object", "properties": {"cpu": {"$ref": "#/definitions/amount"}}},
            "web": {
                "type": "object",
                "properties": {
                    "enabled": {"type": "boolean"},
                    "size": {"$ref": "#/definitions/size"},
                    "replicas": {"type": "integer"},
                    "global": {"type": "object"},
                },
                "additionalProperties": False,
            },
            "job": {
                "type": "object",
                "properties": {
                    "enabled": {"type": "boolean"},
                    "replicas": {"type": "string"},
                    "schedule": {"type": "string"},
                    "global": {"type": "object"},
                },
                "patternProperties": {"^y-": {}},
                "additionalProperties": False,
            },
            "namespace": {
                "type": "object",
                "properties": {"quota": {"anyOf": [{"$ref": "#/definitions/amount"}]}, "global": {"type": "object"}},
            },
            "any": {
                "type": "object",
                "properties": {
                    "enabled": {"type": "boolean"},
                    "replicas": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                    "schedule": {"type": "string"},
                    "size": {"$ref": "#/definitions/size"},
                    "global": {"type": "object"},
                },
                "patternProperties": {"^y-": {}},
                "additionalProperties": False,
            },
            "global": {
                "type": "object",
                "description": "What all services share",
                "properties": {
                    "domain": {"type": "string"},
                    "presets": {"description": "Defaults", "type": "object", "properties": by_type, "additionalProperties": any_service},
                    "overrides": {"type": "object", "properties": {"enabled": {"type": "boolean"}, **by_type}, "additionalProperties": False},
                    "connections": {"description": "Who calls whom", **CONNECTIONS},
                    "names": NAMES,
                    "knownAs": NAMES,
                },
                "additionalProperties": False,
            },
        },
    }  # fmt: skip


def told(values: object, *foreign: str) -> list[str]:
    validator = jsonschema_rs.Draft7Validator(compile_schema(umbrella(*foreign), SCHEMAS))
    return sorted(
        f"{'.'.join(map(str, e.instance_path))}: {e.message}" for e in validator.iter_errors(values)
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"x-anchors": {"anything": [1]}},
        {"front": {"replicas": 0, "global": {"whatever": 1}}, "workload": {}, "nightly": {"y-1": 1}},
        {"global": {"presets": {"all": {"replicas": "1"}, "web": {"replicas": 1}, "backend": {"schedule": "x"}}}},
        {"global": {"connections": {"front": ["back:http", "nightly"]}, "names": {"front": "f"}}, "connections": {"back": []}},
        # A service that Chart.yaml has got since, of some type, with its connections and its name.
        {"coupons": {"replicas": 1}, "sweep": {"replicas": "1", "schedule": "x", "y-1": 1}},
        {"global": {"connections": {"coupons": ["back"], "front": ["coupons:http"]}, "names": {"coupons": "c"}}},
        # What Helm states for a chart that is still in charts/; what is said of a type that has no service any more.
        {"job": {"global": {"domain": "x"}}, "global": {"presets": {"daemon": {"any": 1}}, "overrides": {"daemon": {"any": 1}}}},
        {"tags": {"front": False}},
    ],
)  # fmt: skip
def test_right_values_are_accepted(values: object) -> None:
    assert told(values) == []


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"coupons": {"replica": 1}}, "coupons: Additional properties are not allowed ('replica' was unexpected)"),
        ({"frnt": 1}, 'frnt: 1 is not of type "object"'),
        ({"frnt": None}, 'frnt: null is not of type "object"'),
        ({"tags": {"front": "no"}}, 'tags.front: "no" is not of type "boolean"'),
        ({"front": {"replica": 1}}, "front: Additional properties are not allowed ('replica' was unexpected)"),
        ({"front": {"replicas": "1"}}, 'front.replicas: "1" is not of type "integer"'),
        ({"global": {"domian": "x"}}, "global: Additional properties are not allowed ('domian' was unexpected)"),
        ({"global": {"presets": {"web": {"schedule": "x"}}}}, "global.presets.web: Additional properties are not allowed ('schedule' was unexpected)"),
        ({"global": {"overrides": {"backend": {}}}}, "global.overrides: Additional properties are not allowed ('backend' was unexpected)"),
        ({"global": {"connections": {"front": ["Back"]}}}, 'global.connections.front.0: "Back" does not match "^[a-z]([-a-z0-9]*[a-z0-9])?(:[a-z0-9-]+)?$"'),
        ({"redis": {"auth": 1}}, "redis: Additional properties are not allowed ('auth' was unexpected)"),
    ],
)  # fmt: skip
def test_wrong_values_are_refused(values: object, error: str) -> None:
    assert told(values) == [error]


def test_caller_that_is_no_name_is_refused() -> None:
    assert told({"global": {"connections": {"x.y": []}, "names": {"-": "n"}}}) == [
        'global.connections: "x.y" does not match "^[a-z]([-a-z0-9]*[a-z0-9])?$"',
        'global.names: "-" does not match "^[a-z]([-a-z0-9]*[a-z0-9])?$"',
    ]


def test_foreign_charts_have_their_values_and_globals() -> None:
    assert told({"redis": {"auth": 1}, "global": {"imagePullSecrets": []}}, "redis") == []
    assert told({"redis": 1}, "redis") == ['redis: 1 is not of type "object"']


def test_definitions_that_differ_are_refused() -> None:
    other = {**JOB, "definitions": {"amount": {"type": "integer"}, "web": {}, "any": {}, "callees": {}}}
    with pytest.raises(Invalid) as caught:
        compile_schema(umbrella(), {"web": WEB, "job": other})
    assert (
        str(caught.value)
        == """\
the charts' schemas do not fit together
  charts/job/values.schema.json: the definition "web" has a reserved name
  charts/job/values.schema.json: the definition "any" has a reserved name
  charts/job/values.schema.json: the definition "callees" has a reserved name
  charts/web/values.schema.json: the definition "amount" differs from the one in charts/job/values.schema.json"""
    )


def test_charts_are_not_changed() -> None:
    before = json.dumps(SCHEMAS, sort_keys=True)
    compile_schema(umbrella(), SCHEMAS)
    assert json.dumps(SCHEMAS, sort_keys=True) == before


def test_platform_without_services() -> None:
    schema = compile_schema(Umbrella({}, {"namespace": "namespace"}, (), {}), {"namespace": NAMESPACE})
    assert schema["properties"] == {
        "namespace": {"$ref": "#/definitions/namespace"},
        "global": {"type": "object"},
        "tags": {"type": "object", "additionalProperties": {"type": "boolean"}},
    }
    assert sorted(schema["definitions"]) == ["amount", "any", "namespace"]


def test_platform_without_services_still_has_globals() -> None:
    schema = compile_schema(
        Umbrella({}, {"ns": "ns"}, (), {}), {"ns": {"definitions": {"global": SHARED["global"]}}}
    )
    assert schema["definitions"]["global"]["properties"]["connections"] == {
        "description": "Who calls whom",
        "type": "object",
    }
    # Charts that are still in charts/ get `global` from Helm, and nobody says more of them.
    assert schema["definitions"]["any"] == {
        "type": "object",
        "properties": {"global": {"type": "object"}},
        "additionalProperties": False,
    }


def test_file_has_sorted_keys_and_a_final_newline() -> None:
    assert schema_bytes({"b": 1, "a": "ü"}) == '{\n "a": "ü",\n "b": 1\n}\n'.encode()


def test_reference_to_a_sibling_is_never_beside_other_keywords() -> None:
    def siblings(node: object) -> list[object]:
        if isinstance(node, dict):
            own = [node] if "$ref" in node and len(node) > 1 else []
            return own + [found for value in node.values() for found in siblings(value)]
        return [found for item in node for found in siblings(item)] if isinstance(node, list) else []

    assert siblings(compile_schema(umbrella("redis"), SCHEMAS)) == []


def test_what_types_have_in_common_stands_once() -> None:
    """In "any", to which they refer; a form of one word is shorter than the reference."""
    labels = {"type": "object", "additionalProperties": {"type": "string"}}
    either = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    more = {"labels": labels, "either": either, "a/b": labels, "size": {"$ref": "#/definitions/size"}}
    other = {**more, "labels": {"type": "object"}}
    schemas = {
        "web": {**WEB, "properties": more},
        "job": {**JOB, "properties": {**other, "own": labels}},
    }
    found = compile_schema(umbrella()._replace(plain={}), schemas)["definitions"]
    everywhere = {
        "either": {"$ref": "#/definitions/any/properties/either"},
        "a/b": labels,
        "size": {"$ref": "#/definitions/size"},
        "global": {"type": "object"},
    }
    assert found["web"]["properties"] == {**everywhere, "labels": labels}
    assert found["job"]["properties"] == {
        **everywhere,
        "labels": {"type": "object"},
        "own": {"$ref": "#/definitions/any/properties/own"},
    }
    assert found["any"]["properties"] == {
        "labels": {"anyOf": [{"type": "object"}, labels]},
        "either": either,
        "a/b": labels,
        "size": {"$ref": "#/definitions/size"},
        "own": labels,
        "global": {"type": "object"},
    }
