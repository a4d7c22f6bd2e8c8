"""The schemas of blueprint.yaml and platform.yaml say what the program's own reading says."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, get_args

import jsonschema_rs
import pytest
import yaml

from generator.core.blueprint.manifest import OptionType, parse_blueprint
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.errors import Invalid
from tests.blueprints.platforms import NAMES, tree
from tests.schemas import FOLDER, errors, output_schema, schema

ROOT = Path(__file__).resolve().parent.parent
BLUEPRINT, PLATFORM = FOLDER / "blueprint.schema.json", FOLDER / "platform.schema.json"
MANIFESTS = sorted(
    [*ROOT.glob("blueprints/*/blueprint.yaml"), *ROOT.glob("tests/fixtures/blueprints/*/blueprint.yaml")]
)

A_BLUEPRINT = {
    "name": "tiny",
    "version": "0.3.0",
    "description": "Two services",
    "extends": "base",
    "abstract": False,
    "charts": {"deployment": ">=1.0 <2", "job": "1.x || ^3"},
    "helm": ">=3.14",
    "kubernetes": "1.30 - 1.36",
    "options": {
        "name": {"help": "Name of it", "type": "dns-label", "longest": 20, "default": "shop"},
        "queue": {"type": "choice", "choices": ["none", "nats"], "default": "none"},
        "cache": {"type": "boolean", "default": True},
        "domain": {"type": "domain", "default": "example.com"},
        "team": {"default": "{{ cookiecutter.name }}-team"},
        "region": None,
    },
}
A_PLATFORM = {
    "apiVersion": "helm-blueprint/v1",
    "blueprint": {"name": "ecommerce", "source": "builtin", "version": "1.0.0"},
    "answers": {"name": "shop", "search": True},
    "charts": {"deployment": "1.0.0"},
    "chart": "charts/{service}",
    "files": ["common.yaml", "envs/{environment}/{service}.yaml"],
    "environments": {
        "dev": None,
        "qa": {"files": ["../qa.yaml"], "regions": {"eu": {"files": ["../qa-eu.yaml"]}}},
        "test": {"namespace": "shop-test", "clusters": ["in-cluster"], "kubernetes": "1.34"},
        "prod": {},
        "dr": {"inherits": "prod", "regions": {"eu": {"cluster": "ireland", "namespace": "dr", "kubernetes": "1.33"}, "us": None}},
    },
    "moved": [{"from": "order-db", "to": "orders", "since": "0.1.0"}, {"from": "a", "to": "b"}],
    "removed": [{"service": "analytics", "since": "0.2.0"}, {"service": "b"}],
    "intent": {
        "mustMatch": ["*.image.repository", {"keys": ["*.image.tag"], "environments": ["prod", "dr"], "reason": "dr takes over"}],
        "mustDiffer": ["global.domain"],
        "environmentOnly": [{"keys": "*.replicaCount"}],
        "ordered": [{"keys": "*.autoscaling.maxReplicas", "order": "prod >= test", "reason": "size"}],
        "windows": {
            "sale": {"from": "2026-11-20", "to": "2026-12-02", "environments": ["prod"], "reason": "the sale"},
            "night": {"from": "2026-12-31T18:00+01:00", "to": "2027-01-01T06:30:00Z", "keys": ["web", "db"]},
        },
    },
}  # fmt: skip
# What only shows when parts are seen together, or when a word is looked up.
BEYOND_SHAPE = re.compile(
    r"there is no environment|is not one of the choices|inherits from itself|ends before it starts"
    r"|is not the path of a value|is not a range of versions"
)
OTHERS: tuple[Any, ...] = (None, True, 5, 1.5, "text", "", [], ["a"], [5], {}, {"x": 1})


def mutants(data: Any) -> Iterator[Any]:
    """Data in which one thing is gone, is something else, or has come."""
    for path in paths(data):
        for other in OTHERS:
            yield changed(data, path, lambda holder, key, other=other: holder.__setitem__(key, other))
        yield changed(data, path, lambda holder, key: holder.pop(key))
        if isinstance(at(data, path), dict):
            yield changed(data, (*path, "unknown"), lambda holder, key: holder.__setitem__(key, "text"))
    yield {**data, "unknown": "text"}
    yield from ([], "text", {})


def paths(data: Any) -> Iterator[tuple[Any, ...]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (key,)
        if isinstance(value, (dict, list)):
            yield from ((key, *inner) for inner in paths(value))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def changed(data: Any, path: tuple[Any, ...], change: Callable[[Any, Any], object]) -> Any:
    data = copy.deepcopy(data)
    change(at(data, path[:-1]), path[-1])
    return data


def refusal(parse: Callable[[bytes, str], object], data: Any) -> list[str]:
    try:
        parse(json.dumps(data).encode(), "file")
    except Invalid as error:
        return [one.what for one in error.errors]
    return []


@pytest.mark.parametrize(
    ("parse", "path", "good"),
    [(parse_blueprint, BLUEPRINT, A_BLUEPRINT), (parse_platform, PLATFORM, A_PLATFORM)],
    ids=["blueprint.yaml", "platform.yaml"],
)
def test_schema_refuses_what_the_program_refuses_and_nothing_else(
    parse: Callable[[bytes, str], object], path: Path, good: Any
) -> None:
    assert (refusal(parse, good), errors(path, good)) == ([], [])
    judged = {True: 0, False: 0}
    for data in mutants(good):
        by_us, by_schema = refusal(parse, data), errors(path, data)
        of_shape = [what for what in by_us if not BEYOND_SHAPE.search(what)]
        assert not of_shape or by_schema, f"the schema takes {data}"
        assert not by_schema or by_us, f"the program takes {data}"
        judged[bool(by_schema)] += 1
    assert min(judged.values()) > 100


def test_types_of_options_are_those_of_the_program() -> None:
    kinds = list(get_args(OptionType))
    assert schema(BLUEPRINT)["definitions"]["option"]["properties"]["type"]["enum"] == [*kinds, None]
    shown = schema(output_schema(("show",)))["properties"]["options"]["items"]["properties"]
    assert shown["type"]["enum"] == kinds


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda path: path.parent.name)
def test_blueprints_keep_to_the_schema(file: Path) -> None:
    assert errors(BLUEPRINT, yaml.safe_load(file.read_text())) == []


@pytest.mark.parametrize(
    "file", sorted(ROOT.glob("blueprints/*/blueprint.yaml")), ids=lambda path: path.parent.name
)
def test_blueprints_tell_editors_their_schema(file: Path) -> None:
    header = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text())
    assert header
    assert (file.parent / header[1]).resolve() == BLUEPRINT


@pytest.mark.parametrize("blueprint", NAMES)
def test_platforms_keep_to_the_schema_that_they_tell_editors(blueprint: str) -> None:
    """It lies in the platform: editors need neither the program nor a network."""
    files = tree(blueprint)
    text = files[PLATFORM_FILE].decode()
    header = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert header
    assert files[PurePosixPath(header[1])] == PLATFORM.read_bytes()
    assert errors(PLATFORM, yaml.safe_load(text)) == []


def closed(data: Any) -> Iterator[str]:
    """The places where a schema leaves open what an object may have."""
    if isinstance(data, dict):
        if "properties" in data and "type" in data and "additionalProperties" not in data:
            yield json.dumps(data)
        for value in data.values():
            yield from closed(value)
    elif isinstance(data, list):
        for value in data:
            yield from closed(value)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.json")), ids=lambda path: path.name)
def test_schema_is_one_and_leaves_nothing_open(path: Path) -> None:
    assert schema(path)["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema_rs.meta.validate(schema(path))
    assert list(closed(schema(path))) == []
