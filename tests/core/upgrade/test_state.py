"""What `status` knows: what is new in the blueprint, and what people changed, file by file and key by key."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.archive import BASE_FILE, pack
from generator.core.change.environment_add import Wish, with_environment
from generator.core.change.rename import renamed
from generator.core.changes import Change
from generator.core.tree import Tree
from generator.core.upgrade.base import base_of
from generator.core.upgrade.owned import HandEdit, hand_edits
from generator.core.upgrade.planned import Upgrading, owned_now
from generator.core.upgrade.report import lines_of_hand_edits, status_as_json, status_lines
from generator.core.upgrade.state import PlatformState, platform_state
from generator.core.values.model import load_values
from tests.core.upgrade.bed import UMBRELLA, VALUES, edited, text, version, with_changes
from tests.core.upgrade.test_planned import NEW_CHARTS, SECOND, WITH_CHARTS

OURS = version().files
OWNED = owned_now(version())
MADE_NS, MADE_WEB = (text(OURS, f"charts/{one}/templates/{one}.yaml") for one in ("ns", "web"))


def state(
    ours: Tree, theirs: object = None, number: str = "1.0.0", newer: list[str] | None = None
) -> PlatformState:
    return platform_state(Upgrading(base_of(ours), ours, theirs or version()), number, newer)  # type: ignore[arg-type]


def as_they_are(_path: object, _content: object, lines: list[str], _shown: object) -> list[str]:
    return lines


def shown(of: PlatformState) -> list[str]:
    return [block.text for block in status_lines(of)]  # type: ignore[union-attr]


def test_new_platform_is_the_newest_and_unchanged() -> None:
    found = state(OURS)
    assert (found.is_behind, found.is_modified) == (False, False)
    assert shown(found) == ["tiny 1.0.0: the newest that is here", "Nothing was changed here."]


def test_formatted_platform_is_unchanged() -> None:
    formatted = {
        path: data.replace(b"{replicas: 1}", b"{ replicas: 1 }") + b"\n" if path.suffix == ".yaml" else data
        for path, data in OURS.items()
        if path.parts[0] != "charts"
    }
    assert not state({**OURS, **formatted}).is_modified


def test_changes_are_told_by_file_and_key() -> None:
    ours = edited(
        OURS,
        values_yaml=VALUES.replace("pages\n  replicas: 1", "pages\n  replicas: 9\n  more: [1]").replace(
            "    front: [back]\n", ""
        ),
        docs__page_md=None,
        README_md=text(OURS, "README.md").replace("More.", "Ours."),
        charts__web__templates__web_yaml="x",
        charts__ns__templates__ns_yaml=None,
        Chart_yaml=UMBRELLA.replace("version: ^1", "version: ^1.0.0"),
        platform_yaml=text(OURS, "platform.yaml")
        .replace("name: shop", "name: store")
        .replace("shop-dev", "dev"),
    )
    found = state(ours, SECOND, "1.1.0")
    assert shown(found) == [
        "tiny 1.0.0: 1.1.0 is here, `upgrade` takes it over",
        "changed in the blueprint: docs/new.md, docs/page.md, values.yaml",
        "answer name: shop → store",
        "Chart.yaml: modified",
        "  dependencies[name=ns].version: changed (line 5)",
        "README.md: modified",
        "docs/page.md: deleted",
        "platform.yaml: modified",
        "  answers.name: changed (line 9)",
        "  environments.dev.namespace: changed (line 16)",
        "values.yaml: modified",
        "  global.connections: changed (line 3)",
        "  front.replicas: changed (line 6)",
        "  front.more: added (line 7)",
        "vendored charts edited by hand: charts/ns/templates/ns.yaml, charts/web/templates/web.yaml",
    ]
    told = status_as_json(found, hand_edits(found.edited, ours, base_of(ours).digests, OWNED), as_they_are)
    assert told["newerVersions"] is None
    assert told["vendoredDiffs"] == [
        {
            "path": "charts/ns/templates/ns.yaml",
            "against": "made",
            "diff": f"--- a/charts/ns/templates/ns.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-{MADE_NS}\n"
            "\\ No newline at end of file\n",
        },
        {
            "path": "charts/web/templates/web.yaml",
            "against": "made",
            "diff": "--- a/charts/web/templates/web.yaml\n+++ b/charts/web/templates/web.yaml\n@@ -1 +1 @@\n"
            f"-{MADE_WEB}\n\\ No newline at end of file\n+x\n\\ No newline at end of file\n",
        },
    ]
    assert told["answers"] == [{"name": "name", "was": "shop", "now": "store"}]
    assert told["vendoredEdited"] == ["charts/ns/templates/ns.yaml", "charts/web/templates/web.yaml"]


def test_what_a_chart_was_made_as_is_looked_for_in_what_git_has() -> None:
    """The charts are others now: only an old commit has what its digest tells."""
    ours = edited(OURS, charts__web__templates__web_yaml="x", charts__web__mine_yaml="m")
    path, mine = PurePosixPath("charts/web/templates/web.yaml"), PurePosixPath("charts/web/mine.yaml")
    digests, new = base_of(ours).digests, {path: b"new"}
    made = hand_edits([path, mine], ours, digests, new, {path: [b"y", OURS[path]]})
    assert made == [
        HandEdit(Change(path, OURS[path], b"x"), is_known=True),
        HandEdit(Change(mine, None, b"m"), is_known=True),
    ]
    unknown = hand_edits([path], ours, digests, new)
    assert unknown == [HandEdit(Change(path, b"new", b"x"), is_known=False)]
    assert [one.text for one in lines_of_hand_edits(unknown, as_they_are)][:2] == [
        f"{path}: what it was made as is not known: beside what is made now",
        f"--- a/{path}",
    ]


def test_how_many_versions_are_newer_is_told() -> None:
    assert shown(state(OURS, SECOND, "1.1.0", ["1.0.1", "1.1.0"]))[0] == (
        "tiny 1.0.0: 1.1.0 is here, 2 versions newer, `upgrade` takes it over"
    )


def test_what_was_renamed_is_no_change_of_its_keys() -> None:
    ours = with_changes(OURS, renamed(load_values(OURS), "back", "store").changes)
    assert shown(state(ours))[1:] == [
        "service back: renamed to store",
        "platform.yaml: modified",
        "  moved: added (line 18)",
    ]


def test_environment_that_was_copied_is_told_with_its_original() -> None:
    ours = with_changes(OURS, with_environment(load_values(OURS), Wish("qa", "dev")).changes)
    assert shown(state(ours))[1:] == ["environment qa: added, like dev"]
    told = status_as_json(state(ours), [], as_they_are)["environments"]
    assert told == {"renamed": {}, "removed": [], "added": {"qa": "dev"}}


def test_new_charts_alone_are_news() -> None:
    ranged = {"Chart.yaml": UMBRELLA.replace("1.3.0", "^1.3.0")}
    ours = version(ranged).files
    found = state(ours, version(ranged, charts=NEW_CHARTS))
    assert (found.is_behind, found.is_modified) == (True, False)
    assert shown(found)[:2] == [
        "tiny 1.0.0: it was changed since, `upgrade` takes it over",
        "changed in the blueprint: the vendored charts",
    ]
    assert WITH_CHARTS


def test_platform_of_before_knows_its_charts_by_their_files() -> None:
    before = {**OURS, BASE_FILE: pack(version().written)}
    assert not state(before).is_behind
    assert state({**before, PurePosixPath("charts/web/templates/web.yaml"): b"x"}).charts
    ranged = {"Chart.yaml": UMBRELLA.replace("1.3.0", "^1.3.0")}
    assert state(version(ranged).files, version(ranged)).is_behind is False


def test_many_keys_are_counted() -> None:
    found = state(edited(OURS, values_yaml="".join(f"k{n}: 1\n" for n in range(20))))
    assert shown(found)[-1] == "  and 11 keys more"
