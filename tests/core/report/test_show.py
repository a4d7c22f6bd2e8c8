"""A blueprint, as people and machines read it."""

from __future__ import annotations

from generator.core.blueprint.generate import Preview
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.graph.services import Service
from generator.core.platform.file import Environment
from generator.core.report.show import as_json, as_text
from tests.core.report.plain import plain

BLUEPRINT = parse_blueprint(
    b"""\
name: shop
version: 1.2.0
description: An online shop.
charts: {deployment: "^1.0.0"}
helm: ">=3.14.0"
kubernetes: ">=1.28.0"
options:
  name: {help: The platform's name, type: dns-label, default: shop}
  mesh: {help: Whether there is a mesh, type: boolean, default: false}
  events: {help: What carries events, type: choice, choices: [kafka, nats], default: nats}
""",
    "blueprint.yaml",
)
PREVIEW = Preview(
    services=(
        Service("web", "deployment", "edge", "example.com/web:1", "The shop front.", ("cart", "db")),
        Service("db", "statefulset", "data", "postgres:17", "", ()),
    ),
    environments=(
        Environment("prod", "shop-prod", None, (), None),
        Environment("dr", "shop-dr", "prod", (), None),
    ),
)


def test_text() -> None:
    answers = {"name": "shop", "mesh": False, "events": "nats"}
    assert (
        plain(as_text(BLUEPRINT, BLUEPRINT.options, answers, PREVIEW))
        == """\
shop 1.2.0: An online shop.

Options (--set NAME=VALUE)
NAME    DEFAULT  CHOICES      WHAT IT IS
name    shop                  The platform's name
mesh    false    true, false  Whether there is a mesh
events  nats     kafka, nats  What carries events

Services
NAME  WORKLOAD     TIER  WHAT IT IS       CALLS
web   deployment   edge  The shop front.  cart, db
db    statefulset  data

Environments
NAME  NAMESPACE  INHERITS
prod  shop-prod
dr    shop-dr    prod
"""
    )


def test_json() -> None:
    assert as_json(BLUEPRINT, BLUEPRINT.options[1:], PREVIEW) == {
        "name": "shop",
        "version": "1.2.0",
        "description": "An online shop.",
        "options": [
            {
                "name": "mesh",
                "type": "boolean",
                "help": "Whether there is a mesh",
                "default": False,
                "choices": [],
            },
            {
                "name": "events",
                "type": "choice",
                "help": "What carries events",
                "default": "nats",
                "choices": ["kafka", "nats"],
            },
        ],
        "services": [
            {
                "name": "web",
                "workload": "deployment",
                "tier": "edge",
                "image": "example.com/web:1",
                "description": "The shop front.",
                "calls": ["cart", "db"],
            },
            {
                "name": "db",
                "workload": "statefulset",
                "tier": "data",
                "image": "postgres:17",
                "description": "",
                "calls": [],
            },
        ],
        "environments": [
            {"name": "prod", "namespace": "shop-prod", "inherits": None},
            {"name": "dr", "namespace": "shop-dr", "inherits": "prod"},
        ],
    }
