"""`govhooks COMMAND`, one module a command; `check` is `govhooks.rule`, `baseline` and `demo` stand beside it."""
