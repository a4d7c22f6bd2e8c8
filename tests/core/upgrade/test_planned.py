"""An upgrade as whole trees: what people changed stays, what the blueprint changed comes."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.archive import BASE_FILE
from generator.core.change.environment_add import Wish, with_environment
from generator.core.change.environment_remove import without_environment
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.change.rename import renamed
from generator.core.change.service_removal import removal_of
from generator.core.data import MISSING
from generator.core.tree import Tree
from generator.core.upgrade.choices import Sides, merged_by_choice, sides_of
from generator.core.upgrade.planned import Choices
from generator.core.values.model import ValuesModel, load_values
from tests.core.upgrade.bed import (
    CHARTS,
    FILES,
    UMBRELLA,
    VALUES,
    by_lines,
    edited,
    text,
    upgraded,
    version,
    with_changes,
)

FIRST = version()
OURS = FIRST.files
NEW_VALUES = VALUES.replace("keeps them", "keeps all of them").replace(
    "  replicas: 1\n\nback", "  replicas: 2\n\nback"
)
SECOND = version(
    {"values.yaml": NEW_VALUES, "docs/page.md": "# Page\n\nfront shows all pages\n", "docs/new.md": "new\n"},
    "1.1.0",
)
VALUES_FILE, PAGE = PurePosixPath("values.yaml"), PurePosixPath("docs/page.md")


def test_same_version_changes_nothing_whatever_was_edited() -> None:
    ours = edited(OURS, README_md="gone", charts__web__templates__web_yaml="mine", values_yaml="front: {}\n")
    plan = upgraded(ours, version())
    assert plan.changes == ()
    assert plan.edited == (PurePosixPath("charts/web/templates/web.yaml"),)


def test_untouched_platform_becomes_what_new_makes() -> None:
    plan = upgraded(OURS, SECOND)
    assert dict(plan.after) == dict(SECOND.files)
    assert (plan.conflicts, plan.notes, plan.edited) == ((), (), ())
    assert [str(one.path) for one in plan.changes] == [
        ".blueprint/base.tar.gz", "README.md", "docs/new.md", "docs/page.md", "platform.yaml", "values.yaml",
    ]  # fmt: skip


def test_second_upgrade_starts_from_the_first() -> None:
    ours = edited(OURS, values_dev_yaml="back: {replicas: 7}\n")
    once = upgraded(edited(OURS, **{"values-dev_yaml": "back: {replicas: 7}\n"}), SECOND).after
    third = version(
        {"values.yaml": VALUES, "values-dev.yaml": "back: {replicas: 1}\nfront: {replicas: 2}\n"}, "1.2.0"
    )
    plan = upgraded(once, third)
    assert text(plan.after, "values-dev.yaml") == "back: {replicas: 7}\nfront: {replicas: 2}\n"
    assert PurePosixPath("docs/new.md") not in plan.after
    assert text(plan.after, "values.yaml") == VALUES
    assert ours


def test_what_people_changed_stays() -> None:
    mine = VALUES.replace("    front: [back]\n", "    front: [back] # ours\n").replace(
        "keeps them\n  replicas: 1", "keeps them\n  replicas: 5 # peak"
    )
    plan = upgraded(edited(OURS, values_yaml=mine), SECOND)
    assert text(plan.after, "values.yaml") == (
        NEW_VALUES.replace("[back]\n", "[back] # ours\n").replace(
            "of them\n  replicas: 1", "of them\n  replicas: 5 # peak"
        )
    )
    assert plan.conflicts == ()


def test_conflicts_are_told_with_their_lines_and_ours_stands() -> None:
    mine = edited(
        OURS,
        values_yaml=VALUES.replace("pages\n  replicas: 1", "pages\n  replicas: 9"),
        docs__page_md="mine\n",
    )
    plan = upgraded(mine, SECOND)
    assert [one.sentence for one in plan.conflicts] == [
        "docs/page.md:1: these lines were changed here, and by the blueprint",
        "values.yaml:7: front.replicas: ours and theirs changed it, each in a way of its own",
    ]
    assert text(plan.after, "docs/page.md") == "mine\n"
    assert "replicas: 9" in text(plan.after, "values.yaml")
    theirs = upgraded(mine, SECOND, at_conflicts="theirs")
    assert text(theirs.after, "docs/page.md") == text(SECOND.files, "docs/page.md")
    assert text(theirs.after, "values.yaml") == NEW_VALUES


def test_markers_stand_where_they_are_told() -> None:
    mine = edited(OURS, values_yaml=VALUES.replace("pages\n  replicas: 1", "pages\n  replicas: 9"))
    plan = upgraded(mine, SECOND, at_conflicts="markers")
    both = "<<<<<<< ours\n  replicas: 9\n=======\n  replicas: 2\n>>>>>>> theirs\n"
    assert text(plan.after, "values.yaml") == NEW_VALUES.replace("  replicas: 2\n", both)
    assert len(plan.conflicts) == 1
    assert plan.after[BASE_FILE] == SECOND.files[BASE_FILE]


def test_choices_stand_and_are_no_conflicts() -> None:
    mine = edited(
        OURS,
        values_yaml=VALUES.replace("pages\n  replicas: 1", "pages\n  replicas: 9"),
        docs__page_md="mine\n",
    )
    choices = Choices({(VALUES_FILE, ("front", "replicas")): 12}, {PAGE: b"both\n"})
    plan = upgraded(mine, SECOND, choices=choices)
    assert plan.conflicts == ()
    assert text(plan.after, "values.yaml") == NEW_VALUES.replace("replicas: 2", "replicas: 12")
    assert text(plan.after, "docs/page.md") == "both\n"


def test_what_can_be_chosen_is_seen() -> None:
    mine = edited(
        OURS,
        values_yaml=VALUES.replace("pages\n  replicas: 1", "pages\n  replicas: 9"),
        docs__page_md="mine\n",
    )
    plan = upgraded(mine, SECOND)
    assert sides_of(plan.versions[VALUES_FILE], ("front", "replicas")) == Sides(9, 2, MISSING)
    listed = plan.versions[VALUES_FILE]._replace(ours=b"a: [1, 2]\n", theirs=b"a: [2, 3]\n")
    assert sides_of(listed, ("a",)) == Sides([1, 2], [2, 3], [1, 2, 3])
    made = {
        choice: merged_by_choice(PAGE, plan.versions[PAGE], choice, by_lines)
        for choice in ("ours", "theirs", "both")
    }
    new = SECOND.files[PAGE]
    assert made == {"ours": b"mine\n", "theirs": new, "both": b"mine\n" + new}


def test_deleted_files_stay_deleted_and_edited_ones_are_not_lost() -> None:
    gone = version({"docs/page.md": ""}, "1.1.0")
    assert PAGE not in upgraded(OURS, gone).after
    kept = upgraded(edited(OURS, docs__page_md="mine\n"), gone)
    assert text(kept.after, "docs/page.md") == "mine\n"
    assert [one.sentence for one in kept.conflicts] == [
        "docs/page.md: the blueprint has this file no longer, and it was edited here"
    ]
    ours = upgraded(edited(OURS, docs__page_md=None), SECOND)
    assert PAGE not in ours.after
    assert ours.notes == ("docs/page.md was deleted here: what is new in it is left out",)
    assert ours.conflicts == ()


def test_files_added_on_both_sides() -> None:
    same = upgraded(edited(OURS, docs__new_md="new\r\n"), SECOND)
    assert (text(same.after, "docs/new.md"), same.conflicts) == ("new\r\n", ())
    other = edited(OURS, docs__new_md="mine\n")
    plan = upgraded(other, SECOND)
    assert [one.sentence for one in plan.conflicts] == [
        "docs/new.md: this file was added here, and by the blueprint"
    ]
    marked = upgraded(other, SECOND, at_conflicts="markers")
    assert text(marked.after, "docs/new.md") == "<<<<<<< ours\nmine\n=======\nnew\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    "name", ["service renamed", "service recreated", "service removed", "renamed", "removed", "added"]
)
def test_services_and_environments_are_followed(name: str) -> None:
    """What a command does before the upgrade and what it does after it come to the same."""

    def stepped(tree: Tree) -> Tree:
        model = load_values(tree)
        return with_changes(tree, _step(name, model))

    plan = upgraded(stepped(OURS), SECOND)
    assert (plan.conflicts, plan.notes) == ((), ())
    expected = dict(stepped(SECOND.files))
    assert {path: data for path, data in plan.after.items() if path != BASE_FILE} == {
        path: data for path, data in expected.items() if path != BASE_FILE
    }


def _step(name: str, model: ValuesModel) -> tuple:  # type: ignore[type-arg]
    if name in ("service renamed", "service recreated"):
        return renamed(model, "back", "store", recreate=name == "service recreated").changes
    if name == "service removed":
        return removal_of(model, ["back"], force=True).changes
    if name == "renamed":
        return with_environment_renamed(model, "dev", "local").changes
    if name == "removed":
        return without_environment(model, "dev").changes
    return with_environment(model, Wish("qa", "dev", False, None, None, ())).changes


PEAKS = {"values-dev.yaml": "# dev: small\nglobal: {domain: dev.example.com}\nback: {replicas: 1}\n"}
WITH_PEAKS = version(PEAKS)
HIGHER = {"values-dev.yaml": PEAKS["values-dev.yaml"].replace("back: {", "front: {replicas: 2}\nback: {")}


def test_environment_that_was_copied_follows_what_the_blueprint_changes_in_its_original() -> None:
    """Each time anew; with what the team made of the copy, of the original, and of both names."""
    ours = with_changes(WITH_PEAKS.files, _step("added", load_values(WITH_PEAKS.files)))
    assert "  qa: {namespace: shop-qa, like: dev}\n" in text(ours, "platform.yaml")
    ours = edited(
        ours, values_qa_yaml=text(ours, "values-qa.yaml").replace("replicas: 1", "replicas: 7 # peak")
    )
    ours = with_changes(ours, with_environment_renamed(load_values(ours), "dev", "local").changes)
    plan = upgraded(ours, version(HIGHER, "1.1.0"))
    assert (plan.conflicts, plan.notes) == ((), ())
    qa = text(ours, "values-qa.yaml").replace("back: {", "front: {replicas: 2}\nback: {")
    assert text(plan.after, "values-qa.yaml") == qa
    assert "  qa: {namespace: shop-qa, like: local}\n" in text(plan.after, "platform.yaml")
    again = {"values-dev.yaml": HIGHER["values-dev.yaml"].replace("replicas: 2", "replicas: 3")}
    second = upgraded(plan.after, version(again, "1.2.0"))
    assert text(second.after, "values-qa.yaml") == qa.replace("replicas: 2", "replicas: 3")
    assert second.conflicts == ()


def test_copy_whose_original_is_gone_stays_what_it_is() -> None:
    """In the blueprint, in the team's platform, or because nobody says any more where it came from."""
    ours = with_changes(WITH_PEAKS.files, _step("added", load_values(WITH_PEAKS.files)))
    without = {"platform.yaml": "environments:\n  prod: {namespace: shop}\n", "values-dev.yaml": ""}
    kept = upgraded(ours, version(without, "1.1.0"))
    assert text(kept.after, "values-qa.yaml") == text(ours, "values-qa.yaml")
    alone = with_changes(ours, without_environment(load_values(ours), "dev").changes)
    assert "  qa: {namespace: shop-qa}\n" in text(alone, "platform.yaml")
    after = upgraded(alone, version(HIGHER, "1.1.0")).after
    assert text(after, "values-qa.yaml") == text(ours, "values-qa.yaml")


def test_refused_steps_are_told() -> None:
    ours = edited(
        OURS, Chart_yaml=UMBRELLA.replace("alias: front, condition: front", "alias: face, condition: face")
    )
    ours = edited(ours, platform_yaml=text(ours, "platform.yaml") + "moved: [{from: front, to: face}]\n")
    broken = version({"values-dev.yaml": "front: &a {replicas: 1}\nback: *a\n"}, "1.1.0")
    plan = upgraded(ours, broken)
    assert plan.before is ours


def test_answers_of_platform_yaml_and_the_new_version_stand() -> None:
    ours = edited(OURS, platform_yaml=text(OURS, "platform.yaml").replace("name: shop", "name: store"))
    theirs = version(number="1.1.0", size="small")
    after = upgraded(ours, theirs).after
    assert text(after, "platform.yaml") == text(theirs.files, "platform.yaml")


NEW_CHARTS = {
    **CHARTS,
    PurePosixPath("web/Chart.yaml"): CHARTS[PurePosixPath("web/Chart.yaml")].replace(b"1.3.0", b"1.4.0"),
    PurePosixPath("web/templates/web.yaml"): b"kind: NewWeb",
}
WITH_CHARTS = version({"Chart.yaml": UMBRELLA.replace("1.3.0", "1.4.0")}, "1.1.0", NEW_CHARTS)


def test_charts_are_made_anew_and_services_of_people_follow() -> None:
    from generator.core.blueprint.derived import Bundled
    from generator.core.upgrade.base import base_of
    from generator.core.upgrade.planned import Upgrading, planned

    own = "  - {name: web, alias: mine, condition: mine.enabled, version: 1.3.0}\n"
    ours = edited(
        OURS, Chart_yaml=UMBRELLA + own, charts__web__templates__web_yaml="edited", charts__web__more_tpl="x"
    )
    versions = Upgrading(base_of(ours), ours, WITH_CHARTS)
    bundled = Bundled(NEW_CHARTS, b"{}")
    plan = planned(versions, bundled, by_lines)
    assert plan.conflicts == ()
    assert text(plan.after, "Chart.yaml") == (UMBRELLA + own).replace("1.3.0", "1.4.0")
    assert text(plan.after, "charts/web/templates/web.yaml") == "kind: NewWeb"
    assert list(map(str, plan.edited)) == ["charts/web/more.tpl", "charts/web/templates/web.yaml"]
    assert PurePosixPath("charts/web/more.tpl") not in plan.after
    kept = planned(versions, bundled, by_lines, keep_charts=True)
    assert text(kept.after, "Chart.yaml") == UMBRELLA + own
    assert text(kept.after, "charts/web/templates/web.yaml") == "edited"
    assert kept.after[PurePosixPath("values.schema.json")] == ours[PurePosixPath("values.schema.json")]


def test_readme_is_made_anew_between_its_markers() -> None:
    ours = edited(OURS, README_md=text(OURS, "README.md").replace("More.", "Ours."))
    theirs = version({"README.md": FILES["README.md"].replace("# Shop", "# The shop")}, "1.1.0")
    plan = upgraded(ours, theirs)
    # The fake takes every text for a conflict: what matters is that the part in between is none of it.
    assert [one.line for one in plan.conflicts] == [1]
    assert "| front | web |" in text(plan.after, "README.md")
