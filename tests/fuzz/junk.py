"""Junk: odd words, odd texts, data of any form, and texts that were right before they were changed."""

from __future__ import annotations

import json
from typing import Any

WORDS = [
    "", " ", "-", "--", "--=", "-x", ".", "..", "../..", "*", "**", "***", "[", "]", "{", "}", "{{", "{%", "a[", "a[0",
    "a[-1]", "a[99999999999999999999]", "a..b", ".a", "a.", "=", "a=", "=b", "a==b", "@", "@@", "prod@", "@HEAD", "\0",
    "a\0b", "x" * 5000, "a." * 5000 + "a", "\udcff", "a\udc80=\udcff", "\x1b[31m", "\x9b", "\n", "a\nb", "\r", "\t",
    "\u202e", "\ufeff", "\U0010ffff", "é" * 300, "1e400", "-1e400", "9" * 5000, "-0", "0x", "0o9", ".nan", "NaN", "!!",
    "!!python/object:x", "&a *a", "*a", "<<", "~", "null", "true", "%", "%s", "{0}", "${x}", "$(x)", "`", "'", '"', "\\",
    "\\.", "a\\", "::error::x", "#", ":", "a: b", "- a", "|", ">", "?", "web[", "web.*.x", "web.image.tag[0]", "(", "(?P<",
    "a,b", ",", "/", "//", "/dev/null", "/dev/zero", "x/" * 3000, "x" * 256, "~root", "-" * 5000, "[" * 5000, "{a: " * 2000,
    "\"" + "\\ud800" + "\"", "[" + "1," * 3000, "2001-01-01", "1_000", "1:30", "+1", "0b2", "on", "=" * 300, "\x85",
]  # fmt: skip
TOKENS = [
    b"", b"null", b"~", b"[]", b"{}", b"0", b"-1", b"1e999", b"9" * 400, b"true", b'""', b"[[]]", b"{a: {}}", b"NaN", b".nan",
    b".inf", b"Infinity", b"*a", b"&a", b"<<", b"!!set", b"!!binary x", b"!x", b"\0", b"\xff", b"\xef\xbb\xbf", b"\t", b"\r",
    b"---\n", b"...\n", b"%YAML 9.9\n", b"? ", b"- ", b": ", b"|\n", b">-\n", b"#", b"'", b'"', b"\\", b"\xed\xa0\x80",
    b'"\\ud800"', b"2001-01-01", b"x" * 3000, b"{{ x", b"{{ x }}", b"{% if", b"{% endif %}", b"{{ 1/0 }}", b"..", b"/",
    b"../../x", b"\x1b", b"\xe2\x80\xa8", b"prod", b"web", b"global", b"$ref", b"0o17", b"1_0", b"\n", b"  ", b",", b"@", b"`",
]  # fmt: skip
DEEP = [
    b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b"- " * 20_000,
    b'{"$ref": "#"}', b'{"$ref": "#/x/y"}', b'{"$ref": "file:///etc/passwd"}', b'{"$ref": 3}', b'{"properties": []}',
    b'{"patternProperties": {"(": {}}}', b'{"type": {}}', b'{"allOf": {"a": 1}}', b'{"$defs": 1, "enum": 1}',
    b"a: &a [*a]\n", b"a: 1\na: 2\n", b"? [a]\n: 1\n", b"? {a: b}\n: 1\n", b"1: 2\nnull: 3\n1.5: x\ntrue: y\n",
    b"\xff\xfea\0", b"NaN", b"[NaN, Infinity, -Infinity]", b'"x"', b"3", b"null", b"[]", b"{}", b"", b"\0", b"\x80\x81",
]  # fmt: skip
KEYS = [
    "", "a", "web", "global", "name", "dependencies", "environments", "inherits", "version", "alias", "condition", "intent",
    "$ref", "type", "properties", "options", "choices", "default", "extends", "charts", "findings", "rule", "plan", "path",
    "connections", "presets", "image", "\0", "\udcff", "x" * 300, "a.b", "a\nb", "..", "apiVersion", "same", "differs",
    "rules", "namespace", "kubernetes", "_jinja2_env_vars", "_extensions", "_copy_without_render", "help", "longest", "pattern",
]  # fmt: skip


def data(rng: Any, depth: int = 3) -> Any:
    """JSON of any form."""
    kind = rng.randint(0, 9 if depth else 6)
    if kind >= 8:
        return {rng.choice(KEYS): data(rng, depth - 1) for _ in range(rng.randint(0, 4))}
    if kind == 7:
        return [data(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    plain = [
        None,
        True,
        0,
        -1,
        1.5,
        10**400,
        float("nan"),
        float("inf"),
        "",
        "x",
        "prod",
        "dev",
        "web",
        "1.0.0",
        ">=1",
    ]
    return rng.choice(plain) if kind < 5 else rng.choice(WORDS)


def blob(rng: Any, size: int) -> bytes:
    return bytes(rng.randint(0, 255) for _ in range(size))


def mutated(rng: Any, old: bytes) -> bytes:
    """A text that was right, a little or much away from that."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(old))
        end = min(len(old), at + rng.randint(0, 12))
        kind = rng.randint(0, 5)
        if kind == 0:
            old = old[:at] + rng.choice(TOKENS) + old[end:]
        elif kind == 1:
            old = old[:at] + blob(rng, rng.randint(1, 4)) + old[at + 1 :]
        elif kind == 2:
            old = old[:at] if rng.random() < 0.3 else old[:at] + old[end:]
        elif kind == 3:
            there = rng.randint(0, len(old))
            old = old[:there] + old[at : at + 40] + old[there:]
        else:
            words = old.split(b" ")
            words[rng.randint(0, len(words) - 1)] = rng.choice([rng.choice(words), rng.choice(TOKENS)])
            old = b" ".join(words)
    return old


def retyped(rng: Any, old: bytes) -> bytes:
    """YAML or JSON in which one node has become another thing."""
    from generator.core.yaml.data import values_of_text
    from generator.errors import BlueprintError

    try:
        root = json.loads(json.dumps(values_of_text(old.decode()), default=str))
    except (BlueprintError, ValueError):
        return mutated(rng, old)
    here = root
    while isinstance(here, dict | list) and here:
        key = rng.choice(list(here) if isinstance(here, dict) else range(len(here)))
        if not isinstance(here[key], dict | list) or not here[key] or rng.random() < 0.4:
            here[key] = data(rng)
            break
        if isinstance(here, dict) and rng.random() < 0.2:
            here[rng.choice(KEYS)] = data(rng)
        here = here[key]
    return dumped(root)


def dumped(root: Any) -> bytes:
    return json.dumps(root).encode("utf-8", "surrogatepass")


def content(rng: Any, old: bytes) -> bytes:
    """Junk in place of what a file held."""
    kind = rng.randint(0, 9)
    if kind < 3:
        return mutated(rng, old)
    if kind < 7:
        return retyped(rng, old)
    if kind == 7:
        return dumped(data(rng, 5))
    return rng.choice(DEEP) if kind == 8 else blob(rng, rng.randint(0, 60))
