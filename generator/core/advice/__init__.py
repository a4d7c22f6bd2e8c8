"""The decision matrix: from what a service is to how it runs, each choice with its reason."""
