"""`govhooks COMMAND`, one module a command; `check` is `govhooks.core.rule`, `baseline` and `demo` stand beside it."""
