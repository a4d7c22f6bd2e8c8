"""The README's diagram and table: what they show, and what they leave alone."""

from __future__ import annotations

from generator.core.blueprint.readme import diagram, refreshed, table
from generator.core.graph.services import Service

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
    assert refreshed(text, SERVICES) == expected
    assert refreshed(expected, SERVICES) == expected


def test_without_markers_nothing_changes() -> None:
    assert refreshed("# Mine\n", SERVICES) == "# Mine\n"
