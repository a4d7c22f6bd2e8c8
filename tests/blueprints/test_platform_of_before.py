"""A platform that an earlier version made, and a team edited, takes over the newest version, for ever.

tests/fixtures/platforms/ecommerce-1.0.0.tar.gz is `new ecommerce shop --defaults` of 2026-11-28, edited: a limit, a
tag in prod, a comment, order-db renamed to orders, analytics removed, qa added like staging, a page deleted, a
line in the README. It is never made anew: a newer one goes beside it.
"""

from __future__ import annotations

import subprocess
import tarfile
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

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
from tests.fuzz.upgrade_steps import tool

PLATFORMS = sorted((Path(__file__).parent.parent / "fixtures" / "platforms").glob("*.tar.gz"))


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
    return planned(Upgrading(base_of(ours), ours, theirs), tool(), merged_by_lines)


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
