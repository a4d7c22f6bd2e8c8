"""A platform follows its blueprint: what people changed since, and what an upgrade makes of both."""
