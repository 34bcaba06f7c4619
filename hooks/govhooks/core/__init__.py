"""The types that rules are written with: records, changes, findings, rules. Pure: no disk access, no processes."""
