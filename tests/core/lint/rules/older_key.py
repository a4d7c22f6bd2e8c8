"""Cases of older-key."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values": "global:\n  networkPolicy:\n    monitoring: [{podSelector: {}}]\n    keda: [{podSelector: {}}]\n",
            "values_prod": "global:\n  networkPolicy: {ingressControllers: [{podSelector: {}}]}\n",
        },
        "values.yaml:3:5: global.networkPolicy.monitoring is the older key of global.cluster.monitoring.peers"
        " | Move it there, in every file that states it.",
        "values-prod.yaml:2:19: global.networkPolicy.ingressControllers is the older key of"
        " global.cluster.ingress.controllers | Move it there, in every file that states it.",
    ),
    # What is empty says nothing, and goes before nothing.
    passes({"values": "global:\n  networkPolicy: {monitoring: [], ingressControllers: null}\n"}),
]
