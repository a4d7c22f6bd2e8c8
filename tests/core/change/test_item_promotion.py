"""A promotion carries items of lists: what the target's list has of its own stays."""

from __future__ import annotations

import pytest

from generator.core.change.promote import promoted
from generator.core.paths import format_path
from generator.core.platform.patterns import patterns
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, small_platform

INTENT = f"{PLATFORM}intent:\n  environmentOnly: ['x-app.env[name=HOST]']\n"
STAGING = """\
x-app:
  env:
    - {name: LEVEL, value: info}
    - {name: NEW, value: new}
    - {name: HOST, value: a}
    - {name: PORTS, ports: [1, 2]}
"""
PROD = """\
x-app:
  env:
    # why
    - {name: HOST, value: b}
    - {name: LEVEL, value: warn} # ours
    - {name: OWN, value: o}
    - {name: PORTS, ports: [3]}
"""
LEVEL, OWN = "    - {name: LEVEL, value: info} # ours\n", "    - {name: OWN, value: o}\n"
HOST = "    # why\n    - {name: HOST, value: b}\n"
PORTS = "    - {name: PORTS, ports: [3]}\n"
CARRIED = "    - {name: PORTS, ports: [1, 2]}\n"


@pytest.mark.parametrize(
    ("options", "items", "carried"),
    [
        ({"only": "x-app.env[name=LEVEL]*"}, HOST + LEVEL + OWN + PORTS, ["x-app.env[name=LEVEL].value"]),
        ({"only": "x-app.env[name=NEW]"}, HOST + LEVEL.replace("info", "warn") + "    - name: NEW\n      value: new\n" + OWN + PORTS, ["x-app.env[name=NEW]"]),
        ({"without": "x-app.env[name=LEVEL]", "only": "x-app.env[*].ports"}, HOST + LEVEL.replace("info", "warn") + OWN + CARRIED, ["x-app.env[name=PORTS].ports"]),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_is_carried(options: dict[str, str], items: str, carried: list[str]) -> None:
    model = load_values(small_platform(platform=INTENT, values_staging=STAGING, values_prod=PROD))
    plan = promoted(model, "staging", "prod", **{key: patterns(one) for key, one in options.items()})
    assert plan.after.tree[model.own_file("prod")].decode() == f"x-app:\n  env:\n{items}"
    assert [format_path(path) for path in plan.carried] == carried


def test_what_the_target_alone_has_stays_and_is_listed() -> None:
    model = load_values(small_platform(platform=INTENT, values_staging=STAGING, values_prod=PROD))
    only = patterns("x-app")
    plan = promoted(model, "staging", "prod", only=only)
    names = [one["name"] for one in plan.after.effective("prod", ("x-app", "env"))]
    assert names == ["LEVEL", "NEW", "HOST", "OWN", "PORTS"]
    assert plan.after.effective("prod", ("x-app", "env", 2, "value")) == "b"
    stays = {format_path(path): reason for path, reason in plan.stays}
    assert stays == {
        "x-app.env[name=HOST].value": f"belongs to its environment (platform.yaml:{INTENT.count(chr(10))})",
        "x-app.env[name=OWN]": "prod alone has it; --prune removes it",
    }
    pruned = promoted(model, "staging", "prod", only=only, prune=True)
    assert [format_path(path) for path in pruned.removed] == ["x-app.env[name=OWN]"]
    assert [one["name"] for one in pruned.after.effective("prod", ("x-app", "env"))] == [
        "LEVEL", "NEW", "HOST", "PORTS",
    ]  # fmt: skip
