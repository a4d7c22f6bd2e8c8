"""Names that services can have, and the reason of each refusal."""

from __future__ import annotations

import pytest

from generator.core.change.service_names import refuse_service_name
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import VALUES, foreign_umbrella, small_platform

RENAMED = VALUES.replace("  presets:\n", "  knownAs: {db: store}\n  presets:\n")
LABEL = "only lower-case letters, digits and - are allowed, a letter first, no - last"


def reason(name: str, instead_of: str = "", **files: str) -> str:
    """Why a name is refused; "" where it is taken."""
    try:
        refuse_service_name(load_values(small_platform(**files)), name, instead_of=instead_of)
    except BlueprintError as error:
        return error.what.removeprefix(f'"{name}" cannot name a service: ')
    return ""


@pytest.mark.parametrize(
    "name",
    ["a", "x9", "o", "order", "orders-2", "ordersx", "db-0", "web-backup", "dev", "prod", "values", "shop", "a" * 47],
)  # fmt: skip
def test_is_taken(name: str) -> None:
    assert reason(name) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", LABEL), ("9", LABEL), ("1st", LABEL), ("-a", LABEL), ("a-", LABEL), ("A", LABEL), ("a_b", LABEL), ("ä", LABEL),
        ("a.b", LABEL), ("a b", LABEL), ("a\n", LABEL),
        ("a" * 64, "it is 64 characters long, at most 63 are allowed"),
        ("a" * 63, "shop-" + "a" * 63 + " has 68 characters, the charts allow 52 in names of objects"),
        ("a" * 48, "shop-" + "a" * 48 + " has 53 characters, the charts allow 52 in names of objects"),
        ("y", "YAML reads y as true or false"), ("n", "YAML reads n as true or false"),
        ("off", "YAML reads off as true or false"), ("null", "YAML reads null as null"),
        ("global", "Helm gives every chart what stands there"), ("tags", "Helm reads there which charts are switched on"),
        ("connections", "who calls whom may stand there"), ("namespace", "the chart of that name has its values there"),
        ("workload", "the library of the charts has that name"),
        ("job", "it is a workload type: global.presets.job is about every service of that type"),
        ("orders", "there is one of that name already (Chart.yaml)"),
        ("db-headless", "the Service behind the pods of db has that name"),
    ],
)  # fmt: skip
def test_is_refused_with_its_reason(name: str, expected: str) -> None:
    assert reason(name) == expected


def test_what_kubernetes_knows_another_one_as_is_taken() -> None:
    assert reason("store", values=RENAMED) == "Kubernetes knows db by that name (global.knownAs)"
    assert reason("store", "db", values=RENAMED) == ""  # its own


def test_a_name_that_kubernetes_never_sees_may_be_longer() -> None:
    assert reason("a" * 63, "db") == ""


def test_a_key_of_a_values_file_is_taken() -> None:
    assert (
        reason("x-notes", values_dev="x-notes: {a: 1}\n")
        == "values-dev.yaml has a key of that name, which is no service"
    )


@pytest.mark.parametrize("suffix", ["backup", "restore"])
def test_a_companion_has_its_name(suffix: str) -> None:
    switched = f"db:\n  {suffix}: {{enabled: true}}\n"
    assert reason(f"db-{suffix}", values_dev=switched) == f"the {suffix} of db has that name"


def test_a_drill_of_backups_has_its_name() -> None:
    switched = "db:\n  backup: {drill: {enabled: true}}\n"
    assert reason("db-drill", values_dev=switched) == "the drill of db has that name"


def test_charts_of_others_have_limits_of_their_own() -> None:
    model = load_values(foreign_umbrella())
    refuse_service_name(model, "a" * 60)
    with pytest.raises(BlueprintError, match="there is one of that name already"):
        refuse_service_name(model, "cart")
