"""Authentication: identity providers, sessions and tokens."""
