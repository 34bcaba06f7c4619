"""Environment variables: where they are set and read, which environment a file is for, which of them are secrets."""
