"""The only package that talks to git: processes, objects, refs and messages."""
