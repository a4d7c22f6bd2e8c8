"""What leads nowhere is told from what merely does not differ; the hint is what was probably meant."""

from __future__ import annotations

import pytest

from generator.core.platform.patterns import patterns
from generator.core.values.model import load_values
from generator.core.values.unmatched import probably_meant, refuse_unmatched
from generator.errors import BlueprintError
from tests.small_platform import small_platform

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
