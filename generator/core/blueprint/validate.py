"""Whether values fit a platform's schema: what Helm will say, before Helm says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.core.helm.chart_file import SCHEMA, VALUES
from generator.core.platform.file import FILE, parse_platform
from generator.core.words import did_you_mean
from generator.core.yaml.fields import parse
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath

    from jsonschema_rs import ValidationError

    from generator.core.tree import Tree
    from generator.core.yaml.fields import Located


def errors_of_values(platform: Tree) -> list[BlueprintError]:
    """What is wrong with the values files of a platform: each by itself, and each environment's chain.

    A wrong value is told once, in the file that states it.
    """
    import jsonschema_rs

    schema = json.loads(platform[SCHEMA])
    validator = jsonschema_rs.Draft7Validator(schema)
    described = parse_platform(platform[FILE])
    errors: list[BlueprintError] = []
    sources: dict[PurePosixPath, Located] = {}
    for path in dict.fromkeys(
        [VALUES, *(file for name in described.environments for file in described.values_files(name))]
    ):
        if path not in platform:
            errors.append(BlueprintError("this file is missing", where=str(path)))
            continue
        try:
            sources[path] = parse(platform[path], str(path))
        except BlueprintError as error:
            errors.append(error)
    if errors:
        return errors
    for environment in described.environments:
        chain = [sources[VALUES], *(sources[path] for path in described.values_files(environment))]
        merged: dict[str, Any] = {}
        for source in chain:
            merged = _merged(merged, source.data or {})
        found = [told for error in validator.iter_errors(merged) for told in _told(error, schema, chain)]
        files = [source.where for source in chain]
        # As somebody reads: file by file, from top to bottom.
        for told in sorted(found, key=lambda one: _place(one, files)):
            if str(told) not in map(str, errors):
                errors.append(told)
    return errors


def _place(error: BlueprintError, files: Sequence[str]) -> tuple[int, int]:
    file, _, line = error.where.partition(":")
    return files.index(file), int(line or 0)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Values as Helm combines them: maps merge, everything else is replaced, null removes."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            result[key] = _merged(old, value)
        elif value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result


def _told(found: ValidationError, schema: Any, chain: list[Located]) -> list[BlueprintError]:
    """An error of the schema as ours: with file and line, one for each key that is not known."""
    path = tuple(found.instance_path)
    unexpected = getattr(found.kind, "unexpected", None)
    if unexpected:
        known = _at(schema, found.schema_path[:-1]).get("properties", {})
        return [
            _error("this key is not known", (*path, str(key)), chain, did_you_mean(str(key), known))
            for key in unexpected
        ]
    return [_error(found.message, path, chain)]


def _at(schema: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        schema = schema[step]
    return schema


def _error(what: str, path: tuple[str | int, ...], chain: list[Located], hint: str = "") -> BlueprintError:
    # The last file of the chain that states a value is the one that decides it.
    source = next((one for one in reversed(chain) if path in one.lines), chain[0])
    name = ".".join(map(str, path))
    return BlueprintError(f"{name}: {what}" if name else what, where=source.at(*path), hint=hint)
