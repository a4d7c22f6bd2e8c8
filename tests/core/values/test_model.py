"""What a platform is found to be made of, and what cannot be known of it."""

from __future__ import annotations

import io
import tarfile
from pathlib import PurePosixPath

import pytest

from generator.core.data import MISSING
from generator.core.tree import Tree
from generator.core.values.model import load_values, matters
from generator.errors import BlueprintError
from tests.small_platform import foreign_umbrella, small_platform


def files(tree: Tree, **more: str | None) -> Tree:
    """The tree with files changed; None removes one. A key is a path with __ for /."""
    result = dict(tree)
    for key, text in more.items():
        path = next(
            (p for p in tree if str(p) == key.replace("__", "/")), PurePosixPath(key.replace("__", "/"))
        )
        if text is None:
            del result[path]
        else:
            result[path] = text.encode()
    return result


def packed(name: str, content: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path, text in content.items():
            info = tarfile.TarInfo(f"{name}/{path}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return stream.getvalue()


def test_environments_and_files_of_a_platform() -> None:
    model = load_values(small_platform())
    assert model.environments == ("dev", "staging", "prod", "dr")
    assert [str(path) for path in model.files("dr")] == ["values-prod.yaml", "values-dr.yaml"]
    assert model.files(None) == ()
    assert [str(one.path) for one in model.sources("dev")] == ["values.yaml", "values-dev.yaml"]
    assert list(model.subcharts) == ["web", "orders", "db"]


def test_environments_without_platform_yaml_are_told_from_names() -> None:
    model = load_values(foreign_umbrella())
    assert model.environments == ("dev", "prod")
    assert model.intent.must_match == ()
    assert model.effective("dev", ("cart",)) == {
        "replicas": 1,
        "tag": "1.0.0",
        "labels": {},
        "port": 80,
        "debug": False,
    }


def test_values_yaml_may_be_missing() -> None:
    tree = dict(foreign_umbrella())
    del tree[PurePosixPath("values.yaml")]
    model = load_values(tree)
    assert model.effective(None, ("cart", "replicas")) == 1
    assert model.effective("dev", ("cart", "replicas")) == 1
    assert model.notes("dev") == ["redis: the chart redis is not in charts/, its defaults are not known"]


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({}, "there is no Chart.yaml"),
        ({PurePosixPath("Chart.yaml"): b"a: ["}, "Chart.yaml:1: not valid YAML"),
        (
            {PurePosixPath("Chart.yaml"): b"", PurePosixPath("platform.yaml"): b"{}"},
            "platform.yaml is broken",
        ),
    ],
)
def test_what_is_no_platform(tree: Tree, message: str) -> None:
    with pytest.raises(BlueprintError, match=message):
        _ = load_values(tree).subcharts


def test_unknown_environment_and_missing_file() -> None:
    tree = dict(small_platform())
    del tree[PurePosixPath("values-prod.yaml")]
    model = load_values(tree)
    with pytest.raises(BlueprintError, match='there is no environment "pord"') as caught:
        model.effective("pord")
    assert caught.value.hint == 'Did you mean "prod"?'
    with pytest.raises(BlueprintError, match="this file is missing") as caught:
        model.effective("dr")
    assert caught.value.where == "values-prod.yaml"
    assert model.effective("dev", ("web", "replicaCount")) == 1


def test_declared_is_what_the_files_say() -> None:
    model = load_values(small_platform())
    assert model.declared("dr", ("orders",)) == {
        "image": {"repository": "example.com/orders", "tag": "2.0"},
        "ports": {"http": 8080},
        "autoscaling": {"enabled": True, "maxReplicas": 30},
    }
    assert model.declared("dr", ("orders", "replicaCount")) is MISSING
    assert model.effective("dr", ("orders", "replicaCount")) == 1
    assert model.effective("prod", ("orders", "autoscaling")) == {"enabled": True, "maxReplicas": 30}
    assert model.effective("prod", ("global", "presets")) == {"deployment": {"replicaCount": 3}}


def test_whole_effective_values_have_every_subchart() -> None:
    effective = load_values(small_platform()).effective("dev")
    assert list(effective) == ["global", "web", "orders", "db"]
    assert effective["db"]["replicaCount"] == 1


def test_default_and_schema_of_a_key() -> None:
    model = load_values(small_platform())
    assert model.default_of(("web", "replicaCount")) == 1
    assert model.default_of(("web", "nothing")) is MISSING
    assert model.default_of(("global", "domain")) is MISSING
    known = model.schema_of(("web", "replicaCount"))
    assert known is not None
    assert (known.description, known.types, known.limits) == ("Pods", ("integer",), ("at least 0",))
    assert model.schema_of(("x-more", "a")) is None
    misspelt = model.schema_of(("web", "replicas"))
    assert misspelt is not None
    assert not misspelt.is_allowed


def test_schema_and_documentation_of_an_ordinary_chart() -> None:
    tree = files(
        foreign_umbrella(),
        **{
            "charts/cart/values.schema.json": '{"properties": {"port": {"type": "integer"}}}',
            "charts/cart/values.yaml": "# -- Where it listens\nport: 80\n",
        },
    )
    model = load_values(tree)
    known = model.schema_of(("cart", "port"))
    assert known is not None
    assert known.types == ("integer",)
    assert model.documentation_of(("cart", "port")) == "Where it listens"
    assert model.schema_of(("cart", "tag")) is None
    assert model.documentation_of(("cart", "tag")) == ""


def test_a_service_is_documented_by_its_own_comment_not_by_its_presets() -> None:
    presets = "global:\n  presets:\n    app: {replicaCount: 4} # of every web service\n"
    service = "app: # sells {}\n  presets: [app]\n"
    chart = "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: deployment, alias: app, version: 1.0.0}]\n"
    tree = files(small_platform(), **{"Chart.yaml": chart, "values.yaml": presets + service})
    assert load_values(tree).documentation_of(("app",)) == "sells {}"
    bare = files(tree, **{"values.yaml": presets + "app: {presets: [app]}\n"})
    assert load_values(bare).documentation_of(("app",)) == ""
    assert load_values(tree).documentation_of(("global", "presets", "app")) == "of every web service"


def test_schema_that_is_no_json_is_no_schema() -> None:
    assert load_values(files(foreign_umbrella(), **{"values.schema.json": "{"})).schema is None


def test_is_enabled() -> None:
    tree = small_platform(
        values_dev="web: {enabled: false}\nglobal: {overrides: {statefulset: {enabled: false}}}\n",
        values_staging="web: {enabled: false}\nglobal: {overrides: {all: {enabled: true}}}\n",
    )
    model = load_values(tree)
    assert [model.is_enabled("prod", key) for key in ("web", "orders", "db")] == [True, True, True]
    assert [model.is_enabled("dev", key) for key in ("web", "orders", "db")] == [False, True, False]
    # Helm looks at the condition before any template runs: no override brings a service back.
    assert not model.is_enabled("staging", "web")


def test_condition_of_an_ordinary_chart_may_have_a_default() -> None:
    chart = "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - {name: cart, version: 1.0.0, condition: 'cart.use,cart.debug'}\n"
    model = load_values(files(foreign_umbrella(), **{"Chart.yaml": chart}))
    assert not model.is_enabled("dev", "cart")
    # Helm looks for " cart.debug", which is nowhere.
    model = load_values(
        files(foreign_umbrella(), **{"Chart.yaml": chart.replace(",cart.debug", ", cart.debug")})
    )
    assert model.is_enabled("dev", "cart")
    model = load_values(
        files(foreign_umbrella(), **{"Chart.yaml": chart, "charts/cart/values.yaml": "use: true\n"})
    )
    assert model.is_enabled("dev", "cart")


def test_packed_chart_is_read() -> None:
    inner = {
        "Chart.yaml": "name: redis\nversion: 1.0.0\n",
        "values.yaml": "port: 6379\nauth: {enabled: true}\n",
    }
    deep = {
        "charts/common/Chart.yaml": "name: common\nversion: 1.0.0\n",
        "charts/common/values.yaml": "x: 1\n",
    }
    tree = {**foreign_umbrella(), PurePosixPath("charts/redis-1.0.0.tgz"): packed("redis", {**inner, **deep})}
    model = load_values(tree)
    assert model.effective("dev", ("redis",)) == {"port": 6379, "auth": {"enabled": True}, "common": {"x": 1}}
    assert model.notes("dev") == []
    (setting,) = model.layers("dev", ("redis", "port"))
    assert setting.where == "charts/redis-1.0.0.tgz/values.yaml:1"


def test_packed_charts_of_two_versions_and_within_others_are_read() -> None:
    tree = {
        PurePosixPath("Chart.yaml"): b"name: x\nversion: 1.0.0\ndependencies:\n"
        b"  - {name: b, version: 1.x, alias: one}\n  - {name: b, version: 2.x, alias: two}\n"
        b"  - {name: a, version: 1.0.0}\n",
        PurePosixPath("charts/a/Chart.yaml"): b"name: a\nversion: 1.0.0\n",
    }
    for version in ("1.0.0", "2.0.0"):
        content = {
            "Chart.yaml": f"name: b\nversion: {version}\n",
            "values.yaml": f"is: {version}\n",
        }
        tree[PurePosixPath(f"charts/b-{version}.tgz")] = packed("b", content)
    tree[PurePosixPath("charts/a/charts/b-1.0.0.tgz")] = packed("b", content)
    model = load_values(tree)
    assert model.effective(None) == {
        "one": {"is": "1.0.0"},
        "two": {"is": "2.0.0"},
        "a": {"b": {"is": "2.0.0"}},
    }


def test_broken_packed_chart_is_told() -> None:
    tree = {**foreign_umbrella(), PurePosixPath("charts/redis-1.0.0.tgz"): b"no archive"}
    with pytest.raises(BlueprintError, match="this is no packed chart") as caught:
        _ = load_values(tree).subcharts
    assert caught.value.where == "charts/redis-1.0.0.tgz"


def test_chart_that_only_lies_in_charts_counts_and_a_library_does_not() -> None:
    tree = files(
        foreign_umbrella(),
        **{
            "charts/extra/Chart.yaml": "name: extra\nversion: 1.0.0\n",
            "charts/extra/values.yaml": "a: 1\n",
            "charts/lib/Chart.yaml": "name: lib\nversion: 1.0.0\ntype: library\n",
        },
    )
    model = load_values(tree)
    assert list(model.subcharts) == ["redis", "cart", "extra"]
    assert model.effective(None, ("extra", "a")) == 1


def test_exact_version_is_chosen_of_two_folders() -> None:
    tree = files(
        foreign_umbrella(),
        **{
            "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies:\n"
            "  - {name: cart, version: 1.0.0, alias: new}\n  - {name: cart, version: 0.x, alias: old}\n",
            "charts/cart-old/Chart.yaml": "name: cart\nversion: 0.9.0\n",
            "charts/cart-old/values.yaml": "port: 1\n",
        },
    )
    assert load_values(tree).effective(None, ("new", "port")) == 80
    assert load_values(tree).effective(None, ("old", "port")) == 1


def test_version_that_is_not_there_is_told() -> None:
    tree = files(
        foreign_umbrella(),
        **{
            "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies:\n"
            "  - {name: cart, version: 2.x, alias: new}\n  - {name: cart, version: ^3.0.0}\n",
        },
    )
    model = load_values(tree)
    assert model.effective(None, ("new", "port")) is MISSING
    assert model.effective(None, ("cart", "port")) == 80
    assert model.notes(None) == [
        'new: Chart.yaml wants version "2.x" of cart, charts/ has 1.0.0: Helm gives it no alias, and no chart reads these values',
        'cart: Chart.yaml wants version "^3.0.0" of cart, charts/ has 1.0.0, which Helm takes all the same',
    ]


def test_notes_tell_what_cannot_be_known() -> None:
    chart = """\
apiVersion: v2
name: theirs
version: 1.0.0
dependencies:
  - {name: cart, version: 1.0.0, import-values: [data]}
  - {name: redis, version: 1.0.0}
"""
    tree = files(foreign_umbrella(values="cart: 5\n", values_dev=""), **{"Chart.yaml": chart})
    assert load_values(tree).notes("dev") == [
        "cart: import-values in Chart.yaml is not followed",
        "cart: Helm refuses this, a map is expected here",
        "redis: the chart redis is not in charts/, its defaults are not known",
    ]


def test_note_about_a_named_preset_that_is_not_there() -> None:
    tree = small_platform(values_dev="web: {presets: [java]}\n")
    assert load_values(tree).notes("dev") == [
        "web: presets names 'java', which global.presets does not have; Helm refuses this"
    ]


def test_notes_about_nulls_in_global() -> None:
    tree = small_platform(
        values_dev="global: {domain: null, presets: {deployment: {replicaCount: null}}, connections: null}\n"
    )
    model = load_values(tree)
    assert model.notes("dev") == [
        (
            "values-dev.yaml:1: global.domain is null; the umbrella's own templates see nothing there, "
            "subcharts the value of values.yaml"
        ),
        (
            "values-dev.yaml:1: global.presets.deployment.replicaCount is null; "
            "Helm ignores that this deep in global: the value of values.yaml stays"
        ),
    ]
    assert model.effective("dev", ("web", "replicaCount")) == 2


@pytest.mark.parametrize(
    ("path", "does"),
    [
        ("Chart.yaml", True),
        ("platform.yaml", True),
        ("values-dev.yaml", True),
        ("envs/dev.yaml", True),
        ("charts/a/charts/b/values.yaml", True),
        ("charts/a/defaults.json", True),
        ("charts/a-1.tgz", True),
        ("charts/a/charts/b-1.tgz", True),
        ("charts/a/requirements.yaml", True),
        ("dist/a-1.tgz", False),
        ("charts/a/templates/x.yaml", False),
        ("README.md", False),
        (".blueprint/base.tar.gz", False),
    ],
)
def test_matters(path: str, does: bool) -> None:
    assert matters(PurePosixPath(path)) is does


def test_tags_switch_charts_off() -> None:
    chart = (
        "name: x\nversion: 1.0.0\ndependencies:\n"
        "  - {name: cart, version: 1.0.0, tags: [opt]}\n"
        "  - {name: cart, version: 1.0.0, alias: forced, tags: [opt], condition: forced.debug}\n"
    )
    values = "tags: {opt: false}\nforced: {debug: true}\n"
    model = load_values(files(foreign_umbrella(values=values), **{"Chart.yaml": chart}))
    assert [model.is_enabled(None, key) for key in ("cart", "forced")] == [False, True]


NESTED = {
    "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies: [{name: a, version: 1.0.0}]\n",
    "charts/a/Chart.yaml": "name: a\nversion: 1.0.0\ndependencies: [{name: b, version: 1.0.0}]\n",
    "charts/a/values.yaml": "global: {tier: a, zone: a}\n",
    "charts/a/charts/b/Chart.yaml": "name: b\nversion: 1.0.0\n",
    "charts/a/charts/b/values.yaml": "port: 80\nglobal: {tier: b, own: b}\n",
    "values.yaml": "global: {zone: shop}\na: {b: {global: {own: values}}}\n",
    "values-prod.yaml": "a: {b: null}\n",
}


def test_globals_of_charts_further_up_reach_a_nested_chart() -> None:
    model = load_values({PurePosixPath(path): text.encode() for path, text in NESTED.items()})
    assert model.effective(None, ("a",)) == {
        "b": {"port": 80, "global": {"own": "values", "tier": "a", "zone": "shop"}},
        "global": {"tier": "a", "zone": "shop"},
    }

    def places(*path: str) -> list[tuple[str, str, bool]]:
        return [(one.layer, one.where, one.wins) for one in model.layers(None, ("a", "b", "global", *path))]

    assert places("zone") == [
        ("chart defaults", "charts/a/values.yaml:1", False),
        ("global", "values.yaml:1", True),
    ]
    assert places("tier") == [
        ("chart defaults", "charts/a/charts/b/values.yaml:2", False),
        ("chart defaults", "charts/a/values.yaml:1", True),
    ]


def test_null_in_the_place_of_a_nested_charts_values_leaves_its_defaults() -> None:
    model = load_values({PurePosixPath(path): text.encode() for path, text in NESTED.items()})
    assert model.effective("prod", ("a", "b", "port")) == 80
    assert [(one.where, one.is_null, one.wins) for one in model.layers("prod", ("a", "b", "port"))] == [
        ("charts/a/charts/b/values.yaml:1", False, True),
        ("values-prod.yaml:1", True, False),
    ]


@pytest.mark.parametrize(
    ("values", "dev", "refused"),
    [
        ("", "cart: null", True),
        ("cart: {}", "cart: null", False),
        ("cart: {tag: x}", "cart: null", False),
        ("cart:", "cart: {tag: x}", True),
        ("cart: 5", "cart: {tag: x}", True),
        ("cart: {}", "cart: []", True),
        ("cart: {}", "cart: {}", False),
    ],
)
def test_notes_tell_where_helm_wants_a_map(values: str, dev: str, refused: bool) -> None:
    model = load_values(files(foreign_umbrella(values=values, values_dev=dev)))
    notes = [note for note in model.notes("dev") if note.startswith("cart:")]
    assert notes == (["cart: Helm refuses this, a map is expected here"] if refused else [])


def test_notes_tell_of_nested_charts_where_helm_wants_a_map() -> None:
    tree = {
        PurePosixPath(path): text.encode() for path, text in {**NESTED, "values.yaml": "a: {b: x}\n"}.items()
    }
    assert load_values(tree).notes(None) == ["a: Helm refuses this, a map is expected at a.b"]


def test_nulls_that_templates_see_are_told() -> None:
    values = "ports: {http: 80, x: 1}\nown: {gone: null}\n"
    dev = "ports:\n  extra: null\n  x: null\n  b: 1\ncart: {port: null, new: null}\n"
    model = load_values(foreign_umbrella(values=values, values_dev=dev))
    assert model.effective("dev", ("ports",)) == {"http": 80, "b": 1}
    extra = "values-dev.yaml:2: ports.extra is null; templates see the key, without a value"
    assert model.notes_on_nulls("dev", ("ports",)) == [extra]
    assert model.notes_on_nulls("dev", ("ports", "extra")) == [extra]
    assert model.notes_on_nulls("dev", ("ports", "x")) == []
    assert model.notes_on_nulls("dev", ("cart",)) == [
        "values-dev.yaml:5: cart.new is null; templates see the key, without a value"
    ]
    assert model.notes_on_nulls("dev", ("own",)) == [
        "values.yaml:2: own.gone is null; Helm 3's templates see the key, without a value, and Helm 4's see no key"
    ]


def test_file_that_only_helm_4_refuses_is_read_as_helm_3_does() -> None:
    model = load_values(foreign_umbrella(values_dev="--- {a: null}\n"))
    assert model.notes_on_nulls("dev", ("a",)) == [
        "values-dev.yaml:1: a is null; templates see the key, without a value"
    ]
    assert model.rendered("dev", 3)["a"] is None
    with pytest.raises(
        BlueprintError, match="values-dev.yaml:1: Helm 4 refuses what stands on a line with ---"
    ):
        model.rendered("dev", 4)


def test_values_of_a_library_are_there_as_in_helm() -> None:
    chart = "name: x\nversion: 1.0.0\ndependencies: [{name: common, version: 1.x}]\n"
    library = {
        "charts/common/Chart.yaml": "name: common\nversion: 1.2.0\ntype: library\n",
        "charts/common/values.yaml": "example: common-chart\n",
    }
    model = load_values(files(foreign_umbrella(values=""), **{"Chart.yaml": chart, **library}))
    assert model.effective(None, ("common",)) == {"example": "common-chart"}
    assert model.notes(None) == []
