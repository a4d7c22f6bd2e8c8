"""Where a platform is found, and that nothing leads out of its repository."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from generator.core.platform.layout import PLAIN
from generator.edge import nearby
from generator.edge.platform import peek_platform
from generator.edge.site import Asked, Site, find_site
from generator.errors import BlueprintError

API = "apiVersion: helm-blueprint/v1\n"
FILES = {
    ".git/HEAD": "",
    "deploy/platform.yaml": API + "chart: ../charts/orders\nenvironments: {prod: {files: [../prod.yaml]}}\n",
    "charts/orders/Chart.yaml": "name: orders\n",
    "charts/orders/values.yaml": "a: 1\n",
    "charts/cart/Chart.yaml": "name: cart\n",
    "prod.yaml": "a: 2\n",
    "other.yaml": "a: 3\n",
}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of a git repository with a chart, a platform.yaml and values in three folders; we are there."""
    top = tmp_path / "repository"
    for name, text in FILES.items():
        put(top, name, text)
    monkeypatch.chdir(top)
    return top


def put(top: Path, name: str, text: str = "") -> None:
    (top / name).parent.mkdir(parents=True, exist_ok=True)
    (top / name).write_text(text)


def refusal(asked: Asked) -> str:
    with pytest.raises(BlueprintError) as caught:
        find_site(asked)
    return str(caught.value)


def test_root_is_the_nearest_folder_that_holds_all_and_only_its_parts_are_read(top: Path) -> None:
    site = find_site(Asked(Path("deploy")))
    assert (site.root, site.outside) == (top, (PurePosixPath("prod.yaml"),))
    assert str(site.layout.base_file) == "charts/orders/values.yaml"
    assert sorted(map(str, peek_platform(site))) == [
        "charts/orders/Chart.yaml",
        "charts/orders/values.yaml",
        "deploy/platform.yaml",
        "prod.yaml",
    ]


def test_plain_platform_needs_no_look_around(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "Look", None)
    put(top, "plain/platform.yaml", API + "environments: {prod: {}}\n")
    put(top, "plain/Chart.yaml")
    assert find_site(Asked(Path("plain"))) == Site(Path("plain"), PLAIN)


@pytest.mark.parametrize("text", ["chart: ../../x", "environments: {p: {files: [../../x.yaml]}}"])
def test_path_that_leads_out_of_the_repository_is_refused(top: Path, text: str) -> None:
    put(
        top,
        "deploy/platform.yaml",
        API + f"{text}\nenvironments: {{p: {{}}}}\n" if "chart" in text else API + text,
    )
    assert " leads out of the repository\n" in refusal(Asked(Path("deploy")))


def test_link_that_leads_out_of_the_repository_is_refused(top: Path) -> None:
    put(top.parent, "secret.yaml", "a: secret\n")
    put(top.parent, "chart/Chart.yaml")
    (top / "prod.yaml").unlink()
    (top / "prod.yaml").symlink_to(top.parent / "secret.yaml")
    within = "  Paths stay in the git repository (without one: in the folder of platform.yaml)."
    assert refusal(Asked(Path("deploy"))) == (
        f"prod.yaml: this leads out of the repository, by a link\n{within}"
    )
    (top / "charts/linked").symlink_to(top.parent / "chart")
    put(top, "deploy/platform.yaml", API + "chart: ../charts/linked\nenvironments: {p: {}}\n")
    assert refusal(Asked(Path("deploy"))) == (
        f"charts/linked: this leads out of the repository, by a link\n{within}"
    )


def test_what_a_call_names_stays_in_the_repository_too(top: Path) -> None:
    put(top.parent, "x.yaml")
    put(top.parent, "chart/Chart.yaml")
    values = (("prod", (Path("../x.yaml"),)),)
    elsewhere = "this is not in the git repository of the platform"
    assert elsewhere in refusal(Asked(chart=Path("charts/cart"), values=values))
    assert elsewhere in refusal(Asked(Path("deploy"), chart=Path("../chart")))
    missing = (("prod", (Path("no.yaml"),)),)
    assert refusal(Asked(Path("deploy"), values=missing)) == "no.yaml: --values prod: there is no such file"
    too_long = (("prod", (Path("a" * 300),)),)
    assert refusal(Asked(Path("deploy"), values=too_long)).startswith(f"{'a' * 300}: cannot read this: ")
    assert refusal(Asked(chart=Path("deploy"))).startswith("deploy: there is no Chart.yaml in this folder\n")


def test_call_says_more_than_platform_yaml(top: Path) -> None:
    asked = Asked(Path("deploy"), Path("charts/cart"), (("prod", (Path("other.yaml"),)),))
    site = find_site(asked)
    assert str(site.layout.chart) == "charts/cart"
    assert site.layout.named == {"prod": (PurePosixPath("other.yaml"),)}


def test_without_git_what_a_call_names_is_held_by_the_folder_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "work/chart/Chart.yaml")
    put(tmp_path, "work/prod.yaml")
    monkeypatch.chdir(tmp_path / "work/chart")
    site = find_site(Asked(values=(("prod", (Path("../prod.yaml"),)),)))
    assert (site.root, str(site.layout.chart)) == (tmp_path / "work", "chart")
    put(tmp_path, "work/chart/platform.yaml", API + "environments: {prod: {files: [../prod.yaml]}}\n")
    assert "leads out of the repository" in refusal(Asked())


def test_without_git_a_chart_is_named_from_above_it_and_from_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("charts/cart/Chart.yaml", "charts/cart/values-prod.yaml", "charts/orders/Chart.yaml"):
        put(tmp_path, name)
    put(tmp_path, "charts/values-dev.yaml")
    monkeypatch.chdir(tmp_path)
    site = find_site(Asked(chart=Path("charts/cart")))
    assert (site.root, str(site.layout.chart)) == (tmp_path / "charts", "cart")
    assert site.layout.named == {
        "dev": (PurePosixPath("values-dev.yaml"),),
        "prod": (PurePosixPath("cart/values-prod.yaml"),),
    }
    monkeypatch.chdir(tmp_path / "charts/orders")
    site = find_site(Asked(chart=Path("../cart")))
    assert (site.root, site.layout.named) == (
        tmp_path / "charts/cart",
        {"prod": (PurePosixPath("values-prod.yaml"),)},
    )


def test_service_is_the_chart_that_the_user_stands_in(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        top,
        "platform.yaml",
        API + "chart: 'charts/{service}'\nfiles: ['{service}.yaml']\nenvironments: {p: {}}\n",
    )
    assert refusal(Asked(top)) == (
        "chart: charts/{service}: there are 2 charts: charts/cart, charts/orders\n  Name one: --chart charts/cart"
    )
    monkeypatch.chdir(top / "charts/orders")
    assert find_site(Asked()).layout.service == "orders"
    assert find_site(Asked(chart=Path("../cart"))).outside == (PurePosixPath("cart.yaml"),)


def test_service_may_stand_in_a_name_several_times(top: Path) -> None:
    put(top, "charts/cart-of-cart/Chart.yaml")
    text = API + "chart: 'charts/{service}-of-{service}'\nfiles: ['{service}.yaml']\nenvironments: {p: {}}\n"
    put(top, "platform.yaml", text)
    assert find_site(Asked(top)).layout.service == "cart-of-cart"
    assert str(find_site(Asked(top)).layout.chart) == "charts/cart-of-cart"


def test_missing_chart_of_platform_yaml_is_told(top: Path) -> None:
    put(top, "deploy/platform.yaml", API + "chart: nowhere\nenvironments: {p: {}}\n")
    assert refusal(Asked(Path("deploy"))) == (
        "deploy/platform.yaml: chart: there is no Chart.yaml in nowhere\n"
        "  Name the folder of the chart, from the folder of platform.yaml."
    )


def test_several_charts_are_told_with_the_way_to_name_one(top: Path) -> None:
    (top / "deploy/platform.yaml").unlink()
    (top / "prod.yaml").unlink()
    assert refusal(Asked()) == (
        "there are 2 charts: charts/cart, charts/orders\n  Name one: --chart charts/cart"
    )
    put(top, "envs/prod/orders.yaml", "a: 2\n")
    site = find_site(Asked())
    assert (site.layout.service, site.notes[0]) == (
        "orders",
        "the chart is charts/orders; another one: --chart DIR",
    )


def test_platform_yaml_below_is_found_with_the_chart(top: Path) -> None:
    for name in ("deploy/platform.yaml", "charts/cart/Chart.yaml"):
        (top / name).unlink()
    put(top, "charts/platform.yaml", API + "chart: orders\nenvironments: {p: {files: [../prod.yaml]}}\n")
    assert str(find_site(Asked()).layout.platform_file) == "charts/platform.yaml"


def test_look_around_is_bounded_and_enters_no_closed_folder(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = nearby.Look(top)
    assert look.charts(PurePosixPath()) == [PurePosixPath("charts/cart"), PurePosixPath("charts/orders")]
    monkeypatch.setattr(nearby, "_MOST_ENTRIES", 3)
    assert nearby.Look(top).charts(PurePosixPath()) == []
    monkeypatch.setattr(nearby, "_MOST_ENTRIES", 100)

    def closed(_: object) -> object:
        raise PermissionError

    monkeypatch.setattr(os, "scandir", closed)
    assert nearby.Look(top).charts(PurePosixPath()) == []
