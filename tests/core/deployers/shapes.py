"""Manifests as people write them, made for these tests."""

from __future__ import annotations

from pathlib import PurePosixPath
from textwrap import dedent

CHART = b"apiVersion: v2\nname: shop\nversion: 1.0.0\n"
BASE = b'replicas: 1\nimage: {repository: nginx, tag: "1.0"}\nhosts: [a.example.com]\n'

FLUX = dedent("""\
    # The shop, in test.
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: shop
    spec:
      chart: {spec: {chart: ./charts/shop}}
      values:
        # what runs
        image:
          tag: "1.1"  # by the pipeline
        hosts:
          - test.example.com
      interval: 5m  # often
    """)
ARGOCD = dedent("""\
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: shop-prod}
    spec:
      source:
        path: charts/shop
        helm:
          valueFiles: [values-prod.yaml]
          values: |
            # of prod
            replicas: 3
            image:
              tag: "1.0"
          parameters:
            - name: image.tag
              value: "1.2"
            - name: labels.example\\.com/team
              value: shop
      project: default
    """)
SEVERAL = dedent("""\
    apiVersion: helm.toolkit.fluxcd.io/v2beta2
    kind: HelmRelease
    metadata: {name: shop-dev}
    spec:
      chart: {spec: {chart: shop}}
      values: {replicas: 1}
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2beta2
    kind: HelmRelease
    metadata: {name: shop-prod}
    spec:
      chart: {spec: {chart: shop}}
      values:
        replicas: 3
    ---
    apiVersion: helm.toolkit.fluxcd.io/v2beta2
    kind: HelmRelease
    metadata: {name: redis}
    spec:
      chart: {spec: {chart: redis}}
      values: {size: 1}
    """)
MULTI_SOURCE = dedent("""\
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: shops}
    spec:
      template:
        metadata: {name: "shop-{{env}}"}
        spec:
          source: {path: hidden, helm: {valuesObject: {replicas: 99}}}
          sources:
            - repoURL: https://example.com/config.git
              ref: values
            - chart: shop
              helm:
                values: "replicas: 98"
                valuesObject:
                  replicas: 4
                  host: "{{env}}.example.com"
    """)


def tree(**environments: str) -> dict[PurePosixPath, bytes]:
    """A chart whose environments are manifests: `environments/<name>.yaml`."""
    files = {PurePosixPath("Chart.yaml"): CHART, PurePosixPath("values.yaml"): BASE}
    for name, text in environments.items():
        files[PurePosixPath(f"environments/{name}.yaml")] = text.encode()
    return files
