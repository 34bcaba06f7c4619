"""Environment variables: the names that code reads, and those that deployment files set."""
