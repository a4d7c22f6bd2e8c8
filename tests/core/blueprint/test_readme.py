"""The README's diagram and table: what they show, and what they leave alone."""

from __future__ import annotations

from generator.core.blueprint.readme import diagram, install_table, parts_of, refreshed, table
from generator.core.graph.services import Service
from generator.core.platform.file import parse_platform
from generator.core.values.model import load_values
from tests.small_platform import small_platform

SERVICES = [
    Service(
        "web",
        "deployment",
        "presentation",
        "docker.io/library/nginx:1.29",
        "the shop",
        ("api", "queue:client"),
    ),
    Service("api", "deployment", "business", "", "", ("gone", "queue")),
    Service("queue", "statefulset", "", "", "carries events", ("queue",)),
    Service("report", "cronjob", "business", "", "", ()),
    Service("agent", "daemonset", "", "", "", ()),
]

DIAGRAM = """\
```mermaid
flowchart LR
  subgraph presentation-tier["presentation"]
    web[web]
  end
  subgraph business-tier["business"]
    api[api]
    report{{report}}
  end
  queue[(queue)]
  agent[/agent/]
  web --> api
  web -->|client| queue
  api --> queue
```
"""

TABLE = """\
| service | workload | tier | what it does | image |
|---|---|---|---|---|
| web | deployment | presentation | the shop | `docker.io/library/nginx:1.29` |
| api | deployment | business |  |  |
| queue | statefulset |  | carries events |  |
| report | cronjob | business |  |  |
| agent | daemonset |  |  |  |
"""

PARTS = {"diagram": DIAGRAM, "services": TABLE}


def test_diagram_shows_tiers_shapes_and_connections() -> None:
    """An arrow to a service that is not there, or to itself, is left out."""
    assert diagram(SERVICES) == DIAGRAM


def test_table_has_a_row_per_service() -> None:
    assert table(SERVICES) == TABLE


def test_only_what_stands_between_the_markers_changes() -> None:
    text = (
        "# Mine\n\n<!-- helm-blueprint:diagram:begin -->\nold\n<!-- helm-blueprint:diagram:end -->\nprose\n"
        "<!-- helm-blueprint:services:begin -->\n<!-- helm-blueprint:services:end -->\ntail"
    )
    expected = (
        f"# Mine\n\n<!-- helm-blueprint:diagram:begin -->\n{DIAGRAM}<!-- helm-blueprint:diagram:end -->\nprose\n"
        f"<!-- helm-blueprint:services:begin -->\n{TABLE}<!-- helm-blueprint:services:end -->\ntail"
    )
    assert refreshed(text, PARTS) == expected
    assert refreshed(expected, PARTS) == expected
    with_returns = text.replace("\n", "\r\n")
    assert refreshed(with_returns, PARTS) == expected.replace("\n", "\r\n")


def test_without_markers_nothing_changes() -> None:
    assert refreshed("# Mine\n", PARTS) == "# Mine\n"


def test_commands_install_each_release_with_its_files() -> None:
    """Regions in place of an environment that is nowhere else; no namespace where platform.yaml names none."""
    platform = parse_platform(b"""\
apiVersion: helm-blueprint/v1
blueprint: {name: small, version: 1.0.0}
answers: {name: shop}
environments:
  dev: {}
  prod: {namespace: shop-live, regions: {eu: {}, us: {namespace: shop-us}}}
""")
    expected = """\
| environment | command |
|---|---|
| dev | `helm upgrade --install shop . -f values-dev.yaml` |
| prod-eu | `helm upgrade --install shop . -n shop-live --create-namespace -f values-prod.yaml -f values-prod-eu.yaml` |
| prod-us | `helm upgrade --install shop . -n shop-us --create-namespace -f values-prod.yaml -f values-prod-us.yaml` |
"""
    assert install_table(platform, "chart") == expected
    assert install_table(platform._replace(answers={}), "chart") == expected.replace(
        "--install shop", "--install chart"
    )


def test_parts_are_what_a_platform_has() -> None:
    """The commands follow from platform.yaml; without one there are none."""
    model = load_values(small_platform())
    assert list(parts_of(model)) == ["diagram", "services", "install"]
    without = {path: data for path, data in small_platform().items() if str(path) != "platform.yaml"}
    assert list(parts_of(load_values(without))) == ["diagram", "services"]
