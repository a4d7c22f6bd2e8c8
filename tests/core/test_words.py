import pytest

from generator.core.words import (
    did_you_mean,
    first_few,
    misspelt,
    nearest,
    wrong_with_domain,
    wrong_with_label,
)


@pytest.mark.parametrize("text", ["a", "shop", "shop-2", "a" * 63])
def test_label_is_allowed(text: str) -> None:
    assert wrong_with_label(text) is None


@pytest.mark.parametrize(
    "text", ["", "Shop", "2shop", "-shop", "shop-", "shop_2", "shop.eu", "shöp", "shop\n", "a b"]
)
def test_label_is_refused(text: str) -> None:
    assert (
        wrong_with_label(text)
        == "only lower-case letters, digits and - are allowed, a letter first, no - last"
    )


def test_label_is_too_long() -> None:
    assert wrong_with_label("a" * 64) == "it is 64 characters long, at most 63 are allowed"
    assert wrong_with_label("abcd", 3) == "it is 4 characters long, at most 3 are allowed"


@pytest.mark.parametrize("text", ["example.com", "localhost", "a.b-c.d1", "1.example.com"])
def test_domain_is_allowed(text: str) -> None:
    assert wrong_with_domain(text) is None


@pytest.mark.parametrize(("text", "part"), [("", ""), ("a..b", ""), ("Example.com", "Example"), ("a.-b.c", "-b"), ("a_b.c", "a_b"), ("https://x", "https://x"), ("a" * 64 + ".com", "a" * 64)])  # fmt: skip
def test_domain_is_refused(text: str, part: str) -> None:
    assert (
        wrong_with_domain(text)
        == f'its part "{part}" is not lower-case letters, digits and - (1 to 63 of them)'
    )


def test_domain_is_too_long() -> None:
    assert wrong_with_domain("a." * 127) == "it is 254 characters long, at most 253 are allowed"


def test_probable_word_is_hinted() -> None:
    assert nearest("ecomerce", ["ecommerce", "iot"]) == "ecommerce"
    assert did_you_mean("ecomerce", ["ecommerce", "iot"]) == 'Did you mean "ecommerce"?'


def test_few_words_are_listed_many_are_not() -> None:
    assert did_you_mean("zzz", ["iot", "devops"]) == "Known are: devops, iot."
    assert did_you_mean("zzz", [f"word{n}" for n in range(13)]) == ""
    assert did_you_mean("zzz", []) == ""


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("replicass", "replicas"),
        ("replcas", "replicas"),
        ("repilcas", "replicas"),
        ("replicaz", "replicas"),
        ("schemaRegistryURL", "schemaRegistryUrl"),
        ("applinks", "applink"),
    ],
)
def test_a_letter_more_less_other_or_swapped_is_a_misspelling(word: str, known: str) -> None:
    assert misspelt(word, ["image", known, "env"]) == known


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("registry", "repository"),
        ("nodeAffinity", "podAntiAffinity"),
        ("port2", "port1"),
        ("host", "port"),
        ("LOG_LEVEL", "LOG_LEVELS"),
        ("LEVELS", "LEVEL"),
        ("log", "logs"),
        ("my.key/a", "my.key/b"),
    ],
)
def test_another_word_is_no_misspelling(word: str, known: str) -> None:
    assert misspelt(word, ["image", known]) is None


def test_what_may_be_two_words_is_no_misspelling() -> None:
    assert misspelt("replicaa", ["replicas", "replicad"]) is None


def test_first_few_says_how_many_more_there_are() -> None:
    assert first_few([], 2) == ""
    assert first_few(["a", "b"], 2) == "a, b"
    assert first_few(["a", "b", "c"], 2) == "a, b and 1 more"
