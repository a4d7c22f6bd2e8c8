"""What is a secret, and what only looks like one."""

from __future__ import annotations

import base64
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.values.secret_texts import is_worth_a_look
from generator.core.values.secrets import is_random, reason

BY_NAME = [
    ("DB_PASSWORD", "hunter2"),
    ("DB_PASS", "Winter2026!"),
    ("DB_PWD", "Winter2026!"),
    ("bindPW", "abc123"),
    ("PASSWORD", "changeme"),
    ("adminPassword", "password"),
    ("PASSWORD_A", "hunter22"),
    ("password2", "hunter22"),
    ("DB_PASSWORD_22", "hunter22"),
    ("DB_PASSWORD_OLD_B", "hunter22"),
    ("PASSPHRASE", "correct horse battery staple"),
    ("DB_PASSWORD", "12345678"),
    ("PASSWORD", "!Winter2026"),
    ("secretKey", "abcdefgh1"),
    ("secretKey", "abcdefgh"),
    ("SECRET_KEY", "changeme"),
    ("SECRET_KEY_BASE", "c98cd6e130625998"),
    ("apiKey", "abcd"),
    ("MY_API_KEY", "abcd"),
    ("apiToken", "abc-zone"),
    ("API_TOKEN", "abcd1234efgh"),
    ("CLIENT_SECRET", "supersecret"),
    ("clientSecret", "s3cr3t-v4lue"),
    ("secret", "pKOuVH1b"),
    ("secret", "HunterTwo"),
    ("secret", "abc123def"),
    ("--db-password", "hunter2"),
]
OF_MANY = [
    ("passwords.admin", "hunter2"),
    ("passwords.admin", "sesame"),
    ("passwords.db", "1234"),
    ("dbPasswords.shop", "my secret words"),
    ("PASSWORDS_OLD.shop", "hunter2"),
    ("passwords.", "hunter2"),
    ("pins.door", "4829"),
    ("tokens.ci", "abc123"),
    ("tokens.ci", "sesame"),
    ("apiKeys.billing", "b1ll1ng"),
    ("signing-keys.one", "S3cr3tKey"),
    ("credentials.admin", "hunter2"),
    ("dbCredentials.admin", "Hunter!"),
    ("creds.admin", "hunter2"),
    ("secrets.SESSION", "abc123def"),
    ("secrets.DJANGO", "Sesame"),
]
OF_DIGITS = [
    ("pin", "482913"),
    ("DOOR_PIN", "4829"),
    ("pin_2", "482913"),
    ("password", "12345678"),
    ("token", "48291377"),
    ("clientSecret", "482913775"),
    ("API_KEY", "48291377"),
]
BY_SHAPE = [
    ("this is a key or token of a known kind", "AKIAABCDEFGHIJKLMNOP"),
    ("this is a key or token of a known kind", "npm_" + "a1B2c3D4e5F6" * 3),
    ("this is a key or token of a known kind", "ghp_" + "a1B2c3D4e5F6" * 3),
    ("this is a key or token of a known kind", "glpat-abcdefghij0123456789"),
    ("this is a key or token of a known kind", "https://hooks.slack.com/services/T00/B00/a1b2c3d4e5"),
    ("this is a key or token of a known kind", "Basic dXNlcjpwYXNzd29yZA=="),
    (
        "this is a key or token of a known kind",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3",
    ),
    (
        "this is a key or token of a known kind",
        "a: |\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIEpAIBAAKCAQEA\n",
    ),
    (
        "this is a key or token of a known kind",
        base64.b64encode(b"-----BEGIN PRIVATE KEY-----\nMII").decode(),
    ),
    ("this address contains a password", "postgres://me:s3cret@db/x"),
    ("this address contains a password", "redis://:s3cret@db/0"),
    ("this address contains a password", "app:hunter22@tcp(db:3306)/shop"),
    ("this text contains a password", "--password=hunter22"),
    ("this text contains a password", "psql --db-password hunter22 -h db"),
    ("this text contains a password", "--user=$(USER) --password=hunter22"),
    ("this text contains a password", "-Xmx1g -Djavax.net.ssl.keyStorePassword=hunter22"),
    ("this text contains a password", "Server=db;User Id=app;Password=hunter22;"),
    ("this text contains a password", "url={{ .Values.url }}\ndb.password=hunter22\nx=y\n"),
    ("this text contains a password", "server:\n  port: 1\n  password: hunter22 # for now\n"),
    ("this text contains a password", '{"user": "me", "password": "hunter22"}'),
    ("this looks like a random key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
]
NO_SECRETS = [
    ("secretName", "web-tls"),
    ("existingSecret", "web-db"),
    *((f"credentials.{name}", text) for name, text in (("source", "existing"), ("enabled", "true"), ("db", "db-auth"), ("username", "shop1"), ("bucket", "backups2"), ("port", "5432"), ("user", "shop"))),
    *((f"secrets.{name}", text) for name, text in (("db", "web-db"), ("db", "sesame"), ("", "regcred1"), ("name", "web1"), ("size", "16"), ("key", "db1"))),
    *((f"tokens.{name}", text) for name, text in (("ttl", "3600"), ("kind", "bearer"), ("access", "3600"), ("max", "4096"), ("x", "jwt"), ("", "a b"), ("issuer", "https1"), ("limit", "86400000"))),
    *((f"passwords.{name}", text) for name, text in (("minLength", "12"), ("secretName", "web1"), ("db", "12"), ("db", "$(DB)"), ("db", "xxx"), ("policy", "strong1"))),
    *((f"{names}", "hunter2") for names in ("imagePullSecrets.one", "existingSecrets.one", "publicKeys.one", "secretKeys.one", "removeKeys.one", "keys.passwords.one")),
    ("imagePullSecret", "IfNotPresent"), ("pins.door", "left"), ("pins.door", "12"), ("pin", "true"), ("pin", "v1.2"), ("pin", "12"), ("shipping", "482913"),
    ("token", "3600"), ("token", "86400000"), ("apiToken", "0.5"), ("clientSecret", "16"), ("API_KEY", "12"),
    ("tlsSecret", "kube-system/web"),
    ("secret", "web-db"),
    ("passwordSecret", "web-db"),
    ("secretKeyRef.key", "password"),
    ("secretKeys.password", "admin-password"),
    ("envSecrets.secretKey", "username"),
    ("existingSecretPasswordKey", "admin-password"),
    ("secretKey", "password"),
    ("secretKey", "db-zone-key"),
    ("apiToken", "my-key"),
    ("secretKey", "db-user"),
    ("accessKey", "access-key"),
    ("token", "my-token-secret"),
    ("ADMIN_USER_PASS", "admin-user-pass"),
    ("password", "API_PASSWORD"),
    ("passwordFile", "/run/secret"),
    ("PASSWORD", "/run/secret"),
    ("TOKEN_URL", "https://example.com/token"),
    ("PWD", "/app"),
    ("MAX_TOKENS", "4096"),
    ("TOKENIZER", "standard"),
    ("authorization", "RBAC"),
    *(("PASSWORD", text) for text in ("", " ", "$OTHER", "$(OTHER)", "${OTHER}", "{{ .Values.x }}", "{env:X}")),
    *(("PASSWORD", text) for text in ("vault:secret/data/x#y", "ref+vault://x/y", "AWSSM:x", "op://a/b", "ENC[x]")),
    *(("PASSWORD", text) for text in ("<password>", "********", "xxx", "false", "YOUR_PASSWORD", "DEFINED-IN-VAULT")),
    *(("PASSWORD", text) for text in ("%PASSWORD%", "@PASSWORD@", "__PASSWORD__", "$__file{/etc/x}", "./secret.txt")),
    ("args", "--password=$(PW)"),
    ("args", "--password-file=/run/x"),
    ("script", 'export PGPASSWORD="$PW"\nread -p "Password: " x\nlogin(password=config.password)\n'),
    ("script", 'printf \'{"user": "%s", "password": "%s"}\' "$USER" "$PASSWORD"'),
    ("factory", "heat.common.auth_password:filter_factory"),
    ("url", "postgres://me:$(PASSWORD)@db/x"),
    ("image", "example.com/web:1.2@sha256:5dc81c6355ff478188f8fda11a971c41"),
    ("image.digest", "5dc81c6355ff478188f8fda11a971c415dc81c6355ff478188f8fda11a971c41"),
    ("image.tag", "5dc81c6355ff478188f8fda11a971c41deadbeef"),
    ("gitRevision", "5dc81c6355ff478188f8fda11a971c41deadbeef"),
    ("checksum/config", "5dc81c6355ff478188f8fda11a971c415dc81c6355ff478188f8fda11a971c41"),
    ("digest", "sha256:5dc81c6355ff478188f8fda11a971c415dc81c6355ff478188f8fda11a971c41"),
    ("id", "5dc81c63-55ff-4781-88f8-fda11a971c41"),
    ("caBundle", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUMKLS0t"),
    ("x", base64.b64encode(b"server: {port: 8080, name: Web}").decode()),
    ("x", "api/sdnc-config-db/v3/getNbrList"),
    ("x", "/usr/local/Foo1/Bar2/Baz3Qux4/lib64x"),
    ("x", "DataHubUpgradeHistory_v1"),
    ("x", "ELBSecurityPolicy-TLS-1-2-Ext-2018-06"),
    ("x", "MySuperLongCamelCaseServiceConfigurationName2"),
    ("x", "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), BY_NAME)
def test_name_tells(name: str, text: str) -> None:
    assert reason(text, ["web", "env", name]) == f'the name "{name}" says that this is a secret'


@pytest.mark.parametrize(("names", "text"), OF_MANY)
def test_name_of_many_tells(names: str, text: str) -> None:
    above, own = names.split(".")
    assert reason(text, ["web", above, own]) == f'the name "{above}" says that this is a secret'


@pytest.mark.parametrize(("name", "text"), OF_DIGITS)
def test_digits_are_a_secret_where_they_are_no_count(name: str, text: str) -> None:
    assert reason(text, ["web", name]) == f'the name "{name}" says that this is a secret'


@pytest.mark.parametrize(("what", "text"), BY_SHAPE)
def test_shape_tells(what: str, text: str) -> None:
    assert reason(text, ["web", "env", "SETTING_A"]) == what


@pytest.mark.parametrize(("names", "text"), NO_SECRETS)
def test_no_secret(names: str, text: str) -> None:
    assert reason(text, ["web", *names.split(".")]) == ""


KINDS = {
    "base64 of 24 bytes": lambda by: base64.b64encode(by.randbytes(24)).decode(),
    "base64 of 32 bytes": lambda by: base64.b64encode(by.randbytes(32)).decode(),
    "base64 of 64 bytes": lambda by: base64.b64encode(by.randbytes(64)).decode(),
    "for addresses, 24 bytes": lambda by: base64.urlsafe_b64encode(by.randbytes(24)).decode(),
    "for addresses, 32 bytes": lambda by: base64.urlsafe_b64encode(by.randbytes(32)).decode().rstrip("="),
    "hex of 16 bytes": lambda by: by.randbytes(16).hex(),
    "hex of 32 bytes": lambda by: by.randbytes(32).hex(),
    "capital hex": lambda by: by.randbytes(32).hex().upper(),
    "letters and digits": lambda by: "".join(by.choices(string.ascii_letters + string.digits, k=32)),
    "small letters and digits": lambda by: "".join(by.choices(string.ascii_lowercase + string.digits, k=40)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_random_keys_are_found_whatever_their_name(kind: str) -> None:
    """At least 97 of 100: a key that looks like words by chance is let go."""
    by = random.Random(7)  # the same keys every time
    keys = [KINDS[kind](by) for _ in range(500)]
    assert sum(bool(reason(key, ["web", "env", "SETTING_A"])) for key in keys) >= 485


# Where random ends, each threshold from both sides: (is it random, the text).
THRESHOLDS = [
    # 0.3 of the steps change between capitals, small letters and digits; 0.294
    (True, "abQWERcdTYUIefOPASghDFGH23JKLZX"),
    (False, "abQWERTMcdYUIOBefPASDghFGHJ23KLZXjk"),
    # 3.67 bits a character; 3.58
    (True, "a1Bc2De3Fg4Ha1Bc2De3Fg4K"),
    (False, "a1Bc2De3Fg4Ha1Bc2De3Fg4H"),
    # 11 of 20 letters are within small words; 12 of 20
    (True, "abcdQ1efghW2ijkE3R4T5Y6U7I8O9"),
    (False, "abcdQ1efghW2ijklE3R4T5Y6U7I89"),
    # 24 characters; 23
    (True, "aQ1bW2cE3dR4eT5fY6gU7hI8"),
    (False, "aQ1bW2cE3dR4eT5fY6gU7hI"),
    # 32 without a digit; 31
    (True, "aQbWcEdReTfYgUhIiOjPkAlSmDnFoGpH"),
    (False, "aQbWcEdReTfYgUhIiOjPkAlSmDnFoGp"),
    # of one case: 0.2 of the steps change between letters and digits; 0.17
    (True, "qwert12345yuiop67890asdfg2468hjk1357"),
    (False, "qwert12345yuiop67890asdfg2468hjklzxc"),
    # 2.81 bits a character; 2.80
    (True, "a1b2c3da1b2c3da1b2c3da1b2c3da1b2c3d"),
    (False, "a1b2c3da1b2c3da1b2c3da1b2c3da1b2"),
    # 32 characters; 31
    (True, "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6"),
    (False, "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P"),
    # no digit among letters of one case
    (False, "qawsedrftgyhujikolpzsxdcfvgbhnjm"),
]


@pytest.mark.parametrize(("is_key", "text"), THRESHOLDS)
def test_random_begins_here(is_key: bool, text: str) -> None:
    assert is_random(text) == is_key
    assert (reason(text, ["SETTING_A"]) == "this looks like a random key") == is_key


@pytest.mark.parametrize("depth", range(5))
def test_name_that_makes_chance_fine_may_stand_up_to_two_keys_above(depth: int) -> None:
    names = ["checksum", *["a", "b", "c", "d"][:depth]]
    assert reason("A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6", names) == (
        "" if depth <= 2 else "this looks like a random key"
    )


@pytest.mark.parametrize(
    ("names", "text"),
    [
        *(([name], text) for name, text in [*BY_NAME, *OF_DIGITS]),
        *((["x"], text) for _, text in BY_SHAPE),
        *((names.split("."), text) for names, text in OF_MANY),
    ],
)
def test_every_secret_is_worth_a_look(names: list[str], text: str) -> None:
    assert is_worth_a_look(text, names)


@given(
    st.text(max_size=40) | st.text(string.ascii_letters + string.digits + "+/_-=@:. ", max_size=60),
    st.lists(
        st.sampled_from(
            ["password", "pw", "apiKey", "CLIENT_SECRET", "token_2", "credentials", "dbPass", "x", "image", "pin",
             "PINS", "PIN_OLD", "passwords", "tokens2", "creds", "apiKeys", "secrets", "API_KEYS_B", "admin", ""]
        ),
        min_size=1,
        max_size=3,
    ),
)  # fmt: skip
def test_what_is_not_worth_a_look_is_no_secret(text: str, names: list[str]) -> None:
    assert is_worth_a_look(text, names) or not reason(text, names)


def test_ordinary_values_are_not_looked_at_twice() -> None:
    """Else the first change of a file would take 10 ms more."""
    values = [
        "1.4.2",
        "200m",
        "ghcr.io/example/order",
        "order.example.com",
        "an ordinary sentence, with words",
        "8080",
    ]
    assert [one for one in values if is_worth_a_look(one, ["image", "tag"])] == []
