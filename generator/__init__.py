"""Reference architectures as Helm umbrella charts."""

# The one place where the version stands: pyproject.toml reads it, a test compares plugin.yaml with it.
__version__ = "0.1.0"
