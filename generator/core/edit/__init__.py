"""A file's text with a change made, proven: `edit` for one change, `edits` for many."""
