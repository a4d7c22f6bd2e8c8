from pathlib import PurePosixPath

from generator.core.graph.services import Service, describe_services
from generator.core.platform.umbrella import Umbrella

VALUES = b"""\
global:
  connections: {web: [db, 'queue:nats'], db: none}
# -- services
web:   # shows pages: all of them
  tier: presentation
  image: {repository: nginx, tag: 1.29}
db:
  image: postgres
"""


def test_services_are_described_by_their_blocks() -> None:
    umbrella = Umbrella({"web": "deployment", "db": "statefulset", "gone": "job"}, {}, (), {})
    assert describe_services({PurePosixPath("values.yaml"): VALUES}, umbrella) == [
        Service(
            "web",
            "deployment",
            "presentation",
            "nginx:1.29",
            "shows pages: all of them",
            ("db", "queue:nats"),
        ),
        Service("db", "statefulset", "", "", "", ()),
        Service("gone", "job", "", "", "", ()),
    ]


def test_platform_without_values_has_services() -> None:
    assert describe_services({}, Umbrella({"web": "deployment"}, {}, (), {})) == [
        Service("web", "deployment", "", "", "", ())
    ]


def test_image_may_come_from_presets() -> None:
    values = b"""\
global:
  presets:
    statefulset: {image: {tag: "1"}}
    postgres: {image: {repository: postgres, tag: "18"}}
db: {presets: [postgres], image: {tag: "17"}}
plain: {image: {repository: redis}}
odd: {presets: postgres}
"""
    umbrella = Umbrella(dict.fromkeys(("db", "plain", "odd"), "statefulset"), {}, (), {})
    images = [
        service.image for service in describe_services({PurePosixPath("values.yaml"): values}, umbrella)
    ]
    assert images == ["postgres:17", "redis:1", "1"]
