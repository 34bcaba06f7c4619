"""What is granted in clouds and forges: pure functions from plain values to grants, and what one set of them adds to another."""
