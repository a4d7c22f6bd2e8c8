"""Three versions of one file become one: what somebody changed, and what a blueprint changed since."""
