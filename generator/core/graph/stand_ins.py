"""Which services are stand-ins: an image of ours where a team's own code will run."""

from __future__ import annotations

import re

# With or without a registry before it, or a mirror's folder.
STAND_IN = "stefanprodan/podinfo"


def is_stand_in(image: str) -> bool:
    """Whether an image, with or without its tag, is what blueprints put where a team's code will run."""
    name = re.sub(r"[:@][^/]*$", "", image)
    return f"/{name}".endswith(f"/{STAND_IN}")
