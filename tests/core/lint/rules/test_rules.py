"""Every rule: what it finds in a platform, with place and fix; and what it leaves alone."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.commands._rules import all_rules
from generator.core.lint.facts import findings
from generator.core.tree import Tree
from generator.core.values.model import load_values
from tests.small_platform import CHART, PROD, STAGING, VALUES, foreign_umbrella, small_platform


def found(tree: Tree, *only: str) -> list[str]:
    """`file:line:column rule: what | fix` of each finding."""
    rules = [rule for rule in all_rules() if not only or rule.id in only]
    return [
        f"{one.where} {one.rule.id}: {one.what} | {one.fix}" for one in findings(load_values(tree), rules)
    ]


BROKEN = (
    "unreadable: not valid YAML: mapping values are not allowed in this context"
    " | Correct the file, then try again."
)

CASES = [
    (
        "latest-tag",
        {"values_dev": "web:\n  image: {tag: latest}\norders: {image: {tag: main, digest: 'sha256:1'}}\n"},
        ['values-dev.yaml:2:11 latest-tag: the tag "latest" moves | Pin a version, or a digest.'],
    ),
    (
        "latest-tag",
        {"values_dev": "x-jobs:\n  a: {image: busybox}\n  b: {image: 'example.com:5000/b'}\n  c: {image: 'c:1'}\n  d: {image: 'd:latest'}\n"},
        [
            'values-dev.yaml:2:7 latest-tag: the image "busybox" has no tag, which means latest | Add a version.',
            'values-dev.yaml:3:7 latest-tag: the image "example.com:5000/b" has no tag, which means latest | Add a version.',
            'values-dev.yaml:5:7 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
        ],
    ),
    (
        "null-value",
        {"values_dev": "web:\n  replicaCount:\n  env: {A: ~}\nx-a: null\n"},
        [
            "values-dev.yaml:2:3 null-value: null is meant to remove a value | Switch it off with `enabled: false`, or state it.",
            "values-dev.yaml:3:9 null-value: this key has no value | Remove it, or give it one.",
            "values-dev.yaml:4:1 null-value: this key has no value | Remove it, or give it one.",
        ],
    ),
    (
        "duplicate-key",
        {"values_dev": "web:\n  replicaCount: 1\n  env: {A: b}\n  replicaCount: 2\n"},
        ['values-dev.yaml:2:3 duplicate-key: "replicaCount" stands here again on line 4, which wins | Keep one of them.'],
    ),
    (
        "duplicate-key",
        {"values_dev": "x-a: &a {A: b}\nx-b: &b {B: b}\nweb:\n  env:\n    <<: *a\n    <<: *b\n"},
        [],
    ),
    (
        "latest-tag",
        {"values_dev": "x-jobs:\n  a: {image: metis, imageTag: '1.2'}\n  b: {image: b/c, version: 2}\n  c: {image: 24h}\n"},
        [],
    ),
    (
        "schema",
        {"values_dev": "web:\n  replicaCount: many\n"},
        ['values-dev.yaml:2:3 schema: web.replicaCount: a whole number is expected, not "many" | Expected is: a whole number, at least 0.'],
    ),
    (
        "schema",
        {"values_dev": "web:\n  image: {pullPolicy: always}\n"},
        ['values-dev.yaml:2:11 schema: web.image.pullPolicy: "always" is not allowed | Did you mean "Always"?'],
    ),
    (
        "unknown-key",
        {"values_dev": "web:\n  replicas: 1\n  image: {tags: 1}\nglobal: {presets: {deployment: {nope: 1}}}\n"},
        [
            'values-dev.yaml:2:3 unknown-key: web.replicas is not known | Did you mean "replicaCount"?',
            'values-dev.yaml:3:11 unknown-key: web.image.tags is not known | Did you mean "tag"?',
            "values-dev.yaml:4:33 unknown-key: global.presets.deployment.nope is not known | Known are: args, autoscaling, enabled, env, global, image, nodeSelector, ports, presets, replicaCount.",
        ],
    ),
    (
        "missing-service",
        {"values_dev": "wbe:\n  replicaCount: 1\nsearch: {}\nx-anchors: {}\n"},
        [
            'values-dev.yaml:1:1 missing-service: there is no service wbe in Chart.yaml | Did you mean "web"?',
            "values-dev.yaml:3:1 missing-service: there is no service search in Chart.yaml | Remove it, or add the service to Chart.yaml.",
        ],
    ),
    # The schema is older than Chart.yaml, and still has the service.
    (
        "missing-service",
        {"Chart.yaml": CHART.replace("  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}\n", ""), "values_dev": "db: {replicaCount: 1}\n"},
        [
            "values.yaml:21:1 missing-service: there is no service db in Chart.yaml | Remove it, or add the service to Chart.yaml.",
            "values-dev.yaml:1:1 missing-service: there is no service db in Chart.yaml | Remove it, or add the service to Chart.yaml.",
        ],
    ),
    (
        "disabled-service",
        {"values_dev": "web: {enabled: false, replicaCount: 3}\norders: {enabled: false}\n"},
        ["values-dev.yaml:1:1 disabled-service: web is switched off in dev: its values here do nothing | Remove them, or switch it on."],
    ),
    (
        "redundant",
        {"values_dev": "web:\n  image: {tag: 1.4.2}\n  replicaCount: 2\n  autoscaling: {maxReplicas: 10}\n  env: {A: b}\n"},
        [
            "values-dev.yaml:2:11 redundant: web.image.tag is what values.yaml says already | Remove it.",
            "values-dev.yaml:3:3 redundant: web.replicaCount is what values.yaml:8 says already | Remove it.",
            "values-dev.yaml:4:17 redundant: web.autoscaling.maxReplicas is what charts/deployment/defaults.json:1 says already | Remove it.",
        ],
    ),
    # prod's presets say 3, dr's 1: what prod's file says is redundant in prod alone
    ("redundant", {"values_prod": PROD + "web: {replicaCount: 3}\n"}, []),
    (
        "shadowed",
        {f"values_{name}": "web: {replicaCount: 1}\n" for name in ("dev", "staging", "prod", "dr")}
        | {"values": VALUES.replace("customers see", "customers see\n  replicaCount: 9")},
        ["values.yaml:11:3 shadowed: web.replicaCount is replaced in every environment | State 1 here, as dev, staging, prod, dr do; `values tidy` then removes it there."],
    ),
    (
        "shadowed",
        {f"values_{name}": "db: {image: {tag: 18}}\n" for name in ("dev", "staging", "prod")},
        ["values.yaml:22:39 shadowed: db.image.tag is replaced in every environment | State 18 here, as dev, staging, prod, dr do; `values tidy` then removes it there."],
    ),
    (
        "shadowed",
        {f"values_{name}": f"db: {{image: {{tag: {number}}}}}\n" for number, name in enumerate(("dev", "staging", "prod", "dr"))},
        ["values.yaml:22:39 shadowed: db.image.tag is replaced in every environment | Each says something else: remove it here, unless values.yaml is used alone."],
    ),
    (
        "forgotten",
        {"values_dev": "", "values_staging": "db: {env: {A: b, C: d}}\n", "values_prod": "db: {env: {A: x, C: y}}\n"},
        ["values-dev.yaml:1:1 forgotten: db.env is stated for staging, prod, dr, but not for dev | State it here, or for all in values.yaml."],
    ),
    # All others agree on another value than the default that this one is left with; dr has it from prod.
    (
        "forgotten",
        {"values_dev": "web: {image: {pullPolicy: Always}}\n", "values_staging": "", "values_prod": "web: {image: {pullPolicy: Always}}\n"},
        ["values-staging.yaml:1:1 forgotten: web.image.pullPolicy is Always for dev, prod, dr, and IfNotPresent for staging, which does not state it | State it here, or for all in values.yaml."],
    ),
    # What is switched off needs no values.
    ("forgotten", {"values_dev": "db: {enabled: false}\n", "values_staging": "db: {env: {A: b}}\n", "values_prod": "db: {env: {A: x}}\n"}, []),
    # A switch is a choice, and so is what belongs to its environment.
    (
        "forgotten",
        {"values_dev": "web: {autoscaling: {enabled: true, maxReplicas: 4}}\n", "values_staging": "", "values_prod": "web: {autoscaling: {enabled: true, maxReplicas: 4}}\n",
         "intent": '  environmentOnly: ["*.autoscaling.maxReplicas"]\n'},
        [],
    ),
    ("forgotten", {"values_dev": "", "values_staging": "db: {replicaCount: 3}\n", "values_prod": "db: {replicaCount: 2}\n"}, []),
    (
        "secret",
        {"values_dev": "web:\n  env:\n    DB_PASSWORD: hunter2\n    apiKey: abc\n    TOKEN: $(OTHER)\n    PASSWORD: '{{ .Values.x }}'\n"
         "    passwordFile: /run/secret\n    secretName: web\n    EMPTY_SECRET: ''\n    URL: postgres://me:s3cret@db/x\n"
         "    SAFE: postgres://me:$(PASSWORD)@db/x\n    A: AKIAABCDEFGHIJKLMNOP\n    B: q9Zr7TkW2mXv5LpN8cYb4HsD\n    C: sha256:q9Zr7TkW2mXv5LpN8cYb4HsD\n"},
        [
            f"values-dev.yaml:{line}:5 secret: {what} | Keep it in a Secret (existing, sealed or from a store) and name that; then change it."
            for line, what in (
                (3, 'the name "DB_PASSWORD" says that this is a secret'),
                (4, 'the name "apiKey" says that this is a secret'),
                (10, "this address contains a password"),
                (12, "this is a key or token of a known kind"),
                (13, "this looks like a random key"),
            )
        ],
    ),
    (
        "secret",
        {"values_dev": "x-env:\n  - {name: LEVEL, value: info}\n  - {name: DB_PASSWORD, value: hunter2}\n"},
        ['values-dev.yaml:3:25 secret: the name "DB_PASSWORD" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.'],
    ),
    # Each of a list, where it stands: a baseline knows one, and not the next.
    (
        "secret",
        {"values_dev": "web:\n  args:\n    - --db-password\n    - hunter2\n    - --token-file\n    - hunter2\n    - --password=hunter3\n"},
        [
            'values-dev.yaml:4:7 secret: the name "--db-password" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
            "values-dev.yaml:7:7 secret: this text contains a password | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.",
        ],
    ),
    (
        "missing-connection",
        {"values_dev": "global: {connections: {web: [ordrs, 'db:sql'], shop: [db]}}\n", "values_prod": "db: {enabled: false}\n"},
        [
            "values.yaml:6:14 missing-connection: orders connects to db, which is switched off in prod, dr | Switch db on there, or orders off.",
            'values-dev.yaml:1:30 missing-connection: web connects to ordrs, which is no service | Did you mean "orders"?',
            "values-dev.yaml:1:48 missing-connection: there is no service shop | Known are: db, orders, web.",
        ],
    ),
    # A part that only some environments have: on in dev, off elsewhere. Off everywhere is a finding.
    ("missing-connection", {"values": VALUES + "  enabled: false\n", "values_dev": "db: {enabled: true}\n"}, []),
    (
        "missing-connection",
        {"values": VALUES + "  enabled: false\n"},
        ["values.yaml:6:14 missing-connection: orders connects to db, which is switched off in dev, staging, prod, dr | Switch db on there, or orders off."],
    ),
    (
        "missing-connection",
        {"values_dev": "global: {connections: {web: ['orders:htp', 'orders:http'], orders: ['db:sq']}}\n"
         "orders: {ports: {admin: {containerPort: 1, service: false}, old: {containerPort: 2, enabled: false}}}\n"},
        [
            'values-dev.yaml:1:30 missing-connection: web connects to orders:htp, which dev does not have | Did you mean "http"?',
            'values-dev.yaml:1:69 missing-connection: orders connects to db:sq, which dev does not have | Did you mean "sql"?',
        ],
    ),
    # dev replaces the list: what is wrong with that of values.yaml does not matter there
    ("missing-connection", {"values_dev": "global: {connections: {orders: []}}\ndb: {enabled: false}\n"}, []),
    (
        "unknown-preset",
        {"values_prod": "global: {presets: {app: {env: {A: b}}, events: {}}}\nweb: {presets: [app, evnts]}\n", "values_dr": ""},
        ['values-prod.yaml:2:7 unknown-preset: web names the preset "evnts", which global.presets does not have | Did you mean "events"?'],
    ),
    (
        "broken-schema",
        {"values.schema.json": '{\n  "type": object\n}', "charts/deployment/values.schema.json": "[]"},
        [
            "charts/deployment/values.schema.json:1:1 broken-schema: this is no schema: a map is expected | Correct it; until then nothing is checked with it.",
            "values.schema.json:2:1 broken-schema: this is not JSON: Expecting value | Correct it; until then nothing is checked with it.",
        ],
    ),
    (
        "broken-schema",
        {"values.schema.json": '{"properties": {\n  "web": {"$ref": "#/$defs/nope"}\n}}'},
        ["values.schema.json:2:1 broken-schema: this schema cannot be used: Pointer '/$defs/nope' does not exist | Correct it; until then nothing is checked with it."],
    ),
    ("broken-schema", {"values.schema.json": "true"}, []),
    (
        "second-document",
        {"values_dev": "---\nweb: {replicaCount: 1}\n---\n# more\n---\nweb: {replicaCount: 2}\n", "values_prod": "web: {}\n...\n---\n# nothing\n"},
        ["values-dev.yaml:3:1 second-document: Helm 3 does not read what stands below this line, Helm 4 merges it with what is above | Remove the line, or what is below it."],
    ),
    (
        "second-document",
        {"values_dev": "web: {replicaCount: 1}\n--- {web: {replicaCount: 2}}\n", "values_prod": "web: {}\n---\nnull: 1\n"},
        [
            "values-dev.yaml:2:1 second-document: Helm 3 does not read what stands below this line, and Helm 4 refuses the file: Helm 4 refuses what stands on a line with --- | Remove the line, or what is below it.",
            "values-prod.yaml:2:1 second-document: Helm 3 does not read what stands below this line, and Helm 4 refuses the file: Helm refuses this: a key that is null | Remove the line, or what is below it.",
        ],
    ),
    (
        "second-document",
        {"values_dev": "--- !!map # all\nweb: {replicaCount: 1}\n", "values_prod": "--- # all\nweb: {}\n---\n"},
        ["values-dev.yaml:1:5 second-document: Helm 4 refuses what stands on a line with --- | Give it a line of its own."],
    ),
    (
        "broken-intent",
        {"intent": '  mustMatch: ["*.image.tag"]\n'},
        ['values-staging.yaml:5:11 broken-intent: web.image.tag must match: "1.4.2" in dev, prod, dr; "1.5.0" in staging | Intent: platform.yaml:9.'],
    ),
    (
        "broken-intent",
        {"intent": "  mustDiffer: [{keys: global.domain, reason: cookies}]\n"},
        ['values.yaml:3:3 broken-intent: global.domain must differ, and is "example.com" in prod and dr (cookies) | Intent: platform.yaml:9.'],
    ),
    (
        "broken-intent",
        {"intent": '  ordered: [{keys: "*.replicaCount", order: prod >= staging >= dev}]\n', "values_staging": STAGING + "  replicaCount: 5\n"},
        ["values-prod.yaml:4:18 broken-intent: orders.replicaCount must be prod >= staging, and is 3 in prod, 5 in staging | Intent: platform.yaml:9."],
    ),
    # The override is what breaks it, in the file that has it, however many services it reaches.
    (
        "broken-intent",
        {"intent": '  ordered: [{keys: "*.autoscaling.maxReplicas", order: prod >= staging}]\n',
         "values_staging": "global:\n  overrides:\n    deployment: {autoscaling: {maxReplicas: 50}}\n"},
        ["values-staging.yaml:3:32 broken-intent: web.autoscaling.maxReplicas must be prod >= staging, and is 10 in prod, 50 in staging; and 1 more: orders.autoscaling.maxReplicas | Intent: platform.yaml:9."],
    ),
    # The charts' defaults are nobody's to change: where the user would state it.
    (
        "broken-intent",
        {"intent": '  ordered: [{keys: "db.autoscaling.maxReplicas", order: prod > staging}]\n'},
        ["values.yaml:21:1 broken-intent: db.autoscaling.maxReplicas must be prod > staging, and is 10 in prod, 10 in staging | Intent: platform.yaml:9."],
    ),
    # One environment says something else than all others, whichever it is.
    (
        "second-document",
        {"values_dev": "--- !!map # all\nweb: {replicaCount: 1}\n", "values_prod": "--- # all\nweb: {}\n---\n"},
        ["values-dev.yaml:1:5 second-document: Helm 4 refuses what stands on a line with --- | Give it a line of its own."],
    ),
    (
        "broken-intent",
        {"intent": '  mustMatch: ["*.image.tag"]\n', "values_dev": "web: {image: {tag: 9}}\n", "values_staging": ""},
        ['values-dev.yaml:1:15 broken-intent: web.image.tag must match: 9 in dev; "1.4.2" in staging, prod, dr | Intent: platform.yaml:9.'],
    ),
    (
        "idle-intent",
        {"intent": '  mustMatch: ["*.imagee.tag", "*.image.digest"]\n  mustDiffer: [global.domian]\n'
         '  environmentOnly: [{keys: ["web.env.LEVEL", "orders.env.LOG_LEVEL", "**.nope", "**.tag"]}]\n'
         '  ordered:\n    - {keys: "*.autoscaling.maxReplica", order: prod >= dev}\n    - {keys: "*.image.repository", order: prod >= dev}\n'
         '    - {keys: "*.autoscaling", order: prod >= dev}\n  windows:\n    a: {from: 2026-11-20, to: 2026-12-02}\n'},
        [
            'platform.yaml:9:1 idle-intent: "*.image.digest" covers nothing | Known are: pullPolicy, repository, tag.',
            'platform.yaml:9:1 idle-intent: "*.imagee.tag" covers nothing | Did you mean "image"?',
            'platform.yaml:10:1 idle-intent: "global.domian" covers nothing | Did you mean "domain"?',
            'platform.yaml:11:1 idle-intent: "**.nope" covers nothing | Name a key that is stated, or remove it.',
            'platform.yaml:11:1 idle-intent: "web.env.LEVEL" covers nothing | Name a key that is stated, or remove it.',
            'platform.yaml:13:1 idle-intent: "*.autoscaling.maxReplica" covers nothing | Did you mean "maxReplicas"?',
            "platform.yaml:14:1 idle-intent: web.image.repository cannot be compared: it is example.com/web | Only numbers, quantities and times have an order.",
        ],
    ),
    ("unreadable", {"values_dev": "a: b\n  c: [\n"}, [f"values-dev.yaml:2:1 {BROKEN}"]),
    # What the schema has by name may be stated tomorrow.
    ("idle-intent", {"intent": '  mustMatch: ["*.image.pullPolicy", "*.nodeSelector", global.overrides, web.args]\n'}, []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "expected"), CASES)
def test_rule(rule: str, files: dict[str, str], expected: list[str]) -> None:
    assert found(small_platform(**files), rule) == expected


def test_every_rule_has_a_case_and_a_sentence() -> None:
    rules = all_rules()
    assert {case[0] for case in CASES} == {rule.id for rule in rules}
    assert all(rule.why.endswith(".") for rule in rules)
    assert len({rule.id for rule in rules}) == len(rules)


def test_platform_is_clean() -> None:
    assert found(small_platform()) == []


def test_file_that_cannot_be_read_hides_only_what_needs_it() -> None:
    """Not what other files say, nor what is said of other environments; but what all must say."""
    tree = small_platform(
        values=VALUES + "  enabled: false\n",
        values_dev="web: {image: {tag: latest}, replicas: 1}\n",
        values_prod="a: b\n  c: [\n",
        values_dr="orders: {image: {tag: main}}\n",
        intent='  mustMatch: [db.nope]\n  ordered: [{keys: "web.replicaCount", order: prod > dev > staging}]\n',
    )
    assert found(tree) == [
        "values.yaml:8:18 broken-intent: web.replicaCount must be dev > staging, and is 2 in dev, 2 in staging | Intent: platform.yaml:10.",
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
        'values-dev.yaml:1:29 unknown-key: web.replicas is not known | Did you mean "replicaCount"?',
        f"values-prod.yaml:2:1 {BROKEN}",
        'values-dr.yaml:1:18 latest-tag: the tag "main" moves | Pin a version, or a digest.',
    ]


def test_values_yaml_that_cannot_be_read_hides_no_other_file() -> None:
    tree = small_platform(values="a: b\n  c: [\n", values_dev="web: {image: {tag: latest}}\n")
    assert found(tree) == [
        f"values.yaml:2:1 {BROKEN}",
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
    ]
    assert found(foreign_umbrella(values="a: b\n  c: [\n", values_dev="cart: {replicass: 1}\n")) == [
        f"values.yaml:2:1 {BROKEN}"
    ]


def test_file_that_is_missing_hides_no_other() -> None:
    tree = small_platform(values_dev="web: {image: {tag: latest}}\n")
    del tree[PurePosixPath("values-prod.yaml")]  # type: ignore[attr-defined]
    assert found(tree) == [
        'values-dev.yaml:1:15 latest-tag: the tag "latest" moves | Pin a version, or a digest.',
        "values-prod.yaml:1:1 unreadable: this file is missing | platform.yaml declares its environment; an empty file will do.",
    ]


def test_comment_says_that_it_is_meant() -> None:
    text = (
        "web:\n"
        "  image: {tag: latest} # helm-blueprint:ignore\n"
        "orders:\n"
        "  # helm-blueprint:ignore latest-tag, secret\n"
        "  image: {tag: latest}\n"
        "db:\n"
        "  image: {tag: latest} # helm-blueprint:ignore secret\n"
    )
    assert [line.split()[0] for line in found(small_platform(values_dev=text))] == ["values-dev.yaml:7:11"]


def test_umbrella_of_somebody_else() -> None:
    tree = foreign_umbrella(values_dev="cart:\n  replicass: 1\n  labels: {team: a}\nredi: {a: b}\n")
    assert found(tree) == [
        'values-dev.yaml:2:3 unknown-key: nothing else knows cart.replicass | Did you mean "replicas"?',
        'values-dev.yaml:4:1 missing-service: there is no service redi in Chart.yaml | Did you mean "redis"?',
        "values-prod.yaml:2:3 redundant: cart.tag is what values.yaml says already | Remove it.",
    ]
