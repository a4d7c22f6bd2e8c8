"""A platform that an earlier version made, and a team edited, takes over the newest version, for ever.

tests/fixtures/platforms/ecommerce-1.0.0.tar.gz is `new ecommerce shop --defaults` of 2026-11-28, edited: a limit, a
tag in prod, a comment, order-db renamed to orders, analytics removed, qa added like staging, a page deleted, a
line in the README. It is never made anew: a newer one goes beside it.

trading-1.0.0.tar.gz is `new trading exchange --defaults` of 2026-11-28, whose object store was MinIO, with a limit of it in prod.
"""

from __future__ import annotations

import subprocess
import tarfile
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from generator.commands._carrying import with_migrations
from generator.commands._generating import generated
from generator.core.blueprint.answers import Given, resolve
from generator.core.blueprint.validate import errors_of_values
from generator.core.platform.file import parse_platform
from generator.core.tree import Tree
from generator.core.upgrade.base import base_of
from generator.core.upgrade.planned import Planned, Upgrading, planned
from generator.core.values.model import load_values
from generator.edge import blueprints
from generator.edge.line_merge import merged_by_lines
from generator.edge.render import render_text
from tests.bench.synthetic import write
from tests.charts.support import Object, template
from tests.fuzz.upgrade_steps import tool

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent.parent / "fixtures" / "platforms"
PLATFORMS = sorted(FIXTURES.glob("ecommerce-*.tar.gz"))


def files_of(archive: Path) -> Tree:
    with tarfile.open(archive) as members:
        found = {}
        for member in members:
            stream = members.extractfile(member)
            if stream is not None:
                found[PurePosixPath(*PurePosixPath(member.name).parts[1:])] = stream.read()
        return found


@cache
def upgraded(archive: Path) -> Planned:
    ours = files_of(archive)
    platform = parse_platform(ours[PurePosixPath("platform.yaml")])
    source = blueprints.load_blueprint(platform.blueprint.name)
    known = {option.name for option in source.options}
    said = {name: Given(value, "") for name, value in platform.answers.items() if name in known}
    theirs = generated(source, resolve(source.options, said, render_text))
    upgrading = Upgrading(base_of(ours), ours, theirs)
    carried = with_migrations(upgrading, source.blueprint, platform.blueprint.version, ())
    return planned(carried.upgrading, tool(), merged_by_lines)


@pytest.mark.parametrize("archive", PLATFORMS, ids=lambda path: path.name)
def test_platform_of_before_takes_over_the_newest_version(archive: Path) -> None:
    plan = upgraded(archive)
    assert [one.sentence for one in plan.conflicts] == []
    assert errors_of_values(load_values(plan.after)) == []
    values = load_values(plan.after)
    assert values.effective("prod", ("storefront", "resources", "limits", "memory")) == "256Mi"
    assert values.effective("prod", ("payment-service", "image", "tag")) == "6.9.9"
    assert {"orders", "order-db", "analytics"} & {*values.subcharts} == {"orders"}
    assert "qa" in values.environments
    assert b"# ours: asks the marketing team first\nstorefront:" in plan.after[PurePosixPath("values.yaml")]
    assert plan.after[PurePosixPath("README.md")].endswith(b"\nOurs.\n")
    assert PurePosixPath("docs/architecture.md") not in plan.after


def test_a_platform_that_has_minio_keeps_it_as_it_is_and_gets_the_new_store_beside_it(
    tmp_path: Path, helm3: Path
) -> None:
    archive = FIXTURES / "trading-1.0.0.tar.gz"
    plan = upgraded(archive)
    assert [one.sentence for one in plan.conflicts] == []
    values = load_values(plan.after)
    assert errors_of_values(values) == []
    calls = values.effective("prod", ("global", "connections"))
    assert (calls["audit-log"], calls["object-store"], calls["objects"]) == (
        ["objects:s3"], ["object-store"], ["objects"],
    )  # fmt: skip
    homes = (write(tree, tmp_path / name) for name, tree in (("was", plan.before), ("is", plan.after)))
    was, now = (dict(stored(helm3, home)) for home in homes)
    assert was["exchange-object-store"]["template"]["spec"]["containers"][0]["resources"]["limits"] == {
        "memory": "6Gi"
    }
    assert now == {**now, **was}
    assert [*now] == [*was, "exchange-objects"]


def stored(helm: Path, home: Path) -> Iterator[tuple[str, Object]]:
    """The object stores that Helm renders for production: name and spec."""
    for each in template(helm, home, "-f", home / "values-prod.yaml", release="exchange"):
        if each["kind"] == "StatefulSet" and each["metadata"]["name"].startswith("exchange-object"):
            yield each["metadata"]["name"], each["spec"]


@pytest.mark.long
@pytest.mark.parametrize("archive", PLATFORMS, ids=lambda path: path.name)
def test_it_renders(archive: Path, tmp_path: Path, helms: Path) -> None:
    home = write(upgraded(archive).after, tmp_path / "shop")
    for environment in ("qa", "prod"):
        files = parse_platform((home / "platform.yaml").read_bytes()).values_files(environment)
        arguments = [part for file in files for part in ("-f", str(home / file))]
        done = subprocess.run(
            [helms, "template", "shop", home, *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
