"""Real programs under the rendered pods: `make test-real`."""
