"""The one door to git: processes, objects, refs and messages."""
