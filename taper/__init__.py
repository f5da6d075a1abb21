"""taper keeps a provider's medicine plan: every dose, every step, the stop date, and a warning past it."""

__version__ = "0.1.0"
