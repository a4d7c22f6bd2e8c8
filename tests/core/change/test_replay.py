"""`moved` and `removed` of platform.yaml are carried out on files that come late with a name of before."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.change.rename import renamed
from generator.core.change.replay import replayed
from generator.core.change.service_removal import removal_of
from generator.core.values.model import ValuesModel, load_values
from tests.small_platform import foreign_umbrella, small_platform

LATE = """\
global:
  connections: {web: [orders, db], db: [db]}
db: {replicaCount: 2} # measured
orders:
  env: {P: {credentialsOf: db}}
"""


def late(model: ValuesModel, text: str = LATE) -> ValuesModel:
    """The platform, and an environment's file from a branch that knows nothing of it."""
    return model.with_tree({**model.tree, PurePosixPath("values-dev.yaml"): text.encode()})


def dev(model: ValuesModel) -> str:
    return model.tree[PurePosixPath("values-dev.yaml")].decode()


def test_a_late_file_follows_every_rename_since() -> None:
    model = load_values(small_platform())
    for old, new in (("db", "store"), ("store", "vault")):
        model = model.with_changes(renamed(model, old, new).changes)
    after, notes = replayed(late(model))
    assert dev(after) == (
        "global:\n  connections: {web: [orders, vault], vault: [vault]}\n"
        "vault: {replicaCount: 2} # measured\norders:\n  env: {P: {credentialsOf: vault}}\n"
    )
    assert notes == ["db is called vault now (platform.yaml:9)"]
    assert replayed(after) == (after, [])


def test_what_a_late_file_says_of_a_removed_service_goes() -> None:
    model = load_values(small_platform())
    model = model.with_changes(removal_of(model, ("db",), force=True).changes)
    after, notes = replayed(late(model))
    assert dev(after) == (
        "global:\n  connections: {web: [orders]}\norders:\n  env: {P: {credentialsOf: db}}\n"
    )
    assert notes == ["db is gone (platform.yaml:9)"]


def test_names_in_use_and_names_that_lead_nowhere_are_left() -> None:
    platform = (
        "apiVersion: helm-blueprint/v1\nblueprint: {name: small, source: builtin, version: 1.0.0}\n"
        "environments: {dev: {}}\nmoved: [{from: db, to: x}, {from: old, to: nobody}]\nremoved: [{service: web}]\n"
    )
    model = load_values(small_platform(platform=platform, values_dev="old: {}\nweb: {}\n"))
    assert replayed(model) == (model, [])
    foreign = load_values(foreign_umbrella())
    assert replayed(foreign) == (foreign, [])
