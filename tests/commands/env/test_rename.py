"""`env rename` as a command; what it changes is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.small_platform import PLATFORM, STAGING


def test_renames_in_every_file_and_tells_what_stays(invoke: Run, here: Here) -> None:
    result = invoke("env", "rename", "staging", "uat", "-y")
    assert (result.status, result.err) == (
        0,
        (
            "uat is what staging was: release, claims and Secrets stay in the namespace shop-staging.\n"
            "Note: global.domain stays staging.example.com\n"
        ),
    )
    assert here.changed() == {
        "platform.yaml": PLATFORM.replace("  staging:", "  uat:"),
        "values-uat.yaml": STAGING.replace("# staging:", "# uat:"),
    }
    assert not (here.folder / "values-staging.yaml").exists()
    assert invoke("env", "rename", "uat", "staging", "-y").status == 0
    assert here.changed() == {}


def test_foreign_file_gets_its_name(invoke: Run, foreign: Here) -> None:
    assert invoke("env", "rename", "dev", "qa", "-y").status == 0
    assert foreign.changed() == {"values-qa.yaml": "cart:\n  replicas: 1\n"}
