"""What leads nowhere is told from what merely does not differ; the hint is what was probably meant."""

from __future__ import annotations

import pytest

from generator.core.paths import parse_path
from generator.core.platform.patterns import patterns
from generator.core.values.model import load_values
from generator.core.values.unmatched import not_set, probably_meant, refuse_unmatched
from generator.errors import BlueprintError
from tests.small_platform import foreign_umbrella, small_platform

ANNOTATED = "db: {env: {cert-manager.io/issuer: a}, args: [{name: a}]}\n"


@pytest.mark.parametrize(
    "pattern",
    [
        "web",
        "*.image.tag",
        "**.tag",
        "**",
        "global.presets.*.replicaCount",
        "db.args[0].name",
        "db.args[*].name",
        r"db.env.cert-manager\.io/issuer",
        "orders.env.LOG_LEVEL",  # in one environment alone
        "web.nodeSelector",  # known to the schema, set nowhere
        "*.nodeSelector",
    ],
)
def test_what_is_set_or_known_is_fine(pattern: str) -> None:
    refuse_unmatched([load_values(small_platform(values_dev=ANNOTATED))], patterns(pattern))


def test_preset_alone_is_enough_for_a_pattern_of_all_services() -> None:
    values = "global: {presets: {cronjob: {schedule: daily}}}\n"
    refuse_unmatched([load_values(small_platform(values_dev=values))], patterns("*.schedule"))


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("web.imge.tag", 'Did you mean "image"?'),
        ("ordrs.image", 'Did you mean "orders"?'),
        ("*.image.tga", 'Did you mean "tag"?'),
        ("web.image.*.x", ""),
        ("db.image[7]", "Known are: pullPolicy, repository, tag."),
        (
            "db.env.cert-manager.io/issuer",
            r"A dot within a key is written \. in a path: cert-manager\.io/issuer",
        ),
    ],
)
def test_what_covers_nothing_is_refused_with_what_was_meant(pattern: str, hint: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_unmatched([load_values(small_platform(values_dev=ANNOTATED))], patterns("web", pattern))
    assert (caught.value.what, caught.value.hint) == (f'nothing is set that "{pattern}" covers', hint)


def test_environment_that_cannot_be_read_is_passed_over() -> None:
    refuse_unmatched([load_values(small_platform(values_dev="a: [\n"))], patterns("web.args"))


def test_keys_are_shown_as_they_are_typed() -> None:
    assert probably_meant(["cert-manager"], ["cert-manager.io/issuer"]) == (
        r'Did you mean "cert-manager\.io/issuer"?'
    )


@pytest.mark.parametrize(
    ("environment", "name", "message", "hint"),
    [
        ("dev", "web.replicaCout", "web.replicaCout of dev is not set", 'Did you mean "replicaCount"?'),
        ("dev", "web.args", "web.args of dev is not set", "The schema knows this key; nothing sets it."),
        (None, "wbe.replicaCount", "wbe.replicaCount is not set", 'Did you mean "web"?'),
        ("dev", "web.ports.http.x", "web.ports.http.x of dev is not set", ""),
    ],
)
def test_what_is_not_set_is_told_with_what_was_probably_meant(
    environment: str | None, name: str, message: str, hint: str
) -> None:
    error = not_set(load_values(small_platform()), environment, parse_path(name))
    assert (error.what, error.hint) == (message, hint)


def test_why_a_key_is_not_known_comes_before_what_was_probably_meant() -> None:
    error = not_set(load_values(foreign_umbrella()), "dev", ("redis", "port"))
    assert error.hint == "redis: the chart redis is not in charts/, its defaults are not known"


ITEMS = "web:\n  env:\n    - {name: LOG_LEVEL, value: info}\n    - {name: PORT, value: x}\n  args: [a]\n"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("web.env[name=LOG_LEVLE]", 'Did you mean "LOG_LEVEL"?'),
        ("web.env[name=LOG_LEVLE].value", 'Did you mean "LOG_LEVEL"?'),
        ("web.env[name=Q]", "Known are: LOG_LEVEL, PORT."),
        ("web.env[nam=PORT].value", "Items of this list are told by name."),
        ("web.env[name=PORT].valu", 'Did you mean "value"?'),
        ("web.args[name=PORT]", ""),
    ],
)
def test_the_item_that_was_probably_meant(name: str, meant: str) -> None:
    model = load_values(foreign_umbrella(values=ITEMS, values_dev=ITEMS.replace("info", "debug")))
    assert not_set(model, "dev", parse_path(name)).hint == meant
    with pytest.raises(BlueprintError) as caught:
        refuse_unmatched([model], patterns(name))
    assert caught.value.hint == meant
