"""Secrets stay out of the repository."""
