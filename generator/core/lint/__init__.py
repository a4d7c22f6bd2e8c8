"""Judging values: what rules know, and the rules."""
