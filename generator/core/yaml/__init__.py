"""A file's text, as Helm reads it: nodes that know where they stand, and what their scalars mean."""
