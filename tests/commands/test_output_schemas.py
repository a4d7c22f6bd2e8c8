"""Every command that writes JSON has a published schema, and keeps to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.schemas import (
    OUTPUT,
    commands,
    errors,
    json_commands,
    output_schema,
    refuse_other_output,
    writes_json,
)
from tests.small_platform import small_platform

ARGUMENTS = {
    ("advise",): ("--stateful",),
    ("env", "list"): (),
    ("images",): ("--env", "dev", "--platform", "shop"),
    ("list",): (),
    ("service", "list"): (),
    ("region", "list"): (),
    ("show",): ("tiny",),
    ("status",): ("--platform", "shop"),
    ("values", "diff"): ("dev", "prod"),
    ("values", "explain"): ("web.replicaCount", "--env", "dr"),
    ("values", "files"): ("--env", "dr"),
    ("values", "get"): ("*.image",),
    ("values", "lint"): (),
    ("values", "matrix"): (),
}


def test_commands_with_json_are_those_with_a_schema() -> None:
    assert {output_schema(words).name for words in json_commands()} == {
        path.name for path in OUTPUT.iterdir()
    }


def test_what_json_writes_is_found_by_its_option() -> None:
    assert ("list",) in json_commands()
    assert ("new",) not in json_commands()
    assert {words for words, command in commands() if not writes_json(command)} >= {
        ("new",),
        ("values", "set"),
    }


@pytest.mark.parametrize("words", sorted(json_commands()), ids=" ".join)
def test_output_keeps_to_its_schema_and_is_not_empty(
    words: tuple[str, ...], invoke: Run, helm4: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    here = Here(Path.cwd(), small_platform())
    here.put("values-dev.yaml", here.text("values-dev.yaml") + "unknown-service: {replicaCount: 1}\n")
    here.put("platform.yaml", here.text("platform.yaml").replace("{namespace: shop}", "{regions: {eu: }}"))
    here.put("values-prod-eu.yaml", "")
    if words in (("images",), ("status",)):
        assert invoke("new", "tiny", "shop", "--defaults").status == 0
    result = invoke(*words, *ARGUMENTS[words], "--output", "json")
    assert json.loads(result.out)
    assert result.err == ""


@pytest.mark.parametrize(
    "told",
    [
        [{"name": "a", "version": "1", "description": "b", "more": 1}],
        [{"name": "a", "version": "1"}],
        [{"name": "a", "version": 1, "description": "b"}],
        {},
    ],
)
def test_output_with_other_keys_is_refused(told: object) -> None:
    assert errors(output_schema(("list",)), told) != []
    with pytest.raises(AssertionError):
        refuse_other_output(["list", "--output", "json"], json.dumps(told))
