"""Rules that keep secrets out of the repository."""
