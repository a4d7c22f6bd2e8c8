"""Environments whose values stand in manifests of Flux and Argo CD: commands on whole repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath
from textwrap import dedent

import yaml

from generator.core.platform.file import parse_platform
from generator.core.values.model import load_values
from tests.commands.conftest import Run
from tests.core.deployers.shapes import ARGOCD, CHART, FLUX, tree
from tests.core.deployers.test_hints import FLUX as OVERLAYS
from tests.core.deployers.test_hints import tree as repository


def write(files: dict[PurePosixPath, bytes], folder: Path = Path()) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_a_value_in_a_manifest_is_explained_and_set_there(invoke: Run) -> None:
    write(tree(test=FLUX, prod=ARGOCD))
    explained = invoke("values", "explain", "image.tag", "--env", "prod")
    assert explained.status == 0, explained.err
    assert "   values  environments/prod.yaml:17:11" in explained.out
    assert ">  values  environments/prod.yaml#parameters:19:1  " in explained.out
    done = invoke("values", "set", "image.tag=1.9", "replicas=4", "--env", "prod", "--yes")
    assert done.status == 0, done.err
    assert done.out == dedent("""\
        --- a/environments/prod.yaml
        +++ b/environments/prod.yaml
        @@ -12,12 +12,12 @@
               valueFiles: [values-prod.yaml]
               values: |
                 # of prod
        -        replicas: 3
        +        replicas: 4
                 image:
                   tag: "1.0"
               parameters:
                 - name: image.tag
        -          value: "1.2"
        +          value: "1.9"
                 - name: labels.example\\.com/team
                   value: shop
           project: default
    """)
    expected = ARGOCD.replace("replicas: 3", "replicas: 4").replace('"1.2"', '"1.9"')
    assert Path("environments/prod.yaml").read_text() == expected
    assert Path("environments/test.yaml").read_text() == FLUX


def test_environments_are_compared_and_promoted_from_one_manifest_to_another(invoke: Run) -> None:
    write(tree(test=FLUX, prod=FLUX.replace("1.1", "1.0").replace("test.", "www.")))
    compared = invoke("values", "diff", "test", "prod", "--output", "json")
    assert sorted(row["path"] for row in json.loads(compared.out)["differences"]) == ["hosts", "image.tag"]
    done = invoke("values", "promote", "test", "prod", "--yes")
    assert done.status == 0, done.err
    assert Path("environments/prod.yaml").read_text() == FLUX.replace("test.", "www.")
    assert invoke("values", "promote", "test", "prod", "--reverse", "--yes").status == 0
    before = FLUX.replace("1.1", "1.0").replace("test.", "www.")
    assert Path("environments/prod.yaml").read_text() == before


def test_overlays_of_flux_are_found_written_down_and_edited(invoke: Run) -> None:
    write(dict(repository(OVERLAYS)))
    proposed = invoke("values", "init", "--defaults", "--yes")
    assert proposed.status == 0, proposed.err
    assert "Note: environments as Flux has them: prod (apps/prod/patch.yaml:2)\n" in proposed.err
    platform = parse_platform(Path("platform.yaml").read_bytes())
    assert platform.chart == "charts/shop"
    assert [str(path) for path in platform.values_files("prod")] == [
        "charts/shop/values-common.yaml", "apps/prod/values-of-prod.yaml", "apps/base/release.yaml", "apps/prod/patch.yaml",
    ]  # fmt: skip
    done = invoke("values", "set", "a=4", "--env", "prod", "--yes")
    assert done.status == 0, done.err
    assert "spec: {values: {a: 4}}" in Path("apps/prod/patch.yaml").read_text()


def test_a_manifest_in_the_place_of_values_is_told(invoke: Run) -> None:
    write(tree(test=FLUX))
    Path("config.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {}\n")
    refused = invoke("values", "get", "--env", "x", "--values", "x=config.yaml")
    assert refused.status == 2
    assert "config.yaml:2: this is a Kubernetes manifest (ConfigMap), not a file of values" in refused.err


def test_values_are_what_helm_makes_of_the_same_layers(helms: Path, tmp_path: Path) -> None:
    """Helm gets inline values as files, and parameters by --set, as Argo CD and Flux pass them on."""
    files = tree(test=FLUX, prod=ARGOCD)
    template = b"kind: ConfigMap\ndata:\n  values: {{ .Values | toJson | quote }}\n"
    write({**files, PurePosixPath("templates/x.yaml"): template}, tmp_path)
    assert files[PurePosixPath("Chart.yaml")] == CHART
    application = list(yaml.safe_load_all(ARGOCD))[1]["spec"]["source"]["helm"]
    (tmp_path / "test.values").write_text(yaml.safe_dump(yaml.safe_load(FLUX)["spec"]["values"]))
    (tmp_path / "prod.values").write_text(application["values"])
    sets = [text for one in application["parameters"] for text in ("--set", f"{one['name']}={one['value']}")]
    model = load_values(files)
    for name, more in (("test", []), ("prod", sets)):
        command = [str(helms), "template", "x", str(tmp_path), "-f", str(tmp_path / f"{name}.values"), *more]
        rendered = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert json.loads(yaml.safe_load(rendered)["data"]["values"]) == model.effective(name)


def test_plain_helm_is_not_sent_to_a_manifest(invoke: Run) -> None:
    write(tree(test=FLUX))
    assert invoke("values", "files", "--env", "test") == (
        2,
        "",
        (
            "Error: environments/test.yaml: plain Helm cannot read this: the values stand in a manifest\n"
            "  `helm-blueprint values get --env test --output yaml --show-secrets` prints what -f takes.\n"
        ),
    )


def test_parameters_are_removed_and_promoted_to_where_they_are_set(invoke: Run) -> None:
    write(tree(test=FLUX, prod=ARGOCD))
    file = Path("environments/prod.yaml")
    done = invoke("values", "promote", "test", "prod", "--only", "image.tag", "--yes")
    assert (done.status, file.read_text()) == (0, ARGOCD.replace('"1.2"', '"1.1"')), done.err
    undone = invoke("values", "promote", "test", "prod", "--reverse", "--yes")
    assert (undone.status, file.read_text()) == (0, ARGOCD), undone.err
    removed = invoke("values", "unset", "image.tag", "--env", "prod", "--yes")
    gone = ARGOCD.replace('        - name: image.tag\n          value: "1.2"\n', "")
    assert (removed.status, file.read_text()) == (0, gone), removed.err
    assert 'Note: image.tag of prod becomes "1.0" (environments/prod.yaml:17)' in removed.err
    again = invoke("values", "unset", "image.tag", "--env", "prod", "--yes")
    assert again.status == 0, again.err
    assert invoke("values", "get", "image.tag", "--env", "prod").out == "1.0\n"


def test_init_names_a_manifest_once_and_its_parameters_come_with_it(invoke: Run) -> None:
    write(tree(test=FLUX, prod=ARGOCD))
    Path("platform.yaml").unlink(missing_ok=True)
    values = ("--values", "prod=environments/prod.yaml")
    shown = invoke("values", "init", "--defaults", "--dry-run", "--chart", ".", *values).out
    assert "parameters" not in shown
    assert "environments/{environment}.yaml" in shown
    explained = invoke("values", "explain", "image.tag", "--env", "prod", "--chart", ".", *values)
    assert explained.out.count("#parameters") == 1
