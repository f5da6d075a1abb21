"""Measurements: `python -m bench` prints them, beside the targets they are held to."""
