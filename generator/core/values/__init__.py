"""The values of a platform in all its environments."""
