from pathlib import PurePosixPath

import pytest

from generator.core.platform.file import Environment, Origin, completed, parse_platform
from generator.errors import Invalid

WRITTEN = b"""\
environments: # in promotion order
  dev: {namespace: shop-dev}   # small
  prod:
    namespace: shop
    clusters: [eu, us]
    kubernetes: 1.34
  dr: {inherits: prod}
  drill: {inherits: dr}
"""
ORIGIN = Origin("ecommerce", "builtin", "1.0.0")


def test_completed_keeps_the_blueprints_text() -> None:
    text, _ = completed(
        b"\n" + WRITTEN,
        ORIGIN,
        {"name": "shop", "cache": True, "domain": "no"},
        {"web": "1.0.0", "job": "2.0.0"},
    )
    assert (
        text.decode()
        == """\
# yaml-language-server: $schema=.blueprint/platform.schema.json
# What this platform was made from, for helm-blueprint; plain Helm needs none of it.
apiVersion: helm-blueprint/v1
blueprint:
  name: ecommerce
  source: builtin
  version: 1.0.0
answers:
  name: shop
  cache: true
  domain: 'no'
charts:
  job: 2.0.0
  web: 1.0.0

"""
        + WRITTEN.decode()
    )


def test_platform_is_read_back() -> None:
    platform = parse_platform(
        completed(WRITTEN, ORIGIN, {"name": "shop", "cache": True}, {"web": "1.0.0"}).text
    )
    assert platform.blueprint == ORIGIN
    assert platform.answers == {"name": "shop", "cache": True}
    assert platform.charts == {"web": "1.0.0"}
    assert list(platform.environments) == ["dev", "prod", "dr", "drill"]
    assert platform.environments["prod"].clusters == ("eu", "us")
    assert platform.environments["prod"].kubernetes == "1.34"
    assert platform.environments["dev"].kubernetes is None


def test_inheriting_environment_is_a_chain_of_files() -> None:
    platform = completed(WRITTEN, ORIGIN, {}, {}).platform
    assert platform.values_files("dev") == (PurePosixPath("values-dev.yaml"),)
    assert platform.chain("drill") == ("prod", "dr", "drill")
    assert list(map(str, platform.values_files("drill"))) == [
        "values-prod.yaml",
        "values-dr.yaml",
        "values-drill.yaml",
    ]


def test_broken_platform_is_told_as_a_whole() -> None:
    text = b"""\
apiVersion: helm-blueprint/v9
blueprint: {name: x}
environment: {}
environments:
  Dev: {namespace: x}
  prod: {inherit: dev}
  dr: {inherits: prdo}
  a: {inherits: b}
  b: {inherits: a}
"""
    with pytest.raises(Invalid) as caught:
        parse_platform(text)
    assert (
        str(caught.value)
        == """\
platform.yaml: this platform.yaml is broken
  platform.yaml:1: apiVersion: "helm-blueprint/v9" is not a version that this helm-blueprint reads
    It reads helm-blueprint/v1; a newer helm-blueprint may have written the file.
  platform.yaml:2: blueprint: "version" is missing
  platform.yaml:5: environments.Dev: this cannot name an environment: only lower-case letters, digits and - are allowed, a letter first, no - last
  platform.yaml:6: environments.prod.inherit: this key is not known
    Did you mean "inherits"?
  platform.yaml:7: environments.dr.inherits: there is no environment "prdo"
    Did you mean "prod"?
  platform.yaml:8: environments.a.inherits: it inherits from itself
  platform.yaml:9: environments.b.inherits: it inherits from itself
  platform.yaml:3: environment: this key is not known
    Did you mean "environments"?"""
    )


def test_platform_of_nothing() -> None:
    with pytest.raises(Invalid) as caught:
        parse_platform(b"apiVersion: helm-blueprint/v1\n")
    assert [error.what for error in caught.value.errors] == [
        '"environments" is missing: at least one is needed',
    ]


def test_environment_is_needed() -> None:
    with pytest.raises(Invalid, match="at least one is needed"):
        completed(b"environments: {}\n", ORIGIN, {}, {})


def test_what_the_generator_writes_is_not_the_blueprints_to_write() -> None:
    with pytest.raises(Invalid) as caught:
        completed(b"apiVersion: x\ncharts: {}\nenvironments: {dev: }\n", ORIGIN, {}, {})
    assert [error.what for error in caught.value.errors] == [
        'a blueprint leaves "apiVersion" to the generator',
        'a blueprint leaves "charts" to the generator',
    ]


INTENT = b"""

# in promotion order
environments:
  dev: {namespace: shop-dev}
  prod: {inherits: dev}
intent:
  mustMatch: ["*.image.repository"]
"""


def test_completed_knows_what_its_text_says() -> None:
    made = completed(INTENT, ORIGIN, {"name": "shop", "cache": True}, {"web": "1.0.0", "db": "2.0.0"})
    known, read = made.platform, parse_platform(made.text)
    assert known._replace(intent=read.intent) == read
    assert [rule.where for rule in known.intent.must_match] == [rule.where for rule in read.intent.must_match]
    (rule,) = known.intent.must_match
    lines = made.text.decode().splitlines()
    assert lines[int(rule.where.partition(":")[2]) - 1].strip() == 'mustMatch: ["*.image.repository"]'


def test_completed_tells_wrong_lines_of_its_own_text() -> None:
    with pytest.raises(Invalid) as caught:
        completed(INTENT.replace(b"inherits: dev", b"inherits: dve"), ORIGIN, {"name": "shop"}, {})
    (error,) = caught.value.errors
    text = completed(INTENT, ORIGIN, {"name": "shop"}, {}).text.decode()
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "inherits" in line)
    assert str(error) == (
        f'platform.yaml:{line}: environments.prod.inherits: there is no environment "dve"\n'
        '  Did you mean "dev"?'
    )


REGIONS = b"""\
apiVersion: helm-blueprint/v1
blueprint: {name: x, version: 1.0.0}
environments:
  test: {namespace: shop-test}
  prod:
    namespace: shop
    kubernetes: "1.34"
    clusters: [in-cluster, us-east-1]
    regions:
      eu-west-1: {cluster: ireland, kubernetes: "1.33"}
      us-east-1:
  dr: {inherits: prod-eu-west-1, namespace: shop-dr}
"""


def test_region_is_an_environment_that_inherits_from_its_own() -> None:
    platform = parse_platform(REGIONS)
    assert list(platform.environments.values()) == [
        Environment("test", "shop-test", None, (), None),
        Environment("prod", "shop", None, ("in-cluster", "us-east-1"), "1.34"),
        Environment("prod-eu-west-1", "shop", "prod", ("ireland",), "1.33", "eu-west-1"),
        Environment("prod-us-east-1", "shop", "prod", ("us-east-1",), "1.34", "us-east-1"),
        Environment("dr", "shop-dr", "prod-eu-west-1", (), None),
    ]
    assert platform.values_files("dr") == tuple(
        map(PurePosixPath, ("values-prod.yaml", "values-prod-eu-west-1.yaml", "values-dr.yaml"))
    )
    assert [one.region for one in platform.regions("prod")] == ["eu-west-1", "us-east-1"]


def test_environment_is_deployed_by_itself_where_no_region_is() -> None:
    assert [(one.name, one.clusters) for one in parse_platform(REGIONS).releases()] == [
        ("test", ()),
        ("prod", ("in-cluster",)),
        ("prod-eu-west-1", ("ireland",)),
        ("prod-us-east-1", ("us-east-1",)),
        ("dr", ()),
    ]
    without = REGIONS.replace(b"in-cluster, ", b"")
    assert [one.name for one in parse_platform(without).releases()] == [
        "test", "prod-eu-west-1", "prod-us-east-1", "dr",
    ]  # fmt: skip


def test_region_that_cannot_be_is_told() -> None:
    text = b"""\
apiVersion: helm-blueprint/v1
blueprint: {name: x, version: 1.0.0}
environments:
  prod: {regions: {eu: {clusters: [a]}, EU: {}, eu-west: }}
  prod-eu: {}
  prod-eu-west: {regions: {one: {}}}
  dr: {regions: [eu]}
  a: {regions: {b-c: }}
  a-b: {regions: {c: , %s: }}
""" % (b"x" * 60)
    with pytest.raises(Invalid) as caught:
        parse_platform(text)
    assert (
        str(caught.value)
        == f"""\
platform.yaml: this platform.yaml is broken
  platform.yaml:4: environments.prod.regions.eu: "prod-eu" names an environment already: both would be prod-eu
    Rename one of them.
  platform.yaml:4: environments.prod.regions.eu.clusters: this key is not known
    Did you mean "cluster"?
  platform.yaml:4: environments.prod.regions.EU: this cannot name a region: only lower-case letters, digits and - are allowed, a letter first, no - last
  platform.yaml:4: environments.prod.regions.eu-west: "prod-eu-west" names an environment already: both would be prod-eu-west
    Rename one of them.
  platform.yaml:7: environments.dr.regions: a mapping (key: value) is expected
  platform.yaml:9: environments.a-b.regions.c: "a-b-c" names an environment already: both would be a-b-c
    Rename one of them.
  platform.yaml:9: environments.a-b.regions.{"x" * 60}: this cannot name a region: it is 64 characters long with its environment, at most 63 are allowed"""
    )
