"""High-risk changes are reviewed, and exceptions have an owner and a date."""
