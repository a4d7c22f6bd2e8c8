"""From a blueprint to a platform."""
