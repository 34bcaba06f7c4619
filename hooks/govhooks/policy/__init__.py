"""governance.toml and what belongs to it: typed policies, exceptions, the baseline."""
