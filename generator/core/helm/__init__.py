"""What Helm does with charts and values: versions, dependencies, merging."""
