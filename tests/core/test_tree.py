from pathlib import PurePosixPath

import pytest

from generator.core.tree import moved_under, outline, overlay, subtree, text_of
from generator.errors import BlueprintError


def tree(**files: str) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(path.replace("__", "/")): text.encode() for path, text in files.items()}


def test_later_layer_replaces_a_file_of_the_same_path() -> None:
    assert overlay(tree(a="1", d__b="1"), tree(d__b="2", c="2")) == tree(a="1", c="2", d__b="2")


def test_white_space_leaves_a_file_out() -> None:
    assert overlay(tree(a="1", b=" \n\t\n")) == tree(a="1")


def test_later_layer_removes_a_file_with_white_space() -> None:
    assert overlay(tree(a="1", b="1"), tree(b="\n")) == tree(a="1")


def test_subtree_and_moved_under_are_opposites() -> None:
    whole = tree(x__a="1", x__y__b="2", xa="3")
    assert subtree(whole, "x") == tree(a="1", y__b="2")
    assert moved_under("x", subtree(whole, "x")) == tree(x__a="1", x__y__b="2")


def test_outline_draws_files_before_folders() -> None:
    lines = outline(tree(b="", a__c="", a__d__e="", z__f=""), "shop")
    assert "\n".join(lines) == (
        "shop/\n├── b\n├── a/\n│   ├── c\n│   └── d/\n│       └── e\n└── z/\n    └── f"
    )


def test_text_keeps_its_mark_and_names_the_line_that_is_none() -> None:
    assert text_of("\ufeffa: é\n".encode(), "f") == "\ufeffa: é\n"
    with pytest.raises(BlueprintError) as caught:
        text_of(b"a: 1\nb: 2\n\xff\n", "f.yaml")
    assert str(caught.value) == "f.yaml:3: this is not UTF-8 text"
