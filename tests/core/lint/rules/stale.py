"""Cases of stale. What needs the charts that come with the program is in tests/core/blueprint/test_stale_rule.py."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

COMMANDS = """\
# Mine
<!-- helm-blueprint:install:begin -->
| environment | command |
|---|---|
| dev | `helm upgrade --install NAME . -n shop-dev --create-namespace -f values-dev.yaml` |
| staging | `helm upgrade --install NAME . -n shop-staging --create-namespace -f values-staging.yaml` |
| prod | `helm upgrade --install NAME . -n shop --create-namespace -f values-prod.yaml` |
| dr | `helm upgrade --install NAME . -n shop-dr --create-namespace -f values-prod.yaml -f values-dr.yaml` |
<!-- helm-blueprint:install:end -->
"""
MATRIX = """\
render:
  parallel:
    matrix:
      - {ENVIRONMENT: dev, VALUES: "-f values-dev.yaml"}
      - {ENVIRONMENT: staging, VALUES: "-f values-staging.yaml"}
      - {ENVIRONMENT: prod, VALUES: "-f values-prod.yaml"}
      - {ENVIRONMENT: dr, VALUES: "-f values-prod.yaml -f values-dr.yaml"}
"""

CASES = [
    passes({"README.md": COMMANDS.replace("NAME", "shop"), ".gitlab-ci.yml": MATRIX}),
    fails(
        {
            "README.md": COMMANDS.replace("NAME", "old"),
            ".gitlab-ci.yml": MATRIX.replace("-f values-prod.yaml -f", "-f"),
        },
        "README.md:5:1: this is not up to date: it follows from the values and platform.yaml | Run: `refresh`",
        ".gitlab-ci.yml:7:1: this is not up to date: it follows from platform.yaml | Run: `refresh`",
    ),
    # Without markers the text is people's, and so is a file that says so.
    passes(
        {
            "README.md": COMMANDS.replace("<!-- helm-blueprint:install:end -->", ""),
            ".gitlab-ci.yml": f"# helm-blueprint:ignore stale\n{MATRIX[:80]}",
        }
    ),
    # What cannot be read is told by other rules.
    passes({"README.md": COMMANDS.replace("NAME", "old"), "values_dev": "a: ["}),
    # What cannot be edited safely is told with its line.
    fails(
        {
            ".gitlab-ci.yml": "render:\n  parallel:\n    matrix:\n      - &one {ENVIRONMENT: dev, VALUES: -f values-old.yaml}\n      - *one\n"
        },
        ".gitlab-ci.yml:4:1: what follows from this cannot be told: render.parallel.matrix[0] is anchored as &one and shared with line 5 | An edit here would change both places: write the alias out first.",
    ),
]
