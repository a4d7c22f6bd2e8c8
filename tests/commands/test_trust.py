"""--trust: hooks never run unseen; what was shown is what runs, for `new` and for what follows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generator.commands import _trusting
from tests.commands.conftest import Run
from tests.terminals import answered_on_terminal

POST = """\
#!/bin/sh
echo "made of {{ cookiecutter.name }}" > made.md
env | sort > environment.md
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "helm-blueprint").mkdir(parents=True)
    return tmp_path / "config" / "helm-blueprint" / "config.yaml"


@pytest.fixture
def hooked(own: Path, config: Path) -> Path:
    """The blueprint `tiny` with a hook that makes two files."""
    (own / "hooks").mkdir()
    (own / "hooks" / "post_gen_project.sh").write_text(POST)
    return own


def allowed(monkeypatch: pytest.MonkeyPatch, *, answer: bool) -> list[str]:
    """Somebody sits there and says so; the questions."""
    asked: list[str] = []

    def confirm(question: str, *, default: bool = True) -> bool:
        assert not default
        asked.append(question)
        return answer

    monkeypatch.setattr(_trusting, "can_ask", lambda: True)
    monkeypatch.setattr(_trusting, "confirm", confirm)
    return asked


def git(*arguments: str, at: Path) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=at, check=True, capture_output=True)


def test_hooks_run_once_they_were_shown_and_allowed(
    invoke: Run, hooked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    asked = allowed(monkeypatch, answer=True)
    result = invoke("new", hooked, "shop", "--defaults", "--trust")
    assert result.status == 0
    assert asked == [
        "Run these programs, in no sandbox, with all that you may do? They may start others of its files."
    ]
    shown = "".join(f"│ {one}\n" for one in POST.split("\n"))
    assert f"── {hooked}/hooks/post_gen_project.sh\n{shown}tiny 0.3.0 is sha256:" in result.err
    assert Path("shop/made.md").read_text() == "made of shop\n"
    assert "s3cret" not in Path("shop/environment.md").read_text()
    assert re.search(r"\n  hooks: sha256:[0-9a-f]{64}\n", Path("shop/platform.yaml").read_text())


def test_who_says_no_gets_nothing(invoke: Run, hooked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed(monkeypatch, answer=False)
    result = invoke("new", hooked, "shop", "--defaults", "--trust")
    assert (result.status, result.out) == (2, "")
    assert result.err.endswith("the hooks were not allowed: nothing was run, and nothing is written\n")
    assert not Path("shop").exists()


def test_a_terminal_asks_and_takes_no_for_no_answer(hooked: Path, tmp_path: Path) -> None:
    for keys, status in ((b"\n", 2), (b"y\n", 0)):
        told = answered_on_terminal(
            tmp_path, [keys], "new", str(hooked), "shop", "--defaults", "--trust", "--dry-run"
        )
        assert told[0] == status, told[1]


def test_without_a_terminal_the_digest_that_is_shown_is_what_settings_trust(
    invoke: Run, hooked: Path, config: Path
) -> None:
    result = invoke("new", hooked, "shop", "--defaults", "--trust")
    assert result.status == 2
    assert "there is no terminal to ask on whether these programs may run" in result.err
    assert not Path("shop").exists()
    digest = re.search(r"tiny 0\.3\.0 is (sha256:[0-9a-f]+)", result.err)[1]  # type: ignore[index]
    config.write_text(f"trusted: ['{digest}']\n")
    assert invoke("new", hooked, "shop", "--defaults").status == 0
    assert Path("shop/made.md").exists()
    # Another byte, even of a template that a hook might start, is another blueprint.
    template = hooked / "{{cookiecutter.name}}" / "hello.sh"
    template.write_text(template.read_text() + "#\n")
    assert invoke("new", hooked, "other", "--defaults").status == 0
    assert not Path("other/made.md").exists()


def test_what_was_shown_is_what_runs(invoke: Run, hooked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody changes the folder while it is read: hooks, helpers and templates."""
    hook, template = hooked / "hooks" / "post_gen_project.sh", hooked / "{{cookiecutter.name}}" / "hello.sh"

    def confirm(question: str, *, default: bool = True) -> bool:
        hook.write_text("#!/bin/sh\necho evil > evil.md\n")
        template.write_text("#!/bin/sh\necho evil\n")
        return True

    monkeypatch.setattr(_trusting, "can_ask", lambda: True)
    monkeypatch.setattr(_trusting, "confirm", confirm)
    assert invoke("new", hooked, "shop", "--defaults", "--trust").status == 0
    assert Path("shop/made.md").exists()
    assert not Path("shop/evil.md").exists()
    assert "evil" not in Path("shop/hello.sh").read_text()


def test_platform_made_with_hooks_is_followed_with_them_or_not_at_all(
    invoke: Run, hooked: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed(monkeypatch, answer=True)
    assert invoke("new", hooked, "shop", "--defaults", "--trust").status == 0
    git("init", "--quiet", at=Path("shop"))
    git("add", ".", at=Path("shop"))
    git("commit", "--quiet", "-m", "one", at=Path("shop"))
    manifest = hooked / "blueprint.yaml"
    manifest.write_text(manifest.read_text().replace("0.3.0", "0.3.1"))
    (hooked / "hooks" / "post_gen_project.sh").write_text(POST.replace("made of", "now of"))
    for words in (("status",), ("upgrade", "--yes")):
        result = invoke(*words, "--platform", "shop")
        assert (result.status, result.err) == (
            2,
            ("Error: this platform was made with the hooks of tiny, which do not run unasked\n"
             "  --trust shows them and asks; without them what they made would go.\n"),
        )  # fmt: skip
    config.write_text(f"trusted: ['{hooked.parent}/']\n")
    assert invoke("upgrade", "--yes", "--platform", "shop").status == 0
    assert Path("shop/made.md").read_text() == "now of shop\n"


FAILURES = [
    ("pre_gen_project.py", "import sys; sys.exit('no {{ cookiecutter.name }} here')\n", "no shop here"),
    ("pre_gen_project.sh", "#!/bin/sh\necho 'https://me:s3cret@host/x' >&2; exit 3\n", "https://host/x"),
    ("post_gen_project.sh", "#!/nowhere\n", "is needed to run"),
    ("post_gen_project.sh", "#!/bin/sh\n{{ cookiecutter.nme }}\n", "has no attribute 'nme'"),
    ("post_gen_project.sh", "#!/bin/sh\n{{ ''.__class__.__mro__ }}\n", "unsafe"),
    ("post_gen_project.sh", "#!/bin/sh\nmkdir -p .git/hooks; echo x > 'a\tb'\n", "makes files that cannot be"),
]  # fmt: skip


def test_hook_that_fails_is_told_and_nothing_is_written(invoke: Run, own: Path, config: Path) -> None:
    (own / "hooks").mkdir()
    config.write_text(f"trusted: ['{own.parent}/']\n")
    for name, text, said in FAILURES:
        (own / "hooks" / name).write_text(text)
        result = invoke("new", own, "shop", "--defaults")
        (own / "hooks" / name).unlink()
        assert result.status in (2, 3)
        assert said in result.err
        assert "s3cret" not in result.err
        assert not Path("shop").exists()


def test_hook_that_does_not_end_is_ended(
    invoke: Run, own: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.edge.limited._SECONDS", 0.5)
    (own / "hooks").mkdir()
    (own / "hooks" / "pre_gen_project.py").write_text("import time\ntime.sleep(60)\n")
    config.write_text(f"trusted: ['{own.parent}/']\n")
    result = invoke("new", own, "shop", "--defaults")
    assert result.status == 2
    assert "pre_gen_project.py: it takes more than 0.5 seconds" in result.err
