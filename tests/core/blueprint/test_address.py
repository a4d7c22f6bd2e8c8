"""Addresses of blueprints: what is one, what is refused, and what is never repeated."""

from __future__ import annotations

import pytest

from generator.core.blueprint.address import (
    Address,
    at_version,
    is_address,
    is_pinned,
    newest_tag,
    of_this,
    parse_address,
    parse_tag,
    without_credentials,
    wrong_with_tag,
)
from generator.errors import UsageError

ADDRESSES = {
    "git+https://example.com/team/blueprints.git//shops/shop?ref=v1.2.0": Address(
        "git", "https://example.com/team/blueprints.git", "shops/shop", "v1.2.0"
    ),
    "git+https://example.com/team/blueprints": Address("git", "https://example.com/team/blueprints"),
    "https://example.com/team/blueprints.git?ref=main": Address(
        "git", "https://example.com/team/blueprints.git", "", "main"
    ),
    "git@example.com:team/blueprints.git//shop?ref=shop-v1.2.0": Address(
        "git", "git@example.com:team/blueprints.git", "shop", "shop-v1.2.0"
    ),
    "ssh://git@example.com:2222/team/blueprints.git//shop": Address(
        "git", "ssh://git@example.com:2222/team/blueprints.git", "shop"
    ),
    "git+file:///srv/blueprints.git//shop?ref=1.0.0": Address(
        "git", "file:///srv/blueprints.git", "shop", "1.0.0"
    ),
    "oci://registry.example.com:5000/team/shop:1.2.0": Address(
        "oci", "oci://registry.example.com:5000/team/shop", "", "1.2.0"
    ),
    "oci://registry.example.com/shop": Address("oci", "oci://registry.example.com/shop"),
    "https://example.com/charts/shop-1.2.0.tgz": Address(
        "archive", "https://example.com/charts/shop-1.2.0.tgz"
    ),
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_address_is_read_in_its_parts_and_told_as_it_was_written(text: str) -> None:
    found = parse_address(text)
    assert found == ADDRESSES[text]
    assert parse_address(found.text) == found
    assert is_address(text)


@pytest.mark.parametrize("text", ["shop", "./shop", "/srv/shop", "../a@b/shop", "shop-1.0.0.tgz", "."])
def test_names_and_paths_are_no_addresses(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://user:s3cret@example.com/x.git", "https://s3cret@example.com/x.git",
        "git+https://user:s3cret@example.com/x.git//a?ref=1.0.0", "oci://user:s3cret@example.com/x:1.0.0",
        "ssh://git:s3cret@example.com/x.git", "https://user:s3cret@example.com/x-1.0.0.tgz",
        "https://example.com/x-1.0.0.tgz?token=s3cret", "git+https://example.com/x.git?token=s3cret",
        "git+https://example.com/x.git?ref=1.0.0&token=s3cret",
    ],
)  # fmt: skip
def test_password_is_refused_and_not_repeated(text: str) -> None:
    assert is_address(text)
    with pytest.raises(UsageError) as caught:
        parse_address(text)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "git+ext::sh -c touch%20loot", "git+ssh://-oProxyCommand=x/y.git", "git+https://-x/y.git",
        "git+http://example.com/x.git", "git://example.com/x.git", "git+file://host", "oci://", "oci://host",
        "oci://host/UPPER:1", "oci://host/../x:1.0.0", "https://example.com/page", "file:///etc/passwd",
        "git+https://example.com/x.git//../../etc?ref=1.0.0", "git+https://example.com/x.git?ref=--upload-pack=x",
        "git+https://example.com/x.git?ref=a..b", "git+https://example.com/x.git//a/../b", "-u@x:y",
        "git@example.com:-x", "ftp://example.com/x.tgz", "git+https://example.com/x y.git",
    ],
)  # fmt: skip
def test_what_no_program_shall_get_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_address(text)


def test_same_source_at_another_version() -> None:
    assert [
        at_version(source, "1.2.0", "1.3.0")
        for source in (
            "builtin", "/srv/shop-1.2.0", "oci://h/shop:1.2.0", "git+https://h/x.git//shop?ref=shop-v1.2.0",
            "git+https://h/x.git?ref=main", "https://h/shop-1.2.0.tgz", "git+https://h/x.git?ref=shop-v1",
            "git+https://h/x.git?ref=shop-v7.0.0",
        )
    ] == [
        "builtin", "/srv/shop-1.2.0", "oci://h/shop:1.3.0", "git+https://h/x.git//shop?ref=shop-v1.3.0",
        "git+https://h/x.git?ref=v1.3.0", "https://h/shop-1.3.0.tgz", "git+https://h/x.git?ref=v1.3.0",
        "git+https://h/x.git?ref=shop-v1.3.0",
    ]  # fmt: skip


def test_tag_that_names_another_version_than_the_blueprint_is_told() -> None:
    said = "the tag says 1.0.0, and its blueprint.yaml 0.1.0: upgrades go by the tags"
    assert wrong_with_tag("git+https://h/x.git//shop?ref=shop-v1.0.0", "0.1.0") == said
    for source in (
        "git+https://h/x.git?ref=v0.1.0",
        "git+https://h/x.git?ref=main",
        "oci://h/shop:1.0.0",
        "builtin",
    ):
        assert wrong_with_tag(source, "0.1.0") == ""


def test_what_is_not_released_is_the_newest_where_nothing_is() -> None:
    assert newest_tag(["v1.0.0", "v1.1.0", "v1.2.0-rc.1"]) == "v1.1.0"
    assert newest_tag(["v1.0.0-rc.1", "v1.0.0-rc.2"]) == "v1.0.0-rc.2"


def test_versions_of_one_blueprint_are_told_from_those_of_its_neighbours() -> None:
    tags = ["shop-v1.10.0", "shop-v1.9.0", "bank-v3.0.0", "v2.0.0", "2.1.0", "latest", "shop-v2.0.0-rc.1"]
    git = parse_address("git+https://h/x.git//blueprints/shop")
    assert of_this(git, tags) == ["shop-v1.9.0", "shop-v1.10.0", "shop-v2.0.0-rc.1"]
    assert of_this(git._replace(version="bank-v1.0.0"), tags) == ["bank-v3.0.0"]
    assert of_this(git._replace(folder=""), tags) == ["v2.0.0", "2.1.0"]
    assert of_this(git, ["latest"]) == []
    assert parse_tag("main") is None


def test_branch_is_not_pinned() -> None:
    pinned = ["?ref=v1.0.0", "?ref=shop-1.0.0", f"?ref={'a1' * 20}"]
    assert all(is_pinned(parse_address(f"git+https://h/x.git{one}")) for one in pinned)
    assert not any(is_pinned(parse_address(f"git+https://h/x.git{one}")) for one in ("", "?ref=main"))
    assert is_pinned(parse_address("oci://h/x:1.0.0"))
    assert is_pinned(parse_address("https://h/x-1.0.0.tgz"))
    assert not is_pinned(parse_address("oci://h/x"))


def test_what_programs_say_loses_users_passwords_and_queries() -> None:
    said = (
        "fatal: unable to access 'https://me:s3cret@h/x.git/': GET https://h/x.tgz?token=s3cret\n?ref=1 stays"
    )
    assert without_credentials(said) == (
        "fatal: unable to access 'https://h/x.git/': GET https://h/x.tgz\n?ref=1 stays"
    )
