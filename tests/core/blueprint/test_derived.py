from pathlib import PurePosixPath

from generator.core.blueprint.derived import Bundled, derived_files, with_what_follows
from generator.core.changes import Change, applied, changes_between
from generator.core.tree import Tree
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


def test_umbrella_of_other_charts_has_no_generated_part() -> None:
    assert derived_files(tree({"Chart.yaml": "name: other\nversion: 1.0.0\n"}), BUNDLED) == {}


def test_platform_without_platform_yaml_gets_no_schema_of_it() -> None:
    files = {path: data for path, data in platform().items() if path.name != "platform.yaml"}
    assert PurePosixPath(".blueprint/platform.schema.json") not in derived_files(files, BUNDLED)
