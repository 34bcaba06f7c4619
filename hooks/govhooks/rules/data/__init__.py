"""Data: what is sensitive, and where it may not go."""
