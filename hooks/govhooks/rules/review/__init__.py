"""Rules about review: high-risk changes are reviewed, and exceptions have an owner and an end date."""
