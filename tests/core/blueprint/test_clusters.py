"""Profiles of clusters as they are read, and as they come into a new platform."""

from pathlib import PurePosixPath

from generator.core.blueprint.clusters import ClusterProfile, parse_profiles, with_block, with_facts
from generator.core.yaml.data import data_of
from generator.core.yaml.document import read

TEXT = "profile: big\ndns: # two\n  ports: [53]\n"
PROFILES = parse_profiles(
    {
        PurePosixPath("big.yaml"): f"# A big one.\n{TEXT}".encode(),
        PurePosixPath("small.yaml"): b"# A small one\nprofile: small\n",
    }
)
BIG = (
    "  cluster: # A big one; yours to correct (docs/clusters.md of helm-blueprint)\n"
    "    profile: big\n    dns: # two\n      ports: [53]\n"
)
SMALL = (
    "  cluster: # A small one; yours to correct (docs/clusters.md of helm-blueprint)\n    profile: small\n"
)
VALUES = PurePosixPath("values.yaml")


def after(text: str, **answers: str) -> str:
    return with_facts({VALUES: text.encode()}, answers, PROFILES)[VALUES].decode()


def test_a_profile_says_in_its_first_line_what_it_is() -> None:
    facts = {"profile": "big", "dns": {"ports": [53]}}
    assert PROFILES["big"] == ClusterProfile("big", "A big one", TEXT, facts)


def test_facts_stand_where_the_blueprint_names_a_profile() -> None:
    text = "global:\n  domain: x\n  cluster: {profile: generic} # here\n  labels: {}\n"
    assert after(text, cluster="big") == f"global:\n  domain: x\n{BIG}  labels: {{}}\n"


def test_a_blueprint_that_names_no_place_gets_the_facts_all_the_same() -> None:
    made = after("global:\n  domain: x\n", cluster="big")
    assert data_of(read(made)) == {
        "global": {"domain": "x", "cluster": {"profile": "big", "dns": {"ports": [53]}}}
    }


def test_without_the_answer_or_the_file_nothing_changes() -> None:
    assert after("global: {}\n") == "global: {}\n"
    assert after("global: {}\n", cluster="none-of-ours") == "global: {}\n"
    assert with_facts({PurePosixPath("x"): b"y"}, {"cluster": "big"}, PROFILES) == {PurePosixPath("x"): b"y"}


def test_a_block_as_it_was_written_gives_way_to_another_one() -> None:
    assert with_block(f"global:\n{BIG}x: 1\n", PROFILES, PROFILES["small"]) == f"global:\n{SMALL}x: 1\n"
    assert with_block("global:\n  cluster: {profile: big}\n", PROFILES, PROFILES["small"]) is None
