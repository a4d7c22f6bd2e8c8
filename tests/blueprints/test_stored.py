"""Backups in a store (backups=s3), both ways to run PostgreSQL: what is relied upon is there, and dr reads what production writes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.outside import gaps
from tests.blueprints.platforms import described, folder, rendered, secrets_told
from tests.charts import consistency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

STORED = "backups=s3"
WAYS = ("postgres=statefulset", "postgres=cloudnative-pg")
# trading does not ask: restic brings its backups to several stores, encrypted before they leave the pod.
NAMES = ("devops", "ecommerce", "iot", "microservices")
each_blueprint = pytest.mark.parametrize("blueprint", NAMES)
PROMOTED = "--set global.overrides.enabled=false"


def places(found: Sequence[Object]) -> set[str]:
    """The buckets that anything writes to or reads from."""
    return set(re.findall(r"(?:s3://|store:)([a-z0-9-]+-backups)", json.dumps(found)))


def databases(found: Sequence[Object]) -> set[str]:
    return {
        each["metadata"]["name"]
        for each in found
        if each["kind"] in ("StatefulSet", "Cluster") and each["metadata"]["name"].endswith("-db")
    }


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@each_blueprint
def test_all_that_a_store_needs_is_there(blueprint: str, way: str, helm4: Path) -> None:
    release = str(described(blueprint, STORED, way).answers["name"])
    for environment, more, wanted in (
        ("test", "", set()),
        ("staging", "", {"staging"}),
        ("prod", "", {"prod"}),
        ("dr", "", {"prod"}),
        ("dr", PROMOTED, {"prod", "dr"}),
    ):
        found = rendered(helm4, blueprint, environment, STORED, way, more=more)
        assert gaps(blueprint, found) == [], (environment, more)
        assert consistency.problems(found) == [], (environment, more)
        assert places(found) == {f"{release}-{each}-backups" for each in wanted}, (environment, more)
        claims = {each["metadata"]["name"] for each in found if each["kind"] == "PersistentVolumeClaim"}
        if environment != "test":
            assert not claims & {f"{name}-backup" for name in databases(found)}, (environment, more)


@pytest.mark.long
@each_blueprint
def test_secrets_of_the_store_are_named(blueprint: str, helm4: Path) -> None:
    """Before the installation by docs/architecture.md, and by it."""
    way = WAYS[0]
    guide = (folder(blueprint, STORED, way) / "docs" / "architecture.md").read_text()
    for environment, secret in (("prod", "backup-store"), ("dr", "backup-store-of-prod")):
        told = secrets_told(helm4, blueprint, environment, STORED, way)
        asked = rules.secrets_asked_for(rendered(helm4, blueprint, environment, STORED, way))
        assert {name: set(keys) for name, keys in told.items()} == asked, environment
        assert told[secret] == ["access-key-id", "secret-access-key"]
        assert re.search(rf"^key \S+ {secret}$", guide, re.MULTILINE)


def test_a_database_under_its_operator_follows_production_until_it_is_promoted(helm4: Path) -> None:
    by_operator = WAYS[1]
    for more, is_replica in (("", True), (PROMOTED, False)):
        found = rendered(helm4, "ecommerce", "dr", STORED, by_operator, more=more)
        specs = {each["metadata"]["name"]: each["spec"] for each in found if each["kind"] == "Cluster"}
        assert len(specs) == 4
        for name, spec in specs.items():
            assert (spec.get("replica", {}).get("enabled"), "plugins" in spec) == (
                is_replica or None,
                not is_replica,
            ), name
            assert spec["bootstrap"]["recovery"]["source"] == "backups"
        made = {each["spec"]["cluster"]["name"] for each in found if each["kind"] == "ScheduledBackup"}
        assert made == (set() if is_replica else set(specs))


def test_alerts_on_what_is_archived_lead_to_their_runbook(helm4: Path) -> None:
    found = rules.runbooks(rendered(helm4, "ecommerce", "prod", STORED, WAYS[1]))
    page = "https://git.example.com/shop/blob/main/docs/runbooks/backup.md"
    assert {found[f"OrderDb{one}"] for one in ("ArchiveFailing", "BackupFailed", "BackupTooOld")} == {page}
