from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.derived import Bundled, derived_files, with_what_follows
from generator.core.changes import Change, applied, changes_between
from generator.core.tree import Tree
from generator.errors import BlueprintError
from tests.core.blueprint.test_generate import ABOVE, BASE, BLUEPRINT, assembled
from tests.core.blueprint.test_vendor import CHARTS, tree

BUNDLED = Bundled(CHARTS, b"{}")
README = "<!-- helm-blueprint:services:begin -->\n<!-- helm-blueprint:services:end -->\n"
CHART = PurePosixPath("Chart.yaml")


def platform() -> Tree:
    return assembled([{**BASE, **tree({"README.md": README})}, ABOVE], BLUEPRINT).files


def renamed(files: Tree) -> Change:
    """Another name for a service in Chart.yaml, and nothing else."""
    return Change(CHART, files[CHART], files[CHART].replace(b"front", b"store"))


def test_new_platform_has_nothing_to_make_anew() -> None:
    files = platform()
    assert changes_between(files, derived_files(files, BUNDLED)) == ()


def test_schema_and_readme_follow_a_change_of_chart_yaml() -> None:
    files = platform()
    changes = with_what_follows(files, [renamed(files)], BUNDLED)
    assert [str(one.path) for one in changes] == [
        "Chart.yaml",
        "README.md",
        "charts/lib/dependencies.json",
        "values.schema.json",
    ]
    after = applied(files, changes)
    assert b'"store": "web"' in after[PurePosixPath("charts/lib/dependencies.json")]
    assert b"| store | web |" in after[PurePosixPath("README.md")]
    assert b'"store"' in after[PurePosixPath("values.schema.json")]
    assert b'"front"' not in after[PurePosixPath("values.schema.json")]


def test_chart_that_is_missing_comes_and_one_that_nobody_uses_goes() -> None:
    files = dict(platform())
    whole = {path: data for path, data in files.items() if path.parts[:2] == ("charts", "ns")}
    without = [Change(path, data, None) for path, data in whole.items()]
    assert with_what_follows(files, without, BUNDLED) == ()
    text = files[CHART].decode()
    line = next(line for line in text.splitlines(keepends=True) if "name: ns" in line)
    unused = [Change(CHART, files[CHART], text.replace(line, "").encode())]
    gone = {one.path for one in with_what_follows(files, unused, BUNDLED) if one.after is None}
    assert gone == set(whole)


def test_charts_that_were_deleted_or_edited_come_back() -> None:
    files = dict(platform())
    without = {path: data for path, data in files.items() if path.parts[0] != "charts"}
    assert applied(without, changes_between(without, derived_files(without, BUNDLED))) == files
    broken = {
        **files,
        PurePosixPath("charts/web/Chart.yaml"): b"a: [",
        PurePosixPath("charts/web/mine.txt"): b"",
    }
    assert applied(broken, changes_between(broken, derived_files(broken, BUNDLED))) == files


def test_versions_in_platform_yaml_follow_the_charts_that_are_used() -> None:
    files = dict(platform())
    path = PurePosixPath("platform.yaml")
    before = files[path]
    assert b"charts:\n  lib: 1.2.0\n  ns: 1.0.0\n  web: 1.3.0\n" in before
    other = before.replace(b"  ns: 1.0.0\n", b"  old: 1.0.0 # mine\n").replace(b"web: 1.3.0", b"web: 1.2.9")
    expected = before.replace(b"  ns: 1.0.0\n", b"").replace(b"web: 1.3.0\n", b"web: 1.3.0\n  ns: 1.0.0\n")
    found = derived_files({**files, path: other}, BUNDLED)[path]
    assert found is not None
    assert found.replace(b"  # mine\n", b"") == expected
    without = before.replace(b"charts:\n  lib: 1.2.0\n  ns: 1.0.0\n  web: 1.3.0\n", b"")
    assert derived_files({**files, path: without}, BUNDLED)[path] == without


def test_charts_of_another_version_are_told_with_what_to_do() -> None:
    files = dict(platform())
    path = PurePosixPath("charts/web/Chart.yaml")
    files[path] = files[path].replace(b"1.3.0", b"1.2.0")
    with pytest.raises(BlueprintError) as caught:
        derived_files(files, BUNDLED)
    assert str(caught.value) == (
        "charts/web/Chart.yaml: the platform has version 1.2.0 of this chart, this helm-blueprint brings 1.3.0\n"
        "  Use the helm-blueprint that brings 1.2.0. Or take the new charts: delete the folder charts, write the "
        "new versions at the dependencies in Chart.yaml, then run `refresh`."
    )


def test_entries_of_pipeline_and_gitops_follow_platform_yaml() -> None:
    files = dict(platform())
    workflow = PurePosixPath(".github/workflows/platform.yaml")
    text = 'jobs:\n  check:\n    strategy:\n      matrix:\n        include:\n          - {environment: dev, values: "-f values-dev.yaml"}\n'
    files |= tree({str(workflow): text, "values-qa.yaml": ""})
    more = files[PurePosixPath("platform.yaml")].replace(b"{dev: }", b"{dev: , qa: }")
    change = Change(PurePosixPath("platform.yaml"), files[PurePosixPath("platform.yaml")], more)
    changes = with_what_follows(files, [change], BUNDLED)
    assert [str(one.path) for one in changes] == [str(workflow), "platform.yaml"]
    assert changes[0].after == (text + text.splitlines(keepends=True)[-1].replace("dev", "qa")).encode()


def test_umbrella_of_other_charts_has_no_generated_part() -> None:
    other = "name: other\nversion: 1.0.0\ndependencies:\n  - {name: lib, version: 1.0.0, repository: https://e.org}\n"
    assert derived_files(tree({"Chart.yaml": other}), BUNDLED) == {}
    readme = README.replace("\n", "\nmine\n", 1)
    assert derived_files(tree({"Chart.yaml": other, "README.md": readme}), BUNDLED) == {}


def test_readme_and_delivery_follow_a_platform_yaml_whoever_made_the_charts() -> None:
    files = {
        "Chart.yaml": "name: other\nversion: 1.0.0\n",
        "platform.yaml": "apiVersion: helm-blueprint/v1\nblueprint: {name: a, version: 1.0.0}\nenvironments: {dev: }\n",
        "values-dev.yaml": "",
        "README.md": "<!-- helm-blueprint:install:begin -->\n<!-- helm-blueprint:install:end -->\n",
    }
    made = "| environment | command |\n|---|---|\n| dev | `helm upgrade --install other . -f values-dev.yaml` |\n"
    expected = files["README.md"].replace("\n", f"\n{made}", 1)
    for known in (BUNDLED, None):
        assert derived_files(tree(files), known) == tree({"README.md": expected})
    assert derived_files(tree({**files, "README.md": "# Mine\n"}), BUNDLED) == {}


def test_nothing_is_made_of_nothing() -> None:
    assert derived_files({}, BUNDLED) == {}


def test_platform_without_platform_yaml_gets_no_schema_of_it() -> None:
    files = {path: data for path, data in platform().items() if path.name != "platform.yaml"}
    assert PurePosixPath(".blueprint/platform.schema.json") not in derived_files(files, BUNDLED)
