"""What is not read of a platform's values is told, left out, and in nobody's way."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.values.files import ValuesFiles
from generator.core.values.unread import about_unread
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

LOCKED = b"\0GITCRYPT\0\1\2"
CIPHER = "ENC[AES256_GCM,data:b25l,iv:aXY=,tag:dGFn,type:str]"
SEALED = f"a: {CIPHER}\nsops:\n    mac: {CIPHER}\n    version: 3.9.0\n".encode()


def with_files(text: str, **files: bytes) -> ValuesFiles:
    platform = PLATFORM.replace("prod: {namespace: shop}", f"prod: {{namespace: shop, files: [{text}]}}")
    tree = dict(small_platform(**{"platform.yaml": platform}))
    return ValuesFiles(tree | {PurePosixPath(name): data for name, data in files.items()})


def test_a_locked_file_leaves_the_rest_of_its_chain() -> None:
    model = with_files("values-prod.yaml, locked.yaml", **{"locked.yaml": LOCKED})
    assert model.files("prod") == (PurePosixPath("values-prod.yaml"),)
    assert model.own_file("prod") == PurePosixPath("values-prod.yaml")
    assert about_unread(model) == [
        "locked.yaml is left out: it is encrypted by git-crypt, and locked here: `git-crypt unlock`"
    ]


def test_an_environment_of_which_nothing_can_be_read_is_left_out() -> None:
    tree = dict(small_platform())
    tree[PurePosixPath("values-staging.yaml")] = LOCKED
    model = ValuesFiles(tree)
    assert model.environments == ("dev", "prod", "dr")
    assert model.with_tree(tree).environments == ("dev", "prod", "dr")


@pytest.mark.parametrize(
    ("entry", "name", "content", "note"),
    [
        ("values-prod.yaml.gotmpl", "values-prod.yaml.gotmpl", b"a: {{ .b }}\n", "values-prod.yaml.gotmpl is left out: it is a template: helmfile renders it"),
        ("vault.yaml", "vault.yaml", b"$ANSIBLE_VAULT;1.1;AES256\n62\n", "vault.yaml is left out: it is encrypted by ansible-vault"),
        ("'secrets://secrets-{environment}.yaml'", "other.yaml", b"", "secrets://secrets-prod.yaml of prod is not read: --decrypt reads it"),
        ("'git::https://example.com/x.yaml'", "other.yaml", b"", "git::https://example.com/x.yaml of prod is not read: another program fetches it"),
    ],
)  # fmt: skip
def test_other_programs_files_are_told(entry: str, name: str, content: bytes, note: str) -> None:
    model = with_files(f"values-prod.yaml, {entry}", **{name: content})
    assert model.files("prod") == (PurePosixPath("values-prod.yaml"),)
    assert about_unread(model) == [note]
    is_decrypted = "--decrypt" in note
    assert about_unread(model, decrypts=True) == ([] if is_decrypted else [note])


@pytest.mark.parametrize("name", ["secrets.yaml", "secrets-prod.yaml", "prod.enc.yaml", "prod.secret.yaml"])
def test_secrets_beside_the_values_are_told(name: str) -> None:
    tree = {**foreign_umbrella(), PurePosixPath(f"env/{name}"): SEALED}
    tree[PurePosixPath("env/secrets-of-nobody.yaml")] = b"a: 1\n"
    model = ValuesFiles(tree)
    assert about_unread(model) == [
        f"env/{name} is not read: it is encrypted by SOPS, and no environment names it"
    ]
