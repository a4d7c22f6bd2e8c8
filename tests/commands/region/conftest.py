"""The same small platforms as commands on values have."""

from tests.commands.values.conftest import _own_state, foreign, here

__all__ = ["_own_state", "foreign", "here"]
