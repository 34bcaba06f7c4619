"""Finding text fast: literals first, then expressions."""
