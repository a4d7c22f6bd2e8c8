"""Whether values fit a platform's schema: what Helm will say, before Helm says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.core.located import parse
from generator.core.platform_file import FILE, parse_platform
from generator.core.vendor import SCHEMA, VALUES
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from jsonschema_rs import ValidationError

    from generator.core.located import Located
    from generator.core.tree import Tree


def errors_of_values(platform: Tree) -> list[BlueprintError]:
    """What is wrong with the values files of a platform: each by itself, and each environment's chain.

    A wrong value is told once, in the file that states it.
    """
    import jsonschema_rs

    validator = jsonschema_rs.Draft7Validator(json.loads(platform[SCHEMA]))
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
        for found in validator.iter_errors(merged):
            told = _located(found, chain)
            if str(told) not in map(str, errors):
                errors.append(told)
    return errors


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


def _located(found: ValidationError, chain: list[Located]) -> BlueprintError:
    path = tuple(found.instance_path)
    # The last file of the chain that states the value is the one that decides it.
    source = next((one for one in reversed(chain) if path in one.lines), chain[0])
    name = ".".join(map(str, path))
    kind = found.kind
    hint = ""
    unexpected = getattr(kind, "unexpected", None)
    if unexpected:
        key = str(unexpected[0])
        source = next((one for one in reversed(chain) if (*path, key) in one.lines), source)
        path = (*path, key)
        what = f"{'.'.join(map(str, path))}: this key is not known"
    else:
        what = f"{name}: {found.message}" if name else found.message
    return BlueprintError(what, where=source.at(*path), hint=hint)
