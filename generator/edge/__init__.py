"""Hands: files, helm, cookiecutter, the terminal; thin wrappers."""
