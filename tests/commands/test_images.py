"""`images` as a command; what it finds is tested in core."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.edge import blueprints
from tests.commands.conftest import FIXTURES, Run


def test_lists_what_each_environment_pulls(invoke: Run, helm4: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELM_BIN", str(helm4))
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    assert invoke("new", "tiny", "--defaults").status == 0
    text = Path("shop/values-prod.yaml").read_text()
    digest = f"sha256:{'0' * 64}"
    Path("shop/values-prod.yaml").write_text(f"{text}\nweb: {{image: {{digest: '{digest}'}}}}\n")
    monkeypatch.chdir("shop")
    result = invoke("images", "--output", "markdown")
    assert (result.status, result.err) == (0, "")
    assert result.out == (
        "| image | pinned by | environments | used by |\n"
        "|---|---|---|---|\n"
        "| nginx:1.29.3 | tag | dev | Deployment shop-web |\n"
        f"| nginx:1.29.3@{digest} | digest | prod, dr | Deployment shop-web |\n"
        "| postgres:18.1 | tag | all | StatefulSet shop-db |\n"
    )
    assert invoke("images", "--env", "prd").err == (
        'Error: there is no environment "prd"\n  Did you mean "prod"?\n'
    )


def test_without_helm_it_says_so(invoke: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blueprints, "blueprints_folder", lambda: FIXTURES)
    assert invoke("new", "tiny", "--defaults").status == 0
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("HELM_BIN", raising=False)
    result = invoke("images", "--platform", "shop")
    assert result.status != 0
    assert result.err.startswith("Error: helm is needed to render the platform, and it is not here\n")
