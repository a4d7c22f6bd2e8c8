from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.platform.environments import chains_of, found_environments, roles_of


@pytest.mark.parametrize(
    ("files", "environments"),
    [
        (["values.yaml", "values-prod.yaml", "values-dev.yaml", "values-eu.yaml", "values.schema.json"],
         {"dev": "values-dev.yaml", "eu": "values-eu.yaml", "prod": "values-prod.yaml"}),
        (["values.dev.yaml", "values_qa.yml", "values.prod-eu.yaml"],
         {"dev": "values.dev.yaml", "qa": "values_qa.yml", "prod-eu": "values.prod-eu.yaml"}),
        (["environments/prod.yaml", "environments/staging.yaml", "values.yaml"],
         {"staging": "environments/staging.yaml", "prod": "environments/prod.yaml"}),
        (["envs/dr/values.yaml", "envs/prod/values.yaml", "envs/prod/secrets.yaml"],
         {"prod": "envs/prod/values.yaml", "dr": "envs/dr/values.yaml"}),
        (["values/values-dev.yaml", "values/values.yaml", "values/test.yml"],
         {"dev": "values/values-dev.yaml", "test": "values/test.yml"}),
        (["values-dev.yaml", "envs/prod.yaml"], {"dev": "values-dev.yaml", "prod": "envs/prod.yaml"}),
        ([], {}),
        (["values.yaml", "Chart.yaml", "charts/x/values-dev.yaml", "README.md"], {}),
    ],
)  # fmt: skip
def test_found_environments(files: list[str], environments: dict[str, str]) -> None:
    found = found_environments(map(PurePosixPath, files))
    assert {name: " ".join(map(str, paths)) for name, paths in found.items()} == environments
    assert list(found) == list(environments)


def test_what_is_called_otherwise_than_the_environments_beside_it_is_none() -> None:
    files = [PurePosixPath(name) for name in ("values-prod.yaml", "values-eu.yaml", "web-values.yaml")]
    assert chains_of(roles_of(files, PurePosixPath(), "")) == {"eu": (files[1],), "prod": (files[0],)}
    files = [PurePosixPath(name) for name in ("prod-values.yaml", "eu-values.yaml")]
    assert chains_of(roles_of(files, PurePosixPath(), "")) == {"eu": (files[1],), "prod": (files[0],)}


def test_copies_of_environments_in_ci_are_none_but_for_environments_that_are_nowhere_else() -> None:
    files = [PurePosixPath(name) for name in ("cart/ci/prod-values.yaml", "cart/ci/qa-values.yaml")]
    own = PurePosixPath("cart/values-prod.yaml")
    found = chains_of(roles_of([*files, own], PurePosixPath("cart"), "cart"))
    assert found == {"qa": (files[1],), "prod": (own,)}
