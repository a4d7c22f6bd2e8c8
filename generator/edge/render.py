"""The fence around cookiecutter: renders a blueprint's folder, and nothing else of it gets out.

Only `cookiecutter.generate` is used. `cookiecutter.main` reads the user's configuration, writes
replay files, prompts, and costs twice as much to import. Templates run in Jinja's sandbox and in a process
whose time and memory are limited, hooks do not run at all, and file names are judged as they were rendered.
"""

from __future__ import annotations

import json
import os
import traceback
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.core import file_names
from generator.core.blueprint.manifest import JINJA
from generator.core.budget import Budget
from generator.core.words import did_you_mean
from generator.edge.confined import Limits, confined
from generator.edge.files import cannot, read_tree
from generator.edge.scratch import scratch
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.blueprint.answers import Answers
    from generator.edge.blueprints import BlueprintFolder


# cookiecutter's own additions to Jinja. They import arrow and slugify (60 ms), so each is loaded
# only when some file of the blueprint mentions it.
_EXTENSIONS = {
    b"jsonify": "JsonifyExtension",
    b"random_ascii_string": "RandomStringExtension",
    b"slugify": "SlugifyExtension",
    b"uuid4": "UUIDExtension",
}
# Of what `_jinja2_env_vars` may set, that which only changes how a template is read.
_JINJA_SETTINGS = (
    "trim_blocks",
    "lstrip_blocks",
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
    "line_statement_prefix",
)

_OF_A_LINE = Limits(seconds=2, memory=1 << 29)


class _Fenced(ImmutableSandboxedEnvironment):
    """A strict, sandboxed Jinja whose `from_string` is for file names only, as cookiecutter uses it."""

    root: str
    shown: str

    def from_string(self, source: Any, *arguments: Any, **keywords: Any) -> Any:
        template = super().from_string(source, *arguments, **keywords)
        return _FileName(template, self, str(source))

    @cached_property
    def names(self) -> dict[tuple[str, ...], str]:
        """What was rendered so far, as a disk compares it: the template of each name."""
        return {}

    @cached_property
    def budget(self) -> Budget:
        return Budget()


class _Counted(jinja2.Template):
    """A file's template: what it makes counts."""

    def render(self, *arguments: Any, **keywords: Any) -> str:
        text = super().render(*arguments, **keywords)
        assert isinstance(self.environment, _Fenced)
        name = self.name or "the name of a file"
        self.environment.budget.read(len(text), f"{self.environment.shown}: {name}")
        return text


_Fenced.template_class = _Counted


class _FileName:
    """A file name to be rendered; refuses to become one that no platform may have."""

    def __init__(self, template: jinja2.Template, environment: _Fenced, source: str) -> None:
        self.template = template
        self.environment = environment
        self.source = os.path.relpath(source, environment.root) if os.path.isabs(source) else source  # noqa: PTH117

    def render(self, **context: Any) -> str:
        name = self.template.render(**context)
        shown = os.path.relpath(name, self.environment.root) if name.startswith("/") else name
        where = self.environment.shown
        if name.endswith("/") or "//" in name or not name:
            raise BlueprintError(
                f'the file name "{self.source}" renders to nothing',
                where=where,
                hint="A file that renders to nothing is left out: put the condition into the file.",
            )
        # Joined by cookiecutter to a folder two levels below the root, or absolute already.
        inside = os.path.normpath(Path(self.environment.root, "name", name))
        parts = Path(os.path.relpath(inside, self.environment.root)).parts
        if ".." in parts or ".." in Path(name).parts:
            raise file_names.refused(shown, "it leads out of the platform", where)
        if reason := file_names.wrong_with_path(PurePosixPath(*parts[1:] or parts)):
            raise file_names.refused(shown, reason, where)
        other = self.environment.names.setdefault(tuple(map(file_names.folded, parts)), self.source)
        if other != self.source:
            raise file_names.refused(shown, f'"{other}" becomes the same, on some disks at least', where)
        return name


def render_text(text: str, answers: Answers) -> str:
    """One line of Jinja, such as an option's default."""
    if "{{" not in text and "{%" not in text:
        return text

    def work() -> str:
        environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
        try:
            return environment.from_string(text).render(cookiecutter=dict(answers))
        except MemoryError:
            raise
        except Exception as error:  # a template is a program: it may raise whatever it likes
            shown = _shortened(text)
            raise BlueprintError(f'the template "{shown}" cannot be rendered: {_reason(error)}') from error

    return confined(work, where=f'the template "{_shortened(text)}"', limits=_OF_A_LINE)


def render_layer(layer: BlueprintFolder, answers: Answers) -> dict[PurePosixPath, bytes]:
    """The files that a blueprint's folder becomes with these answers, without its templated top folder.

    Invalid with every template that is wrong.
    """
    from cookiecutter import generate as _loaded_before_the_fork  # noqa: F401

    with scratch() as temporary:
        return read_tree(rendered_into(temporary, layer, answers))


def rendered_into(temporary: Path, layer: BlueprintFolder, answers: Answers) -> Path:
    """The same in a temporary folder, where there may be files already; the folder in it that holds them."""
    return Path(confined(lambda: _rendered_into(str(temporary), layer, answers), where=layer.shown))


def render_program(layer: BlueprintFolder, path: str, text: str, answers: Answers) -> str:
    """A hook's text with these answers: not run, nor one line of it."""

    def work() -> str:
        settings = _settings(layer)
        environment = _environment(layer, settings, "")
        try:
            template = ImmutableSandboxedEnvironment.from_string(environment, text)
            return template.render(cookiecutter={**settings, **answers})
        except (MemoryError, BlueprintError):
            raise
        except Exception as error:  # a template is a program: it may raise whatever it likes
            raise BlueprintError(_reason(error), where=f"{layer.shown}/{path}") from error

    return confined(work, where=f"{layer.shown}/{path}")


def _rendered_into(temporary: str, layer: BlueprintFolder, answers: Answers) -> str:
    """Render into a temporary folder; the folder in it that holds the platform's files."""
    from cookiecutter import generate

    environment = None
    original = generate.create_env_with_context
    try:
        settings = _settings(layer)
        environment = _environment(layer, settings, temporary)
        # cookiecutter has no way to pass an environment; it asks this function of its module for one.
        generate.create_env_with_context = lambda _context: environment
        context = {"cookiecutter": {**settings, **answers}}
        return str(
            generate.generate_files(
                layer.folder, context, temporary, overwrite_if_exists=True, accept_hooks=False
            )
        )
    except (BlueprintError, MemoryError):
        raise
    except Exception as error:  # a template is a program: it may raise whatever it likes
        where = str(error.filename) if isinstance(error, FileNotFoundError | NotADirectoryError) else ""
        if Path(where).is_relative_to(temporary):
            path = os.path.relpath(where, temporary).partition(os.sep)[2]
            reason = "what it lies in is a file, or a folder that the blueprint does not have"
            raise file_names.refused(path, reason, layer.shown) from error
        if isinstance(error, OSError) and not isinstance(error, jinja2.TemplateError):
            raise cannot("write", Path(temporary), error) from error
        wrong = list(_wrong_templates(layer, environment, answers)) if environment else []
        errors = wrong or [_first_failure(layer, error)]
        raise Invalid(f'the blueprint "{layer.blueprint.name}" is broken', errors) from error
    finally:
        generate.create_env_with_context = original


def _settings(layer: BlueprintFolder) -> dict[str, Any]:
    """What cookiecutter.json says to cookiecutter itself: names with an underscore."""
    context = json.loads(layer.files[PurePosixPath("cookiecutter.json")])
    return {name: value for name, value in context.items() if name.startswith("_")}


def _environment(layer: BlueprintFolder, settings: Mapping[str, Any], root: str) -> _Fenced:
    sources = b"\n".join(layer.files.values())
    extensions = [f"cookiecutter.extensions.{name}" for word, name in _EXTENSIONS.items() if word in sources]
    chosen = {name: settings.get(JINJA, {}).get(name) for name in _JINJA_SETTINGS}
    environment = _Fenced(
        undefined=jinja2.StrictUndefined,
        extensions=extensions,
        keep_trailing_newline=True,
        **{name: value for name, value in chosen.items() if value is not None},
    )
    # `tojson` is how a template writes an answer where YAML wants a text. Halves of surrogate pairs, which
    # plain JSON has beyond 16 bits, are letters to no YAML reader.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.root, environment.shown = root, layer.shown
    return environment


def _wrong_templates(
    layer: BlueprintFolder, environment: _Fenced, answers: Answers
) -> Iterator[BlueprintError]:
    """Everything wrong in the templates, where cookiecutter stops at the first of them."""
    for path, data in layer.files.items():
        if "{{" not in path.parts[0]:
            continue
        where = f"{layer.shown}/{path}"
        try:
            parsed = environment.parse(data.decode())
        except jinja2.TemplateSyntaxError as error:
            yield BlueprintError(_reason(error), where=f"{where}:{error.lineno}")
            continue
        except UnicodeDecodeError:
            continue
        except RecursionError:
            yield BlueprintError("this template is nested too deeply", where=where)
            continue
        for use in parsed.find_all(jinja2.nodes.Getattr):
            of_ours = isinstance(use.node, jinja2.nodes.Name) and use.node.name == "cookiecutter"
            if of_ours and use.attr not in answers and not use.attr.startswith("_"):
                yield BlueprintError(
                    f'"cookiecutter.{use.attr}" is not an option',
                    where=f"{where}:{use.lineno}",
                    hint=did_you_mean(use.attr, answers),
                )


def _first_failure(layer: BlueprintFolder, error: Exception) -> BlueprintError:
    """An error that a template raised while it ran, with its file and line."""
    cause = error.__cause__ if isinstance(error.__cause__, jinja2.TemplateError) else error
    where = layer.shown
    for frame, line in traceback.walk_tb(cause.__traceback__):
        # Jinja rewrites tracebacks: frames of a template name its file, seen from the templated folder.
        file = layer.folder / _templated_folder(layer) / frame.f_code.co_filename
        if not os.path.isabs(frame.f_code.co_filename) and file.is_file():  # noqa: PTH117
            where = f"{layer.shown}/{file.relative_to(layer.folder)}:{line}"
    return BlueprintError(_reason(cause), where=where)


def _templated_folder(layer: BlueprintFolder) -> str:
    return next(path.parts[0] for path in layer.files if "{{" in path.parts[0])


def _reason(error: Exception) -> str:
    text = str(error).strip()
    return _shortened(text.splitlines()[0]) if text else type(error).__name__


def _shortened(text: str) -> str:
    return f"{text[:200]}…" if len(text) > 201 else text
