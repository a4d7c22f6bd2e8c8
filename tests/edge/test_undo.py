"""What a promotion changed is undone to the byte, in files of values and in manifests."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import indent
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.change.promote import promoted
from generator.core.changes import applied
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.patterns import patterns
from generator.core.values.model import load_values
from generator.edge import undo
from tests.core.change.test_tidy import QUICK, platforms, written
from tests.effort import examples

if TYPE_CHECKING:
    from generator.core.tree import Tree

PROD = PurePosixPath("values-prod.yaml")
MANIFEST = """\
# by hand
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  source:
    path: .
    helm:
      valuesObject:
"""
LINE_BREAKS = ("\n", "\r\n")


def platform(files: dict[str, object], *, in_manifest: bool, line_break: str) -> Tree:
    """A platform with an intent, so that all is carried; prod's values stand in a manifest, or in a file."""
    tree = dict(written(files))
    tree[PLATFORM_FILE] += b"intent:\n  environmentOnly: [x-own]\n"
    text = tree[PROD].decode()
    if in_manifest and text.strip().endswith("{}"):
        text = MANIFEST.rstrip("\n") + " {}\n"
    elif in_manifest:
        text = MANIFEST + indent(text, " " * 8)
    tree[PROD] = text.replace("\n", line_break).encode()
    return tree


@settings(max_examples=examples(100), deadline=None, phases=QUICK)
@given(platforms, st.booleans(), st.booleans(), st.sampled_from(LINE_BREAKS))
def test_a_promotion_that_is_reversed_leaves_the_bytes_that_were_there(
    files: dict[str, object], in_manifest: bool, prune: bool, line_break: str
) -> None:
    tree = platform(files, in_manifest=in_manifest, line_break=line_break)
    model = load_values(tree)
    plan = promoted(model, "staging", "prod", prune=prune, only=patterns("**"))
    changes = model.in_manifests(plan.changes)
    after = applied(tree, changes)
    root = Path("/no/such/platform")
    undo.remember(root, "staging prod", changes)

    again = load_values(after)
    back = undo.recall(root, "staging prod")
    assert back is not None
    assert all(again.on_disk.get(one.path) == one.before for one in back)
    assert applied(after, again.in_manifests(back)) == tree
    assert again.reopened(back).effective("prod") == model.effective("prod")
    assert bool(changes) is (after != tree)
