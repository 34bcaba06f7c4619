"""governance.toml and what belongs to it: typed rule policies, exceptions, the baseline."""
