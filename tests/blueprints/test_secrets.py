"""Secrets from staging on (secrets=…): whoever is asked makes each that pods read, with its keys; and nothing that runs notices a move."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.platforms import NAMES, described, folder, rendered, secrets_told
from tests.charts import consistency, kubernetes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

DRAWN = "secrets=external-secrets"
LIVE = ("staging", "prod", "dr")
each_blueprint = pytest.mark.parametrize("blueprint", NAMES)
each_way = pytest.mark.parametrize("way", ["statefulset", "cloudnative-pg"])


def answers(blueprint: str, way: str) -> list[str]:
    """PostgreSQL in either way, with backups in a store where the blueprint asks: trading does not."""
    return [f"postgres={way}", *([] if blueprint == "trading" else ["backups=s3"])]


def drawn(found: Sequence[Object]) -> dict[str, set[str]]:
    """The Secrets that External Secrets makes, with the keys that they have."""
    made = {}
    for each in found:
        if each["kind"] == "ExternalSecret":
            target = each["spec"]["target"]
            keys = {one["secretKey"] for one in each["spec"]["data"]}
            made[target["name"]] = keys | {*target["template"].get("data", {})}
    return made


def asked(helm: Path, blueprint: str, environment: str, *given: str) -> dict[str, set[str]]:
    """What an installation asks for, by name and key: `username (app)` is a key and what it says."""
    told = secrets_told(helm, blueprint, environment, *given)
    return {name: {key.partition(" (")[0] for key in keys} for name, keys in told.items()}


@pytest.mark.long
@each_way
@each_blueprint
def test_every_secret_is_drawn_with_its_keys(blueprint: str, way: str, helms: Path) -> None:
    given = answers(blueprint, way)
    for environment in LIVE:
        found = rendered(helms, blueprint, environment, DRAWN, *given)
        by_hand = rendered(helms, blueprint, environment, *given)
        for name, keys in rules.secrets_asked_for(by_hand).items():
            assert keys <= drawn(found)[name], (environment, name)
        assert rules.secrets_asked_for(found) == {}, environment
        assert consistency.problems(found) == [], environment
        assert [each["metadata"]["name"] for each in found if each["kind"] == "Secret"] == []
        drawing = [each for each in found if each["kind"] == "ExternalSecret"]
        assert [*rules.unknown_fields(drawing, kubernetes.RELEASES[-1])] == [], environment


@pytest.mark.long
@each_way
@each_blueprint
def test_what_was_asked_for_is_drawn_and_no_longer_asked_for(blueprint: str, way: str, helm4: Path) -> None:
    given = answers(blueprint, way)
    for environment in LIVE:
        by_hand = asked(helm4, blueprint, environment, *given)
        assert by_hand
        made = drawn(rendered(helm4, blueprint, environment, DRAWN, *given))
        assert {name: made.get(name) for name in by_hand} == by_hand, environment
        # what dr needs when it is promoted is there before
        assert made.keys() - by_hand.keys() <= ({"backup-store"} if environment == "dr" else set())
        assert asked(helm4, blueprint, environment, DRAWN, *given) == {}


@pytest.mark.long
@each_way
@each_blueprint
def test_the_move_adds_what_draws_and_changes_nothing_else(blueprint: str, way: str, helm4: Path) -> None:
    given = answers(blueprint, way)
    for environment in ("dev", "test", *LIVE):
        found = rendered(helm4, blueprint, environment, DRAWN, *given)
        others = [each for each in found if each["kind"] != "ExternalSecret"]
        assert others == rendered(helm4, blueprint, environment, *given), environment
        assert (len(others) < len(found)) == (environment in LIVE)


@each_blueprint
def test_keys_in_the_store_are_platform_environment_and_service(blueprint: str, helm3: Path) -> None:
    """One store and one key for a service, whoever runs its database; each environment has its own."""
    name = str(described(blueprint).answers["name"])
    for environment in ("staging", "dr"):
        properties: dict[str, dict[str, set[str]]] = {}
        for way in ("statefulset", "cloudnative-pg"):
            kept = properties.setdefault(way, defaultdict(set))
            for each in rendered(helm3, blueprint, environment, DRAWN, f"postgres={way}"):
                if each["kind"] != "ExternalSecret":
                    continue
                assert each["spec"]["secretStoreRef"] == {"name": "platform", "kind": "ClusterSecretStore"}
                assert each["spec"]["target"]["creationPolicy"] == "Orphan"
                for one in each["spec"]["data"]:
                    kept[one["remoteRef"]["key"]].add(one["remoteRef"]["property"])
        assert properties["statefulset"] == properties["cloudnative-pg"]
        assert {key.rpartition("/")[0] for key in properties["statefulset"]} == {f"{name}/{environment}"}


@each_blueprint
def test_nothing_that_runs_before_the_release_reads_what_the_release_draws(
    blueprint: str, helm4: Path
) -> None:
    found = rendered(helm4, blueprint, "prod", DRAWN)
    first = [
        each
        for each in found
        if "pre-" in each["metadata"].get("annotations", {}).get("helm.sh/hook", "")
        and each["kind"] != "ExternalSecret"
    ]
    assert {name for name in drawn(found) for each in first if f'"{name}"' in json.dumps(each)} == set()


@each_blueprint
def test_pages_of_the_platform_follow_the_answer(blueprint: str) -> None:
    guide = (folder(blueprint, DRAWN) / "docs" / "architecture.md").read_text()
    passwords = guide.partition("## Passwords\n")[2].partition("\n## ")[0]
    assert "[secrets.md](secrets.md)" in passwords
    assert "create secret" not in guide
    assert "patch secret" not in guide
    page = (folder(blueprint, DRAWN) / "docs" / "secrets.md").read_text()
    assert page.startswith("# Secrets\n")
    assert not (folder(blueprint) / "docs" / "secrets.md").exists()
