"""Random values in manifests: an edit of them is the same edit as in a file of their own, and nothing else changes."""

from __future__ import annotations

import random
from textwrap import indent

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.data import same
from generator.core.deployers.embed import embedded
from generator.core.deployers.views import view_of
from generator.core.edit.edit import EditRefused, edit
from generator.core.yaml.data import values_of_text
from generator.core.yaml.render import in_flow
from tests.core.edit.cases import new_value
from tests.core.edit.oracle import spots
from tests.core.values.writer import Writer
from tests.effort import examples

FLUX = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: shop  # a name
spec:
  chart: {spec: {chart: ./charts/shop}}
"""
ARGO = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  sources:
    - repoURL: https://example.com/other.git
      ref: values
    - path: charts/shop
      helm:
"""
SPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}  # kept\n---\n"
# Where the values go, each with what stands above and below them.
FRAMES = (
    (FLUX + "  values:\n", 4, "  interval: 5m  # how often\n"),
    (SPACE + FLUX + "  values:  # of prod\n", 6, "  interval: 5m\n---\n" + SPACE),
    (SPACE + FLUX + "  values:\n", 3, ""),
    (ARGO + "        valuesObject:\n", 10, "  project: default\n"),
    (ARGO + "        values: |\n", 10, "        releaseName: shop\n  project: default\n"),
    (SPACE + ARGO + "        values: |-\n", 12, "---\n" + SPACE),
    (ARGO + "        values: |2\n", 10, "  # the end\n  project: default\n"),
    (FLUX + "  values: ", None, "  interval: 5m\n"),
    (ARGO + "        valuesObject: ", None, "  project: default\n"),
)


def framed(rng: random.Random) -> tuple[str, str, str, str]:
    """The text of values, and of a manifest that has them, with what stands above and below them there."""
    above, column, below = rng.choice(FRAMES)
    own = Writer(rng).text().removeprefix("\ufeff").replace("---\n", "").replace("---\r\n", "")
    if "|-" in above[-4:]:
        own = own.rstrip()
    elif "|" in above[-5:]:
        own = own.rstrip() + "\n"  # it keeps no blank lines at its end
    elif below and not own.endswith("\n"):
        own += "\n"
    if column is None:
        written = in_flow(values_of_text(own)) + "\n"
    else:
        written = indent(own, " " * column, lambda line: bool(line.strip()))
    if "\r" in own:
        above, below = above.replace("\n", "\r\n"), below.replace("\n", "\r\n")
    if below and not written.endswith("\n"):
        written += "\n"
    return own, above + written + below, above, below


def test_what_a_manifest_says_is_what_the_same_values_say_in_a_file() -> None:
    for seed in range(examples(60)):
        own, manifest, _, _ = framed(random.Random(seed))
        assert same(values_of_text(view_of(manifest, file="x.yaml").text), values_of_text(own)), seed


@settings(max_examples=examples(60), deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_edit_in_a_manifest_is_the_edit_in_a_file_and_nothing_else(rng: random.Random) -> None:
    own, manifest, above, below = framed(rng)
    path, old = rng.choice(spots(values_of_text(own)))
    op = rng.choice(("set", "add", "delete")) if path else "add"
    value = new_value(rng)
    path = (*path, "brandNew") if op == "add" and isinstance(old, dict) else path
    op = "delete" if op == "delete" else "set"
    view = view_of(manifest, file="x.yaml").text
    try:
        alone, after = edit(own, op, path, value), edit(view, op, path, value)
    except EditRefused:
        return
    made = embedded(manifest, after, file="x.yaml")
    assert same(values_of_text(view_of(made, file="x.yaml").text), values_of_text(alone))
    assert made.startswith(above[: above.rindex("values")])
    assert made.endswith(below)
    assert embedded(made, view_of(made, file="x.yaml").text, file="x.yaml") == made
