"""What several rules know: AI agents, approvals, kinds of files."""
