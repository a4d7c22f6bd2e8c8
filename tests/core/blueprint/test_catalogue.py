"""Catalogues: what their names mean, and what an index may say."""

from __future__ import annotations

import pytest

from generator.core.blueprint.catalogue import InCatalogue, entry_named, in_catalogue, parse_index
from generator.errors import BlueprintError, UsageError

INDEX = b"""\
blueprints:
  shop:
    description: The shop
    versions:
      1.10.0: oci://registry.example.com/shop:1.10.0
      1.2.0: git+https://example.com/blueprints.git//shop?ref=shop-v1.2.0
"""


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("acme:shop", InCatalogue("acme", "shop", "")),
        ("acme:shop@1.2.0", InCatalogue("acme", "shop", "1.2.0")),
        ("a1-b:team/shop.old@1.2.0-rc.1", InCatalogue("a1-b", "team/shop.old", "1.2.0-rc.1")),
        ("shop", None), ("./acme:shop", None), ("/acme:shop", None), ("c:shop", None), ("oci://host/shop", None),
        ("git@example.com:team/x.git", None), ("git+https://host/x.git", None),
    ],
)  # fmt: skip
def test_what_is_a_name_in_a_catalogue(wanted: str, meant: InCatalogue | None) -> None:
    assert in_catalogue(wanted) == meant


@pytest.mark.parametrize(
    "wanted",
    [
        "acme:", "acme:..", "acme:../shop", "acme:a/../b", "acme:/etc", "acme:-shop", "acme:shop?ref=x", "acme:shop#x",
        "acme:a b", "acme:shop@", "acme:shop@main", "acme:shop@1.0.0\n", "acme:\x1b[31m", "acme:{}", "acme:%2e%2e",
        "acme:" + "x" * 400,
    ],
)  # fmt: skip
def test_name_that_could_lead_elsewhere_is_none(wanted: str) -> None:
    with pytest.raises(BlueprintError):
        in_catalogue(wanted)


def test_index_knows_its_versions_by_their_order() -> None:
    index = parse_index(INDEX, "index.yaml", is_foreign=True)
    assert (list(index["shop"].versions), index["shop"].newest) == (["1.2.0", "1.10.0"], "1.10.0")
    assert index["shop"].at(InCatalogue("acme", "shop", "")) == "oci://registry.example.com/shop:1.10.0"
    assert index["shop"].at(InCatalogue("acme", "shop", "1.2.0")).endswith("?ref=shop-v1.2.0")


def test_what_an_index_has_not_is_told() -> None:
    index = parse_index(INDEX, "index.yaml", is_foreign=True)
    with pytest.raises(UsageError) as caught:
        entry_named(index, InCatalogue("acme", "shopp", ""))
    assert str(caught.value) == 'the catalogue "acme" has no "shopp"\n  Did you mean "shop"?'
    with pytest.raises(UsageError) as caught:
        index["shop"].at(InCatalogue("acme", "shop", "2.0.0"))
    assert str(caught.value) == (
        "there is no version 2.0.0 of acme:shop\n"
        "  It has 1.2.0, 1.10.0; `list --update` fetches the catalogues anew."
    )


def test_all_that_is_wrong_with_an_index_is_said_and_no_password_repeated() -> None:
    text = """\
blueprints:
  Shop: {versions: {1.0.0: ../shop}}
  empty: {}
  odd:
    owner: me
    versions:
      new: oci://registry.example.com/shop:1.0.0
      1.0.0: 3
      1.1.0: git+https://me:s3cret@example.com/x.git
      1.2.0: git+file:///srv/x.git
      1.3.0: /etc
"""
    with pytest.raises(BlueprintError) as caught:
        parse_index(text.encode(), "index.yaml", is_foreign=True)
    assert (
        str(caught.value)
        == """\
index.yaml: this catalogue is broken
  index.yaml:2: blueprints.Shop: this is no name of a blueprint
  index.yaml:2: blueprints.Shop.versions.1.0.0: a catalogue from elsewhere leads to no place on this machine
  index.yaml:3: blueprints.empty: "versions" is missing: VERSION: ADDRESS is expected
  index.yaml:7: blueprints.odd.versions.new: "new" is not a version such as 1.2.0
  index.yaml:8: blueprints.odd.versions.1.0.0: an address is expected
  index.yaml:9: blueprints.odd.versions.1.1.0: this address names a user or a password, which would be written into platform.yaml
  index.yaml:10: blueprints.odd.versions.1.2.0: a catalogue from elsewhere leads to no place on this machine
  index.yaml:11: blueprints.odd.versions.1.3.0: a catalogue from elsewhere leads to no place on this machine
  index.yaml:5: blueprints.odd.owner: this key is not known
    Known are: description, versions."""
    )


def test_index_on_this_machine_may_lead_to_folders() -> None:
    index = parse_index(b"blueprints: {shop: {versions: {1.0.0: ./shop}}}", "i", is_foreign=False)
    assert index["shop"].at(InCatalogue("acme", "shop", "")) == "./shop"
