"""Three versions of one file."""
