"""What govhooks knows of AI coding agents: their files, their policy languages, and how commands are judged.

    documents     TOML text -> values with the line of each
    codex_keys    data: the keys of Codex' requirements.toml, with the version they were read from
    requirements  requirements.toml -> faults: what Codex refuses, what does nothing, what is walked around
    matchers      MCP identities: what a command or url may be
    denied        deny_read: which patterns Codex takes, and what they mean once deployed
    prefixes      prefix rules, judged as Codex judges them
    shell         a command line -> every command in it, however it is wrapped
    destructive   data and families of commands that destroy, whatever the policy says
    judgement     a command line or a path -> what the policy decides, the strictest answer of all
    ratchet       two requirements.toml -> what the newer one loosens, field by field

All pure: text in, values and faults out. The rules (`govhooks.rules.agent_*`) know changesets; these do not.
"""
