"""--impact with real Helm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

TEMPLATE = """\
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Chart.Name }}, namespace: {{ .Release.Namespace }}}
spec:
  replicas: {{ .Values.replicaCount }}
  template: {spec: {containers: [{name: main, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}}
{{- end }}
"""


@pytest.mark.helm
def test_shows_what_changes_where(
    invoke: Run, here: Here, helms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BIN", str(helms))
    for kind in ("deployment", "statefulset"):
        (here.folder / f"charts/{kind}/templates").mkdir()
        here.put(f"charts/{kind}/templates/x.yaml", TEMPLATE)
        here.put(f"charts/{kind}/values.yaml", "enabled: true\nreplicaCount: 1\n")
    result = invoke(
        "values", "set", "web.image.tag=2.0.0", "web.replicaCount=1", "--env", "prod", "--impact", "--dry-run"
    )
    assert result.status == 0, result.err
    assert result.out.startswith(
        "Impact on prod: 1 object\n"
        "  ~ Deployment shop/web  pods restart, one after the other: spec.template.spec.containers.main.image\n"
        "Impact on dr: 1 object\n"
        "  ~ Deployment shop-dr/web  pods restart, one after the other: spec.template.spec.containers.main.image\n"
        "--- a/values-prod.yaml\n"
    )


def test_says_when_there_is_no_helm(invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = invoke("values", "set", "web.image.tag=2.0.0", "--impact", "--yes")
    assert result.status == 3
    assert result.err.endswith(
        "Error: helm is needed to render the platform, and it is not here\n"
        "  Install it (https://helm.sh/docs/intro/install), or name it: HELM_BIN=/path/to/helm.\n"
    )
    assert here.changed() == {}
