"""Thought: pure functions on values. Nothing here opens, starts, prints or looks at the clock."""
