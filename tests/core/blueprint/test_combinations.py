"""Which answers a blueprint is tried with."""

from __future__ import annotations

from itertools import combinations

from generator.core.blueprint.combinations import described_answers, every_combination, one_by_one
from generator.core.blueprint.manifest import Option

QUEUE = Option("queue", "", "choice", "nats", ("kafka", "nats"))
CACHE = Option("cache", "", "boolean", default=True)
TEAM = Option("team", "", "dns-label", "x")
DERIVED = Option("size", "", "choice", "{{ cookiecutter.team }}", ("s", "l"))


def test_few_choices_are_combined_in_every_way_the_defaults_first() -> None:
    assert every_combination([QUEUE, TEAM, CACHE]) == [
        {"queue": "nats", "cache": True},
        {"queue": "nats", "cache": False},
        {"queue": "kafka", "cache": True},
        {"queue": "kafka", "cache": False},
    ]
    assert every_combination([TEAM]) == [{}]


def test_of_many_choices_every_two_values_meet() -> None:
    options = [Option(f"o{n}", "", "choice", "a", ("a", "b", "c")) for n in range(6)]
    options += [Option(f"b{n}", "", "boolean", default=False) for n in range(4)]
    rows = every_combination(options)
    assert rows[0] == {option.name: option.default for option in options}
    assert all(list(row) == [option.name for option in options] for row in rows)
    for one, other in combinations(options, 2):
        assert {(row[one.name], row[other.name]) for row in rows} == {
            (first, second)
            for first in (one.choices or (True, False))
            for second in (other.choices or (True, False))
        }
    assert len(rows) <= 24  # of 11,664


def test_one_by_one_changes_one_answer_at_a_time() -> None:
    assert one_by_one([QUEUE, CACHE, TEAM]) == [{}, {"queue": "kafka"}, {"cache": False}]
    assert one_by_one([DERIVED]) == [{}, {"size": "l"}]


def test_answers_are_told_as_the_command_line_takes_them() -> None:
    assert described_answers({"queue": "nats", "cache": True}) == "--set queue=nats --set cache=true"
    assert described_answers({}) == "the defaults"
