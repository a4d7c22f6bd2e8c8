"""How findings are made of what rules say: what hides what, and what a comment keeps silent."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tests.core.lint.cases import found
from tests.small_platform import VALUES, foreign_umbrella, small_platform

BROKEN = (
    "unreadable: not valid YAML: mapping values are not allowed in this context"
    " | Correct the file, then try again."
)


def test_file_that_cannot_be_read_hides_only_what_needs_it() -> None:
    """Not what other files say, nor what is said of other environments; but what all must say."""
    tree = small_platform(
        values=VALUES + "  enabled: false\n",
        values_dev="web: {image: {tag: latest}, replicas: 1}\n",
        values_prod="a: b\n  c: [\n",
        values_dr="orders: {image: {tag: main}}\n",
        intent='  mustMatch: [db.nope]\n  ordered: [{keys: "web.replicaCount", order: prod > dev > staging}]\n',
    )
    assert found(tree) == [
        "values.yaml:8:18 broken-intent: web.replicaCount must be dev > staging, and is 2 in dev, 2 in staging | Intent: platform.yaml:10.",
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
        'values-dev.yaml:1:29 unknown-key: web.replicas is not known | Did you mean "replicaCount"?',
        f"values-prod.yaml:2:1 {BROKEN}",
        'values-dr.yaml:1:18 latest-tag: the tag "main" moves | Pin a version, or a digest.',
    ]


def test_values_yaml_that_cannot_be_read_hides_no_other_file() -> None:
    tree = small_platform(values="a: b\n  c: [\n", values_dev="web: {image: {tag: latest}}\n")
    assert found(tree) == [
        f"values.yaml:2:1 {BROKEN}",
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
    ]
    assert found(foreign_umbrella(values="a: b\n  c: [\n", values_dev="cart: {replicass: 1}\n")) == [
        f"values.yaml:2:1 {BROKEN}"
    ]


def test_file_that_is_missing_hides_no_other() -> None:
    tree = small_platform(values_dev="web: {image: {tag: latest}}\n")
    del tree[PurePosixPath("values-prod.yaml")]  # type: ignore[attr-defined]
    assert found(tree) == [
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
        "values-prod.yaml:1:1 unreadable: this file is missing | platform.yaml declares its environment; an empty file will do.",
    ]


def test_comment_says_that_it_is_meant() -> None:
    text = (
        "web:\n"
        "  image: {tag: latest} # helm-blueprint:ignore\n"
        "orders:\n"
        "  # helm-blueprint:ignore latest-tag, secret\n"
        "  image: {tag: latest}\n"
        "db:\n"
        "  image: {tag: latest} # helm-blueprint:ignore secret\n"
    )
    assert [line.split()[0] for line in found(small_platform(values_dev=text))] == ["values-dev.yaml:7:11"]


def test_findings_come_by_file_and_line_what_is_no_values_file_first() -> None:
    tree = small_platform(
        values="web: {image: {tag: main}}\n",
        values_dev="db: {image: {tag: main}}\nweb: {image: {tag: edge}}\n",
        intent="  mustMatch: [db.nope]\n",
    )
    assert [line.split()[0] for line in found(tree, "latest-tag", "idle-intent")] == [
        "platform.yaml:9:1",
        "values.yaml:1:15",
        "values-dev.yaml:1:14",
        "values-dev.yaml:2:15",
    ]


COMMENTS = [
    # a block of comments right above it, however long
    ("# helm-blueprint:ignore\n# one\n# two\nweb: {image: {tag: latest}}\n", True),
    ("# one\n# helm-blueprint:ignore latest-tag\n# two\nweb: {image: {tag: latest}}\n", True),
    # something is in between
    ("# helm-blueprint:ignore\n\nweb: {image: {tag: latest}}\n", False),
    ("# helm-blueprint:ignore\nx-a: 1\n# two\nweb: {image: {tag: latest}}\n", False),
    # of the line above it alone, or of the next
    ("x-a: 1 # helm-blueprint:ignore\nweb: {image: {tag: latest}}\n", False),
    ("web: {image: {tag: latest}}\n# helm-blueprint:ignore\n", False),
    ("web: {image: {tag: latest}}\n# helm-blueprint:ignore", False),
    ("# one\nweb: {image: {tag: latest}}\n# helm-blueprint:ignore", False),
    # its words
    ("web: {image: {tag: latest}} # it is meant: helm-blueprint:ignore latest-tag\n", True),
    ("web: {image: {tag: latest}} # helm-blueprint:ignore secret,latest-tag\n", True),
    ("web: {image: {tag: latest}} # helm-blueprint:ignore latest\n", False),
    ("web: {image: {tag: latest}} # no latest-tag is meant, helm-blueprint:ignore secret\n", False),
    ("web: {image: {tag: latest}} # helm-blueprint:ignored\n", False),
    ('web: {image: {tag: latest}, args: ["helm-blueprint:ignore"]}\n', False),
]


@pytest.mark.parametrize(("text", "is_silent"), COMMENTS)
def test_comment_speaks_of_what_is_right_below_it(text: str, is_silent: bool) -> None:
    assert (found(small_platform(values_dev=text), "latest-tag") == []) == is_silent


def test_comment_on_the_first_line_of_a_file_without_line_breaks() -> None:
    text = "web: {image: {tag: latest}} # helm-blueprint:ignore"
    assert found(small_platform(values_dev=text), "latest-tag") == []


def test_umbrella_of_somebody_else() -> None:
    tree = foreign_umbrella(
        values_dev="cart:\n  replicass: 1\n  labels: {team: a}\nredi: {a: b}\nglobal: {presets: {app: {a: b}}}\n"
    )
    assert found(tree) == [
        'values-dev.yaml:2:3 unknown-key: nothing else knows cart.replicass | Did you mean "replicas"?',
        'values-dev.yaml:4:1 missing-service: there is no service redi in Chart.yaml | Did you mean "redis"?',
        "values-prod.yaml:2:3 redundant: cart.tag is what values.yaml says already | Remove it. (--fix)",
    ]
