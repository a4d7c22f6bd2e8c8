"""What is YAML and refused all the same: Helm's reader does so, or it is too deep for what walks through it.

A few anchors can stand for billions of nodes. Helm's reader counts the nodes that it sees, and how many of
them through an alias; so does ours, but by events, before anything follows an alias.
"""

from __future__ import annotations

from typing import Final

# Helm takes 10,000. Nobody writes 50, and data are walked through with a few frames for each level.
DEPTH_LIMIT: Final = 100

# As in sigs.k8s.io/yaml: nearly all of a small document may come through aliases, a tenth of a huge one.
_FEW_ALIASED, _FEW_NODES = 100, 1000
_SMALL, _HUGE = 400_000, 4_000_000
_OF_SMALL, _OF_HUGE = 0.99, 0.10


def is_excessive(nodes: int, aliased: int) -> bool:
    """Whether too many of the nodes that a reader sees come through aliases."""
    if aliased <= _FEW_ALIASED or nodes <= _FEW_NODES:
        return False
    beyond = min(1.0, max(0.0, (nodes - _SMALL) / (_HUGE - _SMALL)))
    return aliased / nodes > _OF_SMALL - (_OF_SMALL - _OF_HUGE) * beyond
