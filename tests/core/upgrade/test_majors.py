"""Which versions are taken by themselves, and which are not."""

from __future__ import annotations

import pytest

from generator.core.blueprint.manifest import parse_blueprint
from generator.core.upgrade.majors import (
    Newest,
    is_other_major,
    newest_for,
    next_major,
    notes_of,
    refuse_major,
)
from generator.errors import BlueprintError, Invalid

MANIFEST = """\
name: shop
version: 2.1.0
description: A shop
migrations:
  mailer: {version: 2.0.0, note: The mailer is a service of its own now.}
  tiers: {version: 2.1.0, optional: true, drop: ["*.tier"], note: Tiers are asked no more.}
  silent: {version: 2.1.0, drop: [global.legacy]}
  old: {version: 1.1.0, note: Long ago.}
"""


@pytest.mark.parametrize(
    ("made", "version", "is_other"),
    [
        ("1.0.0", "1.9.3", False),
        ("1.9.3", "2.0.0", True),
        ("2.0.0", "1.9.3", True),
        ("0.3.0", "0.3.9", False),
        ("0.3.0", "0.4.0", True),
        ("0.9.0", "1.0.0", True),
        ("1.0.0", "2.0.0-rc.1", True),
    ],
)
def test_what_may_break_is_another_major_version(made: str, version: str, is_other: bool) -> None:
    assert is_other_major(made, version) is is_other


def test_next_major_is_the_first_version_that_may_break() -> None:
    assert [next_major(one) for one in ("1.4.2", "0.3.1")] == ["2.0.0", "0.4.0"]


def test_newest_of_the_own_major_version_is_taken_and_the_other_waits() -> None:
    versions = ["1.0.0", "1.1.0", "1.2.0", "2.0.0", "2.1.0"]
    assert newest_for("1.1.0", versions) == Newest("1.2.0", "2.1.0")
    assert newest_for("1.1.0", versions, major=True) == Newest("2.1.0")
    assert newest_for("2.0.0", versions) == Newest("2.1.0")
    assert newest_for("1.1.0", ["1.1.0", "1.2.0-rc.1", "2.0.0-rc.1"]) == Newest("1.1.0")
    assert newest_for("1.2.0-rc.1", ["1.1.0", "1.2.0-rc.2"]) == Newest("1.2.0-rc.2")
    assert newest_for("1.1.0", ["1.2.0-rc.1"]) == Newest("1.2.0-rc.1")  # there is nothing else
    assert newest_for("1.2.0", ["2.0.0"]) == Newest("2.0.0")  # refused by its caller: there is nothing else


def test_another_major_version_is_refused_with_its_notes() -> None:
    blueprint = parse_blueprint(MANIFEST.encode(), "blueprint.yaml")
    assert notes_of(blueprint, "1.1.0") == [
        "2.0.0 mailer: The mailer is a service of its own now.",
        "2.1.0 tiers: Tiers are asked no more.",
    ]
    with pytest.raises(Invalid) as caught:
        refuse_major(blueprint, "1.1.0")
    assert caught.value.lines() == [
        "shop 2.1.0 is another major version than 1.1.0, which is here",
        "  2.0.0 mailer: The mailer is a service of its own now.",
        "  2.1.0 tiers: Tiers are asked no more.",
        "  `upgrade --major` takes it over; with --dry-run it shows what that does, and writes nothing.",
    ]
    with pytest.raises(BlueprintError, match=r"^shop 2.1.0 is another major version than 3.0.0"):
        refuse_major(blueprint, "3.0.0")
    refuse_major(blueprint, "2.0.0")
