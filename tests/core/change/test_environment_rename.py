"""What `env rename` changes besides what is generated."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.environment_rename import with_environment_renamed
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import DR, PLATFORM, foreign_umbrella, small_platform

REGIONS = PLATFORM.replace("{namespace: shop}", "{namespace: shop, regions: {eu: }}")
README = "# Shop\n`helm template . -f values-prod.yaml`, my-values-prod.yaml. To prod!\n"


def renamed(old: str, new: str, **files: str) -> tuple[dict[str, str | None], tuple[str, ...]]:
    plan = with_environment_renamed(load_values(small_platform(**files)), old, new)
    return {str(one.path): one.after and one.after.decode() for one in plan.changes}, plan.notes


def test_every_place_says_the_new_name_and_nothing_else_changes() -> None:
    prod = "# prod: what production changes; see values-prod-eu.yaml\nweb: {env: {NOTE: values-prod.yaml}}\n"
    eu = "# prod-eu: after values-prod.yaml\n"
    dr = "# after values-prod.yaml\n" + DR
    assert renamed(
        "prod", "live",
        **{"platform.yaml": REGIONS, "values-prod.yaml": prod, "values-prod-eu.yaml": eu, "values-dr.yaml": dr, "README.md": README},
    ) == (
        {
            "platform.yaml": REGIONS.replace("prod: {", "live: {").replace("inherits: prod", "inherits: live"),
            "values-prod.yaml": None,
            "values-prod-eu.yaml": None,
            "values-live.yaml": prod.replace("# prod:", "# live:").replace("prod-eu", "live-eu"),
            "values-live-eu.yaml": "# live-eu: after values-live.yaml\n",
            "values-dr.yaml": dr.replace("values-prod", "values-live"),
            "README.md": README.replace(" values-prod.yaml", " values-live.yaml"),
        },
        ("README.md still says prod, in line 2",),
    )  # fmt: skip


def test_value_that_names_the_file_stays_and_so_do_the_comments_beside_it() -> None:
    """Who reads it is not known: nothing below the first key is changed that is not proven to be a comment."""
    dr = "# on values-prod.yaml\na: values-prod.yaml # as values-prod.yaml\n"
    files, _ = renamed("prod", "live", values_dr=dr)
    assert files["values-dr.yaml"] == dr.replace("# on values-prod.yaml", "# on values-live.yaml")
    comments = "a: 1 # as in values-prod.yaml\n"
    files, _ = renamed("prod", "live", values_dr=comments)
    assert files["values-dr.yaml"] == comments.replace("prod", "live")


@pytest.mark.parametrize("text", ["{{ values-prod.yaml }}\n", "a: [values-prod.yaml\n"])
def test_file_that_is_no_yaml_stays(text: str) -> None:
    files, _ = renamed("prod", "live", values_other=text)
    assert "values-other.yaml" not in files


def test_label_follows_and_the_domain_stays() -> None:
    staging = "global:\n  environment: staging # the label\n  domain: staging.example.com\n"
    files, notes = renamed("staging", "uat", values_staging=staging)
    assert files["values-uat.yaml"] == staging.replace("environment: staging", "environment: uat")
    assert notes == (
        "global.environment becomes uat, a label of every pod: each restarts once",
        "global.domain stays staging.example.com",
    )


def test_label_stays_where_passwords_are_generated() -> None:
    """The charts generate them where it is dev or test; other passwords would lock out whoever has these."""
    dev = "global: {environment: dev, presets: {all: {credentials: {source: generated}}}}\n"
    files, notes = renamed("dev", "play", values_dev=dev)
    assert files["values-play.yaml"] == dev
    assert notes == ("global.environment stays dev: passwords are generated in dev and test alone",)


def test_delivery_keeps_what_people_wrote() -> None:
    matrix = (
        "jobs:\n  check:\n    strategy:\n      matrix:\n        include:\n"
        '          - {environment: dev, values: "-f values-dev.yaml"}\n'
        '          - {environment: staging, values: "-f values-staging.yaml", runner: large} # slow\n'
        '          - {environment: prod, values: "-f values-prod.yaml"}\n'
        '          - {environment: dr, values: "-f values-prod.yaml -f values-dr.yaml"}\n'
    )
    files, _ = renamed("staging", "uat", **{".github/workflows/platform.yaml": matrix})
    assert files[".github/workflows/platform.yaml"] == matrix.replace("staging", "uat")


@pytest.mark.parametrize(
    ("file", "expected"),
    [("values-prod.yaml", "values-live.yaml"), ("env/prod/values.yaml", "env/live/values.yaml")],
)
def test_environment_of_a_foreign_umbrella_is_its_file(file: str, expected: str) -> None:
    tree = {path: data for path, data in foreign_umbrella().items() if not path.name.startswith("values-")}
    tree[PurePosixPath(file)] = b"# prod\n"
    plan = with_environment_renamed(load_values(tree), "prod", "live")
    assert {str(one.path): one.after for one in plan.changes} == {file: None, expected: b"# live\n"}


REFUSED = {
    "taken": ("dev", "staging", "staging is there already"),
    "no name": ("dev", "Dev", '"Dev" cannot name an environment'),
    "itself": ("dev", "dev", "dev is there already"),
    "not there": ("nope", "x", 'there is no environment "nope"'),
    "a region": ("prod-eu", "x", "prod-eu is a region of prod"),
    "a file that is there": ("dev", "left", "values-left.yaml: this file is there already"),
    "a region too long": ("prod", "x" * 62, "its region eu would be called"),
    "a region's name taken": (
        "prod",
        "a",
        "its region eu would be called a-eu: that is an environment already",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str) -> None:
    old, new, reason = REFUSED[case]
    files = {"values-prod-eu.yaml": "", "values-left.yaml": "", "values-a-eu.yaml": ""}
    with pytest.raises(BlueprintError) as caught:
        renamed(old, new, **{"platform.yaml": REGIONS + "  a-eu: {}\n"}, **files)
    assert reason in str(caught.value)


def test_there_and_back_is_as_before() -> None:
    before = small_platform(
        **{"platform.yaml": REGIONS, "values-prod-eu.yaml": "# prod-eu\n", "README.md": README}
    )
    model = load_values(before)
    there = model.with_changes(with_environment_renamed(model, "prod", "live").changes)
    back = there.with_changes(with_environment_renamed(there, "live", "prod").changes)
    assert dict(back.tree) == dict(before)
