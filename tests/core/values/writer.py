"""Writes values files in as many styles as people do, from a source of random choices."""

from __future__ import annotations

import json
from typing import Any, Protocol

STRINGS = (
    "nginx", "1.4.2", "value with spaces", "it's", 'say "hi"', "a: b", "x # y", "#hash", "yes", "8080", "1e3", "0o17",
    "2020-01-01", "", " lead", "trail ", "ünï ✓ 日本", "{{ .Values.x }}", "c:\\dir\\n", "- dash", "*star", "null", "~",
    "line one\nline two\n", "line one\n\n  line two", "https://example.com/path?x=1", "1:30", "tab\there", "[x]", "!t",
)  # fmt: skip
KEYS = (
    "image",
    "tag",
    "port",
    "a.b/c",
    "8080",
    "yes",
    "key with space",
    "ü",
    "x-y",
    "enabled",
    "env",
    "name",
    "0",
)
NUMBERS = (0, 1, -5, 8080, 0.25, True, False, None)


class Choices(Protocol):
    def randint(self, a: int, b: int, /) -> int: ...
    def choice(self, seq: Any, /) -> Any: ...
    def random(self) -> float: ...


class Writer:
    """One file: its indentation is chosen once, everything else at every spot."""

    def __init__(self, rng: Choices) -> None:
        self.rng = rng
        self.step = rng.choice((2, 2, 4))
        self.dash = rng.choice((0, 2, self.step))
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def comment(self) -> str:
        self.count += 1
        return f"# {self.rng.choice(('note', 'key: value', '- item', 'ü “quoted” text', '#'))} {self.count}"

    def text(self) -> str:
        lines: list[str] = []
        if self.chance(0.2):
            lines += [self.comment(), ""]
        if self.chance(0.15):
            lines.append("---")
        lines += self.block_map(0, 0)
        if self.chance(0.3):
            lines.append(self.comment())
        lines += [""] * self.rng.choice((0, 0, 1, 2))
        eol = "\r\n" if self.chance(0.15) else "\n"
        text = eol.join(lines) + (eol if self.chance(0.85) else "")
        return ("\ufeff" if self.chance(0.1) else "") + text

    def block_map(self, indent: int, depth: int) -> list[str]:
        pad, lines = " " * indent, []
        names = list(dict.fromkeys(self.rng.choice(KEYS) for _ in range(self.rng.randint(1, 4))))
        for name in names:
            if self.chance(0.2):
                lines.append("" if self.chance(0.5) else pad + self.comment())
            lines += self.entry(pad + self.key(name) + ":", indent, depth)
        return lines

    def entry(self, head: str, indent: int, depth: int) -> list[str]:
        kind = self.rng.randint(0, 9) if depth < 3 else self.rng.randint(3, 9)
        tail = f"  {self.comment()}" if self.chance(0.2) else ""
        if kind in (0, 1):
            return [head + tail, *self.block_map(indent + self.step, depth + 1)]
        if kind == 2:
            return [head + tail, *self.block_list(indent + self.dash, depth + 1)]
        if kind == 3:
            empty = self.rng.choice((" {}", " []", "", " null", " ~"))
            example = [" " * (indent + 2) + self.comment()] if self.chance(0.4) else []
            return [head + empty + tail, *example]
        if kind == 4:
            return [f"{head} {self.flow(0)}{tail}"]
        if kind == 5:
            return self.block_scalar(head, indent)
        return [f"{head} {self.scalar()}{tail}"]

    def block_list(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.rng.randint(1, 3)):
            if self.chance(0.15):
                lines.append(" " * indent + self.comment())
            if self.chance(0.35) and depth < 3:
                first, *rest = self.block_map(indent + 2, depth + 1)
                while not first.strip() or first.lstrip().startswith("#"):
                    first, *rest = rest
                lines += [" " * indent + "- " + first.lstrip(), *rest]
            else:
                tail = f" {self.comment()}" if self.chance(0.15) else ""
                lines.append(
                    " " * indent + "- " + (self.scalar() if self.chance(0.8) else self.flow(1)) + tail
                )
        return lines

    def block_scalar(self, head: str, indent: int) -> list[str]:
        pad = " " * (indent + self.step)
        header = self.rng.choice(("|", "|-", ">", ">-", "|+", "|  # header note"))
        body = [self.rng.choice(("text", "# no comment", "", "  deeper", "key: {{ v }}")) for _ in range(3)]
        return [
            f"{head} {header}",
            pad + "first",
            *(pad + line if line else "" for line in body),
            pad + "last",
        ]

    def flow(self, depth: int) -> str:
        if depth == 2 or self.chance(0.4):
            return json.dumps(self.rng.choice(STRINGS), ensure_ascii=False)
        inner = [self.flow(depth + 1) for _ in range(self.rng.randint(0, 2))]
        if self.chance(0.5):
            return "[" + ", ".join(inner) + "]"
        pairs = (f"{name}: {value}" for name, value in zip(("a", '"b"', "c"), inner, strict=False))
        space = self.rng.choice(("", " "))
        return "{" + space + ", ".join(pairs) + space + "}"

    def key(self, name: str) -> str:
        return json.dumps(name, ensure_ascii=False) if self.chance(0.3) else name

    def scalar(self) -> str:
        if self.chance(0.3):
            return str(json.dumps(self.rng.choice(NUMBERS)))
        value = self.rng.choice(STRINGS)
        if self.chance(0.3) and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        plain = (
            value.isascii() and value.replace(".", "").replace(" ", "").isalnum() and value.strip() == value
        )
        return value if plain and self.chance(0.7) else json.dumps(value, ensure_ascii=False)
