"""Junk at every input of every command ends in a sentence: in words, files, names, archives and folders."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edge.test_files import as_nobody
from tests.effort import examples
from tests.fuzz.junk import DEEP, KEYS, WORDS
from tests.fuzz.junk_entries import ENTRIES, OF_BLUEPRINT_ALONE, TINY, commands
from tests.fuzz.junk_target import called, check_random_junk, judge, judged, main, one_input
from tests.fuzz.junk_world import FILES, OF_BLUEPRINTS, dangling, device, folder, loop, pipe, surroundings

OF_VALUES = sorted({*ENTRIES} - OF_BLUEPRINT_ALONE)
some = settings(
    max_examples=examples(6), derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip


def test_every_command_has_an_entry_here() -> None:
    assert sorted(commands()) == sorted(ENTRIES)


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_junk_here_is_none_without_it(name: str) -> None:
    for call in ENTRIES[name].calls:
        with surroundings() as world:
            outcome = judged(name, call, world)
        assert outcome.status in ENTRIES[name].statuses, (call, outcome)


@pytest.mark.parametrize("name", ENTRIES)
def test_random_junk(name: str) -> None:
    @some
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        check_random_junk(random.Random(seed), name)  # no secret

    check()


@pytest.mark.parametrize("name", ENTRIES)
def test_junk_in_place_of_words(name: str) -> None:
    """Some, each at a place of a call, then at an option."""
    options = [one.opts[0] for one in commands()[name].params if one.param_type_name == "option"]
    options = [one for one in options if one != "--platform"]
    call = ENTRIES[name].calls[-1]
    rng = random.Random(name)  # no secret
    for junk in rng.sample(WORDS, examples(6)):
        with surroundings() as world:
            at = rng.randint(0, len(call))
            judged(name, [*call[:at], junk, *call[at + 1 :]], world)
            judged(name, [*call, rng.choice(options), junk], world)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(KEYS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("file", sorted(FILES))
def test_data_of_any_form_in_a_file_of_a_platform(file: str) -> None:
    @some
    @given(JSON, st.sampled_from(OF_VALUES))
    def check(junk: object, name: str) -> None:
        with surroundings() as world:
            world.put(world.platform / file, json.dumps(junk).encode())
            judged(name, ENTRIES[name].calls[0], world)

    check()


@pytest.mark.parametrize("file", OF_BLUEPRINTS)
def test_data_of_any_form_in_a_file_of_a_blueprint(file: str) -> None:
    @settings(some, max_examples=2)
    @given(JSON)
    def check(junk: object) -> None:
        with surroundings() as world:
            world.put(world.blueprints / file, json.dumps(junk).encode())
            judged("show", ENTRIES["show"].calls[0], world)
            judged("new", ENTRIES["new"].calls[2], world)

    check()


@pytest.mark.parametrize("file", [*sorted(FILES), *OF_BLUEPRINTS])
def test_what_is_deep_odd_or_nothing_in_place_of_a_file(file: str) -> None:
    rng = random.Random(file)  # no secret
    is_ours = file in FILES
    for junk in rng.sample(DEEP, 3):
        with surroundings() as world:
            world.put((world.platform if is_ours else world.blueprints) / file, junk)
            name = rng.choice(OF_VALUES) if is_ours else "new"
            judged(name, ENTRIES[name].calls[0], world)


@pytest.mark.parametrize("make", [pipe, device, loop, dangling, folder], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", [name for name in ENTRIES if name != "list"])
def test_no_file_where_one_is_read(name: str, make: Callable[[Path], None]) -> None:
    rng = random.Random(name + make.__name__)  # no secret
    is_values = name in OF_VALUES
    for file in rng.sample(sorted(FILES) if is_values else OF_BLUEPRINTS, 1):
        with surroundings() as world:
            path = (world.platform if is_values else world.blueprints) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            make(path)
            judged(name, ENTRIES[name].calls[0], world)


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize(
    "locked", ["platform", "platform/charts", "blueprints/tiny", "blueprints/base", "state"]
)
def test_a_folder_that_may_not_be_entered(name: str, locked: str) -> None:
    call = ENTRIES[name].calls[0]
    with surroundings() as world:
        called([*name.split(), *call])  # what is loaded late may not be there for others
    with surroundings() as world:
        world.folder.chmod(0o755)
        (world.folder / locked).mkdir(exist_ok=True)
        (world.folder / locked).chmod(0)
        with as_nobody():
            outcome = called([*name.split(), *call])
        (world.folder / locked).chmod(0o755)
        judge(outcome, outcome)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_working_folder_that_is_gone(name: str) -> None:
    with surroundings() as world:
        (world.folder / "gone").mkdir()
        os.chdir(world.folder / "gone")
        (world.folder / "gone").rmdir()
        # What is named by its name, or with its whole path, needs no folder to start from.
        more = ["--platform", str(world.platform)] if name in OF_VALUES else []
        for call in ENTRIES[name].calls:
            outcome = called([*name.split(), *("devops" if word == TINY else word for word in call), *more])
            judge(outcome, outcome)
            if name != "new" and "../" not in str(call):
                assert outcome.status in ENTRIES[name].statuses, outcome


@pytest.mark.parametrize("name", OF_VALUES)
def test_a_folder_that_no_folder_can_be_called(name: str) -> None:
    """What click made a traceback of, which looked whether it is there."""
    with surroundings() as world:
        outcome = judged(name, [*ENTRIES[name].calls[0], "--platform", "a\0b"], world)
    assert (outcome.status, outcome.out) == (2, "")


@pytest.mark.parametrize("call", [["new", TINY, "a\0b", "--defaults"], ["new", TINY, "shop", "--answers", "\0"],
                                  ["values", "lint", "--baseline", "\0"]])  # fmt: skip
def test_a_file_that_no_file_can_be_called(call: list[str]) -> None:
    with surroundings():
        outcome = called(call)
    assert outcome.status == 2
    assert outcome.err.startswith("Error: ")


def test_a_short_run_of_the_target_finds_nothing() -> None:
    assert main(0.5, 10_000) > 0
    for size in (0, 20, 2000):
        one_input(random.Random(size).randbytes(size))
