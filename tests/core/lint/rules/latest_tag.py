"""Cases of latest-tag."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values_dev": "web:\n  image: {tag: latest}\norders: {image: {tag: main, digest: 'sha256:1'}}\n"},
        'values-dev.yaml:2:11: the tag "latest" moves | Pin a version, or a digest.',
    ),
    fails(
        {
            "values_dev": "x-jobs:\n  a: {image: busybox}\n  b: {image: 'example.com:5000/b'}\n  c: {image: 'c:1'}\n  d: {image: 'd:latest'}\n"
        },
        'values-dev.yaml:2:7: the image "busybox" has no tag, which means latest | Add a version.',
        'values-dev.yaml:3:7: the image "example.com:5000/b" has no tag, which means latest | Add a version.',
        'values-dev.yaml:5:7: the tag "latest" moves | Pin a version, or a digest.',
    ),
    passes(
        {
            "values_dev": "x-jobs:\n  a: {image: metis, imageTag: '1.2'}\n  b: {image: b/c, version: 2}\n  c: {image: 24h}\n"
        }
    ),
    # What is pinned by a digest, filled in by a template, or no image at all.
    passes(
        {
            "values_dev": "x-jobs:\n  a: {image: 'a@sha256:1'}\n  b: {image: 'b:{{ .Values.tag }}'}\n  c: {image: ''}\n  d: {image: 'not an image'}\n"
        }
    ),
    # Each of the words that move; others are versions.
    fails(
        {
            "values_dev": "".join(
                f"x-{tag}: {{tag: {tag}}}\n"
                for tag in ("stable", "edge", "nightly", "main", "master", "bookworm")
            )
        },
        'values-dev.yaml:1:12: the tag "stable" moves | Pin a version, or a digest.',
        'values-dev.yaml:2:10: the tag "edge" moves | Pin a version, or a digest.',
        'values-dev.yaml:3:13: the tag "nightly" moves | Pin a version, or a digest.',
        'values-dev.yaml:4:10: the tag "main" moves | Pin a version, or a digest.',
        'values-dev.yaml:5:12: the tag "master" moves | Pin a version, or a digest.',
    ),
    # A version beside it that says nothing is none.
    fails(
        {"values_dev": "x-a: {image: busybox, tag: ''}\nx-b: {image: busybox, version: ~}\n"},
        'values-dev.yaml:1:7: the image "busybox" has no tag, which means latest | Add a version.',
        'values-dev.yaml:2:7: the image "busybox" has no tag, which means latest | Add a version.',
    ),
]
