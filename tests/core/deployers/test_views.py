"""The values in a manifest as a values file of their own, and the manifest with a view that changed."""

from __future__ import annotations

from textwrap import dedent

import pytest

from generator.core.deployers.embed import embedded, with_parameters
from generator.core.deployers.names import manifest_kind
from generator.core.deployers.views import blocks_of_text, data_in, view_of
from generator.core.edit.edit import EditRefused, edit
from generator.errors import BlueprintError
from tests.core.deployers.shapes import ARGOCD, FLUX, MULTI_SOURCE, SEVERAL


def test_values_stand_on_the_lines_that_they_have_in_the_manifest() -> None:
    assert view_of(FLUX, file="x.yaml").text == "\n" * 8 + (
        '# what runs\nimage:\n  tag: "1.1"  # by the pipeline\nhosts:\n  - test.example.com\n'
    )
    assert view_of(ARGOCD, file="x.yaml").text == "\n" * 13 + (
        '# of prod\nreplicas: 3\nimage:\n  tag: "1.0"\n'
    )


@pytest.mark.parametrize(
    ("text", "name", "charts", "expected"),
    [
        (SEVERAL, "shop-dev", (), {"replicas": 1}),
        (SEVERAL, "", ("redis",), {"size": 1}),
        (SEVERAL, "shop-prod", ("redis",), {"replicas": 3}),
        # Argo CD reads sources alone where it has both, and valuesObject alone
        (MULTI_SOURCE, "", ("shop",), {"replicas": 4, "host": "{{env}}.example.com"}),
        (
            FLUX.replace("      values:", "      valuesFrom:"),
            "",
            (),
            {"image": {"tag": "1.1"}, "hosts": ["test.example.com"]},
        ),
    ],
)
def test_the_release_that_is_meant_is_read(
    text: str, name: str, charts: tuple[str, ...], expected: object
) -> None:
    assert data_in(view_of(text, file="x.yaml", name=name, charts=charts)) == expected


NONE = (
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  interval: 5m\n"
)
SPELLINGS = [
    ("  values: {a: 1, b: [x]}\n", "  values: {a: 2, b: [x]}\n"),
    ("  values:\n    a: 1\n    b: [x] # c\n", "  values:\n    a: 2\n    b: [x] # c\n"),
    ("  values: &all\n    a: 1\n    b: [x]\n", "  values: &all\n    a: 2\n    b: [x]\n"),
    ("  values: # of all\n\n    a: 1\n    b: [x]", "  values: # of all\n\n    a: 2\n    b: [x]"),
    ("  x: &n [x]\n  values:\n    a: 1\n    b: *n\n", "  x: &n [x]\n  values:\n    a: 2\n    b: *n\n"),
]


@pytest.mark.parametrize(("before", "after"), SPELLINGS)
def test_values_are_edited_as_they_are_spelled(before: str, after: str) -> None:
    view = view_of(NONE + before, file="x.yaml")
    assert data_in(view) == {"a": 1, "b": ["x"]}
    assert embedded(NONE + before, edit(view.text, "set", "a", 2), file="x.yaml") == NONE + after


HELM = dedent("""\
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: a}
    spec:
      source:
        path: charts/shop
        helm:
    """)
TEXTS = [
    ('      values: "a: 1\\nb: [x]\\n"\n', '      values: |\n        a: 2\n        b: [x]\n'),
    ("      values: |-\n        a: 1\n        b: [x]\n  project: x\n", "      values: |-\n        a: 2\n        b: [x]\n  project: x\n"),
    ("      values: |2\n         a: 1\n         b: [x]\n", "      values: |2\n         a: 2\n         b: [x]\n"),
    ("      values: >\n        a: 1\n\n        b: [x]\n", "      values: |\n        a: 2\n        b: [x]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TEXTS)
def test_yaml_in_a_text_is_edited_there(before: str, after: str) -> None:
    view = view_of(HELM + before, file="x.yaml")
    assert data_in(view) == {"a": 1, "b": ["x"]}
    assert embedded(HELM + before, edit(view.text, "set", "a", 2), file="x.yaml") == HELM + after


def test_a_manifest_without_values_gets_some() -> None:
    view = view_of(NONE, file="x.yaml")
    assert view.text == ""
    assert embedded(NONE, "a:\n  b: 1\n", file="x.yaml") == NONE + "  values:\n    a:\n      b: 1\n"
    assert embedded(HELM, "a: 1\n", file="x.yaml") == HELM.replace(
        "helm:\n", "helm:\n      valuesObject:\n        a: 1\n"
    )
    assert data_in(view_of(NONE + "  values:\n", file="x.yaml")) == {}


def test_values_that_all_go_leave_an_empty_map() -> None:
    text = NONE + "  values:\n    a: 1\n"
    assert embedded(text, "", file="x.yaml") == NONE + "  values: {}\n"


def test_line_breaks_and_a_byte_order_mark_stay() -> None:
    for text in ("\ufeff" + FLUX, FLUX.replace("\n", "\r\n"), FLUX.replace("\n", "\r")):
        after = edit(view_of(text, file="x.yaml").text, "set", "image.tag", "1.2")
        assert embedded(text, after, file="x.yaml") == text.replace('"1.1"', '"1.2"')


def test_what_is_shared_with_the_rest_of_the_manifest_is_not_changed_unseen() -> None:
    text = NONE + "  values:\n    a: &one {x: 1}\n  other: *one\n"
    after = edit(view_of(text, file="x.yaml").text, "set", "a.x", 2)
    with pytest.raises(EditRefused) as refused:
        embedded(text, after, file="x.yaml")
    assert refused.value.where == "x.yaml:7"


REFUSED = [
    (SEVERAL, "", ("shop",), ("x.yaml:2: this file has the values of several releases: shop-dev (line 2), shop-prod (line 9)\n"
     "  Say which is meant, in platform.yaml or with --values: x.yaml#shop-dev")),
    (SEVERAL, "shop-prd", (), 'x.yaml: there is no release "shop-prd" in this file\n  Did you mean "shop-prod"?'),
    (SEVERAL, "q", (), 'x.yaml: there is no release "q" in this file\n  Known are: redis, shop-dev, shop-prod.'),
    ("a: 1\n", "shop", (), "x.yaml: no release of a chart is in this file"),
    ("# x\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n", "", (),
     ("x.yaml:3: this is a Kubernetes manifest (Deployment), not a file of values: it is not read\n"
     "  Values are read from values files, HelmReleases, Applications and ApplicationSets.")),
    (NONE + "  values: [a]\n", "", (), "x.yaml:6: values are a map of keys, this is not"),
    (HELM + "      values: |\n        a: {{ x }}\n", "", (),
     ("x.yaml:9: the file is a template ({{ }} outside a string), not YAML\n"
     "  Values files are not rendered by Helm; put the expression in quotes or edit the file by hand.")),
    (HELM + '      values: "a: [1"\n', "", (),
     ("x.yaml:8: not valid YAML: did not find expected ',' or ']'\n"
     "  Correct the file, then try again.")),
    (HELM.replace("source:\n    path: charts/shop\n    helm:\n", "sources:\n    - {path: a, helm: {values: 'a: 1'}}\n    - {path: b, helm: {values: 'a: 1'}}\n"),
     "", (), ('x.yaml:2: several sources of "a" have values, and none is of this chart alone\n'
     "  Leave helm values at the source of this chart alone.")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "charts", "expected"), REFUSED)
def test_what_cannot_be_read_is_told_with_its_line(
    text: str, name: str, charts: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(BlueprintError) as refused:
        view_of(text, file="x.yaml", name=name, charts=charts)
    assert str(refused.value) == expected


def test_a_sealed_manifest_is_not_edited() -> None:
    with pytest.raises(EditRefused, match="sealed by SOPS"):
        embedded(NONE + "sops: {mac: x}\n", "a: 1\n", file="x.yaml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (FLUX, "HelmRelease"),
        (ARGOCD, "Namespace"),
        ('{"apiVersion": "v1", "kind": "List", "items": []}', "List"),
        ("kind: Deployment\napiVersion: apps/v1\nreplicas: 2\n", None),  # values of a chart
        ("web:\n  apiVersion: v1\n  kind: x\n  metadata: {}\n", None),
        ("apiVersion: v1\nkind: [\nmetadata: {}\n", None),
        ("apiVersion: v1\nkind: ~\nmetadata: {}\n", None),
        ("---\n---\n# nothing\n", None),
        ("apiVersion: v1\n---\nkind: x\nmetadata: {}\n", None),
    ],
)
def test_a_manifest_is_told_from_values(content: str, kind: str | None) -> None:
    assert manifest_kind(content.encode()) == kind


def test_parameters_are_changed_where_they_stand() -> None:
    after = with_parameters(ARGOCD, '{image: {tag: "2.0"}, labels: {example.com/team: "a,b"}}', file="x.yaml")
    assert after == ARGOCD.replace('value: "1.2"', 'value: "2.0"').replace("value: shop", "value: a\\,b")
    assert with_parameters(FLUX, "a: 1", file="x.yaml") == FLUX


def test_values_in_blocks_of_text_are_known_by_their_lines() -> None:
    assert blocks_of_text(ARGOCD.encode()) == [(13, 17, 8)]
    assert blocks_of_text(FLUX.encode()) == []


def test_what_says_the_same_leaves_every_byte() -> None:
    for text in (FLUX, ARGOCD, MULTI_SOURCE):
        assert embedded(text, view_of(text, file="x.yaml").text, file="x.yaml") == text


def test_lines_that_mean_something_else_in_a_manifest_are_written_by_their_data() -> None:
    """A text that keeps its blank lines takes those, too, that stand below it in the manifest."""
    text = NONE.replace("  interval: 5m\n", "  values:\n    a: 1\n\n\n  interval: 5m\n")
    made = embedded(text, "a: |+\n  x\n\n", file="x.yaml")
    assert data_in(view_of(made, file="x.yaml")) == {"a": "x\n\n"}
    assert made.endswith("  interval: 5m\n")


def test_keys_of_a_text_come_and_go() -> None:
    text = HELM + '      values: "a: 1\\nb: 2\\n"\n'
    made = embedded(text, "b: 2\nc: 3\n", file="x.yaml")
    assert data_in(view_of(made, file="x.yaml")) == {"b": 2, "c": 3}
