"""What a package index itself says of a project and its releases: PyPI's Simple API (JSON) and npm's packuments.

answers    the bytes of an answer -> Project, Project and version -> Facts; pure
settings   where the indexes are, with proxies, certificates and credentials: as pip, uv and npm are configured
client     one URL -> bytes, within limits of time and size; never to another host
cache      answers that are kept on the disk for an hour, and asked for again by ETag
asking     Wanted packages -> Facts, several at once and all within one deadline

Who calls whom: `run/policy.py` makes an `asking.Indexes` where the policy allows the network, and hands its `ask` to rules
(`Changeset.supplied["indexes"]`); `asking` knows all others, and `answers` none. "Could not look" is a `Facts.why`, never an
exception and never a clean answer.
"""
