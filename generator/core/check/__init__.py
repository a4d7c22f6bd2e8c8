"""Judging rendered Kubernetes objects: whether those of one release fit together."""
