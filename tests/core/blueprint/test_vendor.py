"""Vendoring, on charts small enough to see the whole output."""

from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.derived import Bundled, owned_files
from generator.core.blueprint.vendor import vendored_files
from generator.core.platform.umbrella import read_umbrella
from generator.core.tree import Tree
from generator.errors import BlueprintError, Invalid


def tree(files: dict[str, str]) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(path): text.encode() for path, text in files.items()}


CHARTS = tree(
    {
        "lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.2.0\ntype: library\n",
        "lib/templates/_a.tpl": "{{ define `lib.a` }}{{ end }}",
        "lib/schema.yaml": "{}",
        "lib/umbrella/templates/first.yaml": "{{ include `lib.a` . }}",
        "web/Chart.yaml": (
            "# comment\napiVersion: v2\nname: web\nversion: 1.3.0\nannotations: {helm-blueprint/workload: web}\n"
            'dependencies:\n  - {name: lib, version: 1.2.0, repository: "file://../lib"}\n'
        ),
        "web/values.yaml": "# what\nreplicas: 2\nimage: {tag: '1.10'}\nprobe: null\nname: süß\n",
        "web/values.schema.json": '{"type": "object", "properties": {"replicas": {"type": "integer"}}, "additionalProperties": false}',
        "web/unsupported.json": '["schedule"]\n',
        "web/schema.yaml": "{}",
        "web/templates/web.yaml": "kind: Web",
        "web/ci/test-values.yaml": "a: 1",
        "ns/Chart.yaml": "apiVersion: v2\nname: ns\nversion: 1.0.0\n",
        "ns/templates/ns.yaml": "kind: Namespace",
    }
)
UMBRELLA = """\
name: shop
version: 0.1.0
dependencies:
  - {name: lib, version: 1.2.0}
  - {name: ns, version: ^1}
  - {name: web, alias: front, condition: front.enabled, version: 1.3.0}
  - {name: web, alias: back, condition: back.enabled, version: 1.3.0}
  - {name: redis, version: ">=20", repository: "https://charts.example.com"}
"""


def umbrella(text: str) -> Tree:
    return tree({"Chart.yaml": text})


def test_dependencies_are_sorted_out() -> None:
    found = read_umbrella(umbrella(UMBRELLA), CHARTS)
    assert found.services == {"front": "web", "back": "web"}
    assert found.plain == {"lib": "lib", "ns": "ns"}
    assert found.foreign == ("redis",)
    assert list(found.used) == ["lib", "ns", "web"]


def test_vendored_charts_are_lean() -> None:
    files = vendored_files(read_umbrella(umbrella(UMBRELLA), CHARTS), CHARTS)
    assert files == tree(
        {
            "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.2.0\ntype: library\n",
            "charts/lib/dependencies.json": (
                '{\n "back": "web",\n "front": "web",\n "lib": "",\n "ns": "",\n "redis": ""\n}\n'
            ),
            "charts/lib/templates/_a.tpl": "{{ define `lib.a` }}{{ end }}",
            "charts/ns/Chart.yaml": "apiVersion: v2\nname: ns\nversion: 1.0.0\n",
            "charts/ns/defaults.json": "{}\n",
            "charts/ns/templates/ns.yaml": "kind: Namespace",
            "charts/web/Chart.yaml": (
                "apiVersion: v2\nname: web\nversion: 1.3.0\nannotations:\n  helm-blueprint/workload: web\n"
            ),
            "charts/web/defaults.json": (
                '{\n "replicas": 2,\n "image": {\n  "tag": "1.10"\n },\n "probe": null,\n "name": "süß"\n}\n'
            ),
            "charts/web/templates/web.yaml": "kind: Web",
            "charts/web/unsupported.json": '["schedule"]\n',
            "templates/first.yaml": "{{ include `lib.a` . }}",
        }
    )


def test_unused_charts_stay_out() -> None:
    files = vendored_files(
        read_umbrella(
            umbrella("name: x\nversion: 1.0.0\ndependencies: [{name: ns, version: '*'}]\n"), CHARTS
        ),
        CHARTS,
    )
    assert sorted(map(str, files)) == [
        "charts/ns/Chart.yaml",
        "charts/ns/defaults.json",
        "charts/ns/templates/ns.yaml",
    ]


def test_result_is_the_same_every_time() -> None:
    again = dict(reversed(list(CHARTS.items())))
    one = owned_files(read_umbrella(umbrella(UMBRELLA), CHARTS), Bundled(CHARTS, b"{}"))
    other = owned_files(read_umbrella(umbrella(UMBRELLA), again), Bundled(again, b"{}"))
    assert one == other
    assert one[PurePosixPath("values.schema.json")].endswith(b"}\n")


def test_broken_umbrella_is_told_as_a_whole() -> None:
    text = """\
name: shop
version: 0.1.0
dependencies:
  - {name: web, alias: front, version: 1.3.0, condition: front.enabled}
  - {name: web, alias: front, version: 1.3.0, condition: front.enabled}
  - {name: web, alias: Back, version: 2.0.0, condition: back.enabled, repository: "file://x"}
  - {name: wbe, alias: mid, version: 1.3.0}
  - {name: web, alias: low, version: newest, condition: low.enabled}
"""
    with pytest.raises(Invalid) as caught:
        read_umbrella(umbrella(text), CHARTS)
    assert (
        str(caught.value)
        == """\
this umbrella chart is broken
  Chart.yaml:5: "front" stands here twice
  Chart.yaml:6: Back: this cannot name a service: only lower-case letters, digits and - are allowed, a letter first, no - last
  Chart.yaml:6: Back: "web" is vendored into the platform and takes no repository
  Chart.yaml:6: Back: version 2.0.0 of web is wanted, 1.3.0 is there
  Chart.yaml:6: Back: "condition: Back.enabled" is missing
    Without it `enabled` would be accepted and do nothing.
  Chart.yaml:7: there is no chart "wbe", and no repository to find it in
    Did you mean "web"?
  Chart.yaml:8: low: "newest" is not a range of versions such as ">=1.2 <2"
  Chart.yaml: the charts of this platform need "lib" among its dependencies
    Add: {name: lib, version: 1.2.0}"""
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: shop\nversion: 1.0.0\ndependencies: 3\n", "Chart.yaml:3: dependencies: a list is expected"),
        ("version: 1.0.0\n", 'Chart.yaml: "name" is missing'),
        ("name: x\nversion: 1.0.0\ndependencies: [{name: ns}, web]\n", 'Chart.yaml:3: dependencies.0: "version" is missing'),
        ("name: x\nversion: 1.0.0\ndependencies: [web]\n", "Chart.yaml:3: dependencies.0: a mapping (key: value) is expected here"),
    ],
)  # fmt: skip
def test_malformed_chart_is_told(text: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_umbrella(umbrella(text), CHARTS)
    assert message in str(caught.value)


def test_platform_without_a_chart() -> None:
    with pytest.raises(BlueprintError, match=r"there is no Chart\.yaml"):
        read_umbrella({}, CHARTS)


@pytest.mark.parametrize("value", [".nan", "2024-01-01", "!!binary aGk="])
def test_default_that_json_cannot_say_is_refused(value: str) -> None:
    charts = {**CHARTS, PurePosixPath("web/values.yaml"): f"a: {value}\n".encode()}
    with pytest.raises(BlueprintError, match=r"^charts/web/values.yaml: a value here has no form in JSON"):
        vendored_files(read_umbrella(umbrella(UMBRELLA), charts), charts)


def test_malformed_schema_is_told() -> None:
    charts = {**CHARTS, PurePosixPath("web/values.schema.json"): b"{"}
    with pytest.raises(BlueprintError, match=r"^charts/web/values.schema.json: this is not valid JSON"):
        owned_files(read_umbrella(umbrella(UMBRELLA), charts), Bundled(charts, b"{}"))
