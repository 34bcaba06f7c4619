"""AI agents stay within the policy."""
