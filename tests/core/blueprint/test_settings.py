"""The user's settings: what they may say, and that no password of theirs is repeated."""

from __future__ import annotations

import pytest

from generator.core.blueprint.settings import Settings, parse_settings
from generator.errors import Invalid


def test_catalogues_are_addresses_paths_and_indexes() -> None:
    text = b"""\
catalogues:
  acme: oci://registry.example.com/blueprints/{}
  mine: ~/blueprints/{}
  team: git+https://example.com/blueprints.git//catalogue.yaml?ref=main
"""
    assert parse_settings(text, "config.yaml").catalogues == {
        "acme": "oci://registry.example.com/blueprints/{}", "mine": "~/blueprints/{}",
        "team": "git+https://example.com/blueprints.git//catalogue.yaml?ref=main",
    }  # fmt: skip
    assert parse_settings(b"", "config.yaml") == Settings()


def test_all_that_is_wrong_is_said() -> None:
    text = """\
catalogues:
  git: oci://registry.example.com/{}
  A: oci://registry.example.com/{}
  two: oci://registry.example.com/{}/{}
  number: 3
  relative: blueprints/{}
  index: oci://registry.example.com/index
  secret: git+https://me:s3cret@example.com/{}
catalogs: {}
"""
    with pytest.raises(Invalid) as caught:
        parse_settings(text.encode(), "config.yaml")
    name = "a name has two or more small letters, digits and hyphens, and is no scheme of addresses"
    assert (
        str(caught.value)
        == f"""\
config.yaml: these settings are broken
  config.yaml:2: catalogues: {name}
  config.yaml:3: catalogues: {name}
  config.yaml:4: catalogues: two has more than one {{}}
  config.yaml:5: catalogues: number is an address or a path
  config.yaml:6: catalogues: relative is neither an address nor a path that begins with / or ~/
  config.yaml:7: catalogues: index is an index, which is a file here or in a repository of git; else {{}} is missing
  config.yaml:8: catalogues: secret: this address names a user or a password, which would be written into platform.yaml
  config.yaml:9: catalogs: this key is not known
    Did you mean "catalogues"?"""
    )
