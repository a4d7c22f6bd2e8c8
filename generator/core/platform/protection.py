"""Which environments are protected: a question that would write one's file is answered no by default.

`environments.<name>.protected` in platform.yaml says so. Where it does not, production and what inherits
from a protected environment is, and so are its regions and what takes over from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.platform.file import Environment

_PRODUCTION = re.compile(r"(?:^|[-_.])(?P<word>prod|production|prd|live|dr)(?=$|[-_.\d])")
_NOT_YET = re.compile(r"(?:^|[-_.])(?:pre|non|not|no)[-_.]$")


def is_protected(environments: Mapping[str, Environment], name: str) -> bool:
    """Whether an environment of a platform.yaml is protected; one that it does not have, by its name."""
    passed: set[str] = set()
    while name in environments and name not in passed:
        passed.add(name)
        one = environments[name]
        if one.protected is not None:
            return one.protected
        if is_production(name) or not one.inherits:
            return is_production(name)
        name = one.inherits
    return is_production(name)


def is_production(name: str) -> bool:
    """Whether a name is that of production: `prod`, `eu-prod`, `production-2`, not `pre-prod`, `nonprod`."""
    found = _PRODUCTION.search(name.lower())
    return found is not None and not _NOT_YET.search(name.lower()[: found.start("word")])
