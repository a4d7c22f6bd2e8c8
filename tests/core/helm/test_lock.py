"""Chart.lock follows Chart.yaml, by Helm's digest; what needs Helm is left to Helm."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.helm.lock import lock_for, needs_another

FILE = PurePosixPath("Chart.lock")
BLUE = '  - {name: blue, version: 0.1.0, repository: "file://../blue", import-values: [{parent: p, child: c}, data]}\n'
BEFORE = (
    "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n"
    '  - {name: red, version: ">=1.0.0 <2", repository: "file://../red", alias: a, tags: [t, u], condition: "a.enabled,b"}\n'
    f"{BLUE}  - {{name: own, version: 0.1.0}}\n"
)
# As `helm dependency update` wrote it of this Chart.yaml.
OF_BLUE = "- name: blue\n  repository: file://../blue\n  version: 0.1.0\n"
LOCK = (
    "dependencies:\n- name: red\n  repository: file://../red\n  version: 1.2.0\n"
    f'{OF_BLUE}- name: own\n  repository: ""\n  version: 0.1.0\n'
    "digest: sha256:cc658e2bcace295c70acc1eeedeb468edf60b9bfab668c0dbcc0ecf30e5a2f13\n"
    'generated: "2026-11-28T05:57:17.630107095Z"\n'
)
# What `helm dependency build` takes of the Chart.yaml without blue.
WITHOUT = "sha256:47959f056c9bc5e971a09c06a8c0b9e6af4905d4b65ca7d6564e815e454be5bd"


def follows(after: str, lock: str = LOCK) -> str | None:
    made = lock_for(lock.encode(), BEFORE.encode(), after.encode(), FILE)
    return None if made is None else made.decode()


def test_it_is_what_helm_has_of_the_same_dependencies() -> None:
    assert follows(BEFORE) == LOCK


def test_what_goes_from_the_chart_goes_from_the_lock() -> None:
    made = follows(BEFORE.replace(BLUE, ""))
    old = LOCK.partition("digest: ")[2].partition("\n")[0]
    assert made == LOCK.replace(OF_BLUE, "").replace(old, WITHOUT)


def test_another_alias_or_a_second_one_is_locked_to_the_same() -> None:
    renamed = follows(BEFORE.replace("alias: a,", "alias: z,"))
    assert renamed is not None
    assert renamed.partition("digest")[0] == LOCK.partition("digest")[0]
    assert renamed != LOCK
    second = follows(BEFORE + '  - {name: red, version: ^1.0.0, repository: "file://../red", alias: b}\n')
    assert second is not None
    assert second.count("name: red\n  repository: file://../red\n  version: 1.2.0\n") == 2


@pytest.mark.parametrize(
    "more", ['{name: green, version: 1.0.0, repository: "file://../green"}', '{name: red, version: ^2, repository: "file://../red"}']
)  # fmt: skip
def test_what_helm_must_look_for_is_left_to_it(more: str) -> None:
    assert follows(f"{BEFORE}  - {more}\n") is None


def test_a_lock_that_was_of_something_else_stays() -> None:
    assert follows(BEFORE.replace(BLUE, ""), LOCK.replace("1.2.0", "1.2.1")) is None


def test_no_dependency_is_an_empty_list() -> None:
    assert (follows("apiVersion: v2\nname: x\n") or "").startswith("dependencies: []\ndigest: sha256:")


def test_only_dependencies_matter() -> None:
    assert not needs_another(BEFORE.encode(), BEFORE.replace("1.0.0\ndep", "2.0.0\ndep").encode(), FILE)
    assert needs_another(BEFORE.encode(), BEFORE.replace(BLUE, "").encode(), FILE)
