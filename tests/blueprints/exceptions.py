"""Where an architecture needs what the rules forbid: (blueprint, service) -> why."""

# Pods that cannot satisfy Pod Security "restricted".
NOT_RESTRICTED: dict[tuple[str, str], str] = {}

# Pods that declare no readiness probe.
NOT_PROBED: dict[tuple[str, str], str] = {}
