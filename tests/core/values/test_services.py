"""Services are described by what their templates get, whatever layer says it."""

from __future__ import annotations

from generator.core.values.model import load_values
from generator.core.values.services import services_of
from tests.small_platform import foreign_umbrella, small_platform

LAYERED = """\
global:
  connections: {web: [orders]}
  presets:
    all: {presets: [app]}
    deployment: {image: {tag: "8"}}
    app: {tier: web}
  overrides:
    deployment: {image: {tag: "10"}}
web: # what customers see
  image: {repository: example.com/web, tag: "9"}
orders: {presets: [], image: {repository: example.com/orders}}
db: {image: {repository: example.com/db, tag: "17"}}
"""


def told(environment: str | None = None, **files: str) -> list[tuple[str, ...]]:
    services = services_of(load_values(small_platform(**files)), environment)
    return [(one.name, one.workload, one.tier, one.image, one.description, *one.calls) for one in services]


def test_presets_that_presets_name_and_overrides_are_seen() -> None:
    assert told(values=LAYERED) == [
        ("web", "deployment", "web", "example.com/web:10", "what customers see", "orders"),
        ("orders", "deployment", "", "example.com/orders:10", ""),
        ("db", "statefulset", "web", "example.com/db:17", ""),
    ]


def test_line_breaks_of_another_system_are_no_words() -> None:
    assert told(values=LAYERED.replace("\n", "\r\n")) == told(values=LAYERED)


def test_environment_has_its_own() -> None:
    assert told("staging")[0] == (
        "web", "deployment", "", "example.com/web:1.5.0", "what customers see", "orders",
    )  # fmt: skip


def test_charts_of_others_are_no_services() -> None:
    assert services_of(load_values(foreign_umbrella())) == []
