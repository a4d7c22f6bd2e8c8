"""Secrets from staging on (secrets=…): whoever is asked makes each that pods read, with its keys; and nothing that runs notices a move."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import rules
from tests.blueprints.platforms import NAMES, described, folder, rendered, secrets_told
from tests.charts import consistency, kubernetes, support

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

DRAWN = "secrets=external-secrets"
LIVE = ("staging", "prod", "dr")
each_blueprint = pytest.mark.parametrize("blueprint", NAMES)
each_way = pytest.mark.parametrize("way", ["statefulset", "cloudnative-pg"])


def answers(blueprint: str, way: str) -> list[str]:
    """PostgreSQL in either way, with backups in a store where the blueprint asks: trading does not."""
    return [f"postgres={way}", *([] if blueprint == "trading" else ["backups=s3"])]


def drawn(found: Sequence[Object]) -> dict[str, set[str]]:
    """The Secrets that External Secrets makes, with the keys that they have."""
    made = {}
    for each in found:
        if each["kind"] == "ExternalSecret":
            target = each["spec"]["target"]
            keys = {one["secretKey"] for one in each["spec"]["data"]}
            made[target["name"]] = keys | {*target["template"].get("data", {})}
    return made


def asked(helm: Path, blueprint: str, environment: str, *given: str) -> dict[str, set[str]]:
    """What an installation asks for, by name and key: `username (app)` is a key and what it says."""
    told = secrets_told(helm, blueprint, environment, *given)
    return {name: {key.partition(" (")[0] for key in keys} for name, keys in told.items()}


@pytest.mark.long
@each_way
@each_blueprint
def test_every_secret_is_drawn_with_its_keys(blueprint: str, way: str, helms: Path) -> None:
    given = answers(blueprint, way)
    for environment in LIVE:
        found = rendered(helms, blueprint, environment, DRAWN, *given)
        by_hand = rendered(helms, blueprint, environment, *given)
        for name, keys in rules.secrets_asked_for(by_hand).items():
            assert keys <= drawn(found)[name], (environment, name)
        assert rules.secrets_asked_for(found) == {}, environment
        assert consistency.problems(found) == [], environment
        assert [each["metadata"]["name"] for each in found if each["kind"] == "Secret"] == []
        drawing = [each for each in found if each["kind"] == "ExternalSecret"]
        assert [*rules.unknown_fields(drawing, kubernetes.RELEASES[-1])] == [], environment


@pytest.mark.long
@each_way
@each_blueprint
def test_what_was_asked_for_is_drawn_and_no_longer_asked_for(blueprint: str, way: str, helm4: Path) -> None:
    given = answers(blueprint, way)
    for environment in LIVE:
        by_hand = asked(helm4, blueprint, environment, *given)
        assert by_hand
        made = drawn(rendered(helm4, blueprint, environment, DRAWN, *given))
        assert {name: made.get(name) for name in by_hand} == by_hand, environment
        # what dr needs when it is promoted is there before
        assert made.keys() - by_hand.keys() <= ({"backup-store"} if environment == "dr" else set())
        assert asked(helm4, blueprint, environment, DRAWN, *given) == {}


@pytest.mark.long
@each_way
@each_blueprint
def test_the_move_adds_what_draws_and_changes_nothing_else(blueprint: str, way: str, helm4: Path) -> None:
    given = answers(blueprint, way)
    for environment in ("dev", "test", *LIVE):
        found = rendered(helm4, blueprint, environment, DRAWN, *given)
        others = [each for each in found if each["kind"] != "ExternalSecret"]
        assert others == rendered(helm4, blueprint, environment, *given), environment
        assert (len(others) < len(found)) == (environment in LIVE)


@each_blueprint
def test_keys_in_the_store_are_platform_environment_and_service(blueprint: str, helm3: Path) -> None:
    """One store and one key for a service, whoever runs its database; each environment has its own."""
    name = str(described(blueprint).answers["name"])
    for environment in ("staging", "dr"):
        properties: dict[str, dict[str, set[str]]] = {}
        for way in ("statefulset", "cloudnative-pg"):
            kept = properties.setdefault(way, defaultdict(set))
            for each in rendered(helm3, blueprint, environment, DRAWN, f"postgres={way}"):
                if each["kind"] != "ExternalSecret":
                    continue
                assert each["spec"]["secretStoreRef"] == {"name": "platform", "kind": "ClusterSecretStore"}
                assert each["spec"]["target"]["creationPolicy"] == "Orphan"
                for one in each["spec"]["data"]:
                    kept[one["remoteRef"]["key"]].add(one["remoteRef"]["property"])
        assert properties["statefulset"] == properties["cloudnative-pg"]
        assert {key.rpartition("/")[0] for key in properties["statefulset"]} == {f"{name}/{environment}"}


@each_blueprint
def test_nothing_that_runs_before_the_release_reads_what_the_release_draws(
    blueprint: str, helm4: Path
) -> None:
    found = rendered(helm4, blueprint, "prod", DRAWN)
    first = [
        each
        for each in found
        if "pre-" in each["metadata"].get("annotations", {}).get("helm.sh/hook", "")
        and each["kind"] != "ExternalSecret"
    ]
    assert {name for name in drawn(found) for each in first if f'"{name}"' in json.dumps(each)} == set()


@each_blueprint
def test_pages_of_the_platform_follow_the_answer(blueprint: str) -> None:
    guide = (folder(blueprint, DRAWN) / "docs" / "architecture.md").read_text()
    passwords = guide.partition("## Passwords\n")[2].partition("\n## ")[0]
    assert "[secrets.md](secrets.md)" in passwords
    assert "create secret" not in guide
    assert "patch secret" not in guide
    page = (folder(blueprint, DRAWN) / "docs" / "secrets.md").read_text()
    assert page.startswith("# Secrets\n")
    assert not (folder(blueprint) / "docs" / "secrets.md").exists()


SEALED = "secrets=sealed"
# What stands in for kubectl: a Secret's manifest from its arguments …
KUBECTL = r"""
kubectl() {
  [[ $1 = label ]] && { cat; return; }
  local name=$4 namespace=$6 one
  printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: %s}\nstringData: {' "$name" "$namespace"
  for one in "${@:7}"; do
    [[ $one = --from-literal=* ]] && { one=${one#--from-literal=}; printf '%s: "%s", ' "${one%%=*}" "${one#*=}"; }
  done
  printf '}\n'
}
"""
# … and for kubeseal: the same keys.
KUBESEAL = r"""
kubeseal() {
  [[ $1 = --fetch-cert ]] && { echo certificate; return; }
  sed 's/^stringData:/spec: {encryptedData:/; s/, }$/}}/; s/: v1$/: bitnami.com\/v1alpha1/; s/: Secret$/: SealedSecret/'
}
"""


def sealed(home: Path, environment: str, namespace: str, kubeseal: str = KUBESEAL) -> None:
    """Do what the platform's pages say: each block of shell that seals, for one environment."""
    scripts = []
    for page in ("secrets.md", "architecture.md"):
        text = (home / "docs" / page).read_text(encoding="utf-8")
        blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        scripts += [one for one in blocks if re.search(r"^ *seal(\(\))? ", one, re.MULTILINE)]
    script = "\n".join(scripts).replace("…", "given")
    told = f"environment={environment} namespace={namespace}"
    script, count = re.subn(r"^environment=.*$", told, script, flags=re.MULTILINE)
    assert count == 1
    subprocess.run(["bash", "-euo", "pipefail", "-c", KUBECTL + kubeseal + script], cwd=home, check=True)


def release(helm: Path, home: Path, blueprint: str, environment: str, namespace: str) -> list[Object]:
    files = described(blueprint).values_files(environment)
    arguments = [part for file in files for part in ("-f", str(home / file))]
    name = str(described(blueprint).answers["name"])
    return support.template(helm, home, *arguments, "--namespace", namespace, release=name)


@pytest.mark.long
@each_way
@each_blueprint
def test_what_the_page_seals_is_all_that_pods_read(
    blueprint: str, way: str, helms: Path, tmp_path: Path
) -> None:
    """Its commands, for production and dr; the release has a SealedSecret for each Secret, with its keys."""
    given = answers(blueprint, way)
    home = tmp_path / "platform"
    shutil.copytree(folder(blueprint, SEALED, *given), home)
    for environment in ("prod", "dr"):
        before = release(helms, home, blueprint, environment, "live")
        asks = rules.secrets_asked_for(before)
        sealed(home, environment, "live")
        found = release(helms, home, blueprint, environment, "live")
        made = {
            each["metadata"]["name"]: {*each["spec"]["encryptedData"]}
            for each in found
            if each["kind"] == "SealedSecret"
        }
        assert {name: keys for name, keys in asks.items() if not keys <= made.get(name, set())} == {}
        assert [each for each in found if each["kind"] != "SealedSecret"] == before
        assert "Secret" not in {each["kind"] for each in found}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    home = tmp_path / "platform"
    shutil.copytree(folder("microservices", SEALED), home)
    sealed(home, "staging", "shop-staging")
    return home


CACHE = "secrets/staging/shop-cache-credentials.yaml"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: SealedSecret", "kind: Secret", f"{CACHE}: not a SealedSecret, and nothing else belongs here"),
        (
            "namespace: shop-staging",
            "namespace: shop",
            f"{CACHE}: sealed as shop-cache-credentials in the namespace shop",
        ),
        (
            "name: shop-cache-credentials",
            "name: other",
            f"{CACHE}: sealed as other in the namespace shop-staging",
        ),
        (
            "namespace: shop-staging}",
            'namespace: shop-staging, annotations: {sealedsecrets.bitnami.com/cluster-wide: "true"}}',
            f"{CACHE}: sealed for more than its own name and namespace (sealedsecrets.bitnami.com/cluster-wide)",
        ),
        ("kind: SealedSecret", "kind: SealedSecret\n---\na: 1", f"{CACHE}: has several documents"),
        (
            "{password:",
            "{word:",
            "secrets/staging: pods would wait for what is not sealed: password in shop-cache-credentials.yaml",
        ),
        (
            "",
            "",
            "secrets/staging: pods would wait for what is not sealed: shop-cache-credentials.yaml (password)",
        ),
    ],
    ids=["plain", "namespace", "name", "scope", "documents", "key", "missing"],
)
def test_a_sealed_file_that_unseals_to_nothing_is_refused(
    shop: Path, old: str, new: str, says: str, helm4: Path
) -> None:
    file = shop / CACHE
    text = file.read_text()
    assert old in text
    if old:
        file.write_text(text.replace(old, new))
    else:
        file.unlink()
    with pytest.raises(support.HelmError) as refused:
        release(helm4, shop, "microservices", "staging", "shop-staging")
    assert says in str(refused.value)


@pytest.mark.long
def test_kubeseal_seals_what_the_page_says_and_its_key_opens_it(
    tmp_path: Path, helm4: Path, kubeseal: Path
) -> None:
    """The real program, with a certificate made here: each SealedSecret of the release opens to the Secret that pods read."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=sealed", "-days", "2"]
    subprocess.run(["openssl", *made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    home = tmp_path / "platform"
    shutil.copytree(folder("microservices", SEALED), home)
    before = release(helm4, home, "microservices", "prod", "live")
    real = f'kubeseal() {{ [[ $1 = --fetch-cert ]] && cat {certificate} || {kubeseal} "$@"; }}\n'
    sealed(home, "prod", "live", real)
    found = release(helm4, home, "microservices", "prod", "live")
    opened = {}
    for each in found:
        if each["kind"] == "SealedSecret":
            assert [*rules.custom_resource(each)] == []
            done = subprocess.run(
                [kubeseal, "--recovery-unseal", "--recovery-private-key", key],
                input=json.dumps(each), capture_output=True, text=True, check=True,
            )  # fmt: skip
            secret = json.loads(done.stdout)
            assert secret["metadata"]["namespace"] == "live"
            # outlives its SealedSecret, and is changed with it all the same
            assert "ownerReferences" not in secret["metadata"]
            assert secret["metadata"]["annotations"] == {
                "sealedsecrets.bitnami.com/managed": "true",
                "sealedsecrets.bitnami.com/skip-set-owner-references": "true",
            }
            opened[secret["metadata"]["name"]] = {key for key, value in secret["data"].items() if value}
    asks = rules.secrets_asked_for(before)
    assert {name: keys - opened.get(name, set()) for name, keys in asks.items()} == {
        name: set() for name in asks
    }
