"""The fence around cookiecutter."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from generator.edge import blueprints
from generator.edge.render import render_layer, render_text
from generator.errors import BlueprintError, Invalid

ANSWERS = {"name": "shop", "cache": True}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blueprint without files, shown as `b` in messages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b" / "{{cookiecutter.name}}").mkdir(parents=True)
    (tmp_path / "b" / "blueprint.yaml").write_text(
        "name: b\nversion: 1.0.0\ndescription: x\n"
        "options: {name: {default: shop}, cache: {type: boolean, default: true}}\n"
    )
    (tmp_path / "b" / "cookiecutter.json").write_text(json.dumps(ANSWERS))
    return tmp_path / "b"


def rendered(folder: Path, **files: str | bytes) -> dict[str, str]:
    for name, text in files.items():
        write(folder, name.replace("__", "/"), text)
    tree = render_layer(blueprints.load_blueprint(str(folder)).layers[0], ANSWERS)
    return {str(path): data.decode(errors="replace") for path, data in tree.items()}


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / "{{cookiecutter.name}}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def test_names_and_content_are_rendered(folder: Path) -> None:
    write(
        folder,
        "{{cookiecutter.name}}/{{ cookiecutter.name }}.md",
        "{{ cookiecutter.name }} {{ cookiecutter.cache }}\n",
    )
    assert rendered(folder) == {"shop/shop.md": "shop True\n"}


def test_bytes_and_line_ends_are_kept(folder: Path) -> None:
    assert rendered(folder, crlf="a\r\nb\r\n", none="no newline", unicode="süß\n") == {
        "crlf": "a\r\nb\r\n",
        "none": "no newline",
        "unicode": "süß\n",
    }
    write(folder, "logo.png", b"\x89PNG\r\n\x1a\n\0{{ cookiecutter.gone }}")
    assert render_layer(blueprints.load_blueprint("b").layers[0], ANSWERS)[PurePosixPath("logo.png")] == (
        b"\x89PNG\r\n\x1a\n\0{{ cookiecutter.gone }}"
    )


def test_copied_files_and_jinja_settings_are_honoured(folder: Path) -> None:
    settings = {
        "_copy_without_render": ["*.tpl"],
        "_jinja2_env_vars": {"trim_blocks": True, "undefined": "x"},
    }
    (folder / "cookiecutter.json").write_text(json.dumps(ANSWERS | settings))
    write(folder, "_helpers.tpl", "{{ include .Release }}\n")
    assert rendered(folder, a="{% if cookiecutter.cache %}\nyes\n{% endif %}\n") == {
        "_helpers.tpl": "{{ include .Release }}\n",
        "a": "yes\n",
    }


def test_cookiecutters_own_filters_work(folder: Path) -> None:
    assert rendered(folder, a="{{ 'Shop of Things' | slugify }} {{ {'a': 1} | jsonify }}") == {
        "a": 'shop-of-things {\n    "a": 1\n}'
    }


def test_everything_wrong_in_templates_is_told_at_once(folder: Path) -> None:
    write(folder, "a.yaml", "x: 1\ny: {{ cookiecutter.nmae }}\nz: {{ cookiecutter.gone }}\n")
    write(folder, "d/b.yaml", "x: {{ cookiecutter.name\n")
    write(folder, "c.bin", b"\xff\xfe\0\0")
    with pytest.raises(Invalid) as caught:
        rendered(folder)
    assert (
        str(caught.value)
        == """\
the blueprint "b" is broken
  b/{{cookiecutter.name}}/a.yaml:2: "cookiecutter.nmae" is not an option
    Did you mean "name"?
  b/{{cookiecutter.name}}/a.yaml:3: "cookiecutter.gone" is not an option
    Known are: cache, name.
  b/{{cookiecutter.name}}/d/b.yaml:1: unexpected end of template, expected 'end of print statement'."""
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ gone }}", "a:2: 'gone' is undefined"),
        ("{{ 1 / 0 }}", "a:2: division by zero"),
        ("{{ cookiecutter.name.gone }}", "a:2: 'str object' has no attribute 'gone'"),
        ("{% include 'gone' %}", "a:2: "),
        ("{% for x in range(10 ** 9) %}{% endfor %}", "a:2: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."),
        ("{{ cookiecutter.name | slugfy }}", "a:2: No filter named 'slugfy'."),
    ],
)  # fmt: skip
def test_template_that_fails_is_told_with_its_line(folder: Path, text: str, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        rendered(folder, a=f"one\n{text}\n")
    assert str(caught.value).startswith(f'the blueprint "b" is broken\n  b/{{{{cookiecutter.name}}}}/{told}')


@pytest.mark.parametrize(
    "text",
    [
        "{{ cookiecutter.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('touch hacked').read() }}",
        "{{ cookiecutter.update(name='x') }}",
        "{% include '../../../etc/passwd' %}",
    ],
)
def test_templates_are_sandboxed(folder: Path, text: str) -> None:
    with pytest.raises(Invalid):
        rendered(folder, a=text)
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    "name",
    [
        "{{ '..' }}{{ '/' }}{{ '..' }}{{ '/' }}out",
        "{{ '/' }}tmp{{ '/' }}helm-blueprint-out",
        "{{ '..' }}",
        "a{{ '/..' * 5 }}{{ '/out' }}",
    ],
)
def test_file_names_stay_inside(folder: Path, tmp_path: Path, name: str) -> None:
    """A name is one path segment on disk, but may become several when rendered."""
    path = folder / "{{cookiecutter.name}}" / name.replace("/", "{{ SLASH }}")
    text = name if "/" not in name else None
    if text is None:
        # A slash cannot stand in a file name; Jinja makes it.
        name = (
            name.replace("{{ '/' }}", "{{ '%c' % 47 }}")
            .replace("'/..' * 5", "('%c..' % 47) * 5")
            .replace("'/out'", "'%cout' % 47")
        )
        path = folder / "{{cookiecutter.name}}" / name
    path.write_text("x")
    with pytest.raises(BlueprintError, match="leads out of the platform"):
        rendered(folder)
    assert not Path("/tmp/helm-blueprint-out").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["b"]


def test_hooks_are_not_run(folder: Path) -> None:
    (folder / "hooks").mkdir()
    for name in ("pre_gen_project.sh", "post_gen_project.py", "pre_prompt.sh"):
        hook = folder / "hooks" / name
        hook.write_text("#!/bin/sh\ntouch hacked\n")
        hook.chmod(0o755)
    assert rendered(folder, a="x") == {"a": "x"}
    assert list(folder.parent.rglob("hacked")) == []


def test_nothing_is_left_in_the_temporary_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    rendered(folder, a="x")
    with pytest.raises(Invalid):
        rendered(folder, a="{{ x }}")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_home_is_not_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".cookiecutterrc").write_text("default_context: {name: other}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COOKIECUTTER_CONFIG", str(tmp_path / ".cookiecutterrc"))
    assert rendered(folder, a="{{ cookiecutter.name }}") == {"a": "shop"}
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".cookiecutterrc", "b"]


def test_line_of_jinja() -> None:
    assert render_text("{{ cookiecutter.name }}-team", ANSWERS) == "shop-team"
    assert render_text("plain", {}) == "plain"
    with pytest.raises(
        BlueprintError, match=r'the template "\{\{ cookiecutter.gone \}\}" cannot be rendered'
    ):
        render_text("{{ cookiecutter.gone }}", ANSWERS)
