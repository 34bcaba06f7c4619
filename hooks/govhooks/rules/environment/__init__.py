"""Rules about environments: what each of them is given, and what it must not share with another."""
