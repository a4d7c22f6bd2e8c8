"""One file a rule; its `check` is the rule."""
