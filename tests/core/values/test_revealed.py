"""Decrypted files: plain values as they are, of what was encrypted a mark, the same for the same."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.values.masking import Veil
from generator.core.values.model import ValuesModel, load_values
from generator.core.values.revealed import reveal_sealed
from generator.errors import BlueprintError
from tests.small_platform import PLATFORM, small_platform

CIPHER = "ENC[AES256_GCM,data:b25l,iv:aXY=,tag:dGFn,type:str]"


def sealed(text: str) -> str:
    return f"{text}sops:\n    mac: {CIPHER}\n    version: 3.9.0\n"


ENCRYPTED = f'x-db:\n  password: {CIPHER}\n  host: db\n  list: ["{CIPHER}", a]\n  gone: {CIPHER}\n'
PLAIN = b"x-db: {password: hunter2, host: db, list: [hunter2, a], more: {a: hunter3}, gone: [1]}\n"
OTHER = f'x-db: {{password: "{CIPHER}"}}\n'


def platform() -> ValuesModel:
    said = PLATFORM.replace(
        "prod: {namespace: shop}",
        "prod: {namespace: shop, files: ['secrets://s/prod.yaml', values-prod.yaml]}",
    )
    files = {"platform.yaml": said, "values-staging.yaml": sealed(ENCRYPTED), "s/prod.yaml": sealed(OTHER)}
    return load_values(small_platform(**files))


def decrypt(file: PurePosixPath, _content: bytes) -> bytes:
    return PLAIN if file.name == "values-staging.yaml" else b"x-db: {password: hunter2}\n"


def test_what_was_encrypted_is_a_mark() -> None:
    model, veil = platform(), Veil()
    reveal_sealed(model, decrypt, veil.mark)
    assert model.effective("staging", ("x-db",)) == {
        "password": "<secret 1>",
        "host": "db",
        "list": ["<secret 1>", "a"],
        "more": "<secret 2>",
        "gone": "<secret 3>",
    }
    assert "hunter" not in str(model.effective("staging"))
    assert model.effective("prod", ("x-db", "password")) == "<secret 1>"
    assert model.files("prod") == (PurePosixPath("s/prod.yaml"), PurePosixPath("values-prod.yaml"))
    assert model.source(PurePosixPath("values-staging.yaml")).position(("x-db", "host")) == (3, 3)


def test_files_of_environments_that_nobody_asked_about_stay_as_they_are() -> None:
    model, asked = platform(), []

    def remembered(file: PurePosixPath, content: bytes) -> bytes:
        asked.append(str(file))
        return decrypt(file, content)

    reveal_sealed(model, remembered, None, ["prod"])
    assert asked == ["s/prod.yaml"]
    assert model.effective("prod", ("x-db", "password")) == "hunter2"
    assert "hunter" not in str(model.effective("staging"))


def test_secrets_are_shown_where_that_is_asked_for() -> None:
    model = platform()
    reveal_sealed(model, decrypt, None)
    assert model.effective("prod", ("x-db", "password")) == "hunter2"


def test_what_cannot_be_read_is_told_without_what_it_says() -> None:
    with pytest.raises(BlueprintError) as caught:
        reveal_sealed(platform(), lambda _file, _content: b"hunter2: [", Veil().mark)
    assert str(caught.value) == "values-staging.yaml: what SOPS makes of this file is no values"
    assert caught.value.__cause__ is None


def test_a_missing_file_of_secrets_is_told() -> None:
    tree = {path: data for path, data in platform().tree.items() if str(path) != "s/prod.yaml"}
    with pytest.raises(BlueprintError, match=r"s/prod\.yaml: this file is missing"):
        reveal_sealed(load_values(tree), decrypt, Veil().mark)
