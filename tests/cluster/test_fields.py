"""What the API server refuses to change is what the program says that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from generator.core.objects.immutable import IMMUTABLE, ONLY
from tests.cluster.fields import TRIALS, answers

if TYPE_CHECKING:
    from tests.cluster.controlplane import Api


def test_every_refusal_of_the_server_is_known_and_no_other(api: Api) -> None:
    wrong = []
    tried = 0
    for trial in yaml.safe_load(TRIALS.read_text()):
        kind = trial["object"]["kind"]
        said = answers(api, trial)
        for path in (*said.accepted, *said.refused):
            tried += 1
            if is_refused(kind, tuple(path.split("."))) != (path in said.refused):
                wrong.append(f"{kind} {path}")
    assert wrong == []
    assert tried > 100


def is_refused(kind: str, path: tuple[str, ...]) -> bool:
    if any(path[: len(one)] == one for one in IMMUTABLE.get(kind, ())):
        return True
    return kind in ONLY and path[0] == "spec" and path[1] not in ONLY[kind]
