"""What an upgrade shows of clusters before it writes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.cli import run
from generator.commands._effects import show_effects
from generator.edge import blueprints
from generator.edge.files import read_tree
from generator.errors import BlueprintError
from tests.commands.conftest import FIXTURES

VALUES = PurePosixPath("values.yaml")


def test_every_environment_is_rendered_twice_and_data_at_risk_must_be_accepted(
    tmp_path: Path, helm4: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    assert run(["new", "tiny", "--defaults"]) == 0
    made = read_tree(Path("shop"))
    claims = b"tier: data\n  volumeClaimTemplates: {data: {size: 1Gi, mountPath: /data}}\n"
    before = {**made, VALUES: made[VALUES].replace(b"tier: data\n", claims)}
    capsys.readouterr()
    assert show_effects(before, before, accept_data_risk=False).found == ()
    assert capsys.readouterr().out == "Effects on all 3 environments: none\n"
    text = before[VALUES].replace(claims, claims + b"  enabled: false\n")
    text = text.replace(b"web: [db]", b"web: []").replace(b"tag: 1.29.3", b"tag: 1.29.4")
    after = {**before, VALUES: text}
    with pytest.raises(BlueprintError) as caught:
        show_effects(before, after, accept_data_risk=False)
    assert str(caught.value) == (
        "claims or data are at risk: StatefulSet shop-db\n"
        "  Save what you need, then say `… --accept-data-risk`."
    )
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Effects on all 3 environments: data at risk 3, ")
    assert told[1] == (
        "  data at risk        StatefulSet shop-db: is deleted; its claims stay behind, and what takes its "
        "place starts empty"
    )
    restarts = next(one for one in told if "restarts  " in one)
    assert restarts.startswith(
        "  restarts            Deployment shop-web: pods restart, one after the other: "
    )
    assert show_effects(before, after, accept_data_risk=True).found != ()


def test_without_helm_nobody_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("HELM_BIN", raising=False)
    assert show_effects({}, {}, accept_data_risk=False).text == ""
    assert capsys.readouterr().err == (
        "Note: nobody can tell what this does to clusters: helm is needed to render the platform, "
        "and it is not here\n"
    )
