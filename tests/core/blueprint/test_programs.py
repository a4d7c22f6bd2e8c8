"""Hooks: which files they are, what is shown of them, and whom settings trust."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.programs import hooks_of, is_trusted, shown_programs, wrong_with_trusted

DIGEST = f"sha256:{'a' * 64}"


def tree(*paths: str) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(path): b"x" for path in paths}


def test_hooks_are_those_that_cookiecutter_runs_in_its_order() -> None:
    files = tree(
        "hooks/post_gen_project.sh", "hooks/pre_gen_project.py", "hooks/pre_gen_project.py~", "hooks/pre_prompt.py",
        "hooks/helper.py", "hooks/more/post_gen_project.sh", "other/post_gen_project.sh", "post_gen_project.sh",
    )  # fmt: skip
    assert [str(one.path) for one in hooks_of(files)] == [
        "hooks/pre_gen_project.py",
        "hooks/post_gen_project.sh",
    ]


def test_all_that_lies_there_is_shown_with_every_letter_visible() -> None:
    files = {
        PurePosixPath("hooks/post_gen_project.sh"): b"echo\r\x1b[2Kevil\n\xff\n",
        PurePosixPath("hooks/helper.py"): "a\u202eb\n".encode(),
        PurePosixPath("README.md"): b"not shown",
    }
    assert list(shown_programs("shop", files)) == [
        "── shop/hooks/post_gen_project.sh", "│ echo\\r\\u001b[2Kevil", "│ \\xff", "│ ",
        "── shop/hooks/helper.py", "│ a\\u202eb", "│ ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "prefix"),
    [
        ("git+https://host/team/x.git//shop?ref=v1.0.0", "git+https://host/team/"),
        ("git+https://host/team/x.git//shop?ref=v1.0.0", "git+https://host/team/x.git//"),
        ("oci://host:5000/team/shop:1.0.0", "oci://host:5000/team/"),
        ("git@host:team/x.git//shop", "git@host:team/"),
        ("/home/me/blueprints/shop", "/home/me/blueprints/"),
    ],
)
def test_place_below_a_prefix_is_trusted(source: str, prefix: str) -> None:
    assert wrong_with_trusted(prefix) == ""
    assert is_trusted([source], DIGEST, [prefix])
    assert not is_trusted([source, "oci://other/shop:1.0.0"], DIGEST, [prefix])


@pytest.mark.parametrize(
    ("source", "prefix"),
    [
        ("git+https://host/team/../evil.git", "git+https://host/team/"),
        ("git+https://host/team/./../evil.git", "git+https://host/team/"),
        ("git+https://host/team/%2e%2e/evil.git", "git+https://host/team/"),
        ("git+https://host/team/..\\evil.git", "git+https://host/team/"),
        ("git@host:team/../evil.git", "git@host:team/"),
        ("git+https://host/team-evil/x.git", "git+https://host/team"),
        ("oci://host:5000/team/shop:1.0.0", "oci://host/team/"),
        ("oci://host.evil/team/shop:1.0.0", "oci://host"),
        ("/home/me/blueprints/../evil", "/home/me/blueprints/"),
    ],
)
def test_place_that_only_begins_alike_is_not(source: str, prefix: str) -> None:
    assert not is_trusted([source], DIGEST, [prefix])


def test_digest_is_trusted_alone() -> None:
    assert is_trusted(["/tmp/x y"], DIGEST, [DIGEST])
    assert not is_trusted(["/tmp/x y"], DIGEST, [f"sha256:{'b' * 64}"])
    assert wrong_with_trusted(DIGEST) == ""


@pytest.mark.parametrize(
    "text",
    [
        3,
        "",
        "/",
        "https://",
        "git+https:///",
        "oci://host/team",
        "https",
        "sha256:abc",
        "a/",
        "oci://h/../",
        "x\n/",
    ],
)
def test_what_would_trust_everybody_or_nobody_is_refused(text: object) -> None:
    assert wrong_with_trusted(text) != ""
