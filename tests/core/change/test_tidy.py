"""Fewer words, the same values: proven, and again the same when done again."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.commands._rules import all_rules
from generator.core.change.tidy import mended, tidied
from generator.core.lint.facts import findings
from generator.core.tree import Tree
from generator.core.values.compare import Column, compare
from generator.core.values.model import ValuesModel, load_values
from tests.effort import examples
from tests.small_platform import DEV, PROD, STAGING, VALUES, foreign_umbrella, small_platform


def changed(tree: Tree, after: ValuesModel) -> dict[str, str]:
    return {str(path): data.decode() for path, data in after.tree.items() if tree[path] != data}


def test_what_all_environments_share_moves_to_values_yaml() -> None:
    shared = "db:\n  image: {tag: 18.0}\n"
    tree = small_platform(
        values_dev=DEV + shared,
        values_staging=STAGING + shared,
        values_prod=PROD + shared + "  replicaCount: 3\n",
    )
    after, notes = tidied(load_values(tree))
    assert notes == []
    assert changed(tree, after) == {
        "values.yaml": VALUES.replace("tag: 17.6", "tag: 18.0"),
        "values-dev.yaml": DEV,
        "values-staging.yaml": STAGING,
        "values-prod.yaml": PROD + "db:\n  replicaCount: 3\n",
    }


def test_new_key_that_all_share_is_made_in_values_yaml() -> None:
    shared = "x-common:\n  team: shop\n"
    tree = small_platform(values_dev=DEV + shared, values_staging=STAGING + shared, values_prod=PROD + shared)
    after, _ = tidied(load_values(tree))
    assert changed(tree, after)["values.yaml"] == VALUES + "\nx-common:\n  team: shop\n"


def test_what_moves_keeps_its_spelling() -> None:
    shared = """\
x-hosts:
- "a"
- 'b'
x-deep:
    words: "one"
    flow: {k: "v",  l: [1, 2]}
    text: |
        several
          lines
    plain: 18.0
web: {env: {A: '1', B: "2"}}
"""
    files = {name: shared + f"x-own: {name}\n" for name in ("values_dev", "values_staging", "values_prod")}
    tree = small_platform(values="web:\n  env: {C: 3}\n  replicaCount: 1\nx-deep:\n  k: 1\n", **files)
    after, notes = tidied(load_values(tree))
    assert notes == []
    assert (
        changed(tree, after)["values.yaml"]
        == """\
web:
  env: {C: 3, A: '1', B: "2"}
  replicaCount: 1
x-deep:
  k: 1
  words: "one"
  flow: {k: "v",  l: [1, 2]}
  text: |
      several
        lines
  plain: 18.0
x-hosts:
- "a"
- 'b'
"""
    )
    assert changed(tree, after)["values-dev.yaml"] == "x-own: values_dev\n"


def test_redundant_overrides_go() -> None:
    tree = small_platform(
        values_dev="web:\n  image: {tag: 1.4.2}\n  replicaCount: 1\n  autoscaling: {maxReplicas: 10}\n"
    )
    after, _ = tidied(load_values(tree))
    assert changed(tree, after) == {"values-dev.yaml": "web:\n  replicaCount: 1\n"}


def test_key_that_belongs_to_its_environment_stays() -> None:
    same = "web: {replicaCount: 4}\n"
    tree = small_platform(
        intent='  environmentOnly: ["*.replicaCount"]\n',
        values_dev=same,
        values_staging=same,
        values_prod=same,
    )
    after, _ = tidied(load_values(tree))
    assert changed(tree, after) == {}


def test_services_are_ordered_as_in_chart_yaml_when_asked() -> None:
    blocks = VALUES.split("\n\n")
    tree = small_platform(
        values="\n\n".join([blocks[0], blocks[3].rstrip("\n"), blocks[2], blocks[1]]) + "\n"
    )
    after, _ = tidied(load_values(tree), order=True)
    assert changed(tree, after) == {"values.yaml": VALUES}


def test_what_cannot_be_edited_stays_and_is_told() -> None:
    tree = small_platform(
        values_dev="x-a: &a {tag: 1.4.2}\nweb: {image: *a}\norders: {image: {pullPolicy: IfNotPresent}}\n"
    )
    after, notes = tidied(load_values(tree))
    assert changed(tree, after) == {"values-dev.yaml": "x-a: &a {tag: 1.4.2}\nweb: {image: *a}\n"}
    assert len(notes) == 1
    assert notes[0].startswith("web.image.tag stays: ")


@pytest.mark.parametrize(
    "text",
    [
        "web:\n  image: {tag: 1.4.2} # pinned\n",
        "web:\n  # pinned\n  image: {tag: 1.4.2}\n  replicaCount: 2 # sic\n",
    ],
)
def test_override_with_a_comment_stays(text: str) -> None:
    """A comment says why it is there: that is not for a program to drop."""
    tree = small_platform(values_dev=text)
    after, notes = tidied(load_values(tree))
    assert (changed(tree, after), notes) == ({}, [])


def test_shared_value_with_a_comment_stays_and_is_told() -> None:
    shared = "db:\n  image: {tag: 18.0}\n"
    tree = small_platform(
        values_dev=DEV + shared,
        values_staging=STAGING + shared,
        values_prod=PROD + shared.replace("}", "} # now"),
    )
    after, notes = tidied(load_values(tree))
    assert changed(tree, after) == {}
    assert notes == ["db.image.tag is the same everywhere, and stays: values-prod.yaml has a comment on it"]


@pytest.mark.parametrize(
    "text",
    [
        # Above a map whose keys are all redundant.
        "orders:\n  # why: see ticket 5\n  image:\n    repository: example.com/orders\n    tag: '2.0'\nx-k: 1\n",
        "# why: see ticket 5\norders:\n  image: {repository: example.com/orders}\n  ports: {http: 8080}\n",
        # Within a list.
        "global:\n  connections:\n    web:\n    # who calls\n    - orders\n",
    ],
)
def test_comment_on_what_would_go_with_a_key_keeps_it(text: str) -> None:
    model = load_values(small_platform(values_dev=text))
    assert changed(model.tree, tidied(model)[0]) == {}
    assert changed(model.tree, mended(model, all_rules())[0]) == {}


def test_list_with_a_comment_within_stays_and_is_told() -> None:
    hosts = 'x-hosts:\n- "a"\n# b is needed\n- b\n'
    model = load_values(small_platform(values_dev=hosts, values_staging=hosts, values_prod=hosts))
    after, notes = tidied(model)
    assert changed(model.tree, after) == {}
    assert notes == ["x-hosts is the same everywhere, and stays: values-dev.yaml has a comment on it"]


# ── nulls ───────────────────────────────────────────────────────────────────────────────────────


def test_null_that_templates_may_ask_for_is_not_removed() -> None:
    model = load_values(
        foreign_umbrella(values="sec:\n  x: null\n", values_dev="ports:\n  a: null\n  b: 1\n")
    )
    assert [one.path for one in findings(model, all_rules()) if one.rule.id == "null-value"] == []
    after, notes = mended(model, all_rules())
    assert (changed(model.tree, after), notes) == ({}, [])


def test_null_that_charts_of_ours_skip_goes_and_its_map_stays() -> None:
    model = load_values(small_platform(values_dev="web:\n  nodeSelector:\n    disk: null\n"))
    after, notes = mended(model, all_rules())
    assert changed(model.tree, after) == {"values-dev.yaml": "web:\n  nodeSelector: {}\n"}
    assert notes == []


def test_edit_that_would_change_what_helm_4_reads_is_left_out_and_told() -> None:
    """The null removes the chart's port in Helm 4 only while an environment states something of cart."""
    model = load_values(
        foreign_umbrella(
            values="cart: {port: null, replicas: 2}\na: 1\n",
            values_dev="cart: {replicas: 2}\na: 1\n",
            values_prod="cart: {replicas: 3}\n",
        )
    )
    for after, notes in (tidied(model), mended(model, all_rules())):
        assert changed(model.tree, after) == {"values-dev.yaml": "cart: {replicas: 2}\n"}
        assert notes == ["cart.replicas stays: cart.port of dev would change"]


# ── properties ──────────────────────────────────────────────────────────────────────────────────

# A failing case is small enough as it is: shrinking it takes minutes.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)

keys = st.sampled_from(["replicaCount", "image", "autoscaling", "env", "ports", "enabled"])
leaf = st.sampled_from([0, 1, 2, True, False, "1.10", "x", "yes", "", 0.5, [], ["a"]])
block = st.dictionaries(
    keys,
    st.one_of(leaf, st.dictionaries(st.sampled_from(["tag", "A", "maxReplicas"]), leaf, min_size=1)),
    min_size=1,
)
file = st.fixed_dictionaries(
    {},
    optional={
        "web": block,
        "orders": block,
        "db": block,
        "global": st.fixed_dictionaries(
            {},
            optional={
                "domain": leaf,
                "presets": st.dictionaries(st.sampled_from(["all", "deployment"]), block),
            },
        ),
    },
)
platforms = st.fixed_dictionaries(
    {"values": file, "values_dev": file, "values_staging": file, "values_prod": file, "values_dr": file}
)


def written(files: dict[str, object]) -> Tree:
    import json

    import yaml

    texts = {
        name: "# of the file, not of its first key\n\n"
        + yaml.safe_dump(json.loads(json.dumps(data)), sort_keys=False, default_flow_style=False)
        for name, data in files.items()
    }
    tree = dict(small_platform(**texts))
    # Random values break every schema; what counts here is that they stay what they are.
    return {path: data for path, data in tree.items() if path.name != "values.schema.json"}


@settings(max_examples=examples(60), deadline=None, phases=QUICK)
@given(platforms, st.booleans())
def test_tidy_changes_no_effective_value_and_is_done_after_once(
    files: dict[str, object], order: bool
) -> None:
    model = load_values(written(files))
    after, notes = tidied(model, order=order)
    assert notes == []
    for environment in model.environments:
        columns = [Column("before", model, environment), Column("after", after, environment)]
        assert compare(columns) == []
    again, _ = tidied(load_values(after.tree), order=order)
    assert again.tree == after.tree


@settings(max_examples=examples(60), deadline=None, phases=QUICK)
@given(platforms)
def test_lint_fix_reaches_an_end(files: dict[str, object]) -> None:
    model = load_values(written(files))
    rules = all_rules()
    after, notes = mended(model, rules)
    assert notes == []
    assert [one for one in findings(load_values(after.tree), rules) if one.edits] == []
    assert mended(load_values(after.tree), rules)[0].tree == after.tree


ONE = """\
apiVersion: helm-blueprint/v1
blueprint: {name: small, source: builtin, version: 1.0.0}
environments:
  dev: {namespace: a}
"""


@pytest.mark.parametrize(
    "files",
    [
        # one environment shares with nobody, nor do two of which one comes after the other
        {"platform.yaml": ONE, "values_dev": "x-a: 1\n"},
        {"platform.yaml": ONE + "  dr: {inherits: dev, namespace: b}\n", "values_dev": "x-a: 1\n", "values_dr": ""},
        # a text of values.yaml is in the way
        {"values": "x-a: text\n"} | {f"values_{name}": "x-a: {b: 1}\n" for name in ("dev", "staging", "prod")} | {"values_dr": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_shared_stays(files: dict[str, str]) -> None:
    model = load_values(small_platform(**files))
    after, notes = tidied(model)
    assert (after.tree, notes) == (model.tree, [])
