"""What schemas, comments and defaults say of a key."""

from __future__ import annotations

from generator.core.data import MISSING
from generator.core.values.knowledge import default_of, documentation_of, has_broken_schema, schema_of
from generator.core.values.model import load_values
from tests.small_platform import foreign_umbrella, small_platform


def test_default_and_schema_of_a_key() -> None:
    model = load_values(small_platform())
    assert default_of(model, ("web", "replicaCount")) == 1
    assert default_of(model, ("web", "nothing")) is MISSING
    assert default_of(model, ("global", "domain")) is MISSING
    known = schema_of(model, ("web", "replicaCount"))
    assert known is not None
    assert (known.description, known.types, known.limits) == ("Pods", ("integer",), ("at least 0",))
    assert schema_of(model, ("x-more", "a")) is None
    misspelt = schema_of(model, ("web", "replicas"))
    assert misspelt is not None
    assert not misspelt.is_allowed


def test_schema_and_documentation_of_an_ordinary_chart() -> None:
    tree = foreign_umbrella(
        **{
            "charts/cart/values.schema.json": '{"properties": {"port": {"type": "integer"}}}',
            "charts/cart/values.yaml": "# -- Where it listens\nport: 80\n",
        },
    )
    model = load_values(tree)
    known = schema_of(model, ("cart", "port"))
    assert known is not None
    assert known.types == ("integer",)
    assert documentation_of(model, ("cart", "port")) == "Where it listens"
    assert schema_of(model, ("cart", "tag")) is None
    assert documentation_of(model, ("cart", "tag")) == ""


def test_a_service_is_documented_by_its_own_comment_not_by_its_presets() -> None:
    presets = "global:\n  presets:\n    app: {replicaCount: 4} # of every web service\n"
    service = "app: # sells {}\n  presets: [app]\n"
    chart = "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: deployment, alias: app, version: 1.0.0}]\n"
    tree = small_platform(**{"Chart.yaml": chart, "values.yaml": presets + service})
    assert documentation_of(load_values(tree), ("app",)) == "sells {}"
    bare = small_platform(**{"Chart.yaml": chart, "values.yaml": presets + "app: {presets: [app]}\n"})
    assert documentation_of(load_values(bare), ("app",)) == ""
    assert documentation_of(load_values(tree), ("global", "presets", "app")) == "of every web service"


def test_schema_that_is_no_json_is_no_schema() -> None:
    broken = load_values(foreign_umbrella(**{"values.schema.json": "{"}))
    assert (broken.schema, has_broken_schema(broken)) == (None, True)
    none = load_values(foreign_umbrella())
    assert (none.schema, has_broken_schema(none)) == (None, False)
    assert not has_broken_schema(load_values(small_platform()))
