"""Cases of stand-in."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values": "web:\n  image: {repository: ghcr.io/stefanprodan/podinfo, tag: 6.9.2}\n",
            "values_dev": "orders:\n  image: mirror.example.com:5000/stefanprodan/podinfo:6.9.2\n",
        },
        "values.yaml:2:11: podinfo is a stand-in for your own code | Name your own image.",
        "values-dev.yaml:2:3: podinfo is a stand-in for your own code | Name your own image.",
    ),
    passes(
        {
            "values": "web:\n  image: {repository: ghcr.io/example/web, tag: 1.0.0}\n  note: ghcr.io/stefanprodan/podinfo\norders:\n  image: {tag: 1.0.0}\n"
        }
    ),
]
