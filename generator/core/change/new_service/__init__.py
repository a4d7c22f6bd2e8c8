"""A service that somebody adds: what it says, in the style of its neighbours, and where it goes."""
