"""Facts of another kind of cluster come into values.yaml, or into the files of environments as far as they differ."""

from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.clusters import parse_profiles
from generator.core.change.cluster_facts import changes_of_facts
from generator.core.report.clusters import cluster_lines
from generator.core.values.model import load_values
from generator.errors import UsageError

PROFILES = parse_profiles(
    {
        PurePosixPath("a.yaml"): b"# A\nprofile: a\ndns: {ports: [53]}\nids: fixed # theirs\n",
        PurePosixPath("b.yaml"): b"# B\nprofile: b\ndns: {ports: [5353]}\nids: fixed # ours\n",
    }
)
HEAD = "apiVersion: helm-blueprint/v1\nblueprint: {name: small, source: builtin, version: 1.0.0}\n"
NOTE = "; yours to correct (docs/clusters.md of helm-blueprint)\n"
A = f"global:\n  cluster: # A{NOTE}    profile: a\n    dns: {{ports: [53]}}\n    ids: fixed # theirs\n"
B = f"global:\n  cluster: # B{NOTE}    profile: b\n    dns: {{ports: [5353]}}\n    ids: fixed # ours\n"
PROD_IS_B = "global:\n  cluster: {profile: b, dns: {ports: [5353]}}\n"


def changed(
    name: str, *environments: str | None, base: str = A, prod: str = "x: 1\n", dr: str = ""
) -> dict[str, str]:
    """The files that change, with their text afterwards."""
    model = load_values(
        {
            PurePosixPath("Chart.yaml"): b"apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            PurePosixPath("platform.yaml"): (
                HEAD + "environments: {dev: , prod: , dr: {inherits: prod}}\n"
            ).encode(),
            PurePosixPath("values.yaml"): base.encode(),
            PurePosixPath("values-dev.yaml"): b"",
            PurePosixPath("values-prod.yaml"): prod.encode(),
            PurePosixPath("values-dr.yaml"): dr.encode(),
        }
    )
    changes = changes_of_facts(model, PROFILES, name, environments or (None,))
    return {str(one.path): (one.after or b"").decode() for one in changes}


def test_all_environments_change_with_the_comments_of_their_cluster() -> None:
    assert changed("b") == {"values.yaml": B}


def test_facts_that_somebody_corrected_are_edited_in_place() -> None:
    assert changed("b", base=A.replace("[53]", "[54]")) == {
        "values.yaml": A.replace("profile: a", "profile: b").replace("[53]", "[5353]")
    }


def test_an_environment_says_what_differs_below_it() -> None:
    said = "global:\n  cluster:\n    profile: b\n    dns:\n      ports:\n        - 5353\n"
    assert changed("b", "prod") == {"values-prod.yaml": "x: 1\n" + said}


def test_an_environment_that_is_not_named_keeps_what_it_runs_on() -> None:
    """What it says changes, so that what it gets does not; who corrects a fact alone has no kind of its own."""
    assert changed("b", prod=PROD_IS_B) == {"values.yaml": B, "values-prod.yaml": "{}\n"}
    assert changed("a", base=B, dr="global: {cluster: {ids: arbitrary}}\n") == {"values.yaml": A}


def test_an_environment_that_comes_back_says_nothing_any_more() -> None:
    assert changed("a", "prod", prod=PROD_IS_B) == {"values-prod.yaml": "{}\n"}
    assert changed("a") == {}


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        changed("c")
    assert (refused.value.what, refused.value.hint) == ('there is no kind of cluster "c"', "Known are: a, b.")


def test_every_environment_is_shown_with_what_it_runs_on() -> None:
    model = load_values(
        {
            PurePosixPath("Chart.yaml"): b"apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            PurePosixPath("platform.yaml"): (HEAD + "environments: {dev: , prod: }\n").encode(),
            PurePosixPath("values.yaml"): b"",
            PurePosixPath("values-dev.yaml"): b"",
            PurePosixPath("values-prod.yaml"): PROD_IS_B.encode(),
        }
    )
    assert [one.text for one in cluster_lines(model, PROFILES)] == [
        "a     A", "b     B", "", "dev   no facts stated: the defaults of the charts", "prod  b"
    ]  # fmt: skip
