/// Commands: what a user types.
