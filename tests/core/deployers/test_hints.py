"""What deployers' files say of environments: from a repository to its environments, and what is left out."""

from __future__ import annotations

from itertools import count
from pathlib import PurePosixPath
from textwrap import dedent

import pytest

from generator.core.budget import Budget, Exceeded
from generator.core.deployers.hint import environment_named
from generator.core.deployers.hints import hints_of
from generator.core.deployers.placeholders import fillings_of
from generator.core.tree import Tree


def tree(text: str) -> Tree:
    """A repository in one text: `## path` above each file."""
    files = {}
    for part in dedent(text).split("## ")[1:]:
        path, _, content = part.partition("\n")
        files[PurePosixPath(path.strip())] = content.encode()
    return files


ARGOCD = """
    ## charts/shop/Chart.yaml
    name: shop
    ## charts/shop/values.yaml
    a: 1
    ## charts/shop/values-prod.yaml
    a: 2
    ## config/prod.yaml
    a: 3
    ## apps/shop.yaml
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: shop-test}
    spec:
      destination: {namespace: shops}
      source:
        path: charts/shop
        helm:
          valueFiles: [values.yaml, values-test.yaml, /config/prod.yaml, ../../../etc/passwd, "https://x/y.yaml"]
          values: "a: 5"
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: shop-prod}
    spec:
      sources:
        - {repoURL: x, ref: conf}
        - path: charts/shop
          helm:
            valueFiles: [values-prod.yaml, $conf/config/prod.yaml, $conf/../../etc/passwd, $other/x.yaml]
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web}
    spec:
      source: {chart: web, helm: {valueFiles: [/config/prod.yaml]}}
"""
SETS = """
    ## charts/shop/Chart.yaml
    name: shop
    ## envs/dev/values.yaml
    a: 1
    ## envs/prod/values.yaml
    a: 2
    ## envs/prod/config.json
    {"team": {"name": "shop"}}
    ## envs/old/values.yaml
    a: 3
    ## set.yaml
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: by-folder}
    spec:
      goTemplate: true
      generators:
        - git:
            directories:
              - path: envs/*
              - {path: envs/old, exclude: true}
      template:
        metadata: {name: "shop-{{ .path.basename }}"}
        spec:
          destination: {namespace: "x-{{.path.basename}}"}
          source:
            path: charts/shop
            helm:
              valueFiles: ["../../envs/{{ index .path.segments 1 }}/values.yaml", "/{{ .unknown }}.yaml"]
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: by-list}
    spec:
      generators:
        - matrix:
            generators:
              - list: {elements: [{env: prod, values: {folder: envs}}]}
              - git: {files: [{path: "envs/**/config.json"}]}
      template:
        metadata: {name: "{{team.name}}-{{env}}"}
        spec:
          source:
            path: charts/shop
            helm:
              valueFiles: ["/{{values.folder}}/{{env}}/values.yaml"]
              values: |
                host: "{{env}}.example.com"
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: by-cluster}
    spec:
      generators: [{clusters: {}}]
      template: {metadata: {name: x}, spec: {source: {path: charts/shop}}}
"""
FLUX = """
    ## charts/shop/Chart.yaml
    name: shop
    ## charts/shop/values.yaml
    a: 1
    ## charts/shop/values-common.yaml
    a: 1
    ## apps/base/kustomization.yaml
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources: [release.yaml, ../base]
    ## apps/base/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: shop, namespace: shop}
    spec:
      chart: {spec: {chart: ./charts/shop, valuesFiles: [charts/shop/values.yaml, charts/shop/values-common.yaml, no.yaml]}}
      valuesFrom:
        - {kind: ConfigMap, name: shop-values}
        - {kind: Secret, name: shop-secret}
        - {kind: ConfigMap, name: other}
        - {kind: ConfigMap, name: one, targetPath: a.b}
      values: {a: 1}
    ## apps/prod/kustomization.yaml
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources: [../base]
    patches: [{path: patch.yaml, target: {kind: HelmRelease}}, {patch: "- x"}]
    configMapGenerator:
      - name: shop-values
        files: [values.yaml=values-of-prod.yaml]
    ## apps/prod/values-of-prod.yaml
    a: 2
    ## apps/prod/patch.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: shop}
    spec: {values: {a: 3}}
    ## clusters/test/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2beta1
    kind: HelmRelease
    metadata: {name: web}
    spec: {chart: {spec: {chart: web}}, values: {b: 1}}
    ## infra/release.yaml
    apiVersion: helm.toolkit.fluxcd.io/v2beta1
    kind: HelmRelease
    metadata: {name: dns}
    spec: {chart: {spec: {chart: dns}}, values: {b: 1}}
"""
HELMFILE = """
    ## charts/shop/Chart.yaml
    name: shop
    ## shop.yaml
    a: 1
    ## config/prod.yaml
    a: 2
    ## helmfile.yaml
    environments:
      default: {}
      test: {values: [state.yaml]}
      prod:
    ---
    releases:
      - name: shop
        namespace: shop
        chart: ./charts/shop
        values: [shop.yaml, "config/{{ .Environment.Name }}.yaml", x.yaml.gotmpl, {inline: 1}, ../../etc/passwd]
        secrets: [secrets.yaml]
      - text
    ## helmfile.d/web.yaml
    environments: {prod: {}}
    releases:
      {{ range .Values.x }}
      - name: x
    ## helmfile.d/odd.yaml
    environments: {prod: {}}
    ---
    releases: 5
    ## helmfile-broken.yaml
    environments: [
"""


def said(repository: Tree) -> tuple[list[tuple[str, str, str, str]], list[str]]:
    """What is said of a repository, each in one line."""
    found = hints_of(repository)
    return (
        [
            (one.environment, one.chart, " ".join(map(str, one.files)), one.where)
            for one in found.environments
        ],
        [f"{one.where}: {one.what}: {one.why}" for one in found.left_out],
    )


def test_applications_of_argo_cd() -> None:
    assert said(tree(ARGOCD)) == (
        [
            ("test", "charts/shop", "config/prod.yaml apps/shop.yaml#shop-test", "apps/shop.yaml:2"),
            ("prod", "charts/shop", "charts/shop/values-prod.yaml config/prod.yaml", "apps/shop.yaml:13"),
            ("prod", "web", "config/prod.yaml", "apps/shop.yaml:23"),
        ],
        [
            "apps/shop.yaml:2: values-test.yaml: it is not there",
            "apps/shop.yaml:2: ../../../etc/passwd: it leads out of the repository",
            "apps/shop.yaml:2: https://x/y.yaml: it leads out of the repository",
            "apps/shop.yaml:13: $conf/../../etc/passwd: it leads out of the repository",
            "apps/shop.yaml:13: $other/x.yaml: it leads out of the repository",
        ],
    )


def test_application_sets_of_argo_cd() -> None:
    assert said(tree(SETS)) == (
        [
            ("dev", "charts/shop", "envs/dev/values.yaml", "set.yaml:2"),
            ("prod", "charts/shop", "envs/prod/values.yaml", "set.yaml:2"),
            ("prod", "charts/shop", "envs/prod/values.yaml", "set.yaml:21"),
        ],
        [
            "set.yaml:2: /{{ .unknown }}.yaml: its placeholders are not known",
            "set.yaml:2: /{{ .unknown }}.yaml: its placeholders are not known",
            "set.yaml:21: the values of by-list: they have placeholders",
            "set.yaml:40: by-cluster: its generator needs more than the repository",
        ],
    )


def test_releases_of_flux_with_their_overlays() -> None:
    assert said(tree(FLUX)) == (
        [
            (
                "prod",
                "charts/shop",
                "charts/shop/values-common.yaml apps/prod/values-of-prod.yaml apps/base/release.yaml apps/prod/patch.yaml",
                "apps/prod/patch.yaml:2",
            ),
            ("test", "web", "clusters/test/release.yaml", "clusters/test/release.yaml:2"),
        ],
        [
            "apps/base/release.yaml:2: no.yaml: it is not in this repository",
            "apps/base/release.yaml:2: Secret shop-secret: what is secret is not read",
            "apps/base/release.yaml:2: ConfigMap other: no configMapGenerator of this repository makes it of a file",
            "apps/base/release.yaml:2: ConfigMap one: it sets one value, by targetPath",
            "infra/release.yaml:2: dns: it does not say of which environment it is",
        ],
    )


def test_releases_of_helmfile() -> None:
    assert said(tree(HELMFILE)) == (
        [
            ("test", "charts/shop", "shop.yaml", "helmfile.yaml:7"),
            ("prod", "charts/shop", "shop.yaml config/prod.yaml", "helmfile.yaml:7"),
        ],
        [
            "helmfile.yaml:7: config/test.yaml: it is not there",
            "helmfile.yaml:7: x.yaml.gotmpl: it is a template that helmfile alone fills in",
            "helmfile.yaml:7: values of shop: they stand in the helmfile itself",
            "helmfile.yaml:7: ../../etc/passwd: it leads out of the repository",
            "helmfile.yaml:7: secrets.yaml: it is decrypted by helmfile",
        ],
    )


def test_templates_of_charts_and_what_is_no_yaml_say_nothing() -> None:
    text = ARGOCD.replace("## apps/shop.yaml", "## charts/apps/templates/shop.yaml")
    assert hints_of(tree(text)).environments == ()
    assert hints_of({PurePosixPath("a.yaml"): b"argoproj.io: [\n\xff"}) == ((), ())
    assert hints_of({PurePosixPath("a.yaml"): b"# argoproj.io\n" + b"a: 1\n" * 300_000}) == ((), ())


@pytest.mark.parametrize(
    ("texts", "chart", "environment"),
    [
        (("shop-prod",), "shop", "prod"),
        (("shop-prod-eu",), "shop", "prod-eu"),
        (("dev-shop-web",), "api", "dev"),
        (("", "nothing", "QA"), "", "qa"),
        (("test-runner",), "test-runner", ""),
        (("prod",), "prod", "prod"),
    ],
)
def test_an_environment_is_told_from_names(texts: tuple[str, ...], chart: str, environment: str) -> None:
    assert environment_named(texts, chart) == environment


def test_several_releases_of_one_environment_are_told_apart() -> None:
    text = ARGOCD.replace("metadata: {name: shop-test}", "metadata: {name: shop-nyc-prod}")
    assert [one.environment for one in hints_of(tree(text)).environments] == ["nyc-prod", "prod", "prod"]


def test_generators_that_are_written_oddly_say_nothing() -> None:
    repository = tree(SETS)
    for odd in (
        {},
        {"list": 5},
        {"list": {}, "git": {}},
        {"matrix": {"generators": [1]}},
        {"matrix": {"generators": [{}, {}]}},
    ):
        assert fillings_of(odd, repository) is None
    assert fillings_of({"git": {"files": 5}}, repository) == []
    assert fillings_of({"git": {"files": [{"path": "set.yam?"}]}}, {PurePosixPath("set.yaml"): b"a: ["}) == [
        {
            "path": ".",
            "path.path": ".",
            "path.basename": "",
            "path.basenameNormalized": "",
            "path.filename": "set.yaml",
        }
    ]
    many = {"list": {"elements": [{"n": n} for n in range(100)], "x": 1}, "selector": {}}
    assert len(fillings_of({"matrix": {"generators": [many, many]}}, {}) or ()) == 500
    hostile = {"git": {"directories": [{"path": "*a" * 2000}]}}
    assert fillings_of(hostile, {PurePosixPath("a" * 250) / "x": b""}) == []


def test_kustomizations_of_old_and_templates_of_helmfile_are_known() -> None:
    text = FLUX.replace(
        'patches: [{path: patch.yaml, target: {kind: HelmRelease}}, {patch: "- x"}]',
        "patchesStrategicMerge: [patch.yaml]",
    )
    assert said(tree(text))[0] == said(tree(FLUX))[0]
    helmfile = "## helmfile.yaml\nenvironments: {prod: {}}\n---\nreleases:\n{{ range .Values.x }}\n- name: x\n{{ end }}\n"
    assert said(tree(helmfile)) == (
        [],
        ["helmfile.yaml:3: its releases: they are a template that helmfile alone fills in"],
    )


def test_a_generator_that_helm_would_refuse_says_nothing() -> None:
    text = SETS.replace("generators: [{clusters: {}}]", "generators: [{list: {elements: [{? [a] : b}]}}]")
    assert said(tree(text))[1][-1] == "set.yaml:40: by-cluster: its generator needs more than the repository"


MANY_ENVIRONMENTS = "environments: {dev: , prod: }\nreleases: []\n"
MANY_PATTERNS = "{directories: [{path: x}, {path: y}, {path: z}]}"
MANY_APPLICATIONS = f"""
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: shop}}
spec: {{generators: [{{git: {MANY_PATTERNS}}}], template: {{spec: {{source: {{path: charts/shop}}}}}}}}
"""


@pytest.mark.parametrize(
    ("name", "text"), [("helmfile.yaml", MANY_ENVIRONMENTS), ("set.yaml", MANY_APPLICATIONS)]
)
def test_hostile_files_of_deployers_end_with_the_budget(name: str, text: str) -> None:
    ticks = count()
    repository = {PurePosixPath("a/b/c.yaml"): b"", PurePosixPath(name): text.encode()}
    hints_of(repository, Budget(seconds=100, clock=lambda: next(ticks)))
    ticks = count()
    with pytest.raises(Exceeded):
        hints_of(repository, Budget(seconds=3, clock=lambda: next(ticks)))
