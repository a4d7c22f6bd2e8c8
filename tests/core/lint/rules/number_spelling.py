"""Cases of number-spelling."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

FIX = "Put it in quotes."

CASES = [
    fails(
        {"values_dev": "web:\n  image: {tag: 1.10}\n  env: {ID: 0123456, N: 1_000}\n"},
        f"values-dev.yaml:2:11: 1.10 is printed as 1.1 | {FIX}",
        f"values-dev.yaml:3:9: 0123456 is printed as 42798 | {FIX}",
        f"values-dev.yaml:3:22: 1_000 is printed as 1000 | {FIX}",
    ),
    # Templates of ours print numbers as JSON has them, others as Go does.
    fails(
        {"values_dev": "web: {env: {ID: 29111998}}\nx-a: {accountId: 29111998, env: [{name: A, value: 1e3}], version: 5.0}\n"},
        f"values-dev.yaml:2:7: 29111998 is printed as 2.9111998e+07 | {FIX}",
        f"values-dev.yaml:2:44: 1e3 is printed as 1000 | {FIX}",
        f"values-dev.yaml:2:58: 5.0 is printed as 5 | {FIX}",
    ),
    fails(
        {"values_dev": "web:\n  image: {tag: 2.0}\norders:\n  image: {tag: 1e3}\ndb:\n  image: {tag: 1e21}\n"},
        f"values-dev.yaml:2:11: 2.0 is printed as 2 | {FIX}",
        f"values-dev.yaml:4:11: 1e3 is printed as 1000 | {FIX}",
        f"values-dev.yaml:6:11: 1e21 is printed as 1e+21 | {FIX}",
    ),
    # What is a number, whatever its spelling, and what is printed as it is written.
    passes({"values_dev": "web: {replicaCount: 0x2, env: {A: 5, B: '1.10', C: 1.5}}\nx-b: {size: 134217728, mode: 0644, share: 0.50, version: 1.5, id: 999999}\n"}),
]  # fmt: skip
