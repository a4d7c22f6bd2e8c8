"""What the schema and the first template say together, on a platform whose schema is older than its Chart.yaml."""

from typing import Any

import jsonschema_rs
import pytest

from generator.core.blueprint.schema import compile_schema
from generator.core.platform.umbrella import Umbrella
from generator.core.values.closed_schema import closed_schema
from tests.core.blueprint.test_schema import JOB, NAMESPACE, SCHEMAS, WEB

COMPILED = compile_schema(
    Umbrella({"front": "web", "back": "web", "nightly": "job"}, {"ns": "namespace"}, ("redis",), {}),
    {"web": WEB, "job": JOB, "namespace": NAMESPACE},
)
# back has gone, coupons, sweep and a chart of somebody else have come
SERVICES = {"front": "web", "nightly": "job", "coupons": "web", "sweep": "job", "agent": "daemon"}
CLOSED = closed_schema(COMPILED, [*SERVICES, "ns", "redis", "kafka"], SERVICES)


def told(values: Any) -> list[str]:
    errors = jsonschema_rs.Draft7Validator(dict(CLOSED)).iter_errors(values)
    return [f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in errors]


def test_schema_has_the_dependencies_of_chart_yaml_and_no_others() -> None:
    services = ["agent", "coupons", "front", "nightly", "sweep"]
    connections = {
        "type": "object",
        "propertyNames": {"enum": services},
        "additionalProperties": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^(agent|coupons|front|nightly|sweep)(:[a-z0-9-]+)?$"},
        },
    }
    assert {key: value for key, value in CLOSED.items() if key != "definitions"} == {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {
            "front": {"$ref": "#/definitions/web"},
            "nightly": {"$ref": "#/definitions/job"},
            "ns": {"$ref": "#/definitions/namespace"},
            "redis": {"type": "object"},
            "coupons": {"$ref": "#/definitions/web"},
            "sweep": {"$ref": "#/definitions/job"},
            "agent": {"$ref": "#/definitions/any"},
            "kafka": {"$ref": "#/definitions/any"},
            "tags": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "global": {"$ref": "#/definitions/global"},
            "connections": connections,
        },
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    globals_ = CLOSED["definitions"]["global"]["properties"]
    assert globals_["connections"] == {"description": "Who calls whom", **connections}
    assert (
        globals_["names"]
        == globals_["knownAs"]
        == {
            "type": "object",
            "propertyNames": {"enum": services},
            "additionalProperties": {"type": "string"},
        }
    )
    assert {name: form for name, form in CLOSED["definitions"].items() if name != "global"} == {
        name: form for name, form in COMPILED["definitions"].items() if name != "global"
    }


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"coupons": {"replicas": 1}, "sweep": {"schedule": "x"}, "kafka": {}, "x-a": 1}, []),
        ({"global": {"connections": {"coupons": ["front"], "front": ["coupons:http"]}}}, []),
        ({"coupons": {"schedule": "x"}}, ["coupons: Additional properties are not allowed ('schedule' was unexpected)"]),
        ({"back": {}}, [": Additional properties are not allowed ('back' was unexpected)"]),
        ({"cupons": {"enabled": False, "replicas": 1}}, [": Additional properties are not allowed ('cupons' was unexpected)"]),
        ({"connections": {"front": ["back"]}}, ['connections.front.0: "back" does not match "^(agent|coupons|front|nightly|sweep)(:[a-z0-9-]+)?$"']),
    ],
)  # fmt: skip
def test_names_that_chart_yaml_does_not_have_are_refused(values: Any, errors: list[str]) -> None:
    assert told(values) == errors


@pytest.mark.parametrize(
    "schema", [{}, {"additionalProperties": False}, {"additionalProperties": {"type": "object"}}]
)
def test_schema_that_we_did_not_compile_stays_as_it_is(schema: dict[str, Any]) -> None:
    assert closed_schema(schema, ["web"], {"web": "deployment"}) is schema


def test_platform_without_services_is_closed_too() -> None:
    compiled = compile_schema(Umbrella({}, {"ns": "namespace"}, (), {}), {"namespace": SCHEMAS["namespace"]})
    closed = closed_schema(compiled, ["ns"], {})
    assert sorted(closed["properties"]) == ["global", "ns", "tags"]
    assert (closed["additionalProperties"], closed["definitions"]) == (False, compiled["definitions"])


def test_global_without_services_gets_no_word_of_them() -> None:
    form = {"type": "object", "properties": {"domain": {"type": "string"}}}
    compiled = {
        "additionalProperties": {"$ref": "#/definitions/any"},
        "definitions": {"any": {}, "global": form},
    }
    assert closed_schema(compiled, [], {})["definitions"]["global"] == form
