"""What is typed of a service is parsed at the border, or refused with the reason."""

from __future__ import annotations

import pytest

from generator.core.change.new_service.request import parse_image, parse_names, parse_ports
from generator.errors import UsageError

DIGEST = f"sha256:{'a' * 64}"
IMAGES = {
    "nginx:1.27": {"repository": "nginx", "tag": "1.27"},
    "ghcr.io/example/coupons:1.0.0": {"repository": "ghcr.io/example/coupons", "tag": "1.0.0"},
    "localhost:5000/a:b": {"repository": "localhost:5000/a", "tag": "b"},
    f"example.com/a/b@{DIGEST}": {"repository": "example.com/a/b", "digest": DIGEST},
    f"example.com/a:1@{DIGEST}": {"repository": "example.com/a", "tag": "1", "digest": DIGEST},
}


@pytest.mark.parametrize("text", IMAGES)
def test_reads_an_image(text: str) -> None:
    assert parse_image(text) == IMAGES[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "a:",
        ":1",
        "X::1",
        "a b:1",
        "{{ x }}:1",
        "a:1@sha256:x",
        "a@",
        "http://x/a:1",
        "a:-1",
        "A:1",
        "a/:1",
    ],
)
def test_refuses_what_is_no_image(text: str) -> None:
    with pytest.raises(UsageError, match="is no image"):
        parse_image(text)


@pytest.mark.parametrize("text", ["nginx", "localhost:5000/a"])
def test_an_image_needs_a_tag(text: str) -> None:
    with pytest.raises(UsageError, match="names no tag") as caught:
        parse_image(text)
    assert caught.value.hint == f"Write --image {text}:1.0.0."


def test_reads_ports() -> None:
    assert parse_ports(["8080", "metrics=9100"]) == {"http": 8080, "metrics": 9100}


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (["0"], '--port 0: "0" is no port: 1 to 65535'),
        (["65536"], '--port 65536: "65536" is no port: 1 to 65535'),
        (["x"], '--port x: "x" is no port: 1 to 65535'),
        (["²"], '--port ²: "²" is no port: 1 to 65535'),
        (["a=" + "9" * 5000], None),
        (["80", "81"], '--port 81: there is a port "http" already'),
        (
            ["=80"],
            '--port =80: "" cannot name a port: only lower-case letters, digits and - are allowed, a letter first, no - last',
        ),
        (
            ["a-port-of-16-char=1"],
            '--port a-port-of-16-char=1: "a-port-of-16-char" cannot name a port: it is 17 characters long, at most 15 are allowed',
        ),
    ],
)
def test_refuses_what_is_no_port(texts: list[str], what: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        parse_ports(texts)
    assert what is None or caught.value.what == what


def test_names_are_separated_by_commas_and_options() -> None:
    assert parse_names(["a,b:c", "", "a", "d,"]) == ("a", "b:c", "d")
