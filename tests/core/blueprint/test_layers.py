"""Layers of blueprints become one tree: whole files, or key by key where a blueprint says so."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.layers import files_of_layers
from generator.core.blueprint.manifest import Blueprint, parse_blueprint
from generator.errors import BlueprintError, Invalid


def blueprint(merges: str = "") -> Blueprint:
    text = f"name: shop\nversion: 1.0.0\ndescription: x\nextends: base\n{merges}"
    return parse_blueprint(text.encode(), "blueprint.yaml")


def tree(**files: str) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(f"{name}.yaml"): text.encode() for name, text in files.items()}


BELOW = tree(values="a: 1\nb: 2\n", chart="a: 1\nb: 2\n", only="a: 1\n", gone="a: 1\n")
ABOVE = tree(values="a: 3\n", chart="a: 3\n", gone=" \n", fresh="z: 1\n")
OURS = blueprint('merges: [values.yaml, "g*.yaml", fresh.yaml]\n')


def test_files_that_a_blueprint_merges_say_only_what_differs() -> None:
    assert files_of_layers([BELOW, ABOVE], [blueprint(), OURS]) == tree(
        chart="a: 3\n", fresh="z: 1\n", only="a: 1\n", values="a: 3\nb: 2\n"
    )
    third = tree(values="b: null\nc: 4\n")
    assert files_of_layers([BELOW, ABOVE, third], [blueprint(), OURS, OURS])[
        PurePosixPath("values.yaml")
    ] == (b"a: 3\nc: 4\n")


def test_what_cannot_be_merged_is_told_with_its_blueprint() -> None:
    with pytest.raises(BlueprintError) as caught:
        files_of_layers([BELOW, tree(values="- 1\n")], [blueprint(), OURS])
    assert str(caught.value) == (
        "shop: values.yaml: it cannot be merged with the one below: this is no map of values in block style\n"
        "  Leave it out of `merges`, or write it as a map in block style."
    )
    both = tree(values="- 1\n", gone="a: [\n")
    with pytest.raises(Invalid, match="these files of blueprints cannot be merged"):
        files_of_layers([BELOW, both], [blueprint(), OURS])
    with pytest.raises(BlueprintError, match="this is not UTF-8 text"):
        files_of_layers([BELOW, {PurePosixPath("values.yaml"): b"a: \xff\n"}], [blueprint(), OURS])


def test_merges_are_paths_of_yaml_of_a_blueprint_that_extends() -> None:
    with pytest.raises(Invalid) as caught:
        blueprint('merges: [README.md, "a\\n.yaml"]\n')
    expected = "the path of a file of YAML is expected, with * for any letters"
    assert [one.what for one in caught.value.errors] == [f"merges.0: {expected}", f"merges.1: {expected}"]
    with pytest.raises(Invalid, match="it extends nothing: there is nothing below to merge with"):
        parse_blueprint(b"name: a\nversion: 1.0.0\ndescription: x\nmerges: [values.yaml]\n", "x")
