import pytest

from generator.core.data import Values
from generator.core.graph.services import Service, describe_services, image_reference

TEXT = """\
# -- services
web:   # shows pages: all of them
  tier: presentation
db:
"""
VALUES = {
    "global": {
        "connections": {"web": ["db", "queue:nats"], "db": "none"},
        "imageRegistry": "mirror.example.com",
    },
    "web": {"tier": "presentation", "image": {"repository": "nginx", "tag": 1.29}},
    "db": {"image": "postgres"},
}


def test_services_are_described_in_the_order_of_their_chart() -> None:
    workloads = {"web": "deployment", "db": "statefulset", "gone": "job"}
    assert describe_services(VALUES, workloads, TEXT) == [
        Service(
            "web",
            "deployment",
            "presentation",
            "mirror.example.com/nginx:1.29",
            "shows pages: all of them",
            ("db", "queue:nats"),
        ),
        Service("db", "statefulset", "", "", "", ()),
        Service("gone", "job", "", "", "", ()),
    ]


@pytest.mark.parametrize(
    ("image", "registry", "reference"),
    [
        ({"repository": "nginx", "tag": "1"}, "", "nginx:1"),
        ({"repository": "nginx", "tag": "1", "digest": "sha256:a"}, "", "nginx:1@sha256:a"),
        ({"repository": "nginx", "digest": "sha256:a", "tag": ""}, "", "nginx@sha256:a"),
        ({"registry": "quay.io", "repository": "a/nginx", "tag": "1"}, "", "quay.io/a/nginx:1"),
        ({"repository": "ghcr.io/a/nginx", "tag": "1"}, "", "ghcr.io/a/nginx:1"),
        ({"repository": "ghcr.io/a/nginx", "tag": "1"}, "mirror:5000", "mirror:5000/a/nginx:1"),
        ({"repository": "localhost/nginx", "tag": "1"}, "mirror:5000", "mirror:5000/nginx:1"),
        ({"registry": "quay.io", "repository": "ghcr.io/a/nginx", "tag": "1"}, "", "quay.io/a/nginx:1"),
        ({"repository": "a/nginx", "tag": "1"}, "mirror:5000", "mirror:5000/a/nginx:1"),
        ({"tag": "1"}, "mirror:5000", ""),
        ({"repository": None, "tag": "1"}, "", ""),
    ],
)  # fmt: skip
def test_image_is_the_reference_that_the_charts_make(image: Values, registry: str, reference: str) -> None:
    assert image_reference(image, registry) == reference
