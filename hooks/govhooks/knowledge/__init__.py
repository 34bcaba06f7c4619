"""Knowledge that several rules share: AI agents, approvals, kinds of files."""
