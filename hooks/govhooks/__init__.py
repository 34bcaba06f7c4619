"""govhooks: git hooks that turn a security-governance policy into routine rules."""

__version__ = "0.1.0"
