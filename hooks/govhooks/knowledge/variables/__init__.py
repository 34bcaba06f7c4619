"""Environment variables: which ones code reads, deployment files set and platforms give, and which environment a file belongs to."""
