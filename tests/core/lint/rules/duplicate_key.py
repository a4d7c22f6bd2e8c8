"""Cases of duplicate-key."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount: 1\n  env: {A: b}\n  replicaCount: 2\n"},
        'values-dev.yaml:2:3: "replicaCount" stands here again on line 4, which wins | Keep one of them.',
    ),
    passes({"values_dev": "x-a: &a {A: b}\nx-b: &b {B: b}\nweb:\n  env:\n    <<: *a\n    <<: *b\n"}),
]
