"""What every rule is written in: records, changes, findings, rules. Pure: nothing here reads the disk or starts a process."""
