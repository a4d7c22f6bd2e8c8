"""The address of this repository: pyproject.toml has it, the pages repeat it, `make address` fills it in."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_STATED = re.compile(r'^Repository = "(.+)"$', re.MULTILINE)
_REPEATED = re.compile(r"(?:git clone|helm plugin install|- repo:) (<[^>\n]*>|[^\s.…]\S*)")
# As git, Helm, pip and pre-commit all take it, and a shell without quotes.
_ADDRESS = re.compile(r"https://[A-Za-z0-9._~/:@%-]+")


def address(root: Path = ROOT) -> str:
    """What pyproject.toml says; a text in angle brackets while nobody knows it."""
    stated = _STATED.search((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert stated, "pyproject.toml: [project.urls] has no Repository"
    return stated[1]


def pages(root: Path = ROOT) -> list[Path]:
    """All pages that somebody might take a command from."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def repeated(page: str) -> list[str]:
    """The addresses that a page has where this repository is cloned, installed or named; no folders."""
    return _REPEATED.findall(page)


def fill_in(new: str, root: Path = ROOT) -> list[Path]:
    """Put `new` where the address is stated and repeated; the files that changed."""
    if not _ADDRESS.fullmatch(new):
        raise SystemExit(f'"{new}" is no address: make address ADDRESS=https://…')
    old = address(root)
    changed = []
    for file in (root / "pyproject.toml", *pages(root)):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new), encoding="utf-8", newline="")
            changed.append(file)
    return changed


if __name__ == "__main__":
    for one in fill_in(sys.argv[1] if len(sys.argv) > 1 else ""):
        print(one.relative_to(ROOT))
