"""Cases of unknown-key."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values_dev": "web:\n  replicas: 1\n  image: {tags: 1}\nglobal: {presets: {deployment: {nope: 1}}}\n"
        },
        'values-dev.yaml:2:3: web.replicas is not known | Did you mean "replicaCount"?',
        'values-dev.yaml:3:11: web.image.tags is not known | Did you mean "tag"?',
        "values-dev.yaml:4:33: global.presets.deployment.nope is not known | Known are: args, autoscaling, enabled, env, global, image, nodeSelector, ports, presets, replicaCount.",
    ),
    # A service that is not there is told by missing-service.
    passes({"values_dev": "wbe: {replicaCount: 1}\n"}),
    # Without a schema, what is spelt like a key that is there, however deep; not where both stand side by side.
    fails(
        {
            "values.schema.json": "true",
            "values_dev": "web: {image: {repositry: x}}\norders: {image: {repositry: x, repository: y}}\n",
        },
        'values-dev.yaml:1:15: nothing else knows web.image.repositry | Did you mean "repository"?',
    ),
]
