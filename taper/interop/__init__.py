"""The formats of others: one module each, which knows only its own format."""
