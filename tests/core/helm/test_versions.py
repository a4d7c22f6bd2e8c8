import pytest

from generator.core.helm.versions import parse_range, parse_version
from generator.errors import BlueprintError


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("", ["0.0.1", "9.9.9"], []),
        ("*", ["0.0.1", "9.9.9"], []),
        ("1.2.3", ["1.2.3"], ["1.2.4"]),
        ("1.2", ["1.2.0", "1.2.9"], ["1.3.0", "1.1.9"]),
        ("1", ["1.0.0", "1.9.9"], ["2.0.0"]),
        ("=1.2.3", ["1.2.3"], ["1.2.2"]),
        ("!=1.2.3", ["1.2.4"], ["1.2.3"]),
        (">=1.0 <2", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0"]),
        (">=1.0, <2", ["1.5.0"], ["2.0.0"]),
        (">1 <=2", ["2.0.0", "2.0.1"], ["1.0.1", "3.0.0"]),
        ("^1.4", ["1.4.0", "1.9.0"], ["1.3.9", "2.0.0"]),
        ("^0.3.1", ["0.3.1", "0.3.9"], ["0.4.0"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4"]),
        ("^0", ["0.9.0"], ["1.0.0"]),
        ("~1.4.2", ["1.4.2", "1.4.9"], ["1.5.0"]),
        ("~1", ["1.9.0"], ["2.0.0"]),
        ("^1 || >=3", ["1.2.0", "3.0.0"], ["2.0.0"]),
    ],
)
def test_range(text: str, inside: list[str], outside: list[str]) -> None:
    allowed = parse_range(text)
    assert [v for v in inside if parse_version(v) not in allowed] == []
    assert [v for v in outside if parse_version(v) in allowed] == []


@pytest.mark.parametrize("text", ["latest", ">=a", "1.2.3.4", ">> 1", "1 and 2"])
def test_malformed_range_is_refused(text: str) -> None:
    with pytest.raises(BlueprintError, match="is not a range of versions"):
        parse_range(text)


def test_missing_parts_are_zero() -> None:
    assert str(parse_version("v1.34")) == "1.34.0"


def test_malformed_version_is_refused() -> None:
    with pytest.raises(BlueprintError, match='"latest" is not a version such as 1.2.0'):
        parse_version("latest")
