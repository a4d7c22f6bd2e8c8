"""What `values diff` is asked to compare."""

from __future__ import annotations

import pytest

from generator.core.values.sides import Side, two_sides
from generator.errors import UsageError


@pytest.mark.parametrize(
    ("left", "right", "from_rev", "to_rev", "sides"),
    [
        ("staging", "prod", None, None, (Side("staging", None), Side("prod", None))),
        ("prod@v1", "prod", None, None, (Side("prod", "v1"), Side("prod", None))),
        ("prod@v1", None, None, None, (Side("prod", "v1"), Side("prod", None))),
        ("prod", None, "HEAD~1", None, (Side("prod", "HEAD~1"), Side("prod", None))),
        ("prod", None, "v1", "v2", (Side("prod", "v1"), Side("prod", "v2"))),
        ("prod", None, None, "v2", (Side("prod", None), Side("prod", "v2"))),
        ("@v1", None, None, None, (Side(None, "v1"), Side(None, None))),
    ],
)
def test_environments_and_revisions(
    left: str, right: str | None, from_rev: str | None, to_rev: str | None, sides: tuple[Side, Side]
) -> None:
    assert two_sides(left, right, from_rev, to_rev) == sides


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("prod", None, None, None), "one environment alone cannot be compared"),
        (("prod", "prod", None, None), "prod is compared with itself"),
        (("prod@v1", None, None, "v1"), "prod@v1 is compared with itself"),
        (
            ("prod@v1", "dev", "v2", None),
            '"prod@v1" names its revision, and --from-rev or --to-rev another one',
        ),
        (
            ("dev", "prod@v1", None, "v2"),
            '"prod@v1" names its revision, and --from-rev or --to-rev another one',
        ),
    ],
)
def test_what_cannot_be_compared(given: tuple[str, str | None, str | None, str | None], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        two_sides(*given)
    assert caught.value.what == message


def test_titles() -> None:
    sides = Side("prod", None), Side("prod", "v1"), Side(None, None), Side(None, "v1")
    assert [side.title for side in sides] == ["prod", "prod@v1", "values.yaml", "values.yaml@v1"]
