"""The commands `govhooks COMMAND`, one module each."""
