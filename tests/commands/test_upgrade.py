"""`status`, `upgrade` and `reconfigure` on a platform that somebody edits; what they decide is tested in core."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.edge import state
from generator.edge.files import read_tree
from tests.commands.conftest import Run
from tests.terminals import answered_on_terminal

GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


@pytest.fixture
def shop(invoke: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A platform of `own`, whose blueprint has a newer version since."""
    monkeypatch.setattr(state, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HELM_BIN", "no-helm-here")  # what it does to clusters is tested in test_effects.py
    assert invoke("new", own, "shop", "--defaults").status == 0
    newer(own, "values.yaml", "tag: 1.29.3", "tag: 1.30.0")
    (own / "blueprint.yaml").write_text((own / "blueprint.yaml").read_text().replace("0.3.0", "0.3.1"))
    return Path("shop")


def newer(own: Path, file: str, old: str, new: str) -> None:
    path = own / "{{cookiecutter.name}}" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def edited(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


def test_status_upgrade_and_undo(invoke: Run, shop: Path) -> None:
    edited(shop / "values.yaml", "http: 8080}", "http: 8081} # ours")
    before = read_tree(shop)
    result = invoke("status", "--platform", shop)
    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "tiny 0.3.0: 0.3.1 is here, `upgrade` takes it over\n"
        "changed in the blueprint: values.yaml\n"
        "values.yaml: modified\n"
        "  web.ports.http: changed (line 10)\n"
    ).replace("`upgrade`", "`upgrade`")
    told = json.loads(invoke("status", "--platform", shop, "--output", "json").out)
    assert (told["behind"], told["modified"], told["blueprint"]["here"]) == (True, True, "0.3.1")

    shown = invoke("upgrade", "--platform", shop, "--dry-run")
    assert (shown.status, read_tree(shop)) == (0, before)
    assert (
        "-  image: {repository: nginx, tag: 1.29.3}\n+  image: {repository: nginx, tag: 1.30.0}\n"
        in shown.out
    )
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    values = (shop / "values.yaml").read_text()
    assert "tag: 1.30.0}\n  ports: {http: 8081} # ours\n" in values
    assert "version: 0.3.1\n" in (shop / "platform.yaml").read_text()
    assert invoke("upgrade", "--platform", shop, "--yes") == (0, "Everything is up to date.\n", "")
    assert "the newest that is here\n" in invoke("status", "--platform", shop).out

    assert invoke("upgrade", "--platform", shop, "--undo", "--yes").status == 0
    assert read_tree(shop) == before
    again = invoke("upgrade", "--platform", shop, "--undo", "--yes")
    assert (again.status, again.err.partition("\n")[0]) == (
        2, "Error: no upgrade was made here, or it is undone already",
    )  # fmt: skip


def test_conflicts_are_listed_and_nothing_is_written(invoke: Run, shop: Path) -> None:
    edited(shop / "values.yaml", "tag: 1.29.3", "tag: 1.29.9")
    before = read_tree(shop)
    told = "values.yaml:9: web.image.tag: ours and theirs changed it, each in a way of its own\n"
    for options in ((), ("--conflicts", "fail")):
        result = invoke("upgrade", "--platform", shop, "--yes", *options)
        assert result.status == 1
        assert result.err.startswith(told)
        assert read_tree(shop) == before
    assert invoke("upgrade", "--platform", shop, "--yes", "--conflicts", "markers").err == told
    line = "  image: {repository: nginx, tag: %s}\n"
    both = f"<<<<<<< ours\n{line % '1.29.9'}=======\n{line % '1.30.0'}>>>>>>> theirs\n"
    assert both in (shop / "values.yaml").read_text()
    assert invoke("upgrade", "--platform", shop, "--undo", "--yes").status == 0
    assert invoke("upgrade", "--platform", shop, "--yes", "--conflicts", "theirs").status == 0
    assert "tag: 1.30.0" in (shop / "values.yaml").read_text()


def test_what_git_has_not_got_is_refused(invoke: Run, shop: Path) -> None:
    git(shop, "init", "-q")
    result = invoke("upgrade", "--platform", shop, "--yes")
    assert (result.status, "git has not got this as it is" in result.err) == (2, True)
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "first")
    edited(shop / "hello.sh", "shop-team", "hullo")
    before = read_tree(shop)
    result = invoke("upgrade", "--platform", shop, "--yes")
    assert result.err.startswith("Error: shop/hello.sh: git has not got this as it is: hello.sh\n")
    assert read_tree(shop) == before
    assert invoke("upgrade", "--platform", shop, "--yes", "--allow-dirty").status == 0
    assert "hullo" in (shop / "hello.sh").read_text()


def test_other_answers(invoke: Run, shop: Path, own: Path) -> None:
    result = invoke("reconfigure", "--platform", shop, "--set", "queue=nats", "--yes")
    assert (result.status, "made from version 0.3.0, and 0.3.1 is here" in result.err) == (2, True)
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    edited(shop / "values.yaml", "# keeps them", "# keeps them all")
    assert invoke("reconfigure", "--platform", shop, "--set", "queue=nats", "--yes").status == 0
    values = (shop / "values.yaml").read_text()
    assert "# keeps them all\n" in values
    assert "queue: # carries messages\n" in values
    assert "queue: nats\n" in (shop / "platform.yaml").read_text()
    edited(shop / "platform.yaml", "queue: nats", "queue: none")
    assert "answer queue: nats → none\n" in invoke("status", "--platform", shop).out
    assert invoke("reconfigure", "--platform", shop, "--yes").status == 0
    assert "queue:" not in (shop / "values.yaml").read_text()


def test_answers_that_come_and_go_are_told(invoke: Run, shop: Path, own: Path) -> None:
    text = (own / "blueprint.yaml").read_text()
    text = text.replace(
        "  cache: {help: Keep a cache, type: boolean, default: true}\n",
        "  size: {help: How big, default: small}\n",
    )
    (own / "blueprint.yaml").write_text(text)
    context = own / "cookiecutter.json"
    context.write_text(
        json.dumps(
            {key: one for key, one in json.loads(context.read_text()).items() if key != "cache"}
            | {"size": "small"}
        )
    )
    result = invoke("upgrade", "--platform", shop, "--yes")
    assert "size is asked now, and is small" in result.err
    assert "cache is asked no more: the answer goes" in result.err
    platform = (shop / "platform.yaml").read_text()
    assert "size: small\n" in platform
    assert "cache:" not in platform


def test_base_that_is_missing_or_hostile_is_said(invoke: Run, shop: Path) -> None:
    base = shop / ".blueprint" / "base.tar.gz"
    base.write_bytes(b"no")
    for command in ("status", "upgrade", "reconfigure"):
        assert "this archive is damaged" in invoke(command, "--platform", shop).err
    base.unlink()
    result = invoke("upgrade", "--platform", shop)
    assert (result.status, "base.tar.gz: this file is missing: " in result.err) == (2, True)


def test_blueprint_that_is_gone_or_another_is_said(invoke: Run, shop: Path, own: Path) -> None:
    result = invoke("upgrade", "--platform", shop, "--to", "nowhere")
    assert result.status == 2
    own.rename(own.with_name("moved"))
    assert (
        "upgrade --to FOLDER --platform shop` says where it is now"
        in invoke("status", "--platform", shop).err
    )
    assert invoke("status", "--platform", shop, "--to", own.with_name("moved")).status == 1
    edited(shop / "platform.yaml", "name: tiny", "name: other")
    result = invoke("status", "--platform", shop, "--to", own.with_name("moved"))
    assert "this platform was made from other, and " in result.err


def test_files_beside_the_platform_are_merged_too(invoke: Run, shop: Path, own: Path) -> None:
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    more = own / "{{cookiecutter.name}}" / "scripts" / "run.sh"
    more.parent.mkdir()
    more.write_text("#!/bin/sh\necho\n")
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    assert (shop / "scripts" / "run.sh").read_text() == "#!/bin/sh\necho\n"
    more.write_text("#!/bin/sh\necho 2\n")
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    assert read_tree(shop)[PurePosixPath("scripts/run.sh")] == b"#!/bin/sh\necho 2\n"


def port_renamed(own: Path, *more: str) -> None:
    """A newer version, in which a port has another name, with the migration for it and `more`."""
    newer(own, "values.yaml", "ports: {http: 8080}", "ports: {page: 8080}")
    port = "port: {version: 0.3.1, rename: {web.ports.http: page}, note: The port has another name.}"
    with (own / "blueprint.yaml").open("a") as manifest:
        manifest.write(
            "".join(f"{each}\n" for each in ("migrations:", *(f"  {one}" for one in (port, *more))))
        )


def test_migration_carries_what_people_wrote(invoke: Run, shop: Path, own: Path) -> None:
    """A port has another name in the new version; the team's own number comes along, with its comment."""
    port_renamed(
        own, "size: {version: 0.3.1, optional: true, set: {web.replicaCount: 2}, note: Two are safer.}"
    )
    edited(shop / "values.yaml", "http: 8080}", "http: 8081} # ours")
    result = invoke("upgrade", "--platform", shop, "--dry-run", "--allow-dirty")
    assert (result.status, "-  ports: {http: 8081} # ours\n" in result.out) == (0, True)
    assert "+  ports: {page: 8081} # ours\n" in result.out
    assert "0.3.1 port: The port has another name." in result.err
    assert "0.3.1 size: Two are safer. `helm-blueprint upgrade" in result.err
    assert "replicaCount" not in result.out
    chosen = invoke("upgrade", "--platform", shop, "--dry-run", "--allow-dirty", "--migrate", "size")
    assert "+  replicaCount: 2\n" in chosen.out
    wrong = invoke("upgrade", "--platform", shop, "--dry-run", "--migrate", "port")
    assert wrong.status == 2
    assert 'there is no optional migration "port" from 0.3.0 to 0.3.1' in wrong.err


def test_default_of_a_newer_chart_is_pinned_and_let_go(invoke: Run, shop: Path) -> None:
    """As if the platform had been made with charts of another default."""
    defaults = shop / "charts" / "deployment" / "defaults.json"
    edited(defaults, '"revisionHistoryLimit": 3', '"revisionHistoryLimit": 7')
    edited(shop / "charts" / "deployment" / "Chart.yaml", "version: 1.", "version: 0.")
    result = invoke("upgrade", "--platform", shop, "--yes", "--allow-dirty")
    assert result.status == 0
    assert "deployment.revisionHistoryLimit stays what it was in deployment 0." in result.err
    text = (shop / "values.yaml").read_text()
    assert "      # pinned: deployment.revisionHistoryLimit is that of deployment 0." in text
    assert "      revisionHistoryLimit: 7\n" in text
    listed = invoke("upgrade", "--platform", shop, "--adopt")
    assert listed.out.startswith("deployment.revisionHistoryLimit: deployment 0.")
    assert (
        invoke("upgrade", "--platform", shop, "--yes", "--adopt", "deployment.revisionHistoryLimit").status
        == 0
    )
    assert "pinned" not in (shop / "values.yaml").read_text()
    assert "revisionHistoryLimit" not in (shop / "values.yaml").read_text()
    assert invoke("upgrade", "--platform", shop, "--yes", "--adopt", "all").out == "There are no pins.\n"
    assert invoke("upgrade", "--platform", shop, "--adopt", "all", "--undo").status == 2


def test_lost_base_is_made_anew(invoke: Run, shop: Path, own: Path) -> None:
    base = shop / ".blueprint" / "base.tar.gz"
    edited(shop / "values.yaml", "# keeps them", "# keeps them all")
    assert invoke("upgrade", "--platform", shop, "--yes").status == 0
    was = base.read_bytes()
    assert invoke("adopt", "--platform", shop, "--yes") == (0, "Everything is up to date.\n", "")
    base.unlink()
    assert invoke("adopt", "--platform", shop, "--yes").status == 0
    assert base.read_bytes() == was
    newer(own, "values.yaml", "tag: 1.30.0", "tag: 1.31.0")
    result = invoke("adopt", "--platform", shop, "--dry-run")
    assert "the blueprint was changed since this platform was made: " in result.err


def test_conflicts_are_asked_on_a_terminal(invoke: Run, shop: Path, own: Path) -> None:
    """A key: a value of one's own. Lines of a text: theirs. Then it is written."""
    newer(own, "values.yaml", "web: [db]", "web: [db, web]")
    newer(own, "hello.sh", "echo", "echo hello")
    edited(shop / "values.yaml", "tag: 1.29.3", "tag: 1.29.9")
    edited(shop / "hello.sh", "echo", "echo ours")
    keys = [b"theirs\r", b"edit\r", b"1.31.0\r", b"y\r"]
    status, said = answered_on_terminal(Path.cwd(), keys, "upgrade", "--platform", "shop", "--allow-dirty")
    assert status == 0, said
    assert "hello.sh:2: these lines were changed here, and by the blueprint" in said
    assert "values.yaml:9: web.image.tag: ours and theirs changed it, each in a way of its own" in said
    assert "ours    tag: 1.29.9" in said
    assert "tag: 1.31.0" in (shop / "values.yaml").read_text()
    assert "web: [db, web]" in (shop / "values.yaml").read_text()
    assert "echo hello" in (shop / "hello.sh").read_text()


def test_charts_edited_by_hand_are_shown_with_their_diff_and_kept_on_demand(invoke: Run, shop: Path) -> None:
    chart = shop / "charts" / "deployment" / "Chart.yaml"
    edited(chart, "apiVersion: v2\n", "apiVersion: v2\nicon: ours\n")
    diff = "--- a/charts/deployment/Chart.yaml\n+++ b/charts/deployment/Chart.yaml\n"
    told = "vendored charts edited by hand: charts/deployment/Chart.yaml\n" + diff
    shown = invoke("status", "--platform", shop)
    assert told in shown.out
    assert "+icon: ours\n" in shown.out
    found = json.loads(invoke("status", "--platform", shop, "--output", "json").out)
    assert found["newerVersions"] == ["0.3.1"]
    assert [(one["path"], one["against"]) for one in found["vendoredDiffs"]] == [
        ("charts/deployment/Chart.yaml", "made")
    ]
    assert "+icon: ours\n" in found["vendoredDiffs"][0]["diff"]
    kept = invoke("upgrade", "--platform", shop, "--yes", "--allow-dirty", "--keep-charts")
    assert "edited by hand (kept): charts/deployment/Chart.yaml\n" + diff in kept.out
    assert "icon: ours" in chart.read_text()


def test_plan_is_carried_out_if_it_fits_still(invoke: Run, shop: Path, own: Path) -> None:
    edited(shop / "values.yaml", "http: 8080}", "http: 8081}")
    before = read_tree(shop)
    planned = invoke("upgrade", "--platform", shop, "--to", own, "--review", "--plan", "plan.yaml")
    assert planned.status == 0
    assert planned.out.startswith("values.yaml:7 (base 7, theirs 7): web: ours changed ports, theirs image\n")
    assert read_tree(shop) == before
    assert "+  image: {repository: nginx, tag: 1.30.0}\n" in Path("plan.yaml").read_text()
    other = invoke("upgrade", "--platform", shop, "--apply", "plan.yaml", "--keep-charts", "--yes")
    assert (other.status, "a plan has its own options" in other.err) == (2, True)
    edited(shop / "values.yaml", "http: 8081}", "http: 8082}")
    moved = invoke("upgrade", "--platform", shop, "--apply", "plan.yaml", "--yes")
    assert (moved.status, "values.yaml is not what it was when this was planned" in moved.err) == (2, True)
    edited(shop / "values.yaml", "http: 8082}", "http: 8081}")
    assert invoke("upgrade", "--platform", shop, "--apply", "plan.yaml", "--yes").status == 0
    assert "tag: 1.30.0}\n  ports: {http: 8081}\n" in (shop / "values.yaml").read_text()


@pytest.mark.parametrize(
    "other", [("--plan", "plan.yaml"), ("--apply", "plan.yaml"), ("--review",), ("--to", "1.0.0")]
)
@pytest.mark.parametrize("alone", ["--undo", "--adopt"])
def test_what_takes_no_other_choice_ignores_none(
    invoke: Run, shop: Path, alone: str, other: tuple[str, ...]
) -> None:
    before = read_tree(shop)
    result = invoke("upgrade", "--platform", shop, *other, alone, "--yes")
    assert (result.status, "it goes with no other choice" in result.err) == (2, True)
    assert read_tree(shop) == before


def test_pull_request_is_printed_and_written_with_yes_alone(invoke: Run, shop: Path) -> None:
    before = read_tree(shop)
    shown = invoke("upgrade", "--platform", shop, "--pr")
    assert (shown.status, read_tree(shop)) == (0, before)
    assert shown.out.startswith(
        "Upgrade shop to tiny 0.3.1\n\n`shop` goes from `tiny 0.3.0` to `0.3.1`. Files: 3 changed.\n"
    )
    assert "+  image: {repository: nginx, tag: 1.30.0}\n" in shown.out
    written = invoke("upgrade", "--platform", shop, "--pr", "--yes")
    assert (written.status, written.out) == (0, shown.out)
    assert "tag: 1.30.0" in (shop / "values.yaml").read_text()
    again = invoke("upgrade", "--platform", shop, "--pr", "--yes")
    assert (again.status, again.out) == (0, "")


def test_pull_request_tells_its_conflicts(invoke: Run, shop: Path) -> None:
    edited(shop / "values.yaml", "tag: 1.29.3", "tag: 1.29.9")
    assert invoke("upgrade", "--platform", shop, "--pr", "--yes").out == ""
    result = invoke("upgrade", "--platform", shop, "--pr", "--yes", "--conflicts", "ours")
    told = "- `values.yaml:9: web.image.tag: ours and theirs changed it, each in a way of its own`\n"
    assert (result.status, told in result.out) == (0, True)
    assert "tag: 1.29.9" in (shop / "values.yaml").read_text()


def test_migrations_and_the_merge_are_commits(invoke: Run, shop: Path, own: Path) -> None:
    port_renamed(own)
    git(shop, "init", "-q")
    for key, value in (("user.name", "a"), ("user.email", "a@example.com"), ("commit.gpgsign", "false")):
        git(shop, "config", key, value)
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "first")
    hook = shop / ".git" / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\ngrep -q Migration "$1"\n')
    hook.chmod(0o755)
    before = read_tree(shop)
    refused = invoke("upgrade", "--platform", shop, "--commit-each", "--yes")
    assert (refused.status, 'git does not commit "Upgrade shop to tiny 0.3.1"' in refused.err) == (2, True)
    assert read_tree(shop) == before
    hook.unlink()
    assert invoke("upgrade", "--platform", shop, "--commit-each", "--yes").status == 0
    log = subprocess.run(
        ["git", "log", "--format=%s"], cwd=shop, check=True, capture_output=True, text=True
    ).stdout
    assert log == "Upgrade shop to tiny 0.3.1\nMigration port of 0.3.1\nfirst\n"
    assert invoke("upgrade", "--platform", shop, "--undo", "--yes").status == 0


def test_another_major_version_is_taken_where_somebody_says_so(invoke: Run, shop: Path, own: Path) -> None:
    """Below 1.0 another minor version is one. The plan of one has been looked at, and says so."""
    manifest = own / "blueprint.yaml"
    note = "pages: {version: 0.4.0, note: Pages are served by another program.}"
    manifest.write_text(manifest.read_text().replace("0.3.1", "0.4.0") + f"migrations:\n  {note}\n")
    told = (
        "Error: tiny 0.4.0 is another major version than 0.3.0, which is here\n"
        "  0.4.0 pages: Pages are served by another program.\n"
        "  `helm-blueprint upgrade --major --platform shop` takes it over; "
        "with --dry-run it shows what that does, and writes nothing.\n"
    )
    before = read_tree(shop)
    for how in (("--yes",), ("--to", own, "--dry-run"), ("--pr",), ("--plan", "plan.yaml")):
        result = invoke("upgrade", "--platform", shop, *how)
        assert (result.status, result.out, result.err) == (
            2,
            "",
            told,
        )
    assert (read_tree(shop), Path("plan.yaml").exists()) == (before, False)
    state = invoke("status", "--platform", shop)
    assert state.out.startswith(
        "tiny 0.3.0: 0.4.0 is here, another major version: "
        "`upgrade --major` takes it over\nchanged in the blueprint: values.yaml\n"
    )
    assert json.loads(invoke("status", "--platform", shop, "--output", "json").out)["major"] == "0.4.0"
    shown = invoke("upgrade", "--platform", shop, "--major", "--pr")
    assert "**Look at this first: this is another major version.**" in shown.out
    assert invoke("upgrade", "--platform", shop, "--major", "--plan", "plan.yaml").status == 0
    refused = invoke("upgrade", "--platform", shop, "--major", "--apply", "plan.yaml", "--yes")
    assert (refused.status, "a plan has its own options" in refused.err) == (2, True)
    assert invoke("upgrade", "--platform", shop, "--apply", "plan.yaml", "--yes").status == 0
    assert "version: 0.4.0\n" in (shop / "platform.yaml").read_text()


def test_newest_of_the_own_major_version_is_taken_and_the_other_waits(
    invoke: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HELM_BIN", "no-helm-here")
    manifest, repository = own / "blueprint.yaml", own.parent
    manifest.write_text(manifest.read_text().replace("0.3.0", "1.0.0"))
    git(repository, "init", "-q")
    for version, note in (("1.0.0", ""), ("1.1.0", ""), ("2.0.0", "Everything is another way.")):
        manifest.write_text(manifest.read_text().replace("1.0.0", version).replace("1.1.0", version))
        if note:
            text = f"migrations:\n  all: {{version: {version}, note: {note}}}\n"
            manifest.write_text(manifest.read_text() + text)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", version)
        git(repository, "tag", f"v{version}")
    address = f"git+file://{repository}//{own.name}"
    assert invoke("new", f"{address}?ref=v1.0.0", "shop", "--defaults").status == 0
    waits = "another major version: `upgrade --major` takes it over\n"
    assert invoke("status", "--platform", "shop").out.startswith(
        f"tiny 1.0.0: 1.1.0 is here, `upgrade` takes it over\n2.0.0 is here, too, {waits}"
    )
    called = waits.replace("--major", "--major --platform shop").replace("`u", "`helm-blueprint u")
    told = f"Note: 2.0.0 is here, too, {called}Note: 2.0.0 all: Everything is another way.\n"
    taken = invoke("upgrade", "--platform", "shop", "--yes")
    unknown = "Note: nobody can tell what this does to clusters: helm is needed to render the platform, and it is not here\n"
    assert (taken.status, taken.err) == (0, told + unknown)
    assert "?ref=v1.1.0" in Path("shop/platform.yaml").read_text()
    state_now = invoke("status", "--platform", "shop")
    assert (state_now.status, state_now.out) == (
        1, f"tiny 1.1.0: 2.0.0 is here, {waits}Nothing was changed here.\n",
    )  # fmt: skip
    assert invoke("upgrade", "--platform", "shop", "--yes") == (0, "Everything is up to date.\n", told)
    assert invoke("upgrade", "--platform", "shop", "--to", "2.0.0", "--yes").status == 2
    assert invoke("upgrade", "--platform", "shop", "--major", "--yes").status == 0
    assert "?ref=v2.0.0" in Path("shop/platform.yaml").read_text()
    git(repository, "tag", "v2.1.0")
    wrong = "the tag says 2.1.0, and its blueprint.yaml 2.0.0: upgrades go by the tags\n"
    refused = invoke("upgrade", "--platform", "shop", "--yes")
    assert (refused.status, refused.err.partition("\n")[0] + "\n") == (
        2,
        f"Error: {address}?ref=v2.1.0: {wrong}",
    )
    assert invoke("new", f"{address}?ref=v2.1.0", "other", "--defaults").err == f"Note: {wrong}"


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--plan", "p.yaml", "--pr"), "--plan writes the plan alone"),
        (("--commit-each", "--allow-dirty"), "--commit-each needs a clean git tree"),
        (("--commit-each", "--conflicts", "markers"), "--commit-each commits no markers"),
        (("--pr", "--impact"), "it does not go with --impact"),
        (("--undo", "--pr"), "it goes with no other choice"),
        (("--undo", "--major"), "it goes with no other choice"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    invoke: Run, shop: Path, options: tuple[str, ...], what: str
) -> None:
    before = read_tree(shop)
    result = invoke("upgrade", "--platform", shop, "--yes", *options)
    assert (result.status, what in result.err) == (2, True)
    assert read_tree(shop) == before
