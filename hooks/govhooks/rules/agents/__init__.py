"""Rules about AI agents: what their commits and their committed configuration may contain."""
