"""Schemas that name addresses: nothing is fetched, no file is opened, and the refusal is a finding."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address that notes who calls."""
    calls: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(30)

    def answer() -> None:
        try:
            while True:
                connection, _ = listening.accept()
                calls.append("called")
                connection.close()
        except OSError:
            return

    thread = threading.Thread(target=answer)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/schema.json", calls
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


WAYS = {
    "$ref": lambda address: {"$ref": address},
    "$ref with a fragment": lambda address: {"properties": {"web": {"$ref": f"{address}#/definitions/x"}}},
    "$dynamicRef": lambda address: {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"web": {"$dynamicRef": address}}
    },
    "$id and a relative one": lambda address: {"$id": address, "properties": {"web": {"$ref": "other.json"}}},
    "deep inside": lambda address: {"allOf": [{"if": {"properties": {"a": {"items": {"$ref": address}}}}}]},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("where", ["values.schema.json", "charts/redis/values.schema.json"])
def test_no_address_is_called(
    invoke: Run, here: Here, server: tuple[str, list[str]], way: str, where: str
) -> None:
    address, calls = server
    if "redis" in where:
        (here.folder / "charts" / "redis").mkdir(parents=True)
        here.put("charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.0.0\n")
        here.put("Chart.yaml", here.text("Chart.yaml") + "  - {name: redis, version: 1.0.0}\n")
    here.put(where, json.dumps(WAYS[way](address)))
    lint = invoke("values", "lint", "--only", "broken-schema")
    assert lint.status == 1
    assert "and nothing is fetched" in lint.out.replace("\n", " ")
    for command in (
        ("set", "web.image.tag=2.0.0", "--yes"), ("set", "web.replicaCount=x", "--yes"), ("explain", "web.image"),
        ("diff", "staging", "prod"), ("promote", "staging", "prod", "--yes"), ("tidy", "--dry-run"), ("lint",),
    ):  # fmt: skip
        assert "Traceback" not in invoke("values", *command).err
    assert calls == []


@pytest.mark.parametrize("address", ["file:///dev/zero", "file:///etc/passwd", "file://{pipe}", "ftp://x/y", "jar:x!/y",
                                     "https://user:password@127.0.0.1:1/x", "data:application/json,{{}}", "//x/y", "other.json", "urn:x:y"])  # fmt: skip
def test_no_file_is_opened(invoke: Run, here: Here, tmp_path: Path, address: str) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    here.put(
        "values.schema.json",
        json.dumps({"properties": {"web": {"$ref": address.format(pipe=tmp_path / "pipe")}}}),
    )
    lint = invoke("values", "lint", "--only", "broken-schema")
    assert lint.status == 1
    assert "values.schema.json:1:" in lint.out
    refused = invoke("values", "set", "web.image.tag=2.0.0", "web.x=1", "--yes")
    assert refused.status == 2
    assert here.changed().keys() == {"values.schema.json"}


def test_what_a_schema_holds_itself_needs_no_fetching(invoke: Run, here: Here) -> None:
    schema = {
        "$id": "https://example.com/values.json",
        "$defs": {
            "x": {"$id": "https://example.com/x.json", "type": "object"},
            "y": {"$anchor": "y", "type": "object"},
        },
        "properties": {"web": {"$ref": "https://example.com/x.json"}, "orders": {"$ref": "#/$defs/x"}},
    }
    here.put("values.schema.json", json.dumps(schema))
    assert invoke("values", "lint", "--only", "broken-schema").status == 0
