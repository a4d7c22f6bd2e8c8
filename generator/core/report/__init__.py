"""Pages that can be mailed or kept."""
