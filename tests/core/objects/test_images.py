"""Which images rendered objects pull, and for whom."""

from __future__ import annotations

from generator.core.objects.images import UsedImage, used_images
from generator.core.report.images import image_rows, images_as_json

WEB = """\
---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      initContainers: [{name: wait, image: "busybox:1.37"}]
      containers: [{name: web, image: "example.org:5000/web@sha256:0123"}]
      volumes: [{name: model, image: {reference: "example.org:5000/model"}}]
"""
NIGHT = """\
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: night}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: night, image: "busybox:1.37"}]}}}}}
"""
DATABASE = """\
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {imageName: "ghcr.io/cloudnative-pg/postgresql:17.6"}
"""
NO_IMAGES = """\
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {image: "not-pulled:1"}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: clusters}
spec: {image: "not-pulled:2"}
"""


def test_images_of_pods_volumes_and_custom_resources_are_found_once() -> None:
    found = used_images({"dev": WEB + NO_IMAGES, "prod": WEB + NIGHT + DATABASE})
    assert found == [
        UsedImage("busybox:1.37", ("CronJob night", "Deployment web"), ("dev", "prod")),
        UsedImage("example.org:5000/model", ("Deployment web",), ("dev", "prod")),
        UsedImage("example.org:5000/web@sha256:0123", ("Deployment web",), ("dev", "prod")),
        UsedImage("ghcr.io/cloudnative-pg/postgresql:17.6", ("Cluster db",), ("prod",)),
    ]
    assert [one.pinned for one in found] == ["tag", "", "digest", "tag"]
    assert image_rows(found, 2) == [
        ["busybox:1.37", "tag", "all", "CronJob night, Deployment web"],
        ["example.org:5000/model", "nothing", "all", "Deployment web"],
        ["example.org:5000/web@sha256:0123", "digest", "all", "Deployment web"],
        ["ghcr.io/cloudnative-pg/postgresql:17.6", "tag", "prod", "Cluster db"],
    ]


def test_values_without_environments_are_called_by_their_file() -> None:
    found = used_images({None: NIGHT})
    assert image_rows(found, 2)[0][2] == "values.yaml"
    assert images_as_json(found) == [
        {
            "image": "busybox:1.37",
            "pinnedBy": "tag",
            "environments": ["values.yaml"],
            "usedBy": [{"kind": "CronJob", "name": "night"}],
        }
    ]
