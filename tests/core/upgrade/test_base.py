"""The base of upgrades: what it is missing, broken or hostile is said, with what to do."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.archive import BASE_FILE, pack
from generator.core.blueprint.pristine import is_pristine
from generator.core.upgrade.base import base_of
from generator.errors import BlueprintError
from tests.core.upgrade.bed import version

MADE = version()


def test_base_is_what_the_blueprint_wrote() -> None:
    base = base_of(MADE.files)
    assert dict(base.written) == dict(MADE.written)
    assert set(base.digests) == {*MADE.files} - {*MADE.written} - {BASE_FILE}
    assert all(is_pristine(MADE.files[path], digest) for path, digest in base.digests.items())
    chart = PurePosixPath("charts/web/Chart.yaml")
    assert is_pristine(MADE.files[chart].replace(b"\n", b"\r\n").replace(b": ", b":   "), base.digests[chart])
    assert not is_pristine(MADE.files[chart] + b"#", base.digests[chart])


def test_base_of_before_has_no_digests() -> None:
    base = base_of({BASE_FILE: pack(MADE.written)})
    assert (dict(base.written), dict(base.digests)) == (dict(MADE.written), {})


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (None, "this file is missing: what the blueprint wrote is not known, nor what was changed since"),
        (b"", "this archive is damaged: "),
        (pack({}), "this is the base of no platform: it has no platform.yaml"),
        (b"\x1f\x8bno", "this archive is damaged: "),
        (
            pack({PurePosixPath("platform.yaml"): b""}),
            "this is the base of no platform: it has no Chart.yaml",
        ),
        (pack({PurePosixPath("../x"): b"a"}), 'no file can be named "../x"'),
        (pack({PurePosixPath(".git/hooks/x"): b"a"}), 'no file can be named ".git/hooks/x"'),
    ],
)
def test_what_is_no_base_is_refused_with_what_to_do(data: bytes | None, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        base_of({} if data is None else {BASE_FILE: data})
    assert caught.value.what.startswith(what)
    assert caught.value.where == ".blueprint/base.tar.gz"
    assert "git checkout REVISION -- .blueprint/base.tar.gz" in caught.value.hint
