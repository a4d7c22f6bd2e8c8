"""Cases of line-break."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values_dev": "web:\r  replicaCount: 1\r",
            "values_staging": "web:\r\n  replicaCount: 1\r\n# a\r# b\r\n",
            "values_prod": "web:\n  env: {A: 'x\ry'}\n",
        },
        "values-dev.yaml:1:5: the lines of this file end with carriage returns alone | Convert the file to line feeds.",
        "values-staging.yaml:3:4: this line ends with a carriage return alone, and others do not | Convert the file to line feeds.",
        "values-prod.yaml:2:14: this line ends with a carriage return alone, and others do not | Convert the file to line feeds.",
    ),
    passes({"values_dev": "web:\r\n  replicaCount: 1\r\n", "values_prod": 'web: {env: {A: "\\r"}}\n'}),
]
