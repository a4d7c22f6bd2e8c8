"""What Helm's reader takes a plain scalar for: string, number, boolean or null.

Helm reads values with sigs.k8s.io/yaml: a YAML 1.1 reader that knows `y`, `off`, `0o17` and
`1_000`, does not know dates or sexagesimal numbers, and turns every key into a string.  The rules
here were compared with that Go library spelling by spelling; PyYAML's own differ in both directions.
"""

from __future__ import annotations

import math
import re
import struct
from functools import lru_cache
from typing import Final

from generator.core.data import Real, Whole
from generator.core.yaml.library import yaml

_WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
# More digits do not fit 64 bits, and of thousands Python makes no number at all.
_INT = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]{0,19})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INNER_UNDERSCORE = re.compile(r"(?<=[0-9])_(?=[0-9])")
_NUMBER_START: Final = frozenset("+-.0123456789")
_FLOAT32_MAX: Final = 3.4028235677973366e38
_EXPONENT_FROM: Final = 6  # powers of ten from here on are written with an exponent
INT_MIN, _INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1

# PyYAML's resolver by first character: other tools (editors, CI scripts) read values files with it.
_PYYAML: Final[dict[str, list[tuple[str, re.Pattern[str]]]]] = yaml.SafeLoader.yaml_implicit_resolvers


@lru_cache(maxsize=8192)  # values files say the same words over and over
def resolve_plain(text: str) -> str | int | float | bool | None:
    """The value that Helm gives the plain scalar `text`; text itself where it is a string.

    A number that is not written as we would write it is a Whole or a Real, which keeps its spelling.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    # After a leading point, Go takes an underscore only between two digits.
    digits = _INNER_UNDERSCORE.sub("", text) if text[0] == "." else text.replace("_", "")
    if _INT.fullmatch(digits):
        number = _parse_int(digits)
        if INT_MIN <= number <= (UINT_MAX if digits[0] != "+" else _INT_MAX):
            return number if str(number) == text else Whole(number, text)
    if _FLOAT.fullmatch(digits):
        real = float(digits)
        if math.isinf(real):
            return text
        return real if float_text(real) == text else Real(real, text)
    return text


def float_text(value: float) -> str:
    """A number as it is written where nobody has spelled it."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(float(value))
    mantissa, exponent, power = text.partition("e")
    return text if "." in mantissa or not exponent else f"{mantissa}.0e{power}"  # YAML 1.1 wants the point


def number_text(value: float) -> str:
    """A number as we write it: as somebody has spelled it, if somebody has."""
    if isinstance(value, Whole | Real):
        return value.written
    return str(value) if isinstance(value, int) else float_text(value)


def _parse_int(digits: str) -> int:
    sign = -1 if digits[0] == "-" else 1
    body = digits.lstrip("+-")
    prefix = body[:2].lower()
    if prefix in ("0x", "0b", "0o"):
        return sign * int(body[2:], {"0x": 16, "0b": 2, "0o": 8}[prefix])
    return sign * int(body, 8 if body[0] == "0" and len(body) > 1 else 10)


def reads_as_string(text: str) -> bool:
    """True where every reader we know takes the plain scalar `text` for a string.

    Stricter than Helm alone: dates and `1:30` are strings to Helm but not to YAML 1.1 readers, nor is
    `1e400` to YAML 1.2 readers.
    """
    if text in _WORDS or text in ("<<", "=") or _FLOAT.fullmatch(text):
        return False
    if isinstance(resolve_plain(text), str):
        return not any(pattern.match(text) for _, pattern in _PYYAML.get(text[0], ()))
    return False


def resolve_pyyaml(text: str) -> str:
    """The tag that PyYAML gives the plain scalar `text`, without its prefix: str, int, float, bool, null …"""
    for tag, pattern in _PYYAML.get(text[:1], ()):
        if pattern.match(text):
            return tag.rpartition(":")[2]
    return "str"


def key_text(value: str | float | bool | None) -> str:
    """A resolved key as Helm's JSON has it: `8080:` is "8080", `yes:` is "true"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    return "null" if value is None else str(value)


def _float_key(value: float) -> str:
    """Go's shortest %g of a 32-bit float, which is what the library makes of a float key."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value) or abs(value) > _FLOAT32_MAX:
        return ".inf" if value > 0 else "-.inf"
    short = _as_float32(value)
    return _short(value, next(d for p in range(17) if _as_float32(float(d := f"{short:.{p}e}")) == short))


def printed(value: float) -> str:
    """A number as `{{ .Values.key }}` prints it: to templates all are 64-bit floats, which Go shows as %g."""
    real = float(value)
    return _short(real, _digits(real))


def printed_as_json(value: float) -> str:
    """A number as `toJson` prints it: with an exponent from 1e21 on, and below 1e-6."""
    real = float(value)
    digits, _, power = _digits(real).partition("e")
    if real and not 1e-6 <= abs(real) < 1e21:
        return f"{digits}e{int(power):+d}"
    return _without_exponent(f"{digits}e{power}")


def _digits(real: float) -> str:
    """The shortest digits that mean this number, with an exponent."""
    return next(digits for p in range(18) if float(digits := f"{real:.{p}e}") == real)


def _short(value: float, digits: str) -> str:
    """Digits with an exponent as Go writes them: with one only where it is large, or very small."""
    exponent = int(digits.partition("e")[2])
    if value and not -4 <= exponent < _EXPONENT_FROM:
        return digits
    return _without_exponent(digits)


def _without_exponent(digits: str) -> str:
    mantissa, _, exponent = digits.partition("e")
    places = len(mantissa.replace(".", "").lstrip("-")) - 1 - int(exponent)
    return f"{float(digits):.{max(0, places)}f}"


def _as_float32(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])
