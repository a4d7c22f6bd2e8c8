"""Cases of idle-intent."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "intent": '  mustMatch: ["*.imagee.tag", "*.image.digest"]\n  mustDiffer: [global.domian]\n'
            '  environmentOnly: [{keys: ["web.env.LEVEL", "orders.env.LOG_LEVEL", "**.nope", "**.tag"]}]\n'
            '  ordered:\n    - {keys: "*.autoscaling.maxReplica", order: prod >= dev}\n    - {keys: "*.image.repository", order: prod >= dev}\n'
            '    - {keys: "*.autoscaling", order: prod >= dev}\n  windows:\n    a: {from: 2026-11-20, to: 2026-12-02}\n'
        },
        'platform.yaml:9:1: "*.image.digest" covers nothing | Known are: pullPolicy, repository, tag.',
        'platform.yaml:9:1: "*.imagee.tag" covers nothing | Did you mean "image"?',
        'platform.yaml:10:1: "global.domian" covers nothing | Did you mean "domain"?',
        'platform.yaml:11:1: "**.nope" covers nothing | Name a key that is stated, or remove it.',
        'platform.yaml:11:1: "web.env.LEVEL" covers nothing | Name a key that is stated, or remove it.',
        'platform.yaml:13:1: "*.autoscaling.maxReplica" covers nothing | Did you mean "maxReplicas"?',
        "platform.yaml:14:1: web.image.repository cannot be compared: it is example.com/web | Only numbers, quantities and times have an order.",
    ),
    # What the schema has by name may be stated tomorrow.
    passes({"intent": '  mustMatch: ["*.image.pullPolicy", "*.nodeSelector", global.overrides, web.args]\n'}),
]
