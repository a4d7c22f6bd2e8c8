"""`new`, from the words on the command line to the folder on the disk."""

from __future__ import annotations

import errno
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import FIXTURES, Run

ROOT = FIXTURES.parent.parent.parent


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def refused(invoke: Run, *arguments: str | Path) -> str:
    """The message of a call that must be refused: exit status 2, nothing on stdout, nothing written."""
    before = sorted(Path().rglob("*"))
    result = invoke(*arguments)
    assert (result.status, result.out) == (2, "")
    assert sorted(Path().rglob("*")) == before
    return result.err


def test_platform_is_written_and_the_next_steps_are_told(invoke: Run) -> None:
    result = invoke("new", "tiny", "--defaults")
    assert result.status == 0
    assert result.err == ""
    count = sum(1 for path in Path("shop").rglob("*") if path.is_file())
    assert (
        result.out
        == f"""\
{count} files written to shop. Next:

  cd shop
  helm template shop . -f values-dev.yaml
  helm install shop . -f values-dev.yaml --namespace shop-dev --create-namespace
"""
    )
    assert names(Path("shop")) == [
        ".blueprint", ".helmignore", "Chart.yaml", "README.md", "charts", "docs", "hello.sh", "platform.yaml",
        "templates", "values-dev.yaml", "values-dr.yaml", "values-prod.yaml", "values.schema.json", "values.yaml",
    ]  # fmt: skip
    assert Path("shop/README.md").read_text() == "# shop\n\nServes shop.example.com.\n"
    assert Path("shop/docs/replaced.md").read_text() == "The tiny layer wrote this for shop-team.\n"


def test_answers_come_from_set_before_file_before_default(invoke: Run) -> None:
    Path("answers.yaml").write_text("name: store\nqueue: nats\ncache: false\n")
    result = invoke(
        "new", "tiny", "deep/er", "--answers", "answers.yaml", "--set", "name=market", "--defaults"
    )
    assert result.status == 0
    assert Path("deep/er/queue.md").read_text() == "The queue is nats.\n"
    assert (
        "  name: market\n  domain: market.example.com\n  queue: nats\n  cache: false\n  team: market-team\n"
        in (Path("deep/er/platform.yaml").read_text())
    )


def test_all_questions_answered_need_neither_terminal_nor_defaults(invoke: Run) -> None:
    Path("answers.json").write_text(
        '{"name": "x", "domain": "x.io", "queue": "none", "cache": true, "team": "t"}'
    )
    assert invoke("new", "tiny", "--answers", "answers.json").status == 0
    assert Path("x/platform.yaml").exists()


def test_same_answers_write_the_same_bytes(invoke: Run) -> None:
    for folder in ("one", "two"):
        invoke("new", "tiny", folder, "--defaults")
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
        for folder in ("one", "two")
    )
    assert one == two


def test_dry_run_draws_the_tree_and_writes_nothing(invoke: Run) -> None:
    result = invoke("new", "tiny", "--defaults", "--dry-run")
    assert result.status == 0
    assert result.out.splitlines()[:6] == [
        "shop/",
        "├── .helmignore",
        "├── Chart.yaml",
        "├── README.md",
        "├── hello.sh",
        "├── platform.yaml",
    ]
    assert "└── docs/\n" not in result.out
    assert names(Path()) == []


def test_empty_folder_is_taken(invoke: Run) -> None:
    Path("shop").mkdir()
    assert invoke("new", "tiny", "--defaults").status == 0
    assert Path("shop/Chart.yaml").exists()


def test_current_folder_is_taken(invoke: Run) -> None:
    result = invoke("new", "tiny", ".", "--defaults")
    assert result.status == 0
    assert "  cd .\n" not in result.out
    assert Path("Chart.yaml").exists()


def test_path_of_a_blueprint_is_taken(invoke: Run, own: Path) -> None:
    assert invoke("new", own, "--defaults").status == 0
    assert f"  source: {own}\n" in Path("shop/platform.yaml").read_text()


def test_folder_with_spaces_is_quoted(invoke: Run) -> None:
    assert "  cd 'my shop'\n" in invoke("new", "tiny", "my shop", "--defaults").out


def test_next_steps_name_the_helm_that_called(invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELM_BIN", "/opt/helm 4/helm")
    assert (
        "  '/opt/helm 4/helm' template shop . -f values-dev.yaml\n" in invoke("new", "tiny", "--defaults").out
    )


def test_hooks_of_a_blueprint_are_not_run_and_that_is_told(invoke: Run, own: Path) -> None:
    (own / "hooks").mkdir()
    (own / "hooks" / "post_gen_project.sh").write_text("#!/bin/sh\ntouch hacked\n")
    result = invoke("new", own, "--defaults")
    assert result.status == 0
    assert (
        result.err
        == f"Note: {own} has hooks; they are programs, and are not run. --trust shows them and asks.\n"
    )


def hear_interrupts() -> None:
    """A test runner's workers ignore Ctrl-C, nohup a closed terminal, and what they start would inherit that."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


# Bad input: a sentence, a hint, exit status 2, nothing written.


def test_unknown_blueprint(invoke: Run) -> None:
    assert refused(invoke, "new", "tinny", "--defaults") == (
        'Error: there is no blueprint "tinny"\n  Did you mean "tiny"?\n'
    )


def test_unknown_option(invoke: Run) -> None:
    assert refused(invoke, "new", "tiny", "--defaults", "--set", "queu=nats") == (
        'Error: --set queu=nats: there is no option "queu"\n  Did you mean "queue"?\n'
    )


def test_unknown_option_is_told_before_anything_is_asked(invoke: Run) -> None:
    assert 'there is no option "queu"' in refused(invoke, "new", "tiny", "--set", "queu=nats")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Shop", "only lower-case letters, digits and - are allowed, a letter first, no - last"),
        ("s" * 21, "it is 21 characters long, at most 20 are allowed"),
        ("../x", "only lower-case letters, digits and - are allowed, a letter first, no - last"),
        ("", "only lower-case letters, digits and - are allowed, a letter first, no - last"),
    ],
)
def test_invalid_name(invoke: Run, name: str, reason: str) -> None:
    assert f'name: "{name}" is not allowed: {reason}' in refused(
        invoke, "new", "tiny", "--defaults", "--set", f"name={name}"
    )


def test_wrong_choice(invoke: Run) -> None:
    assert refused(invoke, "new", "tiny", "--defaults", "--set", "queue=kafka") == (
        'Error: --set queue=kafka: queue: "kafka" is not one of none, nats\n'
    )


def test_malformed_set(invoke: Run) -> None:
    assert refused(invoke, "new", "tiny", "--set", "queue") == (
        'Error: --set "queue" has no name and value\n  Write it as --set name=value.\n'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name: [shop\n",
            "Error: answers.yaml:1: this is not valid YAML: did not find expected ',' or ']'\n",
        ),
        ("name: shop\nname: store\n", 'Error: answers.yaml:2: "name" stands here twice\n'),
        ("- shop\n", "Error: answers.yaml: a mapping of options to answers is expected\n"),
        ("queue: none\nname: [shop]\n", "Error: answers.yaml:2: name: a text is expected, not list\n"),
    ],
)
def test_malformed_answers_file(invoke: Run, text: str, message: str) -> None:
    Path("answers.yaml").write_text(text)
    assert refused(invoke, "new", "tiny", "--defaults", "--answers", "answers.yaml") == message


def test_unreadable_answers_file(invoke: Run) -> None:
    assert refused(invoke, "new", "tiny", "--defaults", "--answers", "gone.yaml") == (
        "Error: gone.yaml: cannot read this: there is no such file or folder\n"
    )
    assert "this is a folder\n  Name a file." in refused(invoke, "new", "tiny", "--answers", ".")
    Path("binary").write_bytes(b"a: 1\n\xff\n")
    assert "Error: binary:2: this is not UTF-8 text" in refused(invoke, "new", "tiny", "--answers", "binary")


def test_existing_folder(invoke: Run) -> None:
    Path("shop").mkdir()
    Path("shop/notes.txt").write_text("mine")
    message = 'Error: cannot make "shop": it contains notes.txt\n  Name a folder that is new or empty.\n'
    assert refused(invoke, "new", "tiny", "--defaults") == message
    # Told first: nobody answers twenty questions for a folder that cannot be made.
    assert refused(invoke, "new", "tiny", "shop") == message
    assert Path("shop/notes.txt").read_text() == "mine"


def test_existing_file(invoke: Run) -> None:
    Path("shop").write_text("mine")
    assert 'cannot make "shop": it is a file' in refused(invoke, "new", "tiny", "--defaults")


def test_no_terminal_and_no_defaults(invoke: Run) -> None:
    assert refused(invoke, "new", "tiny", "--set", "name=x") == (
        "Error: there is no terminal to ask on: domain, queue, cache, team\n"
        "  `helm-blueprint new tiny --set name=x --defaults` takes the defaults; "
        "or answer with --set NAME=VALUE, or --answers FILE.\n"
    )


def test_no_permission(invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.mkdir

    def mkdir(path: str | Path, *arguments: object) -> None:
        if "/.helm-blueprint.new-" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        real(path, *arguments)

    monkeypatch.setattr(os, "mkdir", mkdir)
    assert refused(invoke, "new", "tiny", "--defaults") == (
        "Error: shop: cannot write this: permission is denied\n  Choose a folder that you may write to.\n"
    )


def test_full_disk(invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    assert refused(invoke, "new", "tiny", "a/b/shop", "--defaults") == (
        "Error: a/b/shop: cannot write this: the disk is full\n  Make room, or choose another folder.\n"
    )


def test_interrupted_while_writing(invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fsync)
    result = invoke("new", "tiny", "--defaults")
    assert (result.status, result.err) == (130, "\nInterrupted.\n")
    assert names(Path()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_real_signal_ends_with_130(tmp_path: Path, number: signal.Signals) -> None:
    """A named pipe as the answers file keeps the program waiting until the signal comes."""
    os.mkfifo(tmp_path / "pipe")
    command = [
        sys.executable,
        "-m",
        "generator",
        "new",
        str(FIXTURES / "tiny"),
        str(tmp_path / "x"),
        "--answers",
        str(tmp_path / "pipe"),
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=hear_interrupts
    ) as process:
        assert process.stderr is not None
        # Opening the other end waits until the program reads.
        with (tmp_path / "pipe").open("w"):
            process.send_signal(number)
            assert process.wait(30) == 130
        assert process.stderr.read() == "\nInterrupted.\n"
    assert names(tmp_path) == ["pipe"]


def test_broken_blueprint_tells_all_its_errors(invoke: Run, own: Path) -> None:
    (own / "cookiecutter.json").write_text('{"name": "shop", "quue": ["none"]}')
    (own.parent / "base" / "cookiecutter.json").unlink()
    assert (
        refused(invoke, "new", own, "--defaults")
        == f"""\
Error: the blueprint "tiny" is broken
  {own.parent}/base: cookiecutter.json is missing
  {own}/cookiecutter.json: "quue" is not an option of blueprint.yaml
    Did you mean "queue"?
  {own}/cookiecutter.json: the option "queue" is missing here
  {own}/cookiecutter.json: the option "cache" is missing here
  {own}/cookiecutter.json: the option "team" is missing here
"""
    )


def test_broken_templates_tell_all_their_errors(invoke: Run, own: Path) -> None:
    files = own / "{{cookiecutter.name}}"
    (files / "values-dev.yaml").write_text("web: {{ cookiecutter.nmae }}\n")
    (files / "values-prod.yaml").write_text("web: {% if %}\n")
    assert (
        refused(invoke, "new", own, "--defaults")
        == f"""\
Error: the blueprint "tiny" is broken
  {files}/values-dev.yaml:1: "cookiecutter.nmae" is not an option
    Did you mean "name"?
  {files}/values-prod.yaml:1: Expected an expression, got 'end of statement block'
"""
    )


def test_blueprint_with_wrong_values_tells_all_its_errors(invoke: Run, own: Path) -> None:
    files = own / "{{cookiecutter.name}}"
    (files / "values-dev.yaml").write_text("wbe:\n  replicaCount: 1\n")
    (files / "values-dr.yaml").write_text("web:\n  image: 3\n")
    message = refused(invoke, "new", own, "--defaults")
    assert message.startswith(
        'Error: the blueprint "tiny" makes values that its charts do not accept\n'
        '  values-dev.yaml:1: wbe: this key is not known\n    Did you mean "web"?\n'
        "  values-dr.yaml:2: web.image: a map is expected, not 3"
    )


def test_broken_chart_tells_all_its_errors(invoke: Run, own: Path) -> None:
    chart = own / "{{cookiecutter.name}}" / "Chart.yaml"
    chart.write_text(
        chart.read_text()
        .replace("name: deployment", "name: deplyment")
        .replace("condition: db.enabled, ", "")
    )
    assert (
        refused(invoke, "new", own, "--defaults")
        == """\
Error: this umbrella chart is broken
  Chart.yaml:7: there is no chart "deplyment", and no repository to find it in
    Did you mean "deployment"?
  Chart.yaml:8: db: "condition: db.enabled" is missing
    Without it `enabled` would be accepted and do nothing.
"""
    )


# Prompts, on a real terminal.


def converse(folder: Path, answers: str, *arguments: str, interrupt_at: str = "\0") -> tuple[int, str]:
    """Type answers into a terminal; the exit status and everything that was shown."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "generator", "new", str(FIXTURES / "tiny"), *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as process:
        os.close(terminal)
        os.write(controller, answers.encode())
        shown = b""
        try:
            asked = False
            while True:
                is_quiet = not select.select([controller], [], [], 0.5)[0]
                if not is_quiet:
                    shown += os.read(controller, 4096)
                # A signal between the question and the read is not seen until a key is pressed: send it again.
                if interrupt_at.encode() in shown and (is_quiet or not asked):
                    process.send_signal(signal.SIGINT)
                    asked = True
        except OSError:
            pass  # the other side has closed: the program is done
        finally:
            os.close(controller)
        return process.wait(10), shown.decode().replace("\r\n", "\n")


def test_questions_are_asked_until_the_answer_fits(tmp_path: Path) -> None:
    status, shown = converse(tmp_path, "Store\nstore\n\nkafka\nnats\nn\n", "--set", "team=t")
    assert status == 0
    assert "Name of the platform [shop]: " in shown
    assert (
        '  "Store" is not allowed: only lower-case letters, digits and - are allowed, a letter first, no - last\n'
        in shown
    )
    assert "Domain that it serves [store.example.com]: " in shown
    assert "Message queue\n  1) none\n  2) nats\nNumber or name [none]: " in shown
    assert '  "kafka" is none of them\nNumber or name [none]: ' in shown
    assert "Keep a cache [Y/n]: " in shown
    assert "Who owns it" not in shown
    assert "  name: store\n  domain: store.example.com\n  queue: nats\n  cache: false\n  team: t\n" in (
        (tmp_path / "store" / "platform.yaml").read_text()
    )


def test_interrupted_question_writes_nothing(tmp_path: Path) -> None:
    status, shown = converse(tmp_path, "store\n", interrupt_at="Domain")
    assert status == 130
    assert "Interrupted." in shown
    assert names(tmp_path) == []
