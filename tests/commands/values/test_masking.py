"""No command shows a secret unless it is asked to; two different ones are seen to differ."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.bench.synthetic import write
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.small_platform import small_platform

PEM = "-----BEGIN RSA PRIVATE KEY-----\\nMIIabcdef0123\\n-----END RSA PRIVATE KEY-----"
# Each looks like one for a reason of its own: its name, its form, the list it stands in, its randomness.
SECRETS = {
    "hunter2": "hunter2", "hunter3": "hunter3", "token": "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "in a list": "s3cr3tX9", "option": "correcthorse", "in an address": "postgres://me:tr0ub4dor@db",
    "random": "Zk3VqT8xW1bN6yR4mJ9cL2sD7fH5gP0a", "pem": "MIIabcdef0123", "number": "73219845",
    "of many": "0penSesame", "pin": "482913",
}  # fmt: skip
DEV = f"""\
# of dev
# was {SECRETS["of many"]}
x-a: "{SECRETS["of many"]} and ?p={SECRETS["hunter2"]}&x" # not {SECRETS["pin"]}!
x-b: {SECRETS["pin"]}
web:
  passwords: {{admin: {SECRETS["of many"]}}}
  pin: {SECRETS["pin"]}
  env:
    DB_PASSWORD: {SECRETS["hunter2"]} # ours
    ADMIN_PASSWORD: {SECRETS["number"]}
    API_TOKEN: "{SECRETS["token"]}"
    URL: '{SECRETS["in an address"]}'
    PLAIN: hello
    RANDOM: {SECRETS["random"]}
    FOLDED: "{PEM}"
  extraEnv: [{{name: A, value: b}}, {{name: DB_PASSWORD, value: {SECRETS["in a list"]}}}]
  args: [--verbose, --password, {SECRETS["option"]}]
  key: |
    -----BEGIN RSA PRIVATE KEY-----
    {SECRETS["pem"]}
    -----END RSA PRIVATE KEY-----
  replicaCount: 2
"""
PROD = f"web: {{env: {{DB_PASSWORD: {SECRETS['hunter3']}, API_TOKEN: '{SECRETS['token']}', PLAIN: hello}}}}\n"
INTENT = "  mustMatch: [web.env.DB_PASSWORD, web.env.URL]\n"
SCHEMA = {
    "type": "object",
    "properties": {
        "web": {
            "properties": {
                "env": {
                    "properties": {
                        "ADMIN_PASSWORD": {"type": "string", "maxLength": 3},
                        "RANDOM": {"enum": ["x"]},
                    }
                },
                "args": {"items": {"pattern": "^-"}},
            }
        }
    },
}
COMMANDS = [
    ("get", "--env", "dev"),
    ("get", "--env", "dev", "--declared"),
    ("get", "web", "--env", "dev"),
    ("get", "web.env", "web.extraEnv", "--env", "dev"),
    ("get", "**.DB_PASSWORD", "web.**", "--env", "dev"),
    ("get", "web.extraEnv.**", "web.args.*", "--env", "dev"),
    ("get", "web.extraEnv", "--env", "dev"),
    ("get", "x-*", "web.passwords", "--env", "dev"),
    ("explain", "x-a", "--env", "dev"),
    ("explain", "x-b", "--env", "dev", "--output", "json"),
    ("diff", "dev", "prod", "--only", "x-*"),
    ("matrix", "x-*", "--output", "html"),
    ("set", "x-c=1", "--env", "dev", "--dry-run"),
    ("set", "x-a=0", "--env", "dev", "--dry-run"),
    ("unset", "x-a", "--env", "dev", "--dry-run"),
    ("promote", "dev", "prod", "--only", "x-b", "--dry-run"),
    ("get", "--env", "dev", "--output", "json"),
    ("explain", "web", "--env", "dev"),
    ("explain", "web.env", "--env", "prod"),
    ("explain", "web.env.DB_PASSWORD", "--env", "dev"),
    ("explain", "web.env.URL", "--env", "dev"),
    ("explain", "web.extraEnv", "--env", "dev"),
    ("explain", "web.extraEnv[1].value", "--env", "dev"),
    ("explain", "web.args[2]", "--env", "staging"),
    ("explain", "web.env", "--env", "dev", "--output", "json"),
    ("explain", "web.env.API_TOKEN", "--env", "prod", "--output", "json"),
    ("diff", "dev", "prod"),
    ("diff", "dev", "prod", "--declared", "--all"),
    ("diff", "dev", "prod", "--output", "json"),
    ("diff", "dev", "prod", "--output", "html"),
    ("diff", "dev", "staging", "--only", "web.extraEnv.**", "--only", "web.args.*"),
    ("matrix",),
    ("matrix", "**"),
    ("matrix", "web.extraEnv.**", "web.args.*"),
    ("matrix", "--output", "json"),
    ("matrix", "--output", "html"),
    ("lint",),
    ("lint", "--output", "json"),
    ("lint", "--output", "sarif"),
    ("lint", "--output", "github"),
    ("lint", "--fix", "--dry-run"),
    ("set", "web.env.PLAIN=x", "--env", "dev", "--dry-run"),
    ("set", "web.env.FOLDED=x", "web.key=x", "web.args=[]", "--env", "dev", "--dry-run"),
    ("set", "web.env.DB_PASSWORD=hunter3", "--env", "dev", "--dry-run"),
    ("set", "web.env.DB_PASSWORD=hunter3", "--dry-run"),
    ("set", "web.env.ADMIN_PASSWORD=73219845", "--env", "prod", "--dry-run"),
    ("set", "web.env.RANDOM=Zk3VqT8xW1bN6yR4mJ9cL2sD7fH5gP0a", "--env", "prod", "--dry-run"),
    ("unset", "web.env", "--env", "dev", "--dry-run"),
    ("unset", "web.env.DB_PASSWORD", "--env", "dev", "--env", "prod", "--dry-run"),
    ("unset", "web.key", "web.args", "--env", "dev", "--dry-run"),
    ("promote", "dev", "prod", "--only", "**", "--dry-run"),
    ("promote", "dev", "staging", "--only", "**", "--dry-run"),
    ("tidy", "--dry-run"),
]
HINT = re.compile(r"0pen|4829|hunt|ghp_|s3cr|correct|tr0ub|Zk3V|MIIa|7321")


def platform(**more: str) -> dict[str, str]:
    return {"values_dev": DEV, "values_prod": PROD, "values.schema.json": json.dumps(SCHEMA), **more}


@pytest.fixture
def secret(here: Here) -> Here:
    write(small_platform(intent=INTENT, **platform()), here.folder)
    return here


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_secret_is_shown(invoke: Run, secret: Here, words: tuple[str, ...]) -> None:
    done = invoke("values", *words)
    typed = " ".join(words)
    assert done.status in (0, 1, 2)
    assert done.out + done.err
    assert [one for one in SECRETS.values() if one in done.out + done.err] == [], typed
    assert HINT.findall(done.out + done.err) == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_secrets_are_shown_where_that_is_asked(invoke: Run, secret: Here, words: tuple[str, ...]) -> None:
    done = invoke("values", *words, "--show-secrets")
    assert "<secret" not in done.out + done.err
    assert HINT.search(done.out + done.err), "there is nothing to mask"
    assert done.status == invoke("values", *words).status


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("web.env.DB_PASSWORD", "hunter2\n"),
        ("web.extraEnv[1].value", "s3cr3tX9\n"),
        ("web.args[2]", "correcthorse\n"),
        ("web.env.FOLDED", PEM.replace("\\n", "\n") + "\n"),
    ],
)
def test_exact_path_of_a_scalar_gives_it_to_scripts(invoke: Run, secret: Here, path: str, value: str) -> None:
    assert invoke("values", "get", path, "--env", "dev").out == value


def test_different_secrets_differ_and_equal_ones_are_equal(invoke: Run, secret: Here) -> None:
    done = invoke(
        "values", "matrix", "web.env.*_PASSWORD", "web.env.API_TOKEN", "--env", "dev", "--env", "prod"
    )
    assert (
        done.out
        == """\
   KEY                     dev         prod
*  web.env.DB_PASSWORD     <secret 1>  <secret 2>
*  web.env.ADMIN_PASSWORD  <secret 3>  —
   web.env.API_TOKEN       <secret 4>  <secret 4>
2 of 3 keys differ.
"""
    )


def test_marks_tell_nothing_of_a_secret(invoke: Run, here: Here) -> None:
    """They are numbers, in the order in which they are shown: no digest that somebody may guess by."""
    shown = []
    for password in ("hunter2", "another1"):
        write(small_platform(values_dev=f"web: {{env: {{DB_PASSWORD: {password}}}}}\n"), here.folder)
        shown.append(invoke("values", "diff", "dev", "prod").out)
    assert shown[0] == shown[1]


def test_diff_of_files_masks_each_scalar_in_its_place(invoke: Run, secret: Here) -> None:
    Path("values.schema.json").unlink()
    done = invoke("values", "set", "web.env.RANDOM=plain", "web.replicaCount=3", "--env", "dev", "--dry-run")
    assert (
        done.out
        == """\
--- a/values-dev.yaml
+++ b/values-dev.yaml
@@ -11,7 +11,7 @@
     API_TOKEN: "<secret 1>"
     URL: '<secret 2>'
     PLAIN: hello
-    RANDOM: <secret 3>
+    RANDOM: plain
     FOLDED: "<secret 4>"
   extraEnv: [{name: A, value: b}, {name: DB_PASSWORD, value: <secret 5>}]
   args: [--verbose, --password, <secret 6>]
@@ -19,4 +19,4 @@
     <secret 7>
     <secret 7>
     <secret 7>
-  replicaCount: 2
+  replicaCount: 3
"""
    )


def test_what_is_written_is_the_secret(invoke: Run, secret: Here) -> None:
    Path("values.schema.json").unlink()
    done = invoke("values", "promote", "dev", "staging", "--only", "web.env.DB_PASSWORD", "--yes")
    assert (done.status, HINT.findall(done.out + done.err)) == (0, [])
    assert "DB_PASSWORD: hunter2" in secret.text("values-staging.yaml")
