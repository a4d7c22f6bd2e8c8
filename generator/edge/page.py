"""Values side by side as one HTML page: nothing is fetched, it can be mailed or kept as an artifact."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.report.values_page import ValuesPage

_FOLDER = Path(__file__).parent / "pages"


def as_html(page: ValuesPage) -> str:
    """The page as HTML. Its own style and script run, and by its policy no others."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("values.css", "values.js"))
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("values.html").render(
        page=page,
        style=Markup(style),  # noqa: S704  # our own files
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
