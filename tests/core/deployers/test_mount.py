"""Environments whose values stand in manifests, read and changed as any others."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.changes import Change, unified
from generator.core.data import MISSING
from generator.core.deployers.mount import changes_in_manifests
from generator.core.deployers.names import file_of, is_parameters, parameters_of, release_of
from generator.core.edit.edits import Edit, changes_of
from generator.core.values.masking import Veil
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.core.deployers.shapes import ARGOCD, BASE, CHART, FLUX, tree

TEST, PROD = PurePosixPath("environments/test.yaml"), PurePosixPath("environments/prod.yaml")


def test_layers_are_named_by_file_and_release() -> None:
    for name, file, release, above in (
        ("apps/x.yaml", "apps/x.yaml", "", "apps/x.yaml#parameters"),
        ("apps/x.yaml#shop", "apps/x.yaml", "shop", "apps/x.yaml#shop#parameters"),
        ("#x.yaml", "#x.yaml", "x.yaml", "#x.yaml#parameters"),
    ):
        layer = PurePosixPath(name)
        assert (file_of(layer), release_of(layer)) == (PurePosixPath(file), release)
        assert parameters_of(layer) == PurePosixPath(above)
        assert release_of(parameters_of(layer)) == release
        assert is_parameters(parameters_of(layer))


def test_values_are_those_of_all_layers_in_the_order_of_the_deployer() -> None:
    model = load_values(tree(test=FLUX, prod=ARGOCD))
    assert model.effective("test") == {
        "replicas": 1, "image": {"repository": "nginx", "tag": "1.1"}, "hosts": ["test.example.com"],
    }  # fmt: skip
    assert model.effective("prod") == {
        "replicas": 3, "image": {"repository": "nginx", "tag": "1.2"}, "hosts": ["a.example.com"],
        "labels": {"example.com/team": "shop"},
    }  # fmt: skip
    assert [one.where for one in model.layers("prod", ("image", "tag"))] == [
        "values.yaml:2", "environments/prod.yaml:17", "environments/prod.yaml#parameters:19",
    ]  # fmt: skip
    assert [one.where for one in model.layers("test", ("image", "tag"))] == [
        "values.yaml:2", "environments/test.yaml:11",
    ]  # fmt: skip
    assert model.own_file("prod") == PROD
    assert model.file_for("prod", ("image", "tag")) == parameters_of(PROD)
    assert model.file_for("prod", ("replicas",)) == PROD


def test_edits_of_several_layers_change_their_manifests_alone() -> None:
    model = load_values(tree(test=FLUX, prod=ARGOCD))
    edits = [
        Edit(TEST, "delete", ("hosts",)),
        Edit(PROD, "set", ("replicas",), 5),
        Edit(parameters_of(PROD), "set", ("image", "tag"), "1.9"),
        Edit(PurePosixPath("values.yaml"), "set", ("replicas",), 2),
    ]
    changes = changes_of(model.tree, edits)
    after = model.with_changes(changes)
    assert after.effective("prod", ("image", "tag")) == "1.9"
    assert after.effective("prod", ("replicas",)) == 5
    written = {str(one.path): one for one in after.in_manifests(changes)}
    assert written["environments/test.yaml"] == Change(
        TEST, FLUX.encode(), FLUX.replace("    hosts:\n      - test.example.com\n", "").encode()
    )
    assert written["environments/prod.yaml"] == Change(
        PROD, ARGOCD.encode(), ARGOCD.replace("replicas: 3", "replicas: 5").replace('"1.2"', '"1.9"').encode()
    )
    assert set(written) == {"environments/test.yaml", "environments/prod.yaml", "values.yaml"}


def test_what_was_changed_can_be_changed_again_and_back() -> None:
    model = load_values(tree(test=FLUX))
    once = model.with_changes(changes_of(model.tree, [Edit(TEST, "set", ("new",), 1)]))
    back = once.with_changes(changes_of(once.tree, [Edit(TEST, "delete", ("new",))]))
    assert back.tree == model.tree
    assert back.in_manifests([Change(TEST, model.tree[TEST], back.tree[TEST])]) == ()
    again = model.with_tree(tree(test=FLUX.replace("1.1", "1.3")))
    assert again.effective("test", ("image", "tag")) == "1.3"


def test_a_layer_of_a_manifest_is_not_removed_with_its_file() -> None:
    with pytest.raises(BlueprintError, match="which is not removed"):
        changes_in_manifests([Change(TEST, b"", None)], {TEST: FLUX.encode()}, ())


def test_a_manifest_that_has_no_values_is_told_when_it_is_needed() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {replicas: '7'}\n"
    model = load_values(tree(test=FLUX, prod=config))
    assert model.effective("test", ("image", "tag")) == "1.1"
    with pytest.raises(BlueprintError) as refused:
        model.effective("prod", ("replicas",))
    assert refused.value.where == "environments/prod.yaml:2"
    assert (
        refused.value.what
        == "this is a Kubernetes manifest (ConfigMap), not a file of values: it is not read"
    )


def test_parameters_that_are_not_read_are_told() -> None:
    text = ARGOCD.replace("name: image.tag", "name: hosts[0]")
    model = load_values(tree(prod=text))
    assert model.effective("prod", ("hosts",)) == ["a.example.com"]
    assert model.notes == (
        'environments/prod.yaml:19: the parameter "hosts[0]" is not read: it changes an item of a list that other files state',
    )  # fmt: skip


def test_secrets_in_a_block_of_text_are_masked_one_by_one() -> None:
    text = ARGOCD.replace("replicas: 3", "password: s3cr3t-w0rd\n        replicas: 3")
    model = load_values(tree(prod=text))
    changes = model.in_manifests(changes_of(model.tree, [Edit(PROD, "set", ("replicas",), 4)]))
    veil = Veil()
    veil.has_read(model)
    shown = unified(changes, veil.lines)
    assert "s3cr3t" not in shown
    assert (
        "         # of prod\n         password: <secret 1>\n-        replicas: 3\n+        replicas: 4\n"
        in shown
    )


def test_a_release_in_a_file_of_many_is_a_layer_of_its_own() -> None:
    from generator.core.platform.layout import PlatformLayout
    from tests.core.deployers.shapes import SEVERAL

    names = {name: PurePosixPath(f"apps.yaml#shop-{name}") for name in ("dev", "prod")}
    layout = PlatformLayout(named={name: (layer,) for name, layer in names.items()})
    model = load_values({**tree(), PurePosixPath("apps.yaml"): SEVERAL.encode()}, layout=layout)
    assert [model.effective(name, ("replicas",)) for name in ("dev", "prod")] == [1, 3]
    changes = changes_of(model.tree, [Edit(layer, "set", ("replicas",), 7) for layer in names.values()])
    (written,) = model.in_manifests(changes)
    assert written.path == PurePosixPath("apps.yaml")
    assert (written.after or b"").decode() == SEVERAL.replace("{replicas: 1}", "{replicas: 7}").replace(
        "replicas: 3", "replicas: 7"
    )
    other = PlatformLayout(
        named={"dev": (PurePosixPath("apps.yaml#nobody"),), "no": (PurePosixPath("no.yaml#x"),)}
    )
    broken = load_values({**tree(), PurePosixPath("apps.yaml"): SEVERAL.encode()}, layout=other)
    for name in other.named or ():
        with pytest.raises(BlueprintError):
            broken.effective(name, ("replicas",))
    assert broken.said(PurePosixPath("no.yaml#x"), ("a",)) is MISSING


def test_files_as_they_are_on_disk_and_the_platform_that_they_make() -> None:
    files = tree(test=FLUX, prod=ARGOCD)
    model = load_values(files)
    assert model.on_disk == files
    change = Change(PROD, ARGOCD.encode(), ARGOCD.replace('"1.2"', '"1.3"').encode())
    assert model.reopened([change]).effective("prod", ("image", "tag")) == "1.3"
    assert model.in_manifests([change]) == (change,)
    plain = load_values({PurePosixPath("Chart.yaml"): CHART, PurePosixPath("values.yaml"): BASE})
    assert plain.on_disk is plain.tree
    base = Change(PurePosixPath("values.yaml"), BASE, b"a: 1\n")
    assert plain.reopened([base]).effective(None) == {"a": 1}
