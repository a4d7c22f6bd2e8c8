"""The databases of every blueprint under CloudNativePG: callers find what they are told, in every environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.outside import gaps
from tests.blueprints.platforms import ENVIRONMENTS, NAMES, rendered, secrets_told
from tests.charts import consistency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

BY_OPERATOR = "postgres=cloudnative-pg"
each_blueprint = pytest.mark.parametrize("blueprint", NAMES)


def postgres(found: Sequence[Object]) -> set[str]:
    """The StatefulSets of PostgreSQL's own image."""
    return {
        each["metadata"]["name"]
        for each in found
        if each["kind"] == "StatefulSet"
        and any(re.search(r"/postgres:", one["image"]) for one in rules.containers(each))
    }


@pytest.mark.long
@each_blueprint
def test_every_service_host_and_secret_is_there_under_the_operator(blueprint: str, helm4: Path) -> None:
    """From test on every database is the operator's, behind the same Services; dev has plain pods."""
    for environment in ENVIRONMENTS:
        plain, found = (
            rendered(helm4, blueprint, environment),
            rendered(helm4, blueprint, environment, BY_OPERATOR),
        )
        clusters = {each["metadata"]["name"] for each in found if each["kind"] == "Cluster"}
        assert (clusters, postgres(found)) == (
            (set(), postgres(plain)) if environment == "dev" else (postgres(plain), set())
        ), environment
        assert gaps(blueprint, found) == [], environment
        assert consistency.problems(found) == [], environment
        services = {
            each["metadata"]["name"]
            for each in plain
            if each["kind"] == "Service" and not each["metadata"]["name"].endswith("-headless")
        }
        assert services <= {each["metadata"]["name"] for each in found if each["kind"] == "Service"}, (
            environment
        )


@pytest.mark.long
@each_blueprint
def test_backups_and_restores_are_made_under_the_operator(blueprint: str, helm4: Path) -> None:
    """What is backed up in production and restored in dr without it is so with it."""
    for environment in ("prod", "dr"):
        plain, found = (
            rendered(helm4, blueprint, environment),
            rendered(helm4, blueprint, environment, BY_OPERATOR),
        )
        for kind, suffix in (("CronJob", "-backup"), ("Job", "-restore")):
            wanted = {
                name
                for each in plain
                for name in postgres(plain)
                if each["kind"] == kind and each["metadata"]["name"].startswith(f"{name}{suffix}")
            }
            made = {
                name
                for each in found
                for name in wanted
                if each["kind"] == kind and each["metadata"]["name"].startswith(f"{name}{suffix}")
            }
            assert made == wanted, (environment, kind)


@each_blueprint
def test_secrets_of_roles_are_named_with_their_keys(blueprint: str, helm4: Path) -> None:
    """Those that CloudNativePG reads, too; a Secret for each role, with its name."""
    told = secrets_told(helm4, blueprint, "prod", BY_OPERATOR)
    roles = {
        secret: user
        for each in rendered(helm4, blueprint, "prod", BY_OPERATOR)
        if each["kind"] == "Cluster"
        for secret, user in rules.roles_of(each).items()
    }
    assert len(roles) > 1
    assert {name: told[name] for name in roles} == {
        secret: [f"username ({user})", "password"] for secret, user in roles.items()
    }
