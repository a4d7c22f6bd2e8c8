"""Rendered Kubernetes objects, and what a change does to them."""
