"""`values set` and `values unset`: what they show, refuse, tell and write."""

from __future__ import annotations

import pytest

from generator.core.yaml.data import values_of_text
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

CASES = [
    # what the schema wants decides what a text is
    (("orders.replicaCount=5",), "values.yaml", 'tag: "2.0" # quoted, or it is a number\n  ports: {http: 8080}\n  replicaCount: 5\n'),
    (("orders.image.tag=2.10",), "values.yaml", '    tag: "2.10" # quoted, or it is a number\n'),
    (("web.image.tag=5",), "values.yaml", '  image: {repository: example.com/web, tag: "5"}\n'),
    (("web.image.tag=5", "--json"), "values.yaml", "  image: {repository: example.com/web, tag: 5}\n"),
    (("db.image.tag=18", "--string"), "values.yaml", '  image: {repository: example.com/db, tag: "18"}\n'),
    (("db.image.tag=18.1",), "values.yaml", '  image: {repository: example.com/db, tag: "18.1"}\n'),
    (("web.env.DEBUG=yes",), "values.yaml", 'env:\n    DEBUG: "yes"\n'),
    (("web.enabled=no",), "values.yaml", "  enabled: false\n"),
    (("web.image.pullPolicy=Always",), "values.yaml", "tag: 1.4.2, pullPolicy: Always}\n"),
    (("web.nodeSelector={disk: ssd}",), "values.yaml", "  nodeSelector:\n    disk: ssd\n"),
    (("web.args=[-v, --all]",), "values.yaml", "  args:\n"),
    # in an environment's own file
    (("web.replicaCount=0", "--env", "dev"), "values-dev.yaml", "web:\n  replicaCount: 0\n"),
    (("web.nodeSelector.a\\.b/c=x", "--env", "dr"), "values-dr.yaml", "web:\n  nodeSelector:\n    a.b/c: x\n"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "file", "expected"), CASES)
def test_sets_what_is_meant(
    invoke: Run, here: Here, arguments: tuple[str, ...], file: str, expected: str
) -> None:
    result = invoke("values", "set", *arguments, "--yes")
    assert result.status == 0, result.err
    assert list(here.changed()) == [file]
    assert expected in here.text(file)


def test_shows_the_diff_and_writes_it(invoke: Run, here: Here) -> None:
    assert invoke("values", "set", "web.replicaCount=2", "--env", "dev", "--yes") == (
        0,
        ("--- a/values-dev.yaml\n"
        "+++ b/values-dev.yaml\n"
        "@@ -2,4 +2,4 @@\n"
        " global:\n   domain: dev.example.com\n web:\n"
        "-  replicaCount: 1\n"
        "+  replicaCount: 2\n"),
        "Note: web.replicaCount in values-dev.yaml equals what it inherits (values.yaml:8): it could be left out\n",
    )  # fmt: skip
    assert here.changed() == {"values-dev.yaml": here.text("values-dev.yaml")}


def test_several_keys_and_environments_at_once(invoke: Run, here: Here) -> None:
    result = invoke(
        "values", "set", "web.image.tag=1.6.0", "web.replicaCount=4", "--env", "dev", "--env", "prod", "-y"
    )
    assert result.status == 0, result.err
    assert here.changed() == {
        "values-dev.yaml": "# dev: small\nglobal:\n  domain: dev.example.com\nweb:\n  replicaCount: 4\n"
        "  image:\n    tag: 1.6.0\n",
        "values-prod.yaml": here.text("values-prod.yaml"),
    }
    assert here.text("values-prod.yaml").endswith("web:\n  image:\n    tag: 1.6.0\n  replicaCount: 4\n")


def test_nothing_is_written_when_one_of_several_is_wrong(invoke: Run, here: Here) -> None:
    result = invoke("values", "set", "web.replicaCount=4", "web.replicas=4", "-y")
    assert result.status == 2
    assert result.err == 'Error: web.replicas: this key is not known\n  Did you mean "replicaCount"?\n'
    assert here.changed() == {}


def test_dry_run_writes_nothing(invoke: Run, here: Here) -> None:
    result = invoke("values", "set", "web.replicaCount=4", "--env", "prod", "--dry-run")
    assert result.status == 0
    assert "+  replicaCount: 4\n" in result.out
    assert here.changed() == {}


def test_without_a_terminal_it_wants_a_yes(invoke: Run, here: Here) -> None:
    result = invoke("values", "set", "web.replicaCount=4")
    assert result.status == 2
    assert "+  replicaCount: 4\n" in result.out
    assert result.err == (
        "Note: web.replicaCount in values.yaml is overridden in dev (values-dev.yaml:5)\n"
        "Error: nothing was written: there is no terminal to ask on\n"
        "  `helm-blueprint values set web.replicaCount=4 --yes` writes this, "
        "`helm-blueprint values set web.replicaCount=4 --dry-run` only shows it.\n"
    )
    assert here.changed() == {}


def test_what_is_so_already_is_told(invoke: Run, here: Here) -> None:
    assert invoke("values", "set", "web.image.tag=1.4.2", "-y") == (
        0, "Nothing to change: web.image.tag is so in values.yaml.\n", "",
    )  # fmt: skip


def test_overridden_value_is_told(invoke: Run, here: Here) -> None:
    result = invoke("values", "set", "web.replicaCount=7", "-y")
    assert result.err == "Note: web.replicaCount in values.yaml is overridden in dev (values-dev.yaml:5)\n"


def test_value_without_effect_in_its_own_environment_is_told(invoke: Run, here: Here) -> None:
    overrides = "global:\n  overrides:\n    deployment: {replicaCount: 1, autoscaling: {enabled: false}}\n"
    here.put("values-dr.yaml", overrides)
    result = invoke("values", "set", "web.replicaCount=5", "--env", "dr", "-y")
    assert result.err == (
        "Note: web.replicaCount in values-dr.yaml is overridden in dr "
        "(values-dr.yaml:3, global.overrides.deployment)\n"
    )
    result = invoke("values", "set", "web.autoscaling={enabled: true, maxReplicas: 9}", "--env", "dr", "-y")
    assert result.err == (
        "Note: web.autoscaling.enabled in values-dr.yaml is overridden in dr "
        "(values-dr.yaml:3, global.overrides.deployment)\n"
    )


def test_item_of_an_inherited_list_leaves_the_others(invoke: Run, here: Here) -> None:
    assert invoke("values", "set", "db.args=[a, b]", "-y").status == 0
    result = invoke("values", "set", "db.args[1]=x", "--env", "dev", "-y")
    assert result.err == (
        "Note: db.args in values-dev.yaml is a copy of the list in values.yaml:24: "
        "lists replace each other as a whole\n"
    )
    assert here.text("values-dev.yaml").endswith("db:\n  args:\n    - a\n    - x\n")
    assert invoke("values", "unset", "db.args[0]", "--env", "prod", "-y") == (
        2, "", ("Error: values-prod.yaml: db.args[0] is not here\n"
        "  It is in the list that values.yaml:24 states: set db.args to the list without it.\n"),
    )  # fmt: skip


REFUSED = [
    (("web.imag.tag=1",), 'web.imag: this key is not known\n  Did you mean "image"?'),
    (("wb.image.tag=1",), 'wb: this key is not known\n  Did you mean "web"?'),
    (("web.replicaCount=many",), "web.replicaCount: a whole number is expected, not 'many'"),
    (("web.replicaCount=-1", "--env", "dev"), "values-dev.yaml:5: web.replicaCount: -1 is less than the minimum of 0"),
    (("web.image.tag.x=1",), "web.image.tag.x: this key is not known: web.image.tag is a string or a number"),
    (
        ("web.nodeSelector.kubernetes.io/arch=arm64", "--env", "dev"),
        ("web.nodeSelector.kubernetes.io/arch: this key is not known: web.nodeSelector.kubernetes is a string\n"
        r"  Write kubernetes\.io/arch if the dots belong to one key."),
    ),
    (("web.nodeSelector[0]=x",), "web.nodeSelector[0]: this key is not known: web.nodeSelector is a map"),
    (("web.args.x=x",), "web.args.x: this key is not known: web.args is a list"),
    (("web.replicaCount=2.5",), "web.replicaCount: a whole number is expected, not '2.5'"),
    (("web.replicaCount=-1",), "values.yaml: web.replicaCount: -1 is less than the minimum of 0"),
    (("web.image=x",), "web.image: a map is expected, as in '{key: value}', not 'x'"),
    (
        ("web.image.pullPolicy=Sometimes",),
        "web.image.pullPolicy: 'Sometimes' is not allowed\n  Allowed are: Always, IfNotPresent, Never.",
    ),
    (("web.image.tag",), '"web.image.tag" sets nothing\n  Write PATH=VALUE, as in order-service.image.tag=1.4.3.'),
    (("web.replicaCount=1", "--env", "prd"), 'there is no environment "prd"\n  Did you mean "prod"?'),
    (("web.image.tag=1", "--string", "--json"), "--string and --json exclude each other\n  Name one of them."),
    (("web.image={tag", "--json"), "web.image: this is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
]  # fmt: skip


def test_null_removes_a_default_where_both_majors_agree(invoke: Run, foreign: Here) -> None:
    assert invoke("values", "set", "cart.port=null", "--env", "dev", "-y").status == 0
    assert foreign.text("values-dev.yaml") == "cart:\n  replicas: 1\n  port: null\n"


def test_null_that_the_majors_take_in_two_ways_is_refused_with_both_results(
    invoke: Run, foreign: Here
) -> None:
    foreign.put("values-prod.yaml", "{}\n")
    assert invoke("values", "set", "cart.port=null", "cart.labels=null", "-y") == (
        2,
        "",
        (
            "Error: Helm 3 and Helm 4 would not agree\n"
            "  cart.port: null would be taken in two ways in prod: Helm 3 leaves nothing, Helm 4 80\n"
            "    `helm-blueprint values set cart.port=null cart.labels=null -y --env dev`, and so on: from an -f file both remove a default.\n"
            "  cart.labels: null would be taken in two ways in prod: Helm 3 leaves nothing, Helm 4 {}\n"
            "    `helm-blueprint values set cart.port=null cart.labels=null -y --env dev`, and so on: from an -f file both remove a default.\n"
        ),
    )
    assert foreign.changed() == {"values-prod.yaml": "{}\n"}


def test_null_that_the_schema_does_not_take_is_refused_as_helm_does(invoke: Run, here: Here) -> None:
    assert invoke("values", "set", "web.replicaCount=null", "--env", "staging", "-y") == (
        2,
        "",
        "Error: values-staging.yaml: web.replicaCount: a whole number is expected, not null\n",
    )
    assert here.changed() == {}


def test_null_that_removes_nothing_is_told(invoke: Run, here: Here) -> None:
    result = invoke("values", "set", "global.domain=null", "--env", "staging", "-y")
    assert (result.status, result.err.splitlines()[0]) == (
        0, "Note: global.domain: null removes nothing in staging: example.com stays at web.global.domain",
    )  # fmt: skip


@pytest.mark.parametrize(("arguments", "error"), REFUSED)
def test_refuses(invoke: Run, here: Here, arguments: tuple[str, ...], error: str) -> None:
    assert invoke("values", "set", *arguments, "-y") == (2, "", f"Error: {error}\n")
    assert here.changed() == {}


def test_error_that_was_there_before_does_not_hinder(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "web:\n  replicaCount: many\n  nope: 1\n")
    assert invoke("values", "set", "web.image.tag=1.5.0", "--env", "dev", "-y").status == 0


def test_map_from_a_file(invoke: Run, here: Here) -> None:
    here.put("selector.yaml", "# where\ndisk: ssd\nzone: a\n")
    assert invoke("values", "set", "web.nodeSelector=selector.yaml", "--from-file", "-y").status == 0
    assert "  nodeSelector:\n    disk: ssd\n    zone: a\n" in here.text("values.yaml")


@pytest.mark.parametrize(
    ("schema", "error"),
    [
        ("[]", "values.schema.json: this is no schema: a map is expected"),
        ('{"type": "object",\n', "values.schema.json:1: this is not JSON: Expecting property name enclosed in double quotes"),
        ('{"properties": 5}', 'values.schema.json: this schema cannot be used: properties: 5 is not of type "object"'),
        (
            '{"properties": {"web": {"$ref": "#/$defs/nothing"}}}',
            "values.schema.json: this schema cannot be used: Pointer '/$defs/nothing' does not exist",
        ),
    ],
)  # fmt: skip
def test_schema_that_is_none_is_told(invoke: Run, here: Here, schema: str, error: str) -> None:
    here.put("values.schema.json", schema)
    before = here.changed()
    result = invoke("values", "set", "web.image.tag=1.5.0", "--env", "dev", "-y")
    assert (result.status, result.out) == (2, "")
    assert result.err == f"Error: {error}\n"
    assert here.changed() == before


def test_value_from_a_file(invoke: Run, here: Here) -> None:
    here.put("cert.txt", "line 1\nline 2\n")
    assert invoke("values", "set", "web.env.CERT=cert.txt", "--from-file", "-y").status == 0
    assert "    CERT: |\n      line 1\n      line 2\n" in here.text("values.yaml")


def test_frozen_window_refuses_unless_it_is_named(invoke: Run, here: Here) -> None:
    window = "intent:\n  windows:\n    sale: {from: 2020-01-01, to: 2100-01-01, environments: [prod], reason: the sale}\n"
    here.put("platform.yaml", here.text("platform.yaml") + window)
    arguments = ("values", "set", "web.image.tag=1.9.0", "-y")
    assert invoke(*arguments) == (
        2,
        "",
        (
            "Error: platform.yaml:10: web.image.tag of prod is frozen by sale (2020-01-01 to 2100-01-01): the sale\n"
            "  Nothing was written. If it must be: `helm-blueprint values set web.image.tag=1.9.0 -y --despite sale`\n"
        ),
    )
    assert invoke(*arguments, "--env", "dev").status == 0
    assert invoke(*arguments, "--despite", "sale").status == 0


WINDOWS = """\
intent:
  windows:
    sale: {from: 2020-01-01, to: 2100-01-01, environments: [prod]}
    all year: {from: 2020-01-01, to: 2100-01-01, keys: ["web.image.*"], reason: calm}
    over: {from: 2020-01-01, to: 2020-01-02}
"""


def test_all_frozen_windows_are_told_at_once(invoke: Run, here: Here) -> None:
    here.put("platform.yaml", here.text("platform.yaml") + WINDOWS)
    arguments = ("values", "set", "web.image.tag=1.9.0", "orders.image.tag=2.1", "--env", "prod", "-y")
    assert invoke(*arguments) == (
        2,
        "",
        (
            "Error: several windows are frozen\n"
            "  platform.yaml:10: web.image.tag, orders.image.tag of prod are frozen by sale (2020-01-01 to 2100-01-01)\n"
            "  platform.yaml:11: web.image.tag of prod, dr is frozen by all year (2020-01-01 to 2100-01-01): calm\n"
            "  Nothing was written. If it must be: `helm-blueprint values set web.image.tag=1.9.0 orders.image.tag=2.1 --env prod -y --despite sale --despite 'all year'`\n"
        ),
    )
    assert invoke(*arguments, "--despite", "sale").err.endswith(" --despite sale --despite 'all year'`\n")
    assert invoke(*arguments, "--despite", "sale", "--despite", "all year").status == 0


def test_window_that_is_not_there_is_told(invoke: Run, here: Here) -> None:
    arguments = ("values", "set", "web.image.tag=1.9.0", "--env", "dev", "-y", "--despite", "sael")
    none = 'Error: --despite: there is no window "sael"\n  platform.yaml declares none.\n'
    assert invoke(*arguments) == (2, "", none)
    here.put("platform.yaml", here.text("platform.yaml") + WINDOWS)
    near = 'Error: --despite: there is no window "sael"\n  Did you mean "sale"?\n'
    assert invoke(*arguments) == (2, "", near)


def test_unset_of_a_map_tells_what_each_of_its_values_becomes(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "web:\n  replicaCount: 1\n  image: {tag: 1.4.2}\n  env: {A: b}\n")
    assert invoke("values", "unset", "web", "--env", "dev", "--dry-run").err == (
        "Note: web.replicaCount of dev becomes 2 (values.yaml:8)\n"
        'Note: web.image.tag of dev stays "1.4.2"\n'
        "Note: web.env.A of dev becomes nothing\n"
    )


def test_unset_of_a_large_map_tells_the_first(invoke: Run, here: Here) -> None:
    many = "".join(f"    A{number}: b\n" for number in range(25))
    here.put("values-dev.yaml", f"web:\n  env:\n{many}")
    told = invoke("values", "unset", "web.env", "--env", "dev", "--dry-run").err.splitlines()
    assert [told[0], told[-1], len(told)] == [
        "Note: web.env.A0 of dev becomes nothing", "Note: … and so on, for 5 more", 21,
    ]  # fmt: skip


def test_unset_names_the_options_that_would_help(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "x-a: 1\nweb: {image: {tag: 1}} # why\n")
    arguments = ("values", "unset", "web.image.tag", "--env", "dev", "-y")
    assert invoke(*arguments, "--prune") == (
        2, "", ("Error: values-dev.yaml:2: delete web.image.tag: the comment '# why' would be lost\n"
        "  The file is unchanged. --with-comment removes the comment, too; --keep-empty leaves an empty map.\n"),
    )  # fmt: skip
    assert invoke(*arguments, "--keep-empty", "--dry-run").status == 0
    assert invoke(*arguments, "--with-comment").status == 0


def test_unset_tells_what_is_inherited_then(invoke: Run, here: Here) -> None:
    result = invoke("values", "unset", "web.replicaCount", "--env", "dev", "-y")
    assert result.err == "Note: web.replicaCount of dev becomes 2 (values.yaml:8)\n"
    assert here.changed() == {"values-dev.yaml": "# dev: small\nglobal:\n  domain: dev.example.com\n"}


def test_unset_can_keep_the_empty_map(invoke: Run, here: Here) -> None:
    assert invoke("values", "unset", "web.replicaCount", "--env", "dev", "--keep-empty", "-y").status == 0
    assert here.text("values-dev.yaml").endswith("web: {}\n")


@pytest.mark.parametrize("rest", ["", "    # and why\n"])
def test_unset_keeps_what_becomes_empty_in_values_yaml(invoke: Run, foreign: Here, rest: str) -> None:
    """A template reads .Values.ingress.annotations, whether or not there are any."""
    text = "ingress:\n  # -- Additional annotations\n  annotations: {}\n" + rest
    foreign.put("values.yaml", text)
    assert invoke("values", "set", "ingress.annotations.a=1", "-y").status == 0
    assert foreign.text("values.yaml") != text
    result = invoke("values", "unset", "ingress.annotations.a", "-y")
    assert foreign.text("values.yaml") == text
    assert "Note: ingress stays in values.yaml as {}: it has a comment; --prune removes it\n" in result.err


def test_unset_prunes_values_yaml_where_asked(invoke: Run, foreign: Here) -> None:
    foreign.put("values.yaml", "a: 1\nweb:\n  image: {tag: x}\n")
    result = invoke("values", "unset", "web.image.tag", "-y")
    assert foreign.text("values.yaml") == "a: 1\nweb:\n  image: {}\n"
    assert "Note: web stays in values.yaml as {}: a template may read it; --prune removes it\n" in result.err
    foreign.put("values.yaml", "a: 1\nweb:\n  image: {tag: x}\n")
    assert invoke("values", "unset", "web.image.tag", "--prune", "-y").status == 0
    assert foreign.text("values.yaml") == "a: 1\n"


@pytest.mark.parametrize(
    ("before", "path", "after", "told"),
    [
        (("", "cart:\n  image:\n    tag: 1\n"), "cart.image.tag", "", ""),
        # In Helm 4 the null removes the chart's port only while dev states something of cart.
        (
            ("cart: {port: null}\n", "cart: {size: 1}\n"), "cart.size", "cart: {}\n",
            "without it, cart.port of dev would change",
        ),
        # It hides what values.yaml states.
        (("x: 5\n", "x: {b: 1}\n"), "x.b", "x: {}\n", "without it, x of dev would change"),
        (("l: [a]\n", "l: [b]\n"), "l[0]", "l: []\n", "without it, l of dev would change"),
        (("", "# of dev\ncart:\n  size: 1\n"), "cart.size", "# of dev\ncart: {}\n", "it has a comment"),
        (("", "cart:\n  # why\n  size: 1\n"), "cart.size", "cart: {}\n  # why\n", "it has a comment"),
        (("", "cart:\n  size: 1 # goes with it\n"), "cart.size", "", ""),
    ],
)  # fmt: skip
def test_unset_prunes_an_environment_where_nothing_else_goes(
    foreign: Here, before: tuple[str, str], path: str, after: str, told: str, *, invoke: Run
) -> None:
    foreign.put("values.yaml", before[0])
    foreign.put("values-dev.yaml", before[1])
    result = invoke("values", "unset", path, "--env", "dev", "-y")
    assert foreign.text("values-dev.yaml") == after
    assert f": {told}; --prune removes it" in result.err if told else "stays in" not in result.err


UNSET_TOGETHER = [
    # items of one list are those of the file as it was
    ("l: [a, b, c, d]\n", ("l[0]", "l[1]"), "l: [c, d]\n"),
    ("l: [a, b, c, d]\n", ("l[0]", "l[3]"), "l: [b, c]\n"),
    ("l:\n  - {x: 1}\n  - {k: 1}\n  - {z: 1}\nb: 1\n", ("l[1].k", "l[0]"), "l:\n  - {}\n  - {z: 1}\nb: 1\n"),
    ("a: {x: 1}\nb: 1\n", ("a.x", "a"), "b: 1\n"),
    # only what was named goes, and what this empties
    ("app: {extra: [], x: 1}\n", ("app.x",), "app: {extra: []}\n"),
    ("app:\n  extra: {}\n  x: {k: 1}\n", ("app.x.k",), "app:\n  extra: {}\n"),
    ("app:\n  x: {k: 1}\n  z: {k: 1}\nb: 1\n", ("app.x.k", "app.z.k"), "b: 1\n"),
    ("app: {extra: null, x: 1}\n", ("app.x",), "app: {extra: null}\n"),
]


@pytest.mark.parametrize(("before", "paths", "after"), UNSET_TOGETHER)
def test_unset_takes_what_was_named_and_what_this_empties(
    invoke: Run, foreign: Here, before: str, paths: tuple[str, ...], after: str
) -> None:
    for order in (paths, paths[::-1]):
        foreign.put("values-dev.yaml", before)
        assert invoke("values", "unset", *order, "--env", "dev", "-y").status == 0
        assert foreign.text("values-dev.yaml") == after


def test_unset_takes_documentation_along_and_leaves_other_comments(invoke: Run, foreign: Here) -> None:
    text = "# -- the first\na: 1\n# why\nb: 2\n  # of c\nc: 3\n"
    foreign.put("values-dev.yaml", text)
    assert invoke("values", "unset", "a", "b", "--env", "dev", "-y").status == 0
    assert foreign.text("values-dev.yaml") == "# why\n  # of c\nc: 3\n"
    foreign.put("values-dev.yaml", text)
    assert invoke("values", "unset", "b", "--env", "dev", "--with-comment", "-y").status == 0
    assert foreign.text("values-dev.yaml") == "# -- the first\na: 1\n  # of c\nc: 3\n"


ODD = [
    ("a: 1\n---\nb: 2\n", "{}\n---\nb: 2\n"),
    ("a: 1\n...\n# end\n", "{}\n...\n# end\n"),
    ("%YAML 1.1\n---\na: 1\n", "%YAML 1.1\n---\n"),
    ("# c\ra: 1\r", "# c\r"),
]


@pytest.mark.parametrize(("before", "after"), ODD)
def test_unset_lets_no_other_document_become_the_first(
    invoke: Run, foreign: Here, before: str, after: str
) -> None:
    foreign.put("values-dev.yaml", before)
    assert invoke("values", "unset", "a", "--env", "dev", "-y").status == 0
    assert foreign.text("values-dev.yaml") == after


@pytest.mark.parametrize(
    "command",
    ["get --env dev", "explain a --env dev", "set a=2 --env dev -y", "unset a --env dev -y", "diff dev prod", "matrix",
     "promote prod dev --dry-run", "tidy --dry-run", "files --env dev"],
)  # fmt: skip
def test_every_command_tells_of_further_documents(invoke: Run, foreign: Here, command: str) -> None:
    foreign.put("values-dev.yaml", "a: 1\n---\nb: 2\n")
    foreign.put("values-prod.yaml", "c: 1\n")
    told = "Note: values-dev.yaml:2: Helm 3 does not read what stands below this line, Helm 4 merges it with what"
    assert invoke("values", *command.split()).err.count(told) == 1


def test_unset_tells_a_value_once(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "web:\n  env: {A: b}\n")
    told = "Note: web.env.A of dev becomes nothing\n"
    assert invoke("values", "unset", "web.env", "web.env.A", "--env", "dev", "-y").err == told


def test_set_means_the_list_as_it_was_in_whichever_order(invoke: Run, foreign: Here) -> None:
    for order in (("l[3]=d", "l[2]=c", "m.x=1", "m={k: 2}"), ("m={k: 2}", "l[2]=c", "m.x=1", "l[3]=d")):
        foreign.put("values-dev.yaml", "l: [a, b]\n")
        assert invoke("values", "set", *order, "--env", "dev", "-y").status == 0
        assert values_of_text(foreign.text("values-dev.yaml")) == {"l": [*"abcd"], "m": {"x": 1, "k": 2}}


@pytest.mark.parametrize("path", ["x", "cart.x.k", "x.k"])
@pytest.mark.parametrize(
    "text",
    ["", "\n", "# of dev", "# of dev\n", "# of dev\n\n# and more\n\n", "---\n", "# of dev\r\n", "z: 1", "z:\n  k: 1\n\n# end\n"],
)  # fmt: skip
def test_unset_after_set_leaves_no_trace(invoke: Run, foreign: Here, text: str, path: str) -> None:
    foreign.put("values-dev.yaml", text)
    assert invoke("values", "set", f"{path}=1", "--env", "dev", "-y").status == 0
    assert invoke("values", "unset", path, "--env", "dev", "-y").status == 0
    assert foreign.text("values-dev.yaml") == text


def test_unset_says_where_the_key_is(invoke: Run, here: Here) -> None:
    assert invoke("values", "unset", "web.replicaCount", "-y") == (
        2, "", "Error: values.yaml: web.replicaCount is not here\n  values-dev.yaml has it: with --env dev.\n",
    )  # fmt: skip
    assert invoke("values", "unset", "web.imag", "-y") == (
        2, "", 'Error: values.yaml: web.imag is not here\n  Did you mean "image"?\n',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("assignment", "environment"),
    [
        ("web.replicaCount=5", None),
        ("orders.image.pullPolicy=Always", None),
        ("db.autoscaling.maxReplicas=3", "prod"),
        ("web.nodeSelector.disk=ssd", "dr"),
        ("global.presets.statefulset.replicaCount=3", "dev"),
    ],
)
def test_unset_after_set_restores_the_bytes(
    invoke: Run, here: Here, assignment: str, environment: str | None
) -> None:
    where = ("--env", environment) if environment else ()
    assert invoke("values", "set", assignment, *where, "-y").status == 0
    assert here.changed() != {}
    assert invoke("values", "unset", assignment.partition("=")[0], *where, "-y").status == 0
    assert here.changed() == {}


# ── an umbrella chart of somebody else ──────────────────────────────────────────────────────────


def test_without_a_schema_the_value_that_is_there_tells_the_type(invoke: Run, foreign: Here) -> None:
    result = invoke("values", "set", "cart.replicas=3", "cart.tag=2", "cart.debug=yes", "-y")
    assert result.status == 0
    assert foreign.text("values.yaml") == 'cart:\n  replicas: 3\n  tag: "2"\n  debug: true\n'


def test_without_a_schema_what_cannot_be_known_is_told(invoke: Run, foreign: Here) -> None:
    result = invoke("values", "set", "cart.replica=3", "cart.labels.team=shop", "redis.x=1", "-y")
    assert result.status == 0
    assert result.err == (
        'Note: cart.replica is new here, and no schema knows it. Did you mean "replicas"?\n'
        "Note: cart.labels.team is new here; there is no schema that tells whether the chart knows it\n"
        "Note: redis.x is new here; there is no schema that tells whether the chart knows it\n"
    )
