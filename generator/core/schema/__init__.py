"""What a JSON Schema says of a key, and what it refuses, in words."""
