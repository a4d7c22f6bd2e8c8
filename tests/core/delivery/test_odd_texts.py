"""Random texts in the files of delivery: what is made of them is made once, or refused with a sentence."""

from __future__ import annotations

import random

import pytest

from generator.errors import BlueprintError
from tests.core.delivery import test_argocd, test_flux, test_pipelines, test_project
from tests.core.delivery.small import THREE, all_delivered
from tests.effort import examples
from tests.fuzz.junk import content, mutated

FILES = {
    test_pipelines.GITHUB: test_pipelines.WORKFLOW,
    test_pipelines.GITLAB: test_pipelines.PIPELINE,
    test_argocd.FILE: test_argocd.SET,
    test_project.FILE: test_project.PROJECT,
    **test_flux.IN_FOLDER,
    test_flux.NAMESPACE: "kind: Namespace\n",
}
OTHERS = [
    THREE.replace("inherits: prod", "inherits: dev"),
    THREE.replace("  prod:", "  qa: {clusters: [lab]}\n  prod:"),
    THREE.replace("  dev: {namespace: shop-dev, clusters: [in-cluster]}\n", ""),
    THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [in-cluster], regions: {eu: {}, us: {}}"),
    "  solo: {clusters: [a, b]}\n",
    THREE + test_project.SALE,
]


@pytest.mark.parametrize("file", FILES)
def test_what_is_made_of_any_text_is_made_once_or_refused(file: str) -> None:
    rng, made = random.Random(file), 0  # no secret
    for _ in range(examples(30)):
        junk = (mutated if rng.random() < 0.9 else content)(rng, FILES[file].encode())
        files = {**FILES, file: junk.decode("utf-8", "replace")}
        environments = rng.choice(OTHERS)
        try:
            once = all_delivered(files, environments)
        except BlueprintError:
            continue
        made += 1
        there = {path: text for path, text in {**files, **once}.items() if text is not None}
        again = all_delivered(there, environments)
        assert {path: text for path, text in again.items() if there.get(path) != text} == {}
    assert made
