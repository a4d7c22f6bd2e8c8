"""Cases of duplicate-key."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount: 1\n  env: {A: b}\n  replicaCount: 2\n"},
        'values-dev.yaml:2:3: "replicaCount" stands here again on line 4, which wins | Keep one of them.',
    ),
    passes({"values_dev": "x-a: &a {A: b}\nx-b: &b {B: b}\nweb:\n  env:\n    <<: *a\n    <<: *b\n"}),
    # Three times is twice too often; within lists, too; and in another map it is another key.
    fails(
        {"values_dev": "x-a: 1\nx-a: 2\nx-a: 3\nx-l:\n  - {a: 1, a: 2, b: {a: 3}}\n"},
        'values-dev.yaml:1:1: "x-a" stands here again on line 3, which wins | Keep one of them.',
        'values-dev.yaml:2:1: "x-a" stands here again on line 3, which wins | Keep one of them.',
        'values-dev.yaml:5:6: "a" stands here again on line 5, which wins | Keep one of them.',
    ),
]
