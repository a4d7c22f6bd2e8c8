"""An upgrade as commits: one for each migration that changes something, then one for the merge."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.blueprint.manifest import parse_blueprint
from generator.core.changes import Change
from generator.core.upgrade.commits import CommitStep, commit_steps

VALUES, PAGE = PurePosixPath("values.yaml"), PurePosixPath("page.md")
MIGRATIONS = parse_blueprint(
    b"name: tiny\nversion: 2.0.0\ndescription: x\nmigrations:\n"
    b"  port: {version: 1.1.0, rename: {web.http: page}, note: The port has another name.}\n"
    b"  none: {version: 1.1.0, rename: {web.nothing: page}, note: Nobody has it.}\n"
    b"  size: {version: 2.0.0, set: {web.size: 2}, note: Two are safer.}\n",
    "b",
).migrations


def test_each_migration_and_the_merge_have_a_commit() -> None:
    before = {VALUES: b"web:\n  http: 1\n", PAGE: b"old\n"}
    middle, end = b"web:\n  page: 1\n", b"web:\n  page: 1\n  size: 2\n"
    after = {VALUES: end + b"new: 1\n"}
    assert commit_steps(before, MIGRATIONS, after, subject="Upgrade", body="Effects") == [
        CommitStep(
            "Migration port of 1.1.0",
            "The port has another name.",
            (Change(VALUES, before[VALUES], middle),),
        ),
        CommitStep("Migration size of 2.0.0", "Two are safer.", (Change(VALUES, middle, end),)),
        CommitStep("Upgrade", "Effects", (Change(VALUES, end, after[VALUES]), Change(PAGE, b"old\n", None))),
    ]


def test_migrations_alone_leave_no_commit_of_a_merge() -> None:
    before, after = {VALUES: b"web:\n  http: 1\n"}, {VALUES: b"web:\n  page: 1\n"}
    steps = commit_steps(before, MIGRATIONS[:1], after, subject="Upgrade", body="")
    assert [one.subject for one in steps] == ["Migration port of 1.1.0"]
