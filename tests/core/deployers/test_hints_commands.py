"""Helm commands in pipelines and Makefiles: the environments that their values files are of."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.budget import Budget, Exceeded
from generator.core.deployers.hint import Hint, LeftOut
from generator.core.deployers.hints import hints_of
from generator.core.deployers.hints_commands import deployer_of, hints_of_commands
from generator.core.tree import Tree
from tests.effort import examples

WORKFLOW = PurePosixPath(".github/workflows/deploy.yaml")
FILES = "charts/shop/Chart.yaml charts/shop/values.yaml ops/prod.yaml ops/dev.yaml ops/all.yaml ops/notes.yaml ops/eu/prod.yaml ops/test-secrets.yaml"


def tree(**more: str) -> Tree:
    return {PurePosixPath(name): b"a: 1\n" for name in FILES.split()} | {
        PurePosixPath(name): text.encode() for name, text in more.items()
    }


def found(text: str, file: PurePosixPath = WORKFLOW) -> list[Hint | LeftOut]:
    return list(hints_of_commands(file, text.encode(), tree(), Budget()))


def hint(name: str, files: str, where: str, by: str = "the pipeline") -> Hint:
    return Hint(name, "charts/shop", tuple(map(PurePosixPath, files.split())), where, by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("      - run: helm upgrade --install shop charts/shop -f ops/all.yaml -f ops/prod.yaml\n", [hint("prod", "ops/all.yaml ops/prod.yaml", f"{WORKFLOW}:1")]),
        ("x: |\n  helm upgrade shop ./charts/shop \\\n    --values=ops/prod.yaml,ops/eu/prod.yaml \\\n    --wait && echo -f ops/dev.yaml\n", [hint("prod", "ops/prod.yaml ops/eu/prod.yaml", f"{WORKFLOW}:2")]),
        ("run: helm --kube-context x template 'charts/shop' --values \"ops/dev.yaml\" > out.yaml\n", [hint("dev", "ops/dev.yaml", f"{WORKFLOW}:1")]),
        ("run: helm upgrade shop charts/shop -f charts/shop/values.yaml -f ops/${{ matrix.env }}.yaml\n", [hint("dev", "ops/dev.yaml", f"{WORKFLOW}:1"), hint("prod", "ops/prod.yaml", f"{WORKFLOW}:1")]),
        ("run: helm upgrade shop charts/shop -f ops/all.yaml -f ops/$ENV.yaml\n", [hint(one, f"ops/all.yaml ops/{one}.yaml", f"{WORKFLOW}:1") for one in ("dev", "prod")]),
        ("VALUES = -f ops/all.yaml -f ops/dev.yaml\nrun: helm install x charts/shop $(VALUES)\n", [hint("dev", "ops/all.yaml ops/dev.yaml", f"{WORKFLOW}:2")]),
        ("run: helm upgrade shop charts/shop -f ops/uat.yaml\n", [LeftOut(f"{WORKFLOW}:1", "ops/uat.yaml", "it is not there")]),
        # What says of no chart here, or of no environment, says nothing.
        ("run: helm upgrade shop bitnami/nginx -f ops/prod.yaml\n", []),
        ("run: helm upgrade shop charts/shop -f ops/notes.yaml\n", []),
        ("run: helm upgrade shop charts/shop\n", []),
        ("run: helm upgrade shop charts/shop -f\n", []),
        ("run: helm upgrade shop charts/shop -f ../../etc/prod.yaml\n", []),
        ("run: helm upgrade shop charts/shop -f $A/$B.yaml\n", []),
        ("# helm upgrade shop charts/shop -f ops/prod.yaml\n", []),
        ("run: kubectl apply -f ops/prod.yaml\n", []),
    ],
)  # fmt: skip
def test_environments_of_commands(text: str, hints: list[Hint | LeftOut]) -> None:
    assert found(text) == hints


def test_paths_of_a_makefile_begin_where_it_stands() -> None:
    text = "deploy:\n\thelm upgrade shop ../charts/shop -f $(ENV).yaml\n"
    file = PurePosixPath("ops/Makefile")
    assert found(text, file) == [
        hint(one, f"ops/{one}.yaml", f"{file}:2", "the Makefile") for one in ("dev", "prod")
    ]


@pytest.mark.parametrize(
    ("path", "by"),
    [
        (".github/workflows/a.yml", "the pipeline"),
        (".gitlab-ci.yml", "the pipeline"),
        ("x/Makefile", "the Makefile"),
        (".github/dependabot.yml", None),
        ("deploy.yaml", None),
    ],
)
def test_files_that_have_commands(path: str, by: str | None) -> None:
    assert deployer_of(PurePosixPath(path)) == by
    assert list(hints_of_commands(PurePosixPath("deploy.yaml"), b"helm", {}, Budget())) == []


def test_commands_speak_where_no_deployer_does() -> None:
    command = "run: helm upgrade shop charts/shop -f ops/prod.yaml\n"
    files = tree(**{str(WORKFLOW): command})
    assert hints_of(files).environments == (hint("prod", "ops/prod.yaml", f"{WORKFLOW}:1"),)
    helmfile = (
        "environments: {dev: {}}\nreleases: [{name: shop, chart: charts/shop, values: [ops/dev.yaml]}]\n"
    )
    both = tree(**{str(WORKFLOW): command, "helmfile.yaml": helmfile})
    assert [one.by for one in hints_of(both).environments] == ["helmfile"]


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "helm ",
                "upgrade ",
                "-f ",
                "charts/shop ",
                "ops/",
                "$ENV",
                "${{",
                "}}",
                "\\\n",
                "'",
                '"',
                "=",
                "\0",
                "../",
                ".yaml ",
                "(",
                "\n",
                "A=",
                "é",
            ]
        ),
        max_size=60,
    )
)
def test_whatever_stands_there_nothing_leads_out_of_the_repository(pieces: list[str]) -> None:
    files = tree()
    for one in hints_of_commands(WORKFLOW, "".join(pieces).encode(), files, Budget()):
        if isinstance(one, Hint):
            assert set(one.files) <= set(files)


def test_a_file_that_means_harm_takes_no_time() -> None:
    harm = (
        "helm upgrade " + "helm x " * 100_000 + "\n" + "helm upgrade a charts/shop -f ops/$X.yaml\n" * 10_000
    )
    assert len(found(harm)) <= 200
    assert found("A" * 900_000 + "=helm\n" + "$" * 100_000) == []
    with pytest.raises(Exceeded):
        list(hints_of_commands(WORKFLOW, harm.encode(), tree(), Budget(entries=5)))
