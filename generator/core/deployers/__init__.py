"""What deploys charts, and the values that stand in its own files: Flux, Argo CD, helmfile."""
