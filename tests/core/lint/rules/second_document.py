"""Cases of second-document."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {
            "values_dev": "---\nweb: {replicaCount: 1}\n---\n# more\n---\nweb: {replicaCount: 2}\n",
            "values_prod": "web: {}\n...\n---\n# nothing\n",
        },
        "values-dev.yaml:3:1: Helm 3 does not read what stands below this line, Helm 4 merges it with what is above | Remove the line, or what is below it.",
    ),
    fails(
        {
            "values_dev": "web: {replicaCount: 1}\n--- {web: {replicaCount: 2}}\n",
            "values_prod": "web: {}\n---\nnull: 1\n",
        },
        "values-dev.yaml:2:1: Helm 3 does not read what stands below this line, and Helm 4 refuses the file: Helm 4 refuses what stands on a line with --- | Remove the line, or what is below it.",
        "values-prod.yaml:2:1: Helm 3 does not read what stands below this line, and Helm 4 refuses the file: Helm refuses this: a key that is null | Remove the line, or what is below it.",
    ),
    fails(
        {
            "values_dev": "--- !!map # all\nweb: {replicaCount: 1}\n",
            "values_prod": "--- # all\nweb: {}\n---\n",
        },
        "values-dev.yaml:1:5: Helm 4 refuses what stands on a line with --- | Give it a line of its own.",
    ),
    # Neither Helm merges what says the same again.
    fails(
        {"values_dev": "web: {replicaCount: 1}\n---\nweb: {replicaCount: 1}\n"},
        "values-dev.yaml:2:1: Helm does not read what stands below this line | Remove the line, or what is below it.",
    ),
    fails(
        {
            "values_dev": "# all\n%YAML 1.1\n---\nweb: {replicaCount: 1}\n",
            "values_prod": "web: {args: ['%YAML']}\n",
        },
        "values-dev.yaml:2:1: Helm 4 refuses a file with %YAML 1.1 | Remove the line.",
    ),
    fails(
        {"values_dev": "web: {replicaCount: 1}\r---\rweb: {replicaCount: 2}\r"},
        "values-dev.yaml:2:1: Helm does not read what stands below this line | Remove the line, or what is below it.",
    ),
]
