"""Cases of secret."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values_dev": "web:\n  env:\n    DB_PASSWORD: hunter2\n    apiKey: abcd\n    TOKEN: $(OTHER)\n    PASSWORD: '{{ .Values.x }}'\n"
            "    passwordFile: /run/secret\n    secretName: web\n    EMPTY_SECRET: ''\n    URL: postgres://me:s3cret@db/x\n"
            "    SAFE: postgres://me:$(PASSWORD)@db/x\n    A: AKIAABCDEFGHIJKLMNOP\n    B: q9Zr7TkW2mXv5LpN8cYb4HsD\n    C: sha256:q9Zr7TkW2mXv5LpN8cYb4HsD\n"
        },
        *[
            f"values-dev.yaml:{line}:5: {what} | Keep it in a Secret (existing, sealed or from a store) and name that; then change it."
            for line, what in (
                (3, 'the name "DB_PASSWORD" says that this is a secret'),
                (4, 'the name "apiKey" says that this is a secret'),
                (10, "this address contains a password"),
                (12, "this is a key or token of a known kind"),
                (13, "this looks like a random key"),
            )
        ],
    ),
    fails(
        {"values_dev": "x-env:\n  - {name: LEVEL, value: info}\n  - {name: DB_PASSWORD, value: hunter2}\n"},
        'values-dev.yaml:3:25: the name "DB_PASSWORD" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
    ),
    # Each of a list, where it stands: a baseline knows one, and not the next.
    fails(
        {
            "values_dev": "web:\n  args:\n    - --db-password\n    - hunter2\n    - --token-file\n    - hunter2\n    - --password=hunter3\n"
        },
        'values-dev.yaml:4:7: the name "--db-password" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
        "values-dev.yaml:7:7: this text contains a password | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.",
    ),
    # Within lists of maps, by the keys there; a number may be one, a switch is none.
    fails(
        {
            "values_dev": "x-users:\n  - {user: me, password: hunter2}\n  - {name: PASSWORD, value: 12345678}\n  - {name: PASSWORD, value: true}\nx-b: {password: true, apiPassword: 4711}\n"
        },
        'values-dev.yaml:2:16: the name "password" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
        'values-dev.yaml:3:22: the name "PASSWORD" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
        'values-dev.yaml:5:23: the name "apiPassword" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
    ),
    # An option is followed by its value only where no other option follows.
    passes({"values_dev": "web:\n  args: [--db-password, --verbose, hunter2]\n"}),
    # A map that has a name, and no value by that name.
    fails(
        {"values_dev": "x-l:\n  - {name: web, password: hunter2}\n"},
        'values-dev.yaml:2:17: the name "password" says that this is a secret | Keep it in a Secret (existing, sealed or from a store) and name that; then change it.',
    ),
    # Three letters are a word or a place holder.
    passes(
        {"values_dev": "web:\n  env: {DB_PASSWORD: abc, URL: 'postgres://me:pwd@db/x', A: 'password=foo'}\n"}
    ),
]
