"""How every command behaves on the screen: colours, how much it says, variables, files, other words."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from generator import __version__
from generator.cli import main_group, run
from generator.commands import Folder
from tests.bench.synthetic import write
from tests.commands.conftest import Run
from tests.small_platform import small_platform

DIFF = ("values", "diff", "dev", "prod", "--only", "web.replicaCount")
RED = "\x1b[31m"


@pytest.fixture
def shop(invoke: Run) -> Path:
    return write(small_platform(), Path("shop"))


@pytest.mark.parametrize(
    ("variables", "options", "colour"),
    [
        ({}, [], ""),  # a pipe
        ({"FORCE_COLOR": "1"}, [], "red"),
        ({"CLICOLOR_FORCE": "1"}, [], "red"),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], ""),
        ({"NO_COLOR": "1"}, ["--color", "always"], "red"),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], ""),
        ({"TERM": "dumb"}, ["--color=always"], "red"),
    ],
)
def test_colours_are_those_that_were_asked_for(
    invoke: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], options: list[str], colour: str
) -> None:
    shop = write(small_platform(), Path("shop"))
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    after = invoke(*DIFF, "--platform", shop, *options)
    before = invoke(*options, *DIFF, "--platform", shop)
    assert (after.status, after.out) == (0, before.out)
    assert (RED in after.out) is (colour == "red")
    wrong = invoke(*options, "values", "diff", "dev", "nope", "--platform", shop)
    assert ("\x1b[" in wrong.err) is (colour == "red")


def test_quiet_leaves_output_and_errors(invoke: Run, shop: Path) -> None:
    (shop / "values-dev.yaml").write_text("web: {replicaCount: 1}\n---\nweb: {}\n")
    told = invoke("values", "get", "web.replicaCount", "--env", "dev", "--platform", shop)
    quiet = invoke("values", "get", "web.replicaCount", "--env", "dev", "--platform", shop, "-q")
    assert "Note: " in told.err
    assert (quiet.status, quiet.out, quiet.err) == (0, told.out, "")
    wrong = invoke("--quiet", "values", "get", "web.nope", "--platform", shop)
    assert wrong.err.startswith("Error: ")


def test_verbose_tells_what_is_read(invoke: Run, shop: Path) -> None:
    told = invoke("values", "get", "web.replicaCount", "--platform", shop, "--verbose")
    assert told.out == "2\n"
    assert told.err.startswith("platform: shop\n")
    assert " files read, environments: dev, staging, prod, dr\n" in told.err
    assert invoke("-q", "version", "-v").status == 2


def test_platform_and_environment_can_be_variables(
    invoke: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELM_BLUEPRINT_PLATFORM", str(shop))
    monkeypatch.setenv("HELM_BLUEPRINT_ENV", "prod")
    assert invoke("values", "get", "web.replicaCount").out == "3\n"
    assert invoke("values", "get", "web.replicaCount", "--env", "").out == "2\n"
    assert invoke("values", "get", "web.replicaCount", "--env", "dev").out == "1\n"
    assert invoke("values", "files").out.endswith("values-prod.yaml\n")
    written = invoke("values", "set", "web.replicaCount=5", "--dry-run")
    assert "+++ b/shop/values-prod.yaml" in written.out
    assert written.err == "Note: HELM_BLUEPRINT_ENV says --env prod\n"
    assert (
        "+++ b/shop/values.yaml" in invoke("values", "set", "web.replicaCount=5", "--env=", "--dry-run").out
    )


def test_output_goes_to_a_file_once_it_is_whole(invoke: Run, shop: Path) -> None:
    matrix = ("values", "matrix", "--platform", shop, "--output", "html")
    page = invoke(*matrix).out
    told = invoke(*matrix, "--output-file", "page.html")
    assert (told.status, told.out, Path("page.html").read_bytes().decode()) == (0, "", page)
    # What fails leaves the file as it was; what was found is written.
    assert invoke("values", "get", "web.nope", "--platform", shop, "--output-file", "page.html").status == 2
    assert Path("page.html").read_bytes().decode() == page
    (shop / "values-dev.yaml").write_text("web: {replicaCuont: 1}\n")
    lint = ("values", "lint", "--platform", shop, "--output", "json", "--output-file", "found.json")
    assert invoke(*lint).status == 1
    assert "replicaCuont" in Path("found.json").read_text()
    assert "cannot write this: there is no such file or folder" in invoke("list", "--output-file", "no/x").err


def test_output_file_is_old_or_new_and_keeps_its_mode(
    invoke: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise OSError(28, "No space left on device")

    page = Path("files.txt")
    page.write_text("old")
    page.chmod(0o600)
    call = ("values", "files", "--env", "dev", "--platform", shop, "--output-file", page)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lost)
        assert invoke(*call).status == 2
    assert (page.read_text(), [one.name for one in Path().glob(".*.tmp")]) == ("old", [])
    assert invoke(*call).status == 0
    assert page.read_text().startswith("-f ")
    assert page.stat().st_mode & 0o777 == 0o600


def test_exit_zero_stops_no_pipeline(invoke: Run, shop: Path) -> None:
    (shop / "values-dev.yaml").write_text("web: {replicaCuont: 1}\n")
    found, same = (invoke("values", "lint", "--platform", shop, *more) for more in ([], ["--exit-zero"]))
    assert (found.status, same.status, same.out) == (1, 0, found.out)
    assert invoke("values", "lint", "--platform", "nowhere", "--exit-zero").status == 2
    diff = ("values", "diff", "dev", "prod", "--platform", shop)
    assert [invoke(*diff, *more).status for more in ([], ["--exit-code"], ["--exit-zero"])] == [0, 1, 0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["get"], 'There is no command "get". Did you mean "values get"?'),
        (["valeus"], 'There is no command "valeus". Did you mean "values"?'),
        (["rename"], 'There is no command "rename". Did you mean "env rename" or "service rename"?'),
        (["xyz"], 'There is no command "xyz".\n'),
        (["list", "-o", "JSN"], "'JSN' is not one of 'text', 'json'. Did you mean \"json\"?"),
        (["list", "--outptu", "json"], "Did you mean"),
        (["help", "values", "sett"], 'there is no command "values sett"\n  Did you mean "set"?'),
        (["values", "lint", "--only", "secrte"], 'there is no rule "secrte"\n  Did you mean "secret"?'),
    ],
)
def test_what_was_probably_meant_is_told(invoke: Run, shop: Path, words: list[str], message: str) -> None:
    told = invoke(*words)
    assert told.status == 2
    assert message in told.err


def test_value_is_yaml_that_reads_as_the_same(invoke: Run, shop: Path) -> None:
    asked = ("values", "get", "web.image.tag", "--platform", shop)
    assert [invoke(*asked, "-o", form).out for form in ("text", "yaml", "json")] == [
        "1.4.2\n",
        "1.4.2\n",
        '"1.4.2"\n',
    ]
    (shop / "values-dev.yaml").write_text('web: {image: {tag: "1.10"}}\n')
    assert [invoke(*asked, "--env", "dev", "-o", form).out for form in ("text", "yaml")] == [
        "1.10\n",
        '"1.10"\n',
    ]


def test_help_is_that_of_the_command(invoke: Run) -> None:
    assert invoke("help", "values", "set").out == invoke("values", "set", "--help").out
    assert invoke("help").out == invoke("--help").out


def test_version_has_a_command(invoke: Run) -> None:
    assert invoke("version") == (0, f"helm-blueprint {__version__}\n", "")
    assert "Python 3" in invoke("version", "--verbose").err


def every_command(group: Folder) -> list[click.Command]:
    found: list[click.Command] = []
    for name in group.list_commands(click.Context(group)):
        one = group.get_command(click.Context(group), name)
        assert one is not None
        found += every_command(one) if isinstance(one, Folder) else [one]
    return found


def test_every_command_has_the_same_manners() -> None:
    for command in every_command(main_group()):
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--color", "--quiet", "--verbose"} <= options
        assert ("--output" in options) is ("--output-file" in options), command.name


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_to_complete(invoke: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    script = invoke("completion", shell).out
    assert f"_HELM_BLUEPRINT_COMPLETE={shell}_complete" in script
    monkeypatch.setenv("HELM_PLUGIN_NAME", "blueprint")
    told = invoke("completion", shell)
    assert told.err == (
        f"Error: Helm completes its plugins itself\n  Have your shell read: helm completion {shell}\n"
    )


def test_shell_gets_its_candidates(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_HELM_BLUEPRINT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "helm-blueprint values ma")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit):
        run([])
    assert capsys.readouterr().out == "plain,matrix\n"
