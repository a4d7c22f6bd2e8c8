"""The address of this repository is stated once; whatever repeats it is held to that."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.address import ROOT, address, fill_in, pages, repeated


def said(root: Path) -> dict[str, list[str]]:
    found = {str(page.relative_to(root)): repeated(page.read_text(encoding="utf-8")) for page in pages(root)}
    return {page: addresses for page, addresses in found.items() if addresses}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in (ROOT / "pyproject.toml", *pages()):
        target = tmp_path / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    return tmp_path


def test_pages_repeat_the_address_that_pyproject_states() -> None:
    assert said(ROOT) == {"README.md": [address()] * 3, "docs/values.md": [address()]}


def test_no_page_leaves_an_address_open_in_its_own_way() -> None:
    left_open = {
        blank
        for page in pages()
        for blank in re.findall(
            r"<[^<>\n]*(?:address|this repository)[^<>\n]*>", page.read_text(encoding="utf-8")
        )
    }
    assert left_open <= {address()}


def test_one_command_fills_it_in_and_another_time_changes_it(copy: Path) -> None:
    before = address(copy)
    for new in (
        "https://git.example.com/tools/helm-blueprint.git",
        "https://code.example.org/helm-blueprint",
    ):
        changed = fill_in(new, copy)
        assert [str(file.relative_to(copy)) for file in changed][:2] == ["pyproject.toml", "README.md"]
        assert address(copy) == new
        assert said(copy) == {"README.md": [new] * 3, "docs/values.md": [new]}
        assert not any(before in file.read_text(encoding="utf-8") for file in pages(copy))
        before = new


@pytest.mark.parametrize("wrong", ["", "here", "https://", "https://x y", 'https://x"', "https://$(x)"])
def test_what_is_no_address_changes_nothing(copy: Path, wrong: str) -> None:
    with pytest.raises(SystemExit, match="is no address: make address ADDRESS=https://"):
        fill_in(wrong, copy)
    assert address(copy) == address()
