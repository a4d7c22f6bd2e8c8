"""Cases of broken-intent."""

from __future__ import annotations

from tests.core.lint.cases import fails
from tests.small_platform import PLATFORM, STAGING

_REGIONS = PLATFORM.replace("  prod: {namespace: shop}", "  prod: {namespace: shop, regions: {eu: }}")

CASES = [
    # A region is its environment: it need not differ from it, and must not be what that must not be.
    fails(
        {
            "platform.yaml": _REGIONS
            + "intent:\n  mustDiffer: [{keys: global.domain, environments: [staging, prod]}]\n",
            "values-prod-eu.yaml": "global: {domain: staging.example.com}\n",
        },
        'values-prod-eu.yaml:1:10: global.domain must differ, and is "staging.example.com" in staging and prod-eu | Intent: platform.yaml:9.',
    ),
    fails(
        {"intent": '  mustMatch: ["*.image.tag"]\n'},
        'values-staging.yaml:5:11: web.image.tag must match: "1.4.2" in dev, prod, dr; "1.5.0" in staging | Intent: platform.yaml:9.',
    ),
    fails(
        {"intent": "  mustDiffer: [{keys: global.domain, reason: cookies}]\n"},
        'values.yaml:3:3: global.domain must differ, and is "example.com" in prod and dr (cookies) | Intent: platform.yaml:9.',
    ),
    fails(
        {
            "intent": '  ordered: [{keys: "*.replicaCount", order: prod >= staging >= dev}]\n',
            "values_staging": STAGING + "  replicaCount: 5\n",
        },
        "values-prod.yaml:4:18: orders.replicaCount must be prod >= staging, and is 3 in prod, 5 in staging | Intent: platform.yaml:9.",
    ),
    # The override is what breaks it, in the file that has it, however many services it reaches.
    fails(
        {
            "intent": '  ordered: [{keys: "*.autoscaling.maxReplicas", order: prod >= staging}]\n',
            "values_staging": "global:\n  overrides:\n    deployment: {autoscaling: {maxReplicas: 50}}\n",
        },
        "values-staging.yaml:3:32: web.autoscaling.maxReplicas must be prod >= staging, and is 10 in prod, 50 in staging; and 1 more: orders.autoscaling.maxReplicas | Intent: platform.yaml:9.",
    ),
    # The charts' defaults are nobody's to change: where the user would state it.
    fails(
        {"intent": '  ordered: [{keys: "db.autoscaling.maxReplicas", order: prod > staging}]\n'},
        "values.yaml:21:1: db.autoscaling.maxReplicas must be prod > staging, and is 10 in prod, 10 in staging | Intent: platform.yaml:9.",
    ),
    # One environment says something else than all others, whichever it is.
    fails(
        {
            "intent": '  mustMatch: ["*.image.tag"]\n',
            "values_dev": "web: {image: {tag: 9}}\n",
            "values_staging": "",
        },
        'values-dev.yaml:1:15: web.image.tag must match: 9 in dev; "1.4.2" in staging, prod, dr | Intent: platform.yaml:9.',
    ),
]
