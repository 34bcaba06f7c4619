"""Fast text search: literals first, then regular expressions."""
