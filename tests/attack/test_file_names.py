"""Names that a blueprint's templates render to: none lies in git's folder, none in ours, none means two files."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.core import archive
from generator.core.blueprint.generate import assemble
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.file_names import errors_of_names, wrong_with_path
from generator.core.platform.file import Origin
from generator.errors import BlueprintError, Invalid
from tests.commands.conftest import Run

TEMPLATES = "{{cookiecutter.name}}"
GITS = [
    ".git", ".GIT", ".Git", ".git ", ".git.", ".git . .", "GIT~1", "git~1", ".git::$INDEX_ALLOCATION",
    ".g\u200cit", ".gi\u2060t", "\ufeff.git", ".\uff47it", ".g\u0131t\u200d",
]  # fmt: skip
OURS = [
    ".helm-blueprint.journal",
    ".Helm-Blueprint.journal",
    ".helm-blueprint.new.1",
    ".blueprint",
    ".BLUEPRINT",
]
ODD = {
    "\1a": "cannot be seen", "a\x7f": "cannot be seen", "a\nb": "cannot be seen", "a\x1b[2J": "cannot be seen",
    "a\u202egpj": "cannot be seen", "a\u2028b": "cannot be seen", "a\u200bb": "cannot be seen",
    "a:b": "not every disk", "a\\b": "not every disk", "a|b": "not every disk", "a?": "not every disk",
    "a*": "not every disk", '"a"': "not every disk", "<a>": "not every disk",
    "a.": "ends in a dot", "a ": "ends in a dot", "...": "ends in a dot",
    "con": "name of a device", "NUL.yaml": "name of a device", "lpt1": "name of a device", "com9.x.y": "name of a device",
    "com\u00b9.txt": "name of a device", "CONIN$": "name of a device",
    " ": "is empty", "\u3000": "is empty",
    "x" * 121: "more than 120 bytes", "é" * 61: "more than 120 bytes", "x" * 255: "more than 120 bytes",
    "/".join(["x" * 60] * 5): "more than 240 bytes",
    "..": "leads out", "a/../../b": "leads out", "/etc/passwd": "leads out",
}  # fmt: skip


def rendering(own: Path, *names: str, text: str = "x: 1\n") -> Path:
    """The blueprint `tiny` with files of these rendered names."""
    import json

    context = json.loads((own / "cookiecutter.json").read_text())
    for number, name in enumerate(names):
        context[f"_n{number}"] = name
        (own / TEMPLATES / f"{{{{ cookiecutter._n{number} }}}}").write_text(text)
    (own / "cookiecutter.json").write_text(json.dumps(context))
    return own


@pytest.mark.parametrize("below", ["", "/config", "/hooks/post-checkout"])
@pytest.mark.parametrize("name", GITS, ids=ascii)
def test_no_name_that_some_disk_takes_for_git(invoke: Run, own: Path, name: str, below: str) -> None:
    result = invoke("new", rendering(own, name + below), "shop", "--defaults")
    assert result.status == 2
    assert "it lies in git's own folder" in result.err or "cannot be seen" in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", OURS)
def test_no_name_in_our_own_bookkeeping(invoke: Run, own: Path, name: str) -> None:
    result = invoke("new", rendering(own, f"{name}/undo.json"), "shop", "--defaults")
    assert result.status == 2
    assert "helm-blueprint keeps its own files there" in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ODD, ids=lambda one: ascii(one)[:30])
def test_no_name_that_is_none_elsewhere(invoke: Run, own: Path, name: str) -> None:
    result = invoke("new", rendering(own, name), "shop", "--defaults")
    assert result.status == 2
    assert "no file can be named" in result.err
    assert ODD[name] in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["", "templates/", "a//b"])
def test_a_name_that_renders_to_nothing_is_told(invoke: Run, own: Path, name: str) -> None:
    result = invoke("new", rendering(own, name), "shop", "--defaults")
    assert result.status == 2
    assert 'the file name "{{ cookiecutter._n0 }}" renders to nothing' in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere/x.yaml", "values.yaml/x.yaml"])
def test_a_name_in_a_folder_that_is_none_is_told(invoke: Run, own: Path, name: str) -> None:
    result = invoke("new", rendering(own, name), "shop", "--defaults")
    assert result.status == 2
    reason = "what it lies in is a file, or a folder that the blueprint does not have"
    assert result.err == f'Error: {own}: no file can be named "{name}": {reason}\n'
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Extra.yaml", "extra.yaml"), ("stra\u00dfe", "STRASSE"), ("caf\u00e9", "cafe\u0301"), ("a", "a"), ("\ufb01x", "fix"),
     ("README.MD", "README.md")],
)  # fmt: skip
def test_no_two_names_that_one_disk_takes_for_the_same(invoke: Run, own: Path, one: str, other: str) -> None:
    result = invoke("new", rendering(own, one, other), "shop", "--defaults")
    assert result.status == 2
    assert "becomes the same, on some disks at least" in result.err or "some disks take it for" in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("folder", ["", "sub/", "sub/deep/"])
def test_no_folder_that_git_takes_for_a_repository(own: Path, invoke: Run, folder: str) -> None:
    """`git status` in such a folder runs what its config names."""
    files = ("HEAD", "config", "objects/keep", "refs/keep")
    blueprint = own
    for name in files:
        path = blueprint / TEMPLATES / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ref: refs/heads/main\n")
    result = invoke("new", blueprint, "shop", "--defaults")
    assert result.status == 2
    assert "with these files git takes it for a repository" in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "path",
    ["values.yaml", ".github/workflows/ci.yaml", ".gitignore", ".gitattributes", ".helmignore", "templates/_x.tpl",
     "d\u00e9j\u00e0/vu.md", "a b/c.md", "CONTRIBUTING.md", ".git-blame-ignore-revs", "git/x", "console.md"],
)  # fmt: skip
def test_what_people_name_files_is_taken(path: str) -> None:
    assert wrong_with_path(PurePosixPath(path)) == ""


def test_layers_together_are_judged_too() -> None:
    """Each layer is fine by itself; one on the other they are not."""
    layers = [{PurePosixPath("A/b"): b"x", PurePosixPath("platform.yaml"): b"x"}, {PurePosixPath("a"): b"x"}]
    with pytest.raises(Invalid, match='some disks take it for "A"'):
        assemble(
            layers,
            {},
            blueprints=[parse_blueprint(b"name: x\nversion: 1.0.0\ndescription: x\n", "x")] * 2,
            origin=Origin("x", "x", "1.0.0"),
            answers={},
            platform_schema=b"",
            clusters={},
        )
    assert [error.what for error in errors_of_names(map(PurePosixPath, ("a", "a/b")))] == [
        'no file can be named "a/b": it is below a path that is a file'
    ]


@pytest.mark.parametrize(
    "name", ["../out", "/out", "a/../../out", ".git/config", "sub/.GIT/hooks/x", ".helm-blueprint.journal/plan.json",
             "x" * 300, "a\nb", ""]
)  # fmt: skip
def test_an_archive_names_nothing_that_a_platform_may_not_have(name: str) -> None:
    """.blueprint/base.tar.gz is part of the repository: anybody may have made it."""
    import gzip
    import io
    import tarfile

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as packed:
        member = tarfile.TarInfo(name)
        member.size = 1
        packed.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(BlueprintError, match="no file can be named"):
        archive.unpack(gzip.compress(buffer.getvalue()))


@pytest.mark.parametrize("what", ["symlink", "device", "pipe", "hard link"])
def test_an_archive_has_files_only(what: str) -> None:
    import gzip
    import io
    import tarfile

    kinds = {
        "symlink": tarfile.SYMTYPE,
        "device": tarfile.CHRTYPE,
        "pipe": tarfile.FIFOTYPE,
        "hard link": tarfile.LNKTYPE,
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        member = tarfile.TarInfo("a")
        member.type, member.linkname = kinds[what], "/etc/passwd"
        packed.addfile(member)
    assert archive.unpack(gzip.compress(buffer.getvalue())) == {}


def test_a_path_that_is_long_and_allowed_is_packed(invoke: Run, own: Path) -> None:
    path = PurePosixPath("x" * 100, "y" * 100, "z" * 30)
    (own / TEMPLATES / path).parent.mkdir(parents=True)
    (own / TEMPLATES / path).write_text("x: 1\n")
    result = invoke("new", own, "shop", "--defaults")
    assert result.status == 0, result.err
    assert archive.unpack(Path("shop/.blueprint/base.tar.gz").read_bytes())[path] == b"x: 1\n"
