"""Golden files: their names, and what stands in them."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.blueprint.golden import golden_file, golden_text, is_golden


def test_name_of_a_golden_file_says_the_answers_and_leads_nowhere_else() -> None:
    assert str(golden_file({})) == "golden/defaults.yaml"
    assert str(golden_file({"queue": "nats", "cache": False})) == "golden/queue-nats-cache-false.yaml"
    assert str(golden_file({"a": "../../etc/x y"})) == "golden/a-.._.._etc_x_y.yaml"
    many = golden_file({f"option{number}": "value" for number in range(20)})
    assert (many.parent, len(many.stem)) == (PurePosixPath("golden"), 16)
    assert [is_golden(PurePosixPath(one)) for one in ("golden/a.yaml", "golden", "docs/golden/a")] == [
        True,
        False,
        False,
    ]


def test_golden_text_has_every_environment() -> None:
    assert golden_text(
        {"queue": "nats"}, {"dev": "\n---\na: 1  \n\n---\n---\nc: |\n\n  d\n", "prod": "b: 2"}
    ) == ("# --set queue=nats\n# ── dev ──\n---\na: 1\n---\nc: |\n\n  d\n# ── prod ──\n---\nb: 2\n".encode())
