"""How secrets look: the names they go by, the shapes of known kinds, what is too random to be a word.

Its numbers are measured on 2,900 public values files and on generated keys.
"""

from __future__ import annotations

import base64
import math
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PASSWORD = re.compile(r"(?:.*(?:password|passwd|passphrase|passcode)|pwd|pass|pw)")
_TOKEN = re.compile(r"(?:.*(?:secret|apikey|credentials?)|token)")
_KEY_OF = re.compile(r"access|account|api|auth|encryption|master|private|secret|shared|signing")
# What follows such a word and leaves it what it is: PASSWORD_A, TOKEN_OLD, SECRET_KEY_BASE.
_MORE = re.compile(r"base|base64|current|default|new|old|plain|previous|primary|secondary|value")
# Digits are a password or a PIN by right; of what else goes by such a name they are a count or seconds.
_PIN = re.compile(r"pin|pins")
_LEAST_PIN, _LEAST_DIGITS = 4, 8
# What is shorter is a word, a placeholder or a unit, and would be masked wherever its letters stand.
_SHORTEST = 4
# What stands below these, one for each user, service or purpose.
_MANY_PASSWORDS = re.compile(r"(?:.*(?:password|passwd|passphrase|passcode)|pwd|pin)s")
_MANY_TOKENS = re.compile(r".*apikeys|tokens|creds|.*credentials")
_MANY_SECRETS = re.compile(r"secrets")
# Beside them stands what is none: of whom, of what kind, where it comes from, how long it holds.
_BESIDE = re.compile(
    r".*(?:name|user|login|file|path|class|id|type)|algorithm|annotations?|audience|backend|created?|description"
    r"|digest|dir|email|enabled|encoding|endpoint|existing|expiration|expires|expiry|field|format|from|generate"
    r"|group|hash|header|host|image|interval|issuer|keys?|kind|labels?|length|level|lifetime|max|method|min|mode"
    r"|mount|namespaces?|number|period|policy|port|prefix|property|provider|ref|refresh|roles?|rotation|schedule"
    r"|schema|scopes?|size|source|stage|strategy|subject|suffix|template|ttl|uri|url|use|users|validity|version"
    r"|volume"
)
# Beside credentials, where they are taken; a password is of one of these.
_WHERE = re.compile(
    r"accounts?|api|bucket|cluster|database|db|domain|engine|environment|manager|project|realm|region|server"
    r"|service|store|tenant|vault|zone"
)
# A secret of these is a value; any other `…Secret` may as well be the name of a Secret object.
_OWNERS = re.compile(r"api|app|client|consumer|cookie|hmac|jwt|session|shared|signing|webhook")
# What stands below these names where a secret is, or at what key of a Secret.
_REFERRING = re.compile(
    r"(?:existing|external|extra)?-?secret-?(?:key|name|ref|mapping|store|env)s?(?:-ref|-name|-mapping)?s?"
    r"|(?:extra-)?env-secrets?|(?:key|secret|remote|field)-ref|value-from|key-mapping|keys"
)

_REFERENCE = re.compile(
    r"\$\w*|\$\{.*|.*\$\(.*\).*|.*\$\{.*\}.*|.*\$__\w+\{.*|.*\{\{.*\}\}.*|<.*|\{[^{}\"]*\}|\[.*\]"
    r"|%[a-z]|%.*%|@.*@|__.*__"
    r"|(?:avp|awsps|awssecrets|awssm|azurekeyvault|bws|conjur|doppler|env|file|gcpsm|gcpsecrets|infisical"
    r"|keyvault|op|secret|secretref|sm|sops|ssm|vals|vault|arn|k8s)(?:\+\w+)?:.*|ref\+.*|enc\[.*"
    r"|(?:https?://|~?/|\.{1,2}/)\S+|[\w./-]+\.(?:pem|key|crt|cer|p12|jks|txt|json|ya?ml|conf|properties)",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = re.compile(
    r"x+|\*+|\.+|-+|true|false|yes|no|on|off|enabled?|disabled?|none|null|nil|undefined|default|example|todo"
    r"|tbd|optional|required|placeholder|redacted|override[-_ ]?me|replace[-_ ]?(?:me|with|this).*"
    r"|(?:defin\w*?|set|stored|comes?|provided|managed)[-_ ](?:in|by|from|via)[-_ ].*"
    r"|(?:from|insert|put|enter|fill)[-_ ].*|my[-_ ].*[-_ ]here|your[-_].*",
    re.IGNORECASE,
)
_KUBERNETES_NAME = re.compile(r"(?:[a-z0-9][-a-z0-9.]*/)?[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?")
_NAMES_OF_KEYS = frozenset(
    ("apikey", "credentials", "key", "password", "secret", "token", "user", "username")
)
_NAME_OF_KEY = re.compile(r"(?:[A-Za-z]+[-_.])*[A-Za-z]+")

_KNOWN = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{50,}|\bgl(?:pat|dt|rt|cbt|ptt|soat)-[\w-]{20,}"
    r"|\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgEI[\w-]{50,}|\bdckr_pat_[\w-]{20,}|\bhf_[A-Za-z0-9]{30,}\b"
    r"|\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{20,}|hooks\.slack\.com/(?:services|workflows)/\w+/\w+/\w+"
    r"|discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}|\.webhook\.office\.com/webhookb2/[\w@-]+"
    r"|\b[sr]k_live_[0-9a-zA-Z]{16,}|\bwhsec_[A-Za-z0-9+/]{24,}|\bsk-(?:proj-|ant-|svcacct-)?[\w-]{32,}"
    r"|\bSG\.[\w-]{16,}\.[\w-]{32,}|\bAIza[\w-]{35}\b|\bya29\.[\w-]{30,}|\bdop_v1_[0-9a-f]{64}\b"
    r"|\bhv[sbr]\.[\w-]{24,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+|\bAGE-SECRET-KEY-1[0-9A-Z]{50,}"
    r"|\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}"
    r"|\b(?:Basic|Bearer) (?=\S*[0-9=])[A-Za-z0-9+/_=.-]{12,}"
)
_IN_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://[^/\s:@]*:(?P<one>[^/\s@$({<]+)@"
    r"|^[\w.+-]+:(?P<two>[^\s:@/$(){}<>]{3,})@(?!sha\d)(?:\w+\(|[a-zA-Z][\w-]*(?:[.:/]|$))"
)
# `--db-password hunter2`, `Server=db;Password=hunter2`, `db.password=hunter2`; with a colon, only as a line.
_CALLED_SO = r"[\w.-]*(?:password|passwd|passphrase|(?<![a-z])pwd)"
_ASSIGNED = re.compile(
    rf"(?:^|[\s;,&?\"'])-*{_CALLED_SO}[ \t]?=[ \t]?[\"']?(?P<one>[^\s\"',;&|()]+)"
    rf"|(?:^|\s)--{_CALLED_SO}\s+[\"']?(?P<two>[^-\s\"',;&|()][^\s\"',;&|()]*)"
    rf"|^[ \t-]*{_CALLED_SO}[ \t]*:[ \t]+[\"']?(?P<three>[^\s\"',;&|()]+)[\"']?[ \t]*(?:#.*)?$"
    rf"|\"{_CALLED_SO}\"\s*:\s*\"(?P<four>[^\s\"]+)\"",
    re.IGNORECASE | re.MULTILINE,
)
_CODE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+|.*[()\[\]{}].*|[<>|&].*|\w+::.*")

_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?:(?=.*[0-9])[A-Za-z0-9+/_-]{24,}|[A-Za-z0-9+/_-]{32,})={0,2}")
_PLAIN = re.compile(r"(?=.*[0-9])(?=.*[a-z])[a-z0-9]{32,}|(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{32,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*")
_PATH = re.compile(r"(?:/[\w-]+){4,}")
_WORDS = re.compile(r"[a-z]{3,}")
# Of 100 steps from one letter or digit to the next, 63 in random base64 change between capitals, small
# letters and digits, 47 in hex, 35 in names in camel case. But of the letters in such names three of four
# are within small words, in random base64 one of six.
_MIXED_CHANGES, _PLAIN_CHANGES = 0.3, 0.2
_MIXED_BITS, _PLAIN_BITS = 3.6, 2.8
_WORDY = 0.55
_RANDOM_BY_RIGHT = re.compile(
    r"arn|bundle|ca|cert|certificate|certs|checksum|commit|crt|digest|encrypted|etag"
    r"|fingerprint|guid|hash|head|id|ids|image|integrity|kid|md5|pub|public|pubkey|ref|rev"
    r"|revision|sealed|sha|sha1|sha256|sha384|sha512|sum|tag|thumbprint|tls|trace|uid|uuid"
    r"|version"
)


def reason(text: str, names: Sequence[str]) -> str:
    """Why this text is a secret, "" where it is none; `names` are the keys that lead to it, its own last."""
    if _KNOWN.search(text) or _KNOWN.search(_decoded(text)):
        return "this is a key or token of a known kind"
    if any(_is_telling(found) for found in _found(_IN_ADDRESS, text)):
        return "this address contains a password"
    if any(_is_telling(found) and not _CODE.fullmatch(found) for found in _found(_ASSIGNED, text)):
        return "this text contains a password"
    if _is_telling(text.strip()):
        if _is_named_so(text, names):
            return f'the name "{names[-1]}" says that this is a secret'
        if _is_one_of_many(text, names):
            return f'the name "{names[-2]}" says that this is a secret'
    if is_random(text) and not _is_random_by_right(names[-3:]):
        return "this looks like a random key"
    return ""


def words(name: str) -> list[str]:
    """`existingSecretName`, `EXISTING_SECRET_NAME` and `existing-secret-name` as words."""
    return [word.lower() for word in _WORD.findall(name)]


def _found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield from filter(None, match.groups())


def _is_telling(text: str) -> bool:
    """Whether a text is no reference to what stands elsewhere, no place holder, no word of three."""
    return len(text) >= _SHORTEST and not _REFERENCE.fullmatch(text) and not _PLACEHOLDER.fullmatch(text)


# ── by name ─────────────────────────────────────────────────────────────────────────────────────


def _is_named_so(text: str, names: Sequence[str]) -> bool:
    if "\n" in text or not names:
        return False
    own = _without_more(words(names[-1]))
    if not own or "existing" in own or any(_REFERRING.fullmatch("-".join(words(one))) for one in names[:-1]):
        return False
    if len(own) > 1 and words(text) == own and not text.isalnum():
        return False  # `DB_PASSWORD: db-password` tells where it is
    last, before = own[-1], own[-2] if len(own) > 1 else ""
    if _PASSWORD.fullmatch(last):
        return not (text.isupper() and "_" in text and _names_key(text))
    if _PIN.fullmatch(last):
        return text.isdecimal() and len(text) >= _LEAST_PIN
    if " " in text or _is_count(text):
        return False
    if last == "key":
        # `secretKey` is as often the key of a Secret: `userSecretKey: username`, `secretKey: db-user`.
        is_reference = (
            before == "secret"
            and _NAME_OF_KEY.fullmatch(text)
            and (not text.isalpha() or (len(own) > 2 and not names[-1].isupper()))
        )
        return bool(_KEY_OF.fullmatch(before)) and not is_reference and not _names_key(text)
    if not _TOKEN.fullmatch(last) or before == "pull":
        return False
    if last.endswith(("secret", "credentials", "credential")) and not _OWNERS.fullmatch(before):
        return _is_no_word(text)
    return not _names_key(text)


def _is_one_of_many(text: str, names: Sequence[str]) -> bool:
    """Whether it stands in a map or list of secrets: `passwords: {admin: …}`, `tokens: […]`."""
    if "\n" in text or len(names) < 2 or any(_REFERRING.fullmatch("-".join(words(one))) for one in names):
        return False
    above, own = _without_more(words(names[-2])), _without_more(words(names[-1]))
    if (
        not above
        or "existing" in above
        or (own and (_BESIDE.fullmatch(own[-1]) or _BESIDE.fullmatch(own[0])))
    ):
        return False
    last, before = above[-1], above[-2] if len(above) > 1 else ""
    if _MANY_PASSWORDS.fullmatch(last):
        least = _LEAST_PIN if text.isdecimal() or last == "pins" else 1
        return len(text) >= least and (last != "pins" or text.isdecimal())
    if " " in text or _is_count(text) or _names_key(text) or "pull" in above:
        return False
    if last == "keys":
        return bool(_KEY_OF.fullmatch(before)) and before not in ("secret", "public") and _is_no_word(text)
    # In lists of `secrets` and `credentials` names of Secrets stand.
    if _MANY_SECRETS.fullmatch(last):
        return bool(own) and _is_no_word(text)
    if last not in ("tokens", "apikeys") and own and _WHERE.fullmatch(own[-1]):
        return False
    return bool(_MANY_TOKENS.fullmatch(last)) and (_is_no_word(text) or (last == "tokens" and len(text) >= 6))


def _without_more(own: list[str]) -> list[str]:
    while len(own) > 1 and (_MORE.fullmatch(own[-1]) or own[-1].isdecimal() or len(own[-1]) == 1):
        own.pop()
    return own


def _is_count(text: str) -> bool:
    """Whether it is a number that is rather a length or a time than a key."""
    digits = text.replace(".", "", 1)
    return digits.isdecimal() and (digits != text or len(text) < _LEAST_DIGITS or text.endswith("00"))


def _is_no_word(text: str) -> bool:
    """Whether it is neither a word nor what Kubernetes takes for a name: the name of a Secret looks so."""
    return not (_KUBERNETES_NAME.fullmatch(text) and (text.isalpha() or not text.isalnum()))


def _names_key(text: str) -> bool:
    """Whether it is rather the name of a key or of a Secret: `admin-password`, `AWS_SECRET_ACCESS_KEY`."""
    if not _NAME_OF_KEY.fullmatch(text):
        return False
    said = words(text)
    if len(said) == 1:
        return said[0] in _NAMES_OF_KEYS
    return any(_PASSWORD.fullmatch(word) or _TOKEN.fullmatch(word) or word == "key" for word in said)


# ── by chance ───────────────────────────────────────────────────────────────────────────────────


def is_random(text: str) -> bool:
    """Whether it looks like random bytes, in base64, in hex or in letters and digits."""
    if _MIXED.fullmatch(text):
        least, bits = _MIXED_CHANGES, _MIXED_BITS
        if _PATH.fullmatch(text) or sum(map(len, _WORDS.findall(text))) > _WORDY * sum(
            map(str.isalpha, text)
        ):
            return False
    elif _PLAIN.fullmatch(text):
        least, bits = _PLAIN_CHANGES, _PLAIN_BITS
    else:
        return False
    return _changes(text) >= least and _entropy(text) >= bits and not _decoded(text)


def _is_random_by_right(names: Sequence[str]) -> bool:
    """Whether names say that this is a digest, a revision, an id or a certificate."""
    return any(_RANDOM_BY_RIGHT.fullmatch(word) for name in names for word in words(name))


def _changes(text: str) -> float:
    """At how many of its steps from one letter or digit to the next the kind changes."""
    kinds = ["9" if c.isdigit() else "a" if c.islower() else "A" if c.isupper() else "" for c in text]
    steps = [one != other for one, other in pairwise(kinds) if one and other]
    return sum(steps) / max(1, len(steps))


def _entropy(text: str) -> float:
    """Bits a character: English words have less, random letters and digits more."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def _decoded(text: str) -> str:
    """The text that this is in base64, "" where it is none: a certificate, a config file."""
    if not _BASE64.fullmatch(text):
        return ""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return ""
    return plain if all(c.isprintable() or c.isspace() for c in plain) else ""
